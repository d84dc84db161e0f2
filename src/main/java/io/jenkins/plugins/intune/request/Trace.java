package io.jenkins.plugins.intune.request;

import java.time.Instant;

/**
 * What a later step of the build needs to go on with a request that may have reached somebody.
 *
 * @param ordinal which of the build's requests for the device it is, from 1; the later of two is found by it, and not by the
 *     time of day, which may have been set back between them
 * @param sentAt when it was sent for the last time
 * @param sequence orders that among all that the request is told of, as {@link Sent#sequence}
 * @param resends how often it was sent again although it was in doubt
 * @param linkBefore the digest of the link that the device had before: empty for no link, {@code null} if not known
 * @param errorBefore the digest of the error that the device had before, likewise
 * @param reason what put it in doubt, or {@code null}
 * @param linkFound the digest of the link that is its own as far as anybody can know, or {@code null} if none was found
 */
public record Trace(
        int ordinal,
        Instant sentAt,
        long sequence,
        int resends,
        String linkBefore,
        String errorBefore,
        String reason,
        String linkFound) {

    /** The trace of a request, or {@code null} if it left none. */
    static Trace of(RequestState state) {
        Sent sent = state.sent();
        return sent.attempts() == 0
                ? null
                : new Trace(
                        state.ordinal(),
                        sent.sentAt(),
                        sent.sequence(),
                        sent.resends(),
                        state.linkBefore(),
                        state.errorBefore(),
                        state.reason(),
                        state.linkFound());
    }
}
