package io.jenkins.plugins.intune.graph;

import java.time.Duration;
import java.time.Instant;

/** What {@link Duration} itself has no word for. */
final class Durations {

    private static final Duration LEAST = Duration.ofMillis(1);

    private Durations() {}

    static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    /** Whether there is nothing left to wait for. */
    static boolean isOver(Duration wait) {
        return wait.isNegative() || wait.isZero();
    }

    /** What is left until then: always a little, because a call's timeout must be more than zero. */
    static Duration left(Instant now, Instant until) {
        Duration left = Duration.between(now, until);
        return isOver(left) ? LEAST : left;
    }
}
