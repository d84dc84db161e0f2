package io.jenkins.plugins.intune.entra;

import java.time.Duration;
import java.time.Instant;

/**
 * A bearer token. Printing it shows when it expires and nothing else.
 *
 * @param value the token
 * @param expiresAt when Entra says that it expires
 */
public record AccessToken(String value, Instant expiresAt) {

    /** With less than this left, a token is renewed while it is still good: msal4j's own margin. */
    private static final Duration RENEW_BEFORE = Duration.ofMinutes(5);

    /** With less than this left, a token is not used any more: a request takes some time to arrive. */
    private static final Duration GOOD_BEFORE = Duration.ofSeconds(30);

    boolean isGood(Instant now) {
        return now.isBefore(expiresAt.minus(GOOD_BEFORE));
    }

    boolean isDue(Instant now) {
        return !now.isBefore(expiresAt.minus(RENEW_BEFORE));
    }

    @Override
    public String toString() {
        return "token until " + expiresAt;
    }
}
