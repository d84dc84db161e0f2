package io.jenkins.plugins.intune.request;

import java.time.Duration;

/** What {@link Duration} itself has no word for. */
final class Durations {

    private Durations() {}

    static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
