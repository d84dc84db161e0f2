package io.jenkins.plugins.intune.bench;

import java.util.ArrayList;
import java.util.List;

/** Each write that came: when, for which device, and whether it was throttled. Thread-safe. */
final class Writes {

    private final long begin = System.nanoTime();
    private final List<String> all = new ArrayList<>();

    synchronized void add(String device, boolean throttled) {
        all.add((System.nanoTime() - begin) / 1_000_000 + " " + device + (throttled ? " throttled" : " taken"));
    }

    /** A line each: milliseconds since the reset, the device, {@code taken} or {@code throttled}. */
    synchronized String text() {
        return String.join("\n", all);
    }
}
