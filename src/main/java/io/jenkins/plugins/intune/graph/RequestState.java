package io.jenkins.plugins.intune.graph;

import java.io.Serial;
import java.io.Serializable;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * What is saved of a request's life, so that a restart of Jenkins neither repeats nor loses it. Immutable; holds texts
 * and numbers only, and no token.
 *
 * <p>The names of fields and phases are a format on disk: a new version of the plugin reads what an older one wrote.
 */
public final class RequestState implements Serializable, Cloneable {

    /** Where a request stands. */
    public enum Phase {
        /** Nothing was sent. */
        NEW,
        /** Saved, and being sent: after a restart nobody knows whether it arrived. */
        SENDING,
        /** Not processed for sure; waiting before the next attempt. */
        WAITING,
        /** Intune accepted the request. */
        ACCEPTED
    }

    @Serial
    private static final long serialVersionUID = 1L;

    private Phase phase = Phase.NEW;
    private long startedAt;
    private long sentAt;
    private long wakeAt;
    private long endedAt;
    private int attempts;
    private boolean tokenRenewed;
    private String clientRequestId;
    private String requestId;

    private RequestState() {}

    /** A request that starts now. */
    public static RequestState startingAt(Instant now) {
        RequestState state = new RequestState();
        state.startedAt = now.toEpochMilli();
        return state;
    }

    RequestState sending(Instant now, String freshClientRequestId) {
        return with(next -> {
            next.phase = Phase.SENDING;
            next.sentAt = now.toEpochMilli();
            next.clientRequestId = freshClientRequestId;
            next.requestId = null;
            next.attempts++;
        });
    }

    RequestState waitingUntil(Instant wake) {
        return with(next -> {
            next.phase = Phase.WAITING;
            next.wakeAt = wake.toEpochMilli();
        });
    }

    RequestState notProcessed() {
        return with(next -> {
            next.phase = Phase.WAITING;
            next.wakeAt = 0;
        });
    }

    RequestState withRenewedToken() {
        return with(next -> next.tokenRenewed = true);
    }

    RequestState accepted(Instant now, String graphRequestId) {
        return with(next -> {
            next.phase = Phase.ACCEPTED;
            next.endedAt = now.toEpochMilli();
            next.requestId = graphRequestId;
        });
    }

    private RequestState with(Consumer<RequestState> change) {
        try {
            RequestState copy = (RequestState) clone();
            change.accept(copy);
            return copy;
        } catch (CloneNotSupportedException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Where the request stands. */
    public Phase phase() {
        return phase;
    }

    /** When the request began, which is what its timeout counts from. */
    public Instant startedAt() {
        return Instant.ofEpochMilli(startedAt);
    }

    /** When the latest attempt was sent. Meaningful once there was one. */
    public Instant sentAt() {
        return Instant.ofEpochMilli(sentAt);
    }

    /** When the wait is over. Meaningful while {@link Phase#WAITING}. */
    public Instant wakeAt() {
        return Instant.ofEpochMilli(wakeAt);
    }

    /** When Intune accepted. Meaningful once {@link Phase#ACCEPTED}. */
    public Instant endedAt() {
        return Instant.ofEpochMilli(endedAt);
    }

    /** How many times the action was sent. */
    public int attempts() {
        return attempts;
    }

    /** Whether the token was renewed once already because Graph refused it. */
    public boolean tokenRenewed() {
        return tokenRenewed;
    }

    /** The id that this side gave the latest attempt, or {@code null} before the first. */
    public String clientRequestId() {
        return clientRequestId;
    }

    /** The id that Graph gave the accepted attempt, or {@code null}. */
    public String requestId() {
        return requestId;
    }
}
