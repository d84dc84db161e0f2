package io.jenkins.plugins.intune.throttle;

/**
 * How many of its slots a controller gives up when the limit is found to be used up: a part that grows with what it holds, so
 * that those who hold more come nearer to those who hold less, and that is learnt from what came back. Not thread-safe.
 */
final class Release {

    /** Which part is given up by who holds the whole limit; half of that by who holds a half of it. */
    private static final double FIRST = 0.5;

    private static final double MIN = 0.08;
    private static final double MAX = 0.8;

    /** How much less is given up after it came back, and how much more after it did not. */
    private static final double CALMER = 0.4;

    private static final double BOLDER = 1.5;

    /** A difference of such a part between what was given up and what was won is chance. */
    private static final double TOLERANCE = 0.15;

    private double part = FIRST;

    /** How many of so many are given up, at least one. */
    int of(int held, int limit) {
        return Math.max(1 + held / 16, (int) Math.round(part * held * held / limit));
    }

    /** Nothing is known of others yet. */
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
