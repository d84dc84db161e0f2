package io.jenkins.plugins.intune.request;

import java.io.Serial;
import java.io.Serializable;
import java.time.Instant;

/** One attempt to send the action, as {@link RequestState} saves it. Immutable. The names of fields are a format on disk. */
final class Attempt implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    static final Attempt NONE = new Attempt();

    private String id;
    private long sentAt;
    private String requestId;

    private Attempt() {}

    /**
     * An attempt.
     *
     * @param id the id that this side gave it
     * @param sentAt when it was about to leave
     * @param requestId the id that Graph gave it with its answer, or {@code null}
     */
    static Attempt of(String id, Instant sentAt, String requestId) {
        Attempt attempt = new Attempt();
        attempt.id = id;
        attempt.sentAt = sentAt.toEpochMilli();
        attempt.requestId = requestId;
        return attempt;
    }

    Attempt answered(String graphRequestId) {
        return of(id, sentAt(), graphRequestId);
    }

    /** The id that this side gave it, or {@code null} if there was none. */
    String id() {
        return id;
    }

    /** When it was about to leave. Meaningful if there was one. */
    Instant sentAt() {
        return Instant.ofEpochMilli(sentAt);
    }

    /** The id that Graph gave it with its answer, or {@code null}. */
    String requestId() {
        return requestId;
    }
}
