package io.jenkins.plugins.intune.throttle;

import java.util.random.RandomGenerator;

/**
 * How much of a limit this controller takes, beside others that it cannot talk to. It can learn only from its own throttled
 * answers.
 *
 * <p>A server with a sliding window has as many slots as the limit says. Whoever used one finds it free again exactly one
 * window later, and nobody else knows when that is: so a controller that uses its own slots again takes nothing from anybody,
 * is never throttled, and leaves nothing unused. That is the rest state. What has to be found is how many slots are its own.
 *
 * <ul>
 * <li>{@link Phase#ALONE}: as long as nothing is throttled, all slots are its own.
 * <li>{@link Phase#KEEPING}: a throttled answer says that the limit is used up. The slots held at that moment are its own,
 * but it gives some of them up (the multiplicative decrease): those that come free last, right before one window is over.
 * <li>{@link Phase#COMPETING}: one window later. Everybody who was throttled then has given something up, and now all take
 * one free slot after the other at the same pace (the additive increase), until a throttled answer says again that there is
 * no more. So all get the same part of what all gave, and who held more than others comes nearer to them each time.
 * </ul>
 *
 * <p>Who holds more gives up a larger part; who gets back what was given up holds what others hold, and gives up less and
 * less until it merely looks whether somebody left. Whoever takes more than it ever held goes faster and faster: so when the
 * others end, it has the whole limit within seconds and is alone again.
 *
 * <p>Moments are nanoseconds on one clock that starts near zero. Not thread-safe; no clock, no I/O.
 */
final class Share {

    enum Phase {
        ALONE,
        KEEPING,
        COMPETING
    }

    /** Result of {@link #earliest} when an answer has to come first. */
    static final long NEVER = Long.MAX_VALUE;

    private static final long LONG_AGO = Long.MIN_VALUE / 2;
    private static final long SECOND = 1_000_000_000;

    /**
     * How many throttled answers in a row are no accident. A single one that says to wait for a good part of the window is no
     * accident either.
     */
    private static final int MAX_DOUBTS = 3;

    private static final int WINDOW_OVER_MEANT = 8;

    /** Windows without a throttled answer after which others are forgotten. */
    private static final int WINDOWS_REMEMBERED = 3;

    private final long window;
    private final RandomGenerator random;
    private final Release release = new Release();
    private int limit;

    private Phase phase = Phase.ALONE;
    /** Slots that were its own when the limit was found to be used up, and how many of them are not given up. */
    private int held;

    private int kept;
    /** Permits given since then; slots competed for. */
    private int used;

    private int won;
    /** How many of its slots others took since then. */
    private int lost;
    /** How often in a row competing won nothing. */
    private int inVain;

    /** When the latest throttled request left, and how many were throttled since one was accepted. */
    private long throttledLeft = LONG_AGO;

    private int doubts;
    private long fullAt = LONG_AGO;
    private long competeAt;
    private long nextStep;

    Share(int limit, long window, RandomGenerator random) {
        this.limit = limit;
        this.window = window;
        this.random = random;
    }

    void limit(int changed) {
        limit = changed;
        held = Math.min(held, changed);
        kept = Math.min(kept, changed);
    }

    /** How many slots are its own at the moment, at least 1. */
    int size() {
        return phase == Phase.ALONE ? limit : Math.max(1, Math.max(held, kept + won));
    }

    /** Whether it is as if nothing had ever been throttled. */
    boolean knowsNothing(long now) {
        age(now);
        return phase == Phase.ALONE;
    }

    /**
     * When a request may leave, as far as is known now.
     *
     * @param ahead 1 for the next request, 2 for the one after it
     * @param inFlight permits that are held
     * @param counted what the server still counts of this controller's requests
     * @return that moment or, if it is now, any moment not after now; {@link #NEVER} if an answer has to come first
     */
    long earliest(int ahead, int inFlight, SlidingWindow counted, long now) {
        age(now);
        int current = counted.count(now) + inFlight;
        int taken = current + ahead - 1;
        long own =
                switch (phase) {
                    case ALONE -> now;
                    case KEEPING ->
                        used + ahead <= kept
                                ? Math.min(competeAt, whenFree(taken - held, counted, now))
                                : competeAt + (used + ahead - kept - 1) * step();
                    case COMPETING ->
                        taken < kept + won ? now : nextStep + (taken - Math.max(current, kept + won)) * step();
                };
        return Math.max(own, whenFree(taken - limit, counted, now));
    }

    private static long whenFree(int over, SlidingWindow counted, long now) {
        if (over < 0) {
            return now;
        }
        return over < counted.count(now) ? counted.end(over) : NEVER;
    }

    /**
     * How many requests may be unanswered at once. When a limit turns out to be used up, those that are under way are throttled
     * too: so few where that is to be expected, and more the more has gone well.
     */
    int unanswered(int inFlight, SlidingWindow counted, long now) {
        int count = counted.count(now);
        if (phase == Phase.ALONE) {
            return doubts > 0 ? 1 : (limit + count) / 16 + 1;
        }
        if (phase == Phase.KEEPING || count + inFlight < kept) {
            return (limit / 4 + count) / 16 + 1;
        }
        return 1 + 25 * Math.abs(kept + won - held) / limit;
    }

    /** A permit was given. */
    void given(int inFlight, SlidingWindow counted, long now) {
        used++;
        if (phase == Phase.COMPETING && counted.count(now) + inFlight >= kept + won) {
            won++;
            nextStep = now + step();
            if (kept + won >= limit) {
                forget();
            }
        }
    }

    /** A permit was not used: the next one may be given at once in its place. */
    void unused() {
        used--;
        if (phase == Phase.COMPETING && won > 0) {
            won--;
            nextStep = fullAt;
        }
    }

    /** A request that left at that moment was not throttled. */
    void accepted(long left) {
        boolean afterThrottled = left > throttledLeft;
        if (afterThrottled) {
            doubts = 0;
        }
        if (phase == Phase.KEEPING && left < fullAt && held < limit) {
            held++;
            kept = Math.max(kept, held - release.of(held, limit));
            if (afterThrottled) {
                // The limit was not used up after all.
                kept = held;
                competeAt = fullAt;
            }
        }
    }

    /**
     * A request was throttled.
     *
     * @param left when it left
     * @param slots how many requests were accepted within the last window
     * @param told how long the server said to wait, zero if it did not
     * @return whether that tells something new: not if the request left before the last such answer came
     */
    boolean throttled(long left, int slots, long told, long now) {
        throttledLeft = Math.max(throttledLeft, left);
        if (left < fullAt) {
            return false;
        }
        boolean accident = phase == Phase.ALONE && ++doubts < MAX_DOUBTS && told < window / WINDOW_OVER_MEANT;
        if (accident || phase == Phase.KEEPING && loseOne()) {
            return true;
        }
        if (slots > 0 && (phase != Phase.COMPETING || slots > kept)) {
            giveUp(slots);
            competeAt = now + window;
            inVain = 0;
        } else {
            kept = slots;
            competeAt = now + waitInVain(slots, told);
            inVain++;
        }
        held = slots;
        phase = Phase.KEEPING;
        used = 0;
        won = 0;
        lost = 0;
        fullAt = now;
        return true;
    }

    /**
     * Somebody who competes at another time took one of its slots, which ends by itself.
     *
     * @return whether that can be: not if it happens too often
     */
    private boolean loseOne() {
        if (lost++ >= 2 + held / 16) {
            return false;
        }
        held = Math.max(0, held - 1);
        kept = Math.min(kept, held);
        return true;
    }

    private void giveUp(int slots) {
        switch (phase) {
            case ALONE -> release.begin();
            case KEEPING -> release.disturbed();
            case COMPETING -> release.learn(held - kept, slots - kept);
        }
        kept = Math.max(0, slots - release.of(slots, limit));
    }

    /**
     * Delay before the next try after one that won nothing. A controller with slots was unlucky, and competes again one
     * window later; if it is unlucky again, the others compete at another time, which has to be found. A controller without
     * slots tries again at once, as far as the back-off and the server permit. But a server that says whole seconds names the
     * same wrong moment again and again, so every other time the delay is random.
     */
    private long waitInVain(int slots, long told) {
        if (slots > 0) {
            return inVain == 0 ? window : (long) (window * (0.1 + 0.4 * random.nextDouble()));
        }
        return told > 0 && inVain % 2 != 0 ? (long) (SECOND * random.nextDouble()) : 0;
    }

    /** Time between two slots that are competed for: the shorter, the more are held than ever before. */
    private long step() {
        int beyond = Math.max(0, kept + won - held);
        return 2 * window / (limit * (4 + beyond * 100L / limit));
    }

    private void age(long now) {
        if (phase == Phase.KEEPING && now >= competeAt) {
            phase = Phase.COMPETING;
            nextStep = now;
        }
        if (phase == Phase.COMPETING && now - fullAt > WINDOWS_REMEMBERED * window) {
            forget();
        }
    }

    private void forget() {
        phase = Phase.ALONE;
        doubts = 0;
        inVain = 0;
    }
}
