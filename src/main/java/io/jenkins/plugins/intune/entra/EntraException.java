package io.jenkins.plugins.intune.entra;

import io.jenkins.plugins.intune.http.HttpFailure;
import io.jenkins.plugins.intune.http.HttpReply;
import io.jenkins.plugins.intune.http.Json;
import io.jenkins.plugins.intune.http.ProxyLogin;
import io.jenkins.plugins.intune.http.RetryAfter;
import io.jenkins.plugins.intune.values.Failures;
import io.jenkins.plugins.intune.values.PlainText;
import java.io.Serial;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jvnet.localizer.Localizable;

/**
 * Entra gave no token. The message is one readable paragraph with Entra's own words and a hint; never a secret. It is worded
 * when it is read, in the language of the thread that reads it.
 */
public final class EntraException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final Localizable message;
    private final boolean temporary;
    private final boolean refusal;
    private final Duration retryAfter;

    private EntraException(Localizable message, boolean temporary, Duration retryAfter, Throwable cause) {
        this(message, temporary, false, retryAfter, cause);
    }

    private EntraException(
            Localizable message, boolean temporary, boolean refusal, Duration retryAfter, Throwable cause) {
        super(cause);
        this.message = message;
        this.temporary = temporary;
        this.refusal = refusal;
        this.retryAfter = retryAfter;
    }

    @Override
    public String getMessage() {
        return message.toString().strip();
    }

    /**
     * The endpoint answered, but not with a token.
     *
     * @param host the endpoint's host
     */
    static EntraException refused(WorkloadIdentity identity, String host, HttpReply reply) {
        if (ProxyLogin.isRequired(reply)) {
            return new EntraException(
                    Messages._EntraException_unreachable(identity.label(), ProxyLogin.withinTunnel(reply), ""),
                    false,
                    null,
                    null);
        }
        Optional<String> own = Json.object(reply.body()).flatMap(EntraException::text);
        String text = own.orElseGet(reply::excerpt);
        Optional<EntraHint> hint = identity.hint(reply.status(), text);
        Localizable message = Messages._EntraException_refused(
                identity.label(),
                host,
                reply.statusLine(),
                sentence(PlainText.oneLine(text, 600)),
                hint.<Object>map(EntraHint::text).orElse(""));
        boolean temporary =
                isTemporary(reply) || hint.filter(EntraHint::isTemporary).isPresent();
        Duration wait = RetryAfter.of(reply, Instant.now())
                .or(() -> hint.flatMap(EntraHint::usualWait))
                .orElse(null);
        return new EntraException(message, temporary, own.isPresent() && !temporary, wait, null);
    }

    private static boolean isTemporary(HttpReply reply) {
        return reply.isGatewayTimeout() || reply.status() == 429 || reply.status() >= 500;
    }

    /** Entra's text is in the first member; that of App Service, which gives managed identities their tokens, in the last. */
    private static Optional<String> text(Map<String, Object> error) {
        return Json.text(error, "error_description")
                .or(() -> Json.text(error, "error"))
                .or(() -> Json.text(error, "message"));
    }

    private static String sentence(String text) {
        return text.isEmpty() || text.endsWith(".") || text.endsWith("…") ? text : text + ".";
    }

    /** The endpoint reported success, but the answer is not a token, or not a whole one. Nothing of it is shown. */
    static EntraException unreadable(String host, HttpReply reply) {
        return new EntraException(
                Messages._EntraException_unreadable(host, reply.statusLine(), reply.mediaType()), false, null, null);
    }

    /** The endpoint was not reached, or did not answer. */
    static EntraException unreachable(WorkloadIdentity identity, HttpFailure failure) {
        Localizable message = Messages._EntraException_unreachable(
                identity.label(),
                failure.localizable(),
                identity.unreachableHint().<Object>map(hint -> hint).orElse(""));
        return new EntraException(message, failure.mayPass(), null, failure);
    }

    /** The time was up before there was an answer. */
    static EntraException late(WorkloadIdentity identity, Duration timeout) {
        Localizable message = Messages._EntraException_late(identity.label(), timeout.toSeconds());
        return new EntraException(message, true, null, null);
    }

    /** The time was up before one of its threads was free. */
    static EntraException busy(WorkloadIdentity identity, Duration timeout) {
        Localizable message = Messages._EntraException_busy(identity.label(), timeout.toSeconds());
        return new EntraException(message, true, null, null);
    }

    /** Java had no thread for it. */
    static EntraException unsent(WorkloadIdentity identity, Throwable noThread) {
        return of(identity, noThread, true);
    }

    /** Something else went wrong on this side, for example a key that msal4j cannot use. */
    static EntraException unusable(WorkloadIdentity identity, Throwable cause) {
        return of(identity, cause, false);
    }

    private static EntraException of(WorkloadIdentity identity, Throwable cause, boolean temporary) {
        return new EntraException(
                Messages._EntraException_unusable(identity.label(), PlainText.oneLine(Failures.reason(cause), 400)),
                temporary,
                null,
                cause);
    }

    /** Whether another request later may help. */
    public boolean temporary() {
        return temporary;
    }

    /** Whether the endpoint itself has said no, and not for a moment only: the same request again would get the same answer. */
    boolean isRefusal() {
        return refusal;
    }

    /** How long Entra says to wait, if it says so. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
