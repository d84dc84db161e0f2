package io.jenkins.plugins.intune.simulation;

import java.util.ArrayDeque;

/** So many calls in any 20 seconds, as Graph counts them. */
final class SlidingLimit {

    static final long WINDOW = 20 * World.SECOND;

    private final int limit;
    /** Whether what is throttled counts, too. */
    private final boolean strict;

    private final ArrayDeque<Long> counted = new ArrayDeque<>();

    SlidingLimit(int limit, boolean strict) {
        this.limit = limit;
        this.strict = strict;
    }

    /** Whether there is room. */
    boolean hasRoom(long now) {
        while (!counted.isEmpty() && counted.peekFirst() + WINDOW <= now) {
            counted.removeFirst();
        }
        return counted.size() < limit;
    }

    /** A call has come. */
    void count(long now, boolean taken) {
        if (taken || strict) {
            counted.addLast(now);
        }
    }
}
