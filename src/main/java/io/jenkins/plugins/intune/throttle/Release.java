package io.jenkins.plugins.intune.throttle;

/**
 * How many of its slots a controller gives up when the limit is found to be used up: a part that grows with what it holds, so
 * that those who hold more come nearer to those who hold less, and which is adapted to what came back. Not thread-safe.
 */
final class Release {

    /** The part that a controller gives up which holds the whole limit; one that holds half of it gives up half that part. */
    private static final double FIRST = 0.5;

    private static final double MIN = 0.08;
    private static final double MAX = 0.8;

    /** How much less is given up after it came back, and how much more after it did not. */
    private static final double CALMER = 0.4;

    private static final double BOLDER = 1.5;

    /** Largest difference, as a part of what was given up, between that and what was won that counts as chance. */
    private static final double TOLERANCE = 0.15;

    private double part = FIRST;

    /** How many slots to give up, at least one. */
    int of(int held, int limit) {
        return Math.max(1 + held / 16, (int) Math.round(part * held * held / limit));
    }

    /** Begins anew: nothing is known of others. */
    void begin() {
        part = FIRST;
    }

    /** Others took what was not given up: something has changed. */
    void disturbed() {
        part = Math.max(part, FIRST / 2);
    }

    /**
     * Who gets back what it gave holds what the others hold. Who gets less back gives more the next time, because it held more
     * than they do; and who gets more back goes on as before, because it held less.
     */
    void learn(int gave, int won) {
        int missing = gave - won;
        double chance = Math.max(1, gave * TOLERANCE);
        if (missing > chance) {
            part = Math.min(MAX, part * BOLDER);
        } else if (-missing <= chance) {
            part = Math.max(MIN, part * CALMER);
        }
    }
}
