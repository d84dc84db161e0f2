package io.jenkins.plugins.intune.throttle;

import io.jenkins.plugins.intune.throttle.WriteTicket.State;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * The writes that wait, in their order, and which of them is called when. Moments are nanoseconds on one clock. Not
 * thread-safe; no clock, no I/O.
 */
final class WriteQueue {

    /** How long a place is kept for a ticket that was called. */
    private static final long PATIENCE = AppThrottle.LEAD.plusSeconds(1).toNanos();

    /**
     * How many tickets are called, at most, for each write that may be unanswered: what they read must not be old when
     * their time comes, and it may come much later if the next write is throttled.
     */
    private static final int MAX_AHEAD = 4;

    private final NavigableSet<WriteTicket> waiting = byNumber();
    /** In the order in which they were called. */
    private final Set<WriteTicket> called = new LinkedHashSet<>();

    private final NavigableSet<WriteTicket> claimed = byNumber();

    private static NavigableSet<WriteTicket> byNumber() {
        return new TreeSet<>((one, other) -> Long.compare(one.number, other.number));
    }

    void add(WriteTicket ticket) {
        waiting.add(ticket);
    }

    /** Does nothing if it was claimed before, or has left. */
    void claim(WriteTicket ticket) {
        if (ticket.state == State.WAITING) {
            throw new IllegalStateException("not called yet");
        }
        called.remove(ticket);
        if (ticket.state == State.CALLED) {
            ticket.state = State.CLAIMED;
            claimed.add(ticket);
        }
    }

    void remove(WriteTicket ticket) {
        ticket.state = State.OVER;
        waiting.remove(ticket);
        called.remove(ticket);
        claimed.remove(ticket);
    }

    boolean isClaimed() {
        return !claimed.isEmpty();
    }

    /** Whether nobody waits; a ticket that was called and not claimed does not count, because it may never be. */
    boolean isIdle() {
        return waiting.isEmpty() && claimed.isEmpty();
    }

    /** Takes out the one that gets the next permit. */
    WriteTicket nextClaimed() {
        WriteTicket ticket = claimed.pollFirst();
        ticket.state = State.OVER;
        return ticket;
    }

    /** When the next ticket can be called, or when to look again. */
    long nextCall(Allowance writes, long now) {
        Iterator<WriteTicket> longCalled = called.iterator();
        long impatient = Share.NEVER;
        while (longCalled.hasNext() && impatient == Share.NEVER) {
            impatient = longCalled.next().calledAt + PATIENCE;
            if (impatient <= now) {
                longCalled.remove();
                impatient = Share.NEVER;
            }
        }
        if (waiting.isEmpty()) {
            return Share.NEVER;
        }
        int ahead = claimed.size() + called.size();
        if (ahead >= MAX_AHEAD * writes.unanswered(now)) {
            return impatient;
        }
        long room = writes.earliest(ahead + 1, now);
        return Math.min(impatient, room == Share.NEVER ? room : room - AppThrottle.LEAD.toNanos());
    }

    /** Calls the next one. */
    WriteTicket call(long now) {
        WriteTicket ticket = waiting.pollFirst();
        ticket.state = State.CALLED;
        ticket.calledAt = now;
        called.add(ticket);
        return ticket;
    }
}
