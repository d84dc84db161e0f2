package io.jenkins.plugins.intune.entra;

import io.jenkins.plugins.intune.http.HttpFailure;
import io.jenkins.plugins.intune.http.HttpReply;
import io.jenkins.plugins.intune.http.Json;
import io.jenkins.plugins.intune.http.RetryAfter;
import io.jenkins.plugins.intune.values.PlainText;
import java.io.Serial;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Entra gave no token. The message is one readable paragraph with Entra's own words and a hint; never a secret. */
public final class EntraException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final boolean temporary;
    private final Duration retryAfter;

    private EntraException(String message, boolean temporary, Duration retryAfter, Throwable cause) {
        super(message, cause);
        this.temporary = temporary;
        this.retryAfter = retryAfter;
    }

    /** Entra answered, but not with a token. */
    static EntraException refused(AppIdentity app, HttpReply reply) {
        Optional<Map<String, Object>> body = Json.object(reply.body());
        String text = body.flatMap(
                        error -> Json.text(error, "error_description").or(() -> Json.text(error, "error")))
                .orElseGet(reply::excerpt);
        Optional<EntraHint> hint = EntraHint.find(text);
        String message = Messages.EntraException_refused(
                app.clientId(),
                app.tenant(),
                app.authority().getHost(),
                reply.statusLine(),
                PlainText.oneLine(text, 600),
                hint.map(EntraHint::text).orElse(""));
        boolean temporary = reply.status() == 429
                || reply.status() >= 500
                || hint.filter(EntraHint::isTemporary).isPresent();
        return new EntraException(
                message.strip(), temporary, RetryAfter.of(reply, Instant.now()).orElse(null), null);
    }

    /** Entra said 200, but what came is not a token. */
    static EntraException unreadable(AppIdentity app, String why) {
        return new EntraException(
                Messages.EntraException_unreadable(app.authority().getHost(), PlainText.oneLine(why, 200)),
                false,
                null,
                null);
    }

    /** Entra was not reached, or did not answer. */
    static EntraException unreachable(AppIdentity app, HttpFailure failure) {
        boolean temporary =
                switch (failure.kind()) {
                    case NOT_CONNECTED, UNKNOWN_HOST, BROKEN, TIMEOUT -> true;
                    case PROXY -> failure.proxyStatus() >= 500;
                    case TLS, CANCELLED -> false;
                };
        return new EntraException(
                Messages.EntraException_unreachable(app.clientId(), failure.getMessage()), temporary, null, failure);
    }

    /** Something else went wrong on this side, for example a key that msal4j cannot use. */
    static EntraException unusable(AppIdentity app, Throwable cause) {
        return new EntraException(
                Messages.EntraException_unusable(
                        app.clientId(), PlainText.oneLine(String.valueOf(cause.getMessage()), 300)),
                false,
                null,
                cause);
    }

    /** Whether asking again later may help. */
    public boolean temporary() {
        return temporary;
    }

    /** How long Entra asks to wait, if it says so. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
