package io.jenkins.plugins.intune.retry;

import io.jenkins.plugins.intune.graph.GraphError;
import io.jenkins.plugins.intune.graph.TokenException;
import io.jenkins.plugins.intune.http.HttpFailure;
import io.jenkins.plugins.intune.http.HttpReply;
import io.jenkins.plugins.intune.http.RetryAfter;
import io.jenkins.plugins.intune.values.Failures;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Why a call that only reads has failed. Such a call may always be made again.
 *
 * @param kind what can be done about it
 * @param atGraph whether Graph was called; if not, there was no credential or no token to call it with
 * @param words what happened, a sentence for people
 * @param retryAfter how long the server says to wait
 */
public record ReadFailure(Kind kind, boolean atGraph, String words, Optional<Duration> retryAfter) {

    /** What can be done about it. */
    public enum Kind {
        /** 401 or 403, a refusal by Graph itself: a token can be older than a consent, or revoked before its time. */
        TOKEN_REFUSED,
        /** The same of a token that had waited in line: it may have been good when the line began. */
        TOKEN_OUTDATED,
        /** 429, or what a 503 means under any status, or a credential that was there before: as long as there is time. */
        LATER,
        /** It may succeed the next time. */
        TEMPORARY,
        /** It would fail again, as Graph itself says. */
        FINAL
    }

    /** @param words what was answered, with a hint */
    public static ReadFailure of(HttpReply reply, String words, Instant now) {
        return new ReadFailure(kind(reply), true, words, RetryAfter.of(reply, now));
    }

    private static Kind kind(HttpReply reply) {
        int status = reply.status();
        GraphError error = GraphError.of(reply);
        if (error.isBusy()) {
            return Kind.LATER;
        }
        // Whatever else is no refusal, with a 2xx too, may be another answer the next time, but for a proxy's password.
        if (!error.isRefusal()) {
            return status == 407 ? Kind.FINAL : Kind.TEMPORARY;
        }
        return status == 401 || status == 403 ? Kind.TOKEN_REFUSED : Kind.FINAL;
    }

    /** No answer came: no credential, no token, or no connection. */
    public static ReadFailure of(Throwable failure) {
        String words = Failures.reason(failure);
        if (failure instanceof TokenException token) {
            return new ReadFailure(token.temporary() ? Kind.TEMPORARY : Kind.FINAL, false, words, token.retryAfter());
        }
        if (failure instanceof HttpFailure http) {
            return new ReadFailure(http.mayPass() ? Kind.TEMPORARY : Kind.FINAL, true, words, Optional.empty());
        }
        return new ReadFailure(Kind.FINAL, false, words, Optional.empty());
    }

    /** Whether it is Graph that lets it wait: as a rule the whole app. */
    public boolean isThrottled() {
        return kind == Kind.LATER && atGraph;
    }

    /** The same, worth trying again as long as there is time. */
    public ReadFailure later() {
        return new ReadFailure(Kind.LATER, atGraph, words, retryAfter);
    }

    /** The same, of a call that had waited in line with its token. */
    public ReadFailure waited() {
        return new ReadFailure(kind == Kind.TOKEN_REFUSED ? Kind.TOKEN_OUTDATED : kind, atGraph, words, retryAfter);
    }

    /** The same in other words. */
    public ReadFailure in(String other) {
        return new ReadFailure(kind, atGraph, other, retryAfter);
    }
}
