package io.jenkins.plugins.intune.graph;

import io.jenkins.plugins.intune.http.Json;
import java.io.Serial;
import java.io.Serializable;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What is saved of a request's life, so that a restart of Jenkins neither repeats nor loses it. Immutable; holds texts
 * and numbers only, and neither a token nor a session link.
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
        /** It left, and nobody knows what became of it; the device is being asked. */
        IN_DOUBT,
        /** Intune accepted the request. */
        ACCEPTED,
        /** It ended without success, and the reason is known. */
        FAILED
    }

    @Serial
    private static final long serialVersionUID = 1L;

    private Phase phase = Phase.NEW;
    private long startedAt;
    private long sentAt;
    private long wakeAt;
    private long endedAt;
    private int attempts;
    private int resends;
    private boolean tokenRenewed;
    private String clientRequestId;
    private String requestId;
    private String linkBefore;
    private String errorBefore;
    private String deviceId;
    private String reason;
    private boolean doubted;

    private RequestState() {}

    /** A request that starts now. */
    public static RequestState startingAt(Instant now) {
        RequestState state = new RequestState();
        state.startedAt = now.toEpochMilli();
        return state;
    }

    /** Reads what {@link #toMap()} wrote; whatever is missing or of another type counts as not set. */
    public static RequestState of(Map<?, ?> saved) {
        RequestState state = new RequestState();
        state.phase = Json.text(saved, "phase").map(Phase::valueOf).orElse(Phase.NEW);
        state.startedAt = Json.exactNumber(saved, "startedAt");
        state.sentAt = Json.exactNumber(saved, "sentAt");
        state.wakeAt = Json.exactNumber(saved, "wakeAt");
        state.endedAt = Json.exactNumber(saved, "endedAt");
        state.attempts = (int) Json.exactNumber(saved, "attempts");
        state.resends = (int) Json.exactNumber(saved, "resends");
        state.tokenRenewed = Boolean.TRUE.equals(saved.get("tokenRenewed"));
        state.doubted = Boolean.TRUE.equals(saved.get("doubted"));
        state.clientRequestId = Json.exactText(saved, "clientRequestId");
        state.requestId = Json.exactText(saved, "requestId");
        state.linkBefore = Json.exactText(saved, "linkBefore");
        state.errorBefore = Json.exactText(saved, "errorBefore");
        state.deviceId = Json.exactText(saved, "deviceId");
        state.reason = Json.exactText(saved, "reason");
        return state;
    }

    /** The state under its fields' names, without those that are not set: texts, numbers and booleans. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("phase", phase.name());
        putSet(map, "startedAt", startedAt);
        putSet(map, "sentAt", sentAt);
        putSet(map, "wakeAt", wakeAt);
        putSet(map, "endedAt", endedAt);
        putSet(map, "attempts", attempts);
        putSet(map, "resends", resends);
        putSet(map, "tokenRenewed", tokenRenewed);
        putSet(map, "doubted", doubted);
        putSet(map, "clientRequestId", clientRequestId);
        putSet(map, "requestId", requestId);
        putSet(map, "linkBefore", linkBefore);
        putSet(map, "errorBefore", errorBefore);
        putSet(map, "deviceId", deviceId);
        putSet(map, "reason", reason);
        return map;
    }

    private static void putSet(Map<String, Object> map, String name, Object value) {
        boolean unset = value == null || value.equals(0L) || value.equals(0) || value.equals(false);
        if (!unset) {
            map.put(name, value);
        }
    }

    /** What stood at the device before the request: digests only. */
    RequestState withBefore(String id, String linkDigest, String errorDigest) {
        return with(next -> {
            next.deviceId = id;
            next.linkBefore = linkDigest;
            next.errorBefore = errorDigest;
        });
    }

    /** A look-up found this device. */
    RequestState withDeviceId(String found) {
        return with(next -> next.deviceId = found);
    }

    RequestState sending(Instant now, String freshClientRequestId) {
        return with(next -> {
            next.phase = Phase.SENDING;
            next.sentAt = now.toEpochMilli();
            next.clientRequestId = freshClientRequestId;
            next.requestId = null;
            next.reason = null;
            next.attempts++;
        });
    }

    /** The latest attempt turned out never to have left. */
    RequestState neverLeft() {
        return with(next -> {
            next.phase = Phase.WAITING;
            next.wakeAt = 0;
            next.attempts--;
        });
    }

    RequestState waitingUntil(Instant wake) {
        return with(next -> {
            next.phase = Phase.WAITING;
            next.wakeAt = wake.toEpochMilli();
        });
    }

    RequestState withRenewedToken() {
        return with(next -> {
            next.phase = Phase.WAITING;
            next.wakeAt = 0;
            next.tokenRenewed = true;
        });
    }

    RequestState inDoubt(String what) {
        return with(next -> {
            next.phase = Phase.IN_DOUBT;
            next.reason = what;
        });
    }

    RequestState resending() {
        return with(next -> {
            next.phase = Phase.WAITING;
            next.wakeAt = 0;
            next.resends++;
        });
    }

    RequestState accepted(Instant now, String graphRequestId) {
        return with(next -> {
            next.phase = Phase.ACCEPTED;
            next.endedAt = now.toEpochMilli();
            next.requestId = graphRequestId;
        });
    }

    /** @param inDoubt whether nobody knows what became of the request */
    RequestState failed(String message, boolean inDoubt) {
        return with(next -> {
            next.doubted = inDoubt;
            next.phase = Phase.FAILED;
            next.reason = message;
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
    Instant startedAt() {
        return Instant.ofEpochMilli(startedAt);
    }

    /** When the latest attempt was sent. Meaningful once there was one. */
    public Instant sentAt() {
        return Instant.ofEpochMilli(sentAt);
    }

    /** When the wait is over. Meaningful while {@link Phase#WAITING}. */
    Instant wakeAt() {
        return Instant.ofEpochMilli(wakeAt);
    }

    /** When Intune accepted. Meaningful once {@link Phase#ACCEPTED}. */
    Instant endedAt() {
        return Instant.ofEpochMilli(endedAt);
    }

    /** How many times the action was sent, as far as it can have left. */
    int attempts() {
        return attempts;
    }

    /** How often the request was sent again although it was in doubt, as the user chose. */
    int resends() {
        return resends;
    }

    /** Whether the token was renewed once already because Graph refused it. */
    boolean tokenRenewed() {
        return tokenRenewed;
    }

    /** The id that this side gave the latest attempt, or {@code null} before the first. */
    String clientRequestId() {
        return clientRequestId;
    }

    /** The id that Graph gave the accepted attempt, or {@code null}. */
    String requestId() {
        return requestId;
    }

    /** The digest of the link that stood at the device before: empty for no link, {@code null} if nobody knows. */
    String linkBefore() {
        return linkBefore;
    }

    /** The digest of the error that stood at the device before: empty for none, {@code null} if nobody knows. */
    String errorBefore() {
        return errorBefore;
    }

    /** Whether the latest attempt may have reached Intune, so that nothing may be begun anew. */
    public boolean mayHaveLeft() {
        return phase == Phase.SENDING || phase == Phase.IN_DOUBT || phase == Phase.ACCEPTED;
    }

    /** The Intune device id, once a look-up or a read of the device has told it, or {@code null}. */
    public String deviceId() {
        return deviceId;
    }

    /** Whether it {@link Phase#FAILED} without anybody knowing what became of it. */
    boolean failedInDoubt() {
        return doubted;
    }

    /** Whether Intune accepted the request, whatever came of it then. */
    boolean isAccepted() {
        return endedAt > 0;
    }

    /** Whether the latest attempt was in doubt, which only a new session link settles. */
    boolean wasInDoubt() {
        return reason != null;
    }

    /** What made it {@link Phase#IN_DOUBT}, or the message with which it {@link Phase#FAILED}. */
    String reason() {
        return reason;
    }
}
