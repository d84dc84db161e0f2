package io.jenkins.plugins.intune.graph;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.LongSupplier;

/**
 * Keeps the writes of one app in one tenant under Intune's limit, across all builds: a sliding window, first come, first
 * served. Thread-safe.
 *
 * @see <a href="https://learn.microsoft.com/graph/throttling-limits#intune-service-limits">Intune service limits</a>
 */
public final class WriteLimiter {

    /** Writes that an app may send to a tenant within {@link #WINDOW}. Microsoft's limit is 200; some room is kept. */
    static final int WRITES = 190;

    /** The window of the limit. */
    static final Duration WINDOW = Duration.ofSeconds(20);

    private final LongSupplier nanoTime;
    /** When the latest writes go out, oldest first, in nanoseconds; at most {@link #WRITES} of them. */
    private final ArrayDeque<Long> reserved = new ArrayDeque<>();

    /** @param nanoTime a clock that never goes back, normally {@link System#nanoTime} */
    public WriteLimiter(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Takes the next free place. A place that is not used in the end is lost, which errs on the safe side.
     *
     * @return how long to wait before writing, zero for now
     */
    public synchronized Duration reserve() {
        long now = nanoTime.getAsLong();
        long wait = 0;
        if (reserved.size() == WRITES) {
            wait = Math.max(0, reserved.removeFirst() + WINDOW.toNanos() - now);
        }
        reserved.addLast(now + wait);
        return Duration.ofNanos(wait);
    }
}
