package io.jenkins.plugins.intune.fleet;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.LongSupplier;

/**
 * Keeps a fleet's reads well under Graph's limit, which thousands of devices would reach that all wait for their session: a
 * sliding window. Thread-safe.
 *
 * @see <a href="https://learn.microsoft.com/graph/throttling-limits#intune-service-limits">Intune service limits</a>
 */
final class ReadPace {

    /** Reads that may leave within {@link #WINDOW}. Graph's limit for all requests of an app is 2,000. */
    static final int READS = 1_600;

    static final Duration WINDOW = Duration.ofSeconds(20);

    private final LongSupplier nanoTime;
    /** When the latest reads leave, oldest first, in nanoseconds. */
    private final ArrayDeque<Long> reserved = new ArrayDeque<>();

    /** @param nanoTime a clock that never goes back */
    ReadPace(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Takes the next free places, which are used together.
     *
     * @return how long to wait before reading, zero for now
     */
    synchronized Duration reserve(int reads) {
        long now = nanoTime.getAsLong();
        long wait = 0;
        for (int i = 0; i < reads; i++) {
            if (reserved.size() == READS) {
                wait = Math.max(wait, reserved.removeFirst() + WINDOW.toNanos() - now);
            }
        }
        for (int i = 0; i < reads; i++) {
            reserved.addLast(now + wait);
        }
        return Duration.ofNanos(wait);
    }
}
