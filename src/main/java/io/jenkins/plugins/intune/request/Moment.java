package io.jenkins.plugins.intune.request;

import java.time.Duration;
import java.time.Instant;

/**
 * When an event happened, and what the app may do then. The transitions know no other time, and no other chance.
 *
 * @param wall the time of day, for what is saved and shown
 * @param nanos the monotonic clock, for everything that is measured
 * @param chance a random number from 0 up to 1, for the jitter of a back-off
 * @param held how long Graph has told the whole app to wait from now on, as far as is known; zero for not at all
 */
public record Moment(Instant wall, long nanos, double chance, Duration held) {

    /** Whether Graph has told the whole app to wait. */
    boolean isHeld() {
        return !held.isZero();
    }

    /** How long ago something was, by the monotonic clock. */
    Duration since(long earlier) {
        return Duration.ofNanos(nanos - earlier);
    }

    /** What is left until then: zero for what is past. */
    Duration until(long later) {
        return Duration.ofNanos(Math.max(0, later - nanos));
    }

    /** That much later, by the monotonic clock. */
    long plus(Duration time) {
        return nanos + time.toNanos();
    }
}
