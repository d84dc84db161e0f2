package io.jenkins.plugins.intune.graph;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * The right to one write under Intune's limit, from {@link WriteLimiter}. Has to be given back, used or not; only the first
 * time counts. Thread-safe.
 */
public final class WriteTurn {

    private final WriteLimiter limiter;
    private final LongSupplier nanoTime;
    private final long time;
    private final AtomicBoolean over = new AtomicBoolean();

    /** @param time when the write may leave, by that clock */
    WriteTurn(WriteLimiter limiter, LongSupplier nanoTime, long time) {
        this.limiter = limiter;
        this.nanoTime = nanoTime;
        this.time = time;
    }

    /** How long to wait before writing: zero or less for now. */
    Duration untilTime() {
        return Duration.ofNanos(time - nanoTime.getAsLong());
    }

    /**
     * The write was answered, or failed in a way that leaves open whether Intune counted it.
     *
     * @param sinceLeft how long ago it left, at least zero; zero if that is not known
     */
    void answered(Duration sinceLeft) {
        if (over.compareAndSet(false, true)) {
            Duration sinceCounted = Durations.longer(Duration.ZERO, sinceLeft.minus(WriteLimiter.TRANSIT));
            limiter.giveBack(nanoTime.getAsLong()
                    + WriteLimiter.WINDOW.minus(sinceCounted).toNanos());
        }
    }

    /** The answer was that Intune throttled the write. */
    void throttled(Duration askedToWait) {
        limiter.throttled(askedToWait);
    }

    /** Nothing was written. */
    public void unused() {
        if (over.compareAndSet(false, true)) {
            // What an earlier write used of the place goes on counting.
            limiter.giveBack(time);
        }
    }
}
