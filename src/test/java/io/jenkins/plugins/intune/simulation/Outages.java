package io.jenkins.plugins.intune.simulation;

import java.util.ArrayList;
import java.util.List;

/** When something is out of order. Times are the world's, in nanoseconds. */
final class Outages {

    private record Outage(long from, long until) {}

    private final List<Outage> all = new ArrayList<>();

    void add(long from, long length) {
        all.add(new Outage(from, from + length));
    }

    boolean cover(long now) {
        for (Outage outage : all) {
            if (outage.from <= now && now < outage.until) {
                return true;
            }
        }
        return false;
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** How much of a time they last. */
    long within(long from, long until) {
        long total = 0;
        for (Outage outage : all) {
            total += Math.max(0, Math.min(until, outage.until) - Math.max(from, outage.from));
        }
        return total;
    }
}
