package io.jenkins.plugins.intune.throttle;

import java.time.Duration;
import java.util.Optional;

/**
 * The right to send one request. Has to be ended by one of these methods; only the first call counts. Until then it counts as
 * a request under way. Thread-safe.
 */
public interface Permit {

    /** Longest time for which one answer of Graph can hold the whole app. */
    Duration MAX_HOLD = Duration.ofMinutes(5);

    /**
     * The request was answered and not throttled.
     *
     * @param sinceLeft how long ago it left, zero or more; zero if that is not known
     */
    void answered(Duration sinceLeft);

    /**
     * The request has left, and no answer is waited for any more. It may still be on its way.
     *
     * @param sinceLeft how long ago it left, zero or more; zero if that is not known
     */
    void unanswered(Duration sinceLeft);

    /**
     * Graph answered that it throttled the request.
     *
     * @param sinceLeft how long ago it left, zero or more
     * @param retryAfter how long all requests of the app shall wait, if Graph said so; more than {@link
     *     #MAX_HOLD} counts as that
     */
    void throttled(Duration sinceLeft, Optional<Duration> retryAfter);

    /** Nothing has left. */
    void unused();

    /**
     * Nothing has left, and nothing will before the ticket is called again, which is before all others.
     *
     * @param called see {@link AppThrottle#queueWrite}
     * @throws UnsupportedOperationException if it is the permit of a read
     */
    Ticket postpone(Runnable called);
}
