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
        if (reply.header("client-request-id").isPresent()) {
            // Graph's answers to the calls of this world have none, so it is somebody else's.
            return Call.Word.UNCLEAR;
        }
        if (status == 204) {
            return Call.Word.ACCEPTED;
        }
        if (reply.header("request-id").isEmpty() || reply.truncated()) {
            // Only Graph's own word counts, and only the whole of it: a gateway may answer so after Graph has processed
            // the request, and the rest could say that Intune was at work.
            return Call.Word.UNCLEAR;
        }
        if (status == 401 || status == 403) {
            return Call.Word.TOKEN_REFUSED;
        }
        if (status == 429 || status == 503) {
            return Call.Word.NOT_PROCESSED;
        }
        if (status >= 300 && status < 500) {
            return Call.Word.REFUSED;
        }
        return Call.Word.UNCLEAR;
    }
}
