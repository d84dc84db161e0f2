package io.jenkins.plugins.intune.audit;

import io.jenkins.plugins.intune.values.Clocks;
import java.time.Duration;
import java.time.Instant;

/**
 * Whether the time of day may be believed when something is to be deleted for good: it has to keep pace with the clock that
 * never jumps for some hours. A machine that wakes up with a wrong clock has it set right long before. Thread-safe.
 */
final class SteadyClock {

    /** How long the clock must not have jumped. */
    static final Duration STEADY = Duration.ofHours(6);

    /** Largest difference between two looks that is no jump. */
    private static final Duration MAX_DRIFT = Duration.ofHours(1);

    private final Clocks clocks;
    private Instant seen;
    private long seenNanos;
    private long steadySince;

    SteadyClock(Clocks clocks) {
        this.clocks = clocks;
    }

    /** Looks at the clock, and tells whether it has been steady. The watch begins with the first call. */
    synchronized boolean isSteady() {
        Instant now = clocks.now();
        long nanos = clocks.nanos();
        if (seen == null || isJump(seen.plusNanos(nanos - seenNanos), now)) {
            steadySince = nanos;
        }
        seen = now;
        seenNanos = nanos;
        return nanos - steadySince >= STEADY.toNanos();
    }

    /** Whether the clock has jumped, by what it should say and what it says. */
    static boolean isJump(Instant expected, Instant now) {
        return Duration.between(expected, now).abs().compareTo(MAX_DRIFT) > 0;
    }
}
