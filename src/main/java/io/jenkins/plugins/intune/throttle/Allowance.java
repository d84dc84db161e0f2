package io.jenkins.plugins.intune.throttle;

import java.util.random.RandomGenerator;

/**
 * When the next request of one kind may leave: what the server still counts, the {@link Share} of the limit, and the waits
 * that throttled answers ask for. Moments are nanoseconds on one clock that starts near zero. Not thread-safe; no clock, no
 * I/O.
 *
 * <p>The server counts a request at some moment after it left and before it answered. So a request counts from its answer on:
 * no window of the server's holds more than permitted, however long the requests take to arrive. An answer that takes longer
 * than {@link #TRANSIT} is late for reasons that come after the count, and must not hold up the next window: then it counts
 * from that long after the request left. If that is wrong, it costs one throttled request.
 */
final class Allowance {

    private static final long MILLISECOND = 1_000_000;
    private static final long SECOND = 1_000 * MILLISECOND;

    /** Longest time from leaving to being counted. */
    static final long TRANSIT = 500 * MILLISECOND;

    /** Delay before a slot that has come free is used again, so that somebody else's request can find it. */
    static final long MARGIN = 20 * MILLISECOND;

    /**
     * Shortest time in which a whole limit is used. A client that finds it used up, and is told to wait for some whole
     * seconds, then comes when slots come free.
     */
    private static final long MIN_BURST = SECOND;

    /** A request that takes longer than this is slow, and does not keep others from being sent. */
    private static final long SLOW = SECOND;

    /** Throttled requests in a row before the back-off doubles: it takes some to hit somebody else's slots. */
    private static final int THROTTLED_TO_DOUBLE = 40;

    private final long window;
    private final Share share;
    private final RandomGenerator random;
    private final SlidingWindow counted = new SlidingWindow();
    /** Those of them that were throttled: they may count too, and do not show that a slot was won. */
    private final SlidingWindow throttled = new SlidingWindow();
    /** Permits that are held and not slow yet. */
    private final SlidingWindow fresh = new SlidingWindow();

    private int inFlight;
    private int limit;
    private long paced = -MIN_BURST;
    private long heldUntil;
    private int throttledInARow;

    Allowance(int limit, long window, RandomGenerator random) {
        this.limit = limit;
        this.window = window;
        this.random = random;
        share = new Share(limit, window, random);
    }

    void limit(int changed) {
        limit = changed;
        share.limit(changed);
    }

    /** How many requests of a window are this controller's at the moment, at least 1. */
    int size() {
        return share.size();
    }

    /** Whether it could be forgotten without changing anything. */
    boolean knowsNothing(long now) {
        return inFlight == 0 && counted.count(now) == 0 && heldUntil <= now && share.knowsNothing(now);
    }

    /**
     * When a permit can be given, as far as is known.
     *
     * @param ahead 1 for the next, 2 for the one after it
     * @return that moment, {@code now} at the earliest; {@link Share#NEVER} if one has to be ended first
     */
    long earliest(int ahead, long now) {
        long free = Math.max(now, share.earliest(ahead, inFlight, counted, now));
        long moment = Math.max(free, Math.max(heldUntil, paced));
        int unanswered = fresh.count(now);
        if (ahead == 1 && unanswered > 0 && unanswered >= unanswered(now)) {
            return Math.max(moment, fresh.end(0));
        }
        return moment;
    }

    /** How many requests may be unanswered at once. */
    int unanswered(long now) {
        return share.unanswered(inFlight, counted, now);
    }

    /** Gives a permit, at a moment that {@link #earliest} says. */
    void give(long now) {
        share.given(inFlight, counted, now);
        inFlight++;
        fresh.add(now + SLOW);
        // Timers are not exact: up to four requests that are late may come together.
        paced = Math.max(paced, now - 4 * gap()) + gap();
    }

    /** @param given when the permit was given, as in all that follow */
    void unused(long given) {
        end(given);
        share.unused();
        paced -= gap();
    }

    void answered(long given, long left, long now) {
        count(given, left, Math.min(now, left + TRANSIT));
    }

    void unanswered(long given, long left) {
        count(given, left, left + TRANSIT);
    }

    private void count(long given, long left, long arrived) {
        end(given);
        throttledInARow = 0;
        share.accepted(left);
        counted.add(arrived + window + MARGIN);
    }

    /** @param told how long the server said to wait, zero if it did not; {@link #hold} is what waits */
    void throttled(long given, long left, long told, long now) {
        end(given);
        int slots = counted.count(now) - throttled.count(now);
        counted.add(now + window + MARGIN);
        throttled.add(now + window + MARGIN);
        if (share.throttled(left, slots, told, now)) {
            hold(now + (long) (backOff(throttledInARow++) * (0.5 + 0.5 * random.nextDouble())));
        }
    }

    private static long backOff(int before) {
        return before < 4 ? 100 * MILLISECOND << before : SECOND << Math.min(4, before / THROTTLED_TO_DOUBLE);
    }

    /** Nothing leaves before that moment. */
    void hold(long until) {
        heldUntil = Math.max(heldUntil, until);
    }

    /** Counts a request that was made before a restart. */
    void restore(long age, long now) {
        if (age < window) {
            counted.add(now + window + MARGIN - Math.max(0, age));
        }
    }

    private long gap() {
        return MIN_BURST / limit;
    }

    private void end(long given) {
        inFlight--;
        fresh.remove(given + SLOW);
    }
}
