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
    /** Graph itself said 429 or 503: not processed for sure, and worth another attempt. */
    NOT_PROCESSED,
    /** 401 or 403: refused, but a token can be older than a consent. */
    TOKEN_REFUSED,
    /** Any other 3xx or 4xx: not processed, and another attempt would end in the same way. */
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
        if (reply.isGatewayTimeout()) {
            return IN_DOUBT;
        }
        return switch (status) {
            case NO_CONTENT -> ACCEPTED;
            // A gateway may say so after Graph has processed the request, so only Graph's own word counts.
            case 429, 503 -> isRefusalByGraph(GraphError.of(reply)) ? NOT_PROCESSED : IN_DOUBT;
            case 401, 403 -> TOKEN_REFUSED;
            // Another 2xx is no refusal: whoever answered may have processed it.
            default -> status >= 300 && status < 500 ? REFUSED : IN_DOUBT;
        };
    }

    private static boolean isRefusalByGraph(GraphError error) {
        return error.isGraphs() && !error.isTimeout();
    }

    public static Disposition of(Throwable failure) {
        if (!(failure instanceof HttpFailure http) || http.left()) {
            return IN_DOUBT;
        }
        // The time that a call has is all that there is for it.
        return http.mayPass() && http.kind() != HttpFailure.Kind.TIMEOUT ? NEVER_SENT : UNREACHABLE;
    }
}
