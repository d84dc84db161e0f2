package io.jenkins.plugins.intune.throttle;

import java.util.concurrent.CompletableFuture;

/** A place in the queue of writes. Thread-safe. */
public interface Ticket {

    /**
     * Asks for the permit, after the ticket was called.
     *
     * @return the permit, when its time has come; the same future each time. Cancelling it leaves the queue
     */
    CompletableFuture<Permit> claim();

    /** Leaves the queue. Does nothing if the permit has come or the queue was left before. */
    void leave();
}
