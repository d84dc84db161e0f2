package io.jenkins.plugins.intune.graph;

import java.io.Serial;
import java.time.Duration;
import java.util.Optional;

/** There is no token. The message says in plain words why, and never holds a secret. */
public final class TokenException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final boolean temporary;
    private final Duration retryAfter;

    /**
     * @param message why, ready for a build log
     * @param temporary whether another request later may help
     * @param retryAfter how long the server says to wait, or {@code null} if it does not say
     */
    public TokenException(String message, boolean temporary, Duration retryAfter, Throwable cause) {
        super(message, cause);
        this.temporary = temporary;
        this.retryAfter = retryAfter;
    }

    /** Whether another request later may help. */
    public boolean temporary() {
        return temporary;
    }

    /** How long the server says to wait, if it says so. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
