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

    /** Time before its end in which a token is renewed although it is still valid: msal4j's own margin. */
    private static final Duration RENEWAL_MARGIN = Duration.ofMinutes(5);

    /** Time before its end in which a token is not used any more: a request takes some time to arrive. */
    private static final Duration EXPIRY_MARGIN = Duration.ofSeconds(30);

    /** @param receivedAt when the token came */
    boolean isGood(Instant now, Instant receivedAt) {
        return now.isBefore(expiresAt.minus(margin(EXPIRY_MARGIN, receivedAt)));
    }

    /** @param receivedAt when the token came */
    boolean isDue(Instant now, Instant receivedAt) {
        return !now.isBefore(expiresAt.minus(margin(RENEWAL_MARGIN, receivedAt)));
    }

    /** A token that is given for a few minutes only serves at least half of them: otherwise each use would request another. */
    private Duration margin(Duration usual, Instant receivedAt) {
        // Whole milliseconds: Duration divides by way of decimal numbers, and each use of a token comes here.
        Duration half =
                Duration.ofMillis(Duration.between(receivedAt, expiresAt).toMillis() / 2);
        return half.compareTo(usual) < 0 ? half : usual;
    }

    @Override
    public String toString() {
        return "token until " + expiresAt;
    }
}
