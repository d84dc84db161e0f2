package io.jenkins.plugins.intune.simulation;

import io.jenkins.plugins.intune.http.HttpReply;
import io.jenkins.plugins.intune.http.RetryAfter;
import java.time.Instant;

/** What an answer to a request means, by what Microsoft documents and by what is known of gateways. */
final class Words {

    private Words() {}

    /** How long Graph asks to wait, in seconds; 0 for not at all. */
    static double holdSeconds(HttpReply reply, Instant now) {
        return reply.header("Retry-After").isEmpty()
                ? 0
                : RetryAfter.of(reply, now).map(wait -> wait.toMillis() / 1e3).orElse(0.0);
    }

    static Call.Word of(HttpReply reply) {
        int status = reply.status();
        if (status == 204) {
            return Call.Word.ACCEPTED;
        }
        if (reply.header("request-id").isEmpty()) {
            // Only Graph's own word counts: a gateway may answer so after Graph has processed the request.
            return Call.Word.UNCLEAR;
        }
        if (status == 401 || status == 403) {
            return Call.Word.TOKEN_REFUSED;
        }
        if (status == 429) {
            return reply.truncated() ? Call.Word.HALF : Call.Word.NOT_PROCESSED;
        }
        if (status == 503) {
            // The rest of it could say that Intune was at work.
            return reply.truncated() ? Call.Word.UNCLEAR : Call.Word.NOT_PROCESSED;
        }
        if (status >= 300 && status < 500) {
            return Call.Word.REFUSED;
        }
        return Call.Word.UNCLEAR;
    }
}
