package io.jenkins.plugins.intune.retry;

import java.time.Duration;

/**
 * How long to wait when the server does not say, or says too little: exponential, with full jitter, so that many builds do
 * not come back all at once.
 *
 * @see <a href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">Why full jitter</a>
 */
public final class Backoff {

    private static final long FIRST_MILLIS = 2_000;
    private static final long MAX_MILLIS = 60_000;
    private static final long MIN_MILLIS = 100;

    private Backoff() {}

    /**
     * The wait before the next attempt.
     *
     * @param attempts how many attempts were made, at least 1
     * @param chance a random number from 0 up to 1
     * @return at least a tenth of a second, at most a minute
     */
    public static Duration after(int attempts, double chance) {
        long ceiling = Math.min(MAX_MILLIS, FIRST_MILLIS << Math.min(Math.max(attempts, 1) - 1, 10));
        return Duration.ofMillis(MIN_MILLIS + (long) (chance * (ceiling - MIN_MILLIS)));
    }
}
