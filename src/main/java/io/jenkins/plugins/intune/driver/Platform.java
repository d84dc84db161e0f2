package io.jenkins.plugins.intune.driver;

import io.jenkins.plugins.intune.values.Clocks;
import io.jenkins.plugins.intune.values.Scheduler;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * The machine that requests run on: Jenkins', or a simulated one. Code that decides must not know which one it is.
 *
 * @param clocks the time of day and the monotonic clock
 * @param scheduler runs short tasks later
 * @param events runs short tasks at once, off the caller's thread
 * @param random jitter and fresh ids; thread-safe
 * @param stopping whether the machine is about to stop, so that nothing new is to leave
 */
public record Platform(
        Clocks clocks, Scheduler scheduler, Executor events, RandomGenerator random, BooleanSupplier stopping) {

    /** One that is not about to stop. */
    public Platform(Clocks clocks, Scheduler scheduler, Executor events, RandomGenerator random) {
        this(clocks, scheduler, events, random, () -> false);
    }

    /** A fresh id, a UUID of version 4. */
    String newId() {
        // RFC 9562, 5.4: the version's bits and the variant's.
        long high = random.nextLong() & ~0xF000L | 0x4000L;
        long low = random.nextLong() >>> 2 | 0x8000000000000000L;
        return new UUID(high, low).toString();
    }
}
