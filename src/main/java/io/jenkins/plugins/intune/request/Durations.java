package io.jenkins.plugins.intune.request;

import java.time.Duration;

/** Operations that {@link Duration} lacks. */
final class Durations {

    private Durations() {}

    static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
