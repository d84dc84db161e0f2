package io.jenkins.plugins.intune.values;

import java.time.Duration;

/** Operations that {@link Duration} lacks. */
public final class Durations {

    private Durations() {}

    public static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    public static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
