package io.jenkins.plugins.intune.driver;

import io.jenkins.plugins.intune.throttle.AppThrottle;
import io.jenkins.plugins.intune.throttle.Permit;
import io.jenkins.plugins.intune.throttle.Ticket;
import java.util.concurrent.CompletableFuture;

/** A request's place in the line of its app's writes, and the permit that it gets there. Used from one event at a time. */
final class PlaceInLine {

    private Ticket ticket;
    private Permit permit;

    /** @param ticket a place whose turn is near; {@code null} for none */
    PlaceInLine(Ticket ticket) {
        this.ticket = ticket;
    }

    boolean isJoined() {
        return ticket != null;
    }

    void join(AppThrottle throttle, Runnable called) {
        ticket = throttle.queueWrite(called);
    }

    /** Asks for the permit. */
    CompletableFuture<Permit> claim() {
        return ticket.claim();
    }

    void granted(Permit granted) {
        ticket = null;
        permit = granted;
    }

    boolean hasPermit() {
        return permit != null;
    }

    /** Gives the permit back for a place near the head of the line. */
    void postpone(Runnable called) {
        ticket = take().postpone(called);
    }

    /** The permit, which whoever takes it has to settle. */
    Permit take() {
        Permit taken = permit;
        permit = null;
        return taken;
    }

    /** Gives back the permit, if there is one. */
    void release() {
        if (permit != null) {
            take().unused();
        }
    }

    void leave() {
        if (ticket != null) {
            ticket.leave();
            ticket = null;
        }
    }
}
