package io.jenkins.plugins.intune.graph;

import io.jenkins.plugins.intune.http.HttpFailure;
import io.jenkins.plugins.intune.http.HttpReply;

/**
 * What became of a request, as far as its answer tells. There is no idempotency key: whatever may have been processed
 * must not be sent again.
 */
enum Fate {
    /** 204: Intune accepted it. */
    ACCEPTED,
    /** 429 or 503: not processed for sure, and worth another attempt. */
    NOT_PROCESSED,
    /** 401 or 403: refused, but a token can be older than a consent. */
    TOKEN_REFUSED,
    /** Any other 4xx, and whatever is neither success nor error: not to be sent again. */
    REFUSED,
    /** The server cannot have seen it, and another attempt may find the way. */
    NEVER_SENT,
    /** The server cannot have seen it, and another attempt would end the same. */
    NO_WAY,
    /** It left, and nobody knows. */
    IN_DOUBT;

    static Fate of(HttpReply reply) {
        int status = reply.status();
        return switch (status) {
            case RequestResult.NO_CONTENT -> ACCEPTED;
            case 429, 503 -> NOT_PROCESSED;
            case 401, 403 -> TOKEN_REFUSED;
            default -> status >= 500 ? IN_DOUBT : REFUSED;
        };
    }

    static Fate of(Throwable failure) {
        if (!(failure instanceof HttpFailure http) || http.left()) {
            return IN_DOUBT;
        }
        return switch (http.kind()) {
            case UNKNOWN_HOST, NOT_CONNECTED, BROKEN -> NEVER_SENT;
            case PROXY -> http.proxyStatus() >= 500 ? NEVER_SENT : NO_WAY;
            case TLS, TIMEOUT, CANCELLED -> NO_WAY;
        };
    }
}
