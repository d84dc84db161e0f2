package io.jenkins.plugins.intune.retry;

import io.jenkins.plugins.intune.graph.GraphError;
import io.jenkins.plugins.intune.http.HttpFailure;
import io.jenkins.plugins.intune.http.HttpReply;

/**
 * What became of a request, as far as its answer tells. There is no idempotency key: whatever may have been processed
 * must not be sent again.
 */
public enum Disposition {
    /** 204: Intune accepted it. */
    ACCEPTED,
    /** Graph itself said 429 or 503: it may be sent again. */
    NOT_PROCESSED,
    /** A refusal by Graph itself with 401 or 403: a token can be older than a consent. */
    TOKEN_REFUSED,
    /** Any other refusal by Graph itself, or a proxy's 407: not processed, and another attempt would end in the same way. */
    REFUSED,
    /** The server cannot have seen it, and another attempt may reach it. */
    NEVER_SENT,
    /** The server cannot have seen it, and another attempt would end in the same way. */
    UNREACHABLE,
    /** It left, and nobody knows whether it was processed. */
    IN_DOUBT;

    /** The status of an accepted request: the only one there is. */
    public static final int NO_CONTENT = 204;

    public static Disposition of(HttpReply reply) {
        int status = reply.status();
        if (status == NO_CONTENT) {
            return ACCEPTED;
        }
        if (status == 407) {
            // A proxy's word that it has not passed the request on.
            return REFUSED;
        }
        GraphError error = GraphError.of(reply);
        if (error.isTurnedAway()) {
            return NOT_PROCESSED;
        }
        // Another 2xx is no refusal either: whoever answered may have processed it.
        if (!error.isRefusal()) {
            return IN_DOUBT;
        }
        return status == 401 || status == 403 ? TOKEN_REFUSED : REFUSED;
    }

    public static Disposition of(Throwable failure) {
        if (!(failure instanceof HttpFailure http) || http.left()) {
            return IN_DOUBT;
        }
        // The time that a call has is all that there is for it.
        return http.mayPass() && http.kind() != HttpFailure.Kind.TIMEOUT ? NEVER_SENT : UNREACHABLE;
    }
}
