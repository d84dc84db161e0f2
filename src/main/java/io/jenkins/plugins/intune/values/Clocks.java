package io.jenkins.plugins.intune.values;

import java.time.Instant;

/**
 * The two clocks that everything uses, so that tests can set them. How long something lasts is always measured with {@link
 * #nanos()}; the time of day is only for what is saved or shown. Thread-safe.
 */
public interface Clocks {

    /** The clocks of this machine. */
    Clocks SYSTEM = new Clocks() {
        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }
    };

    /** The time of day. It may jump in either direction, whenever somebody sets the clock. */
    Instant now();

    /**
     * Nanoseconds since an arbitrary moment, as {@link System#nanoTime()} has them: they never go back, may be negative, and
     * mean nothing after a restart. Two readings are compared by the sign of their difference.
     */
    long nanos();
}
