package io.jenkins.plugins.intune.graph;

import edu.umd.cs.findbugs.annotations.SuppressFBWarnings;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait when the server does not say: exponential, with full jitter, so that many builds do not come back
 * all at once.
 *
 * @see <a href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">Why full jitter</a>
 */
final class Backoff {

    private static final long FIRST_MILLIS = 2_000;
    private static final long MOST_MILLIS = 60_000;

    private Backoff() {}

    /**
     * The wait before the next attempt.
     *
     * @param attempts how many attempts were made, at least 1
     * @return at least a tenth of a second, at most a minute
     */
    @SuppressFBWarnings(
            value = "PREDICTABLE_RANDOM",
            justification = "The jitter keeps no secret; it only spreads load.")
    static Duration after(int attempts) {
        long ceiling = Math.min(MOST_MILLIS, FIRST_MILLIS << Math.min(attempts - 1, 10));
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(100, ceiling + 1));
    }
}
