package io.jenkins.plugins.intune.request;

import io.jenkins.plugins.intune.values.SavedFields;
import java.io.Serial;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What is saved of a request's life, so that a restart of Jenkins neither repeats nor loses it. Immutable; holds texts
 * and numbers only, and neither a token nor a session link.
 *
 * <p>The names of fields and phases are a format on disk: a new version of the plugin reads what an older one wrote.
 */
public final class RequestState implements Serializable, Cloneable {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final SavedFields<RequestState> FIELDS = new SavedFields<>(RequestState.class);

    private Phase phase = Phase.NEW;
    private long startedAt;
    private long timedFrom;
    private int ordinal;
    private long wakeAt;
    private long heldUntil;
    private long acceptedAt;
    private long watchedSince;
    private boolean tokenRenewed;
    private Sent sent = Sent.NOTHING;
    private String linkBefore;
    private String errorBefore;
    private String linkFound;
    private String deviceId;
    private String deviceName;
    private String reason;
    private Outcome outcome;
    private String message;
    private String sessionError;

    private RequestState() {}

    /** A request that starts now. */
    public static RequestState startingAt(Instant now) {
        RequestState state = new RequestState();
        state.startedAt = now.toEpochMilli();
        return state;
    }

    /**
     * Reads what {@link #toMap()} wrote; whatever is missing or of another type counts as not set.
     *
     * @throws IllegalArgumentException if it names a phase or an outcome that only a newer version knows
     */
    public static RequestState of(Map<?, ?> saved) {
        RequestState state = new RequestState();
        FIELDS.put(saved, state);
        return state;
    }

    /** The state under its fields' names, without those that are not set: texts, numbers and booleans. */
    public Map<String, Object> toMap() {
        return FIELDS.of(this);
    }

    RequestState in(Phase next) {
        return with(state -> state.phase = next);
    }

    /** The device, as a look-up or a read has told it. */
    public RequestState withDevice(String id, String name) {
        return with(state -> {
            // What was addressed stays: an answer about another device must not lead there.
            state.deviceId = state.deviceId == null ? id : state.deviceId;
            state.deviceName = name.isEmpty() ? state.deviceName : name;
        });
    }

    /** May ask its device, as this one of the build's requests for it. */
    RequestState claimedAs(int number) {
        return with(state -> state.ordinal = number);
    }

    /** The link and the error that the device has before the request: digests, {@code null} for what is not known. */
    public RequestState withBefore(String linkDigest, String errorDigest) {
        return with(state -> {
            state.linkBefore = linkDigest;
            state.errorBefore = errorDigest;
        });
    }

    /** One more attempt, which counts from now on, because it can leave as soon as this is saved. */
    public RequestState attempting(Instant now, String freshClientRequestId) {
        return with(state -> {
            state.phase = Phase.SAVING;
            state.sent = sent.again(now, freshClientRequestId);
        });
    }

    /** Jenkins was restarted: the next attempt is later than any that a crash may have made forgotten. */
    public RequestState resumed() {
        return with(state -> state.sent = sent.resumed());
    }

    /** The latest attempt turned out never to have left: what is told is told of the one before, if there was one. */
    RequestState neverLeft() {
        return with(state -> state.sent = sent.withdrawing());
    }

    public RequestState backingOffUntil(Instant wake) {
        return with(state -> {
            state.phase = Phase.BACKING_OFF;
            state.wakeAt = wake.toEpochMilli();
        });
    }

    /** The whole app waits, because Graph asked for it. */
    RequestState heldUntil(Instant until) {
        // Rounded up: not a part of it is to be missing after a restart.
        return with(state -> state.heldUntil = until.plusNanos(999_999).toEpochMilli());
    }

    RequestState withTokenRenewed(boolean renewed) {
        return with(state -> state.tokenRenewed = renewed);
    }

    /** The latest attempt is in doubt. */
    RequestState settling(String why) {
        return with(state -> {
            state.phase = Phase.SETTLING;
            state.sent = sent.doubting();
            state.reason = why;
        });
    }

    /** As others are told of it: by the latest attempt that may have reached somebody, if there is one. */
    public RequestState told() {
        return mayHaveLeft() ? this : toldOfDoubt();
    }

    /** The same when the latest attempt has certainly reached nobody, or is in doubt itself. */
    RequestState toldOfDoubt() {
        return with(state -> state.sent = sent.told());
    }

    RequestState resending() {
        return with(state -> state.sent = sent.resending());
    }

    /** @param graphRequestId the id that Graph gave the latest attempt, or {@code null} */
    public RequestState answered(String graphRequestId) {
        return with(state -> state.sent = sent.answered(graphRequestId));
    }

    /**
     * @param byLink whether a new session link showed that: what put it in doubt is kept then, because no answer has cleared
     *     it up
     */
    public RequestState accepted(Instant now, boolean byLink) {
        return with(state -> {
            state.phase = Phase.WATCHING;
            state.sent = (byLink ? sent.told() : sent).settled();
            state.reason = byLink ? state.reason : null;
            state.acceptedAt = now.toEpochMilli();
            state.watchedSince = now.toEpochMilli();
        });
    }

    /** Goes on with what an earlier step of the build has begun, which may have reached the person. */
    RequestState goingOnWith(RequestReport earlier) {
        return with(state -> {
            state.phase = earlier.acceptedAt() == null ? Phase.SETTLING : Phase.WATCHING;
            state.acceptedAt =
                    earlier.acceptedAt() == null ? 0 : earlier.acceptedAt().toEpochMilli();
            // Whoever reads this state alone must know which device it is about.
            state.deviceId = earlier.deviceId();
            state.deviceName = state.deviceName == null ? earlier.deviceName() : state.deviceName;
            state.sent = sent.goingOnWith(earlier);
            state.timedFrom = timedFrom().toEpochMilli();
            state.startedAt = earlier.startedAt().toEpochMilli();
            state.ordinal = earlier.trace().ordinal() + 1;
            state.linkBefore = earlier.trace().linkBefore();
            state.errorBefore = earlier.trace().errorBefore();
            state.reason = earlier.trace().reason();
            state.linkFound = earlier.trace().linkFound();
        });
    }

    /** Its timeout stood still for so long. */
    RequestState stoodStill(Duration time) {
        return with(state -> state.timedFrom = timedFrom().plus(time).toEpochMilli());
    }

    /** Waits for its session from now on. */
    RequestState watchingSince(Instant now) {
        return with(state -> state.watchedSince = now.toEpochMilli());
    }

    /** The device's present link is its own, as far as anybody can know. */
    RequestState withLinkFound(String digest) {
        return with(state -> state.linkFound = digest);
    }

    public RequestState finishing(Outcome end, String text, String error) {
        RequestState told = end == Outcome.IN_DOUBT ? toldOfDoubt() : this;
        return told.with(state -> {
            state.phase = Phase.FINISHING;
            state.outcome = end;
            state.message = text;
            state.sessionError = error;
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

    /** When the request began. */
    public Instant startedAt() {
        return Instant.ofEpochMilli(startedAt);
    }

    /** When its timeout would have begun if it had run all the time. */
    Instant timedFrom() {
        return Instant.ofEpochMilli(timedFrom == 0 ? startedAt : timedFrom);
    }

    /** Which of the build's requests for the device it is, from 1; 0 before it has claimed it. */
    int ordinal() {
        return ordinal;
    }

    /** When the wait is over. Meaningful while {@link Phase#BACKING_OFF}. */
    public Instant wakeAt() {
        return Instant.ofEpochMilli(wakeAt);
    }

    /** Until when the whole app waits because Graph asked for it; long ago if it did not. */
    public Instant heldUntil() {
        return Instant.ofEpochMilli(heldUntil);
    }

    /** When Intune accepted, or {@code null}. */
    Instant acceptedAt() {
        return acceptedAt == 0 ? null : Instant.ofEpochMilli(acceptedAt);
    }

    /** Since when it has been waiting for its session. Meaningful while {@link Phase#WATCHING}. */
    Instant watchedSince() {
        return Instant.ofEpochMilli(watchedSince);
    }

    /** What it has sent so far. */
    public Sent sent() {
        return sent;
    }

    /** Whether the token was renewed because Graph refused the action with it, and nothing else was answered since. */
    boolean tokenRenewed() {
        return tokenRenewed;
    }

    /** Whether an attempt may have been accepted and nobody knows. */
    public boolean isInDoubt() {
        return sent.doubted();
    }

    /** Whether the person at the device may have been asked by now; {@code false} is certain. */
    public boolean mayHaveReached() {
        return outcome == null ? mayHaveLeft() || phase == Phase.WATCHING || isInDoubt() : outcome.mayHaveReached();
    }

    /** Whether the latest attempt may be on its way, or has been and nobody knows. */
    public boolean mayHaveLeft() {
        return phase.mayHaveLeft() && !sent.withdrawn();
    }

    /** Whether the assistance log may have it, with more to say than that it was not sent. */
    public boolean wasSent() {
        return sent.attempts() > 0 || mayHaveReached();
    }

    /** What an earlier step of the build made it leave behind in doubt, as others are told of it; empty for nothing. */
    public Optional<RequestState> leftInDoubt() {
        return sent.leftInDoubt().map(left -> with(state -> state.sent = left));
    }

    /** The digest of the link that the device had before: empty for no link, {@code null} if not known. */
    String linkBefore() {
        return linkBefore;
    }

    /** The digest of the error that the device had before: empty for none, {@code null} if not known. */
    String errorBefore() {
        return errorBefore;
    }

    /** The digest of the link that is its own as far as anybody can know, or {@code null} if none was found. */
    String linkFound() {
        return linkFound;
    }

    /** The Intune device id, once a look-up or a read of the device has told it, or {@code null}. */
    public String deviceId() {
        return deviceId;
    }

    /** The device's name, once it was read, or {@code null}. */
    String deviceName() {
        return deviceName;
    }

    /** What put the latest attempt in doubt, or {@code null}. */
    String reason() {
        return reason;
    }

    /** How it ends, or {@code null} as long as it does not. */
    public Outcome outcome() {
        return outcome;
    }

    /** The paragraph that it ends with, or {@code null} for none. */
    String message() {
        return message;
    }

    /** Why there is no session, in Intune's words, or {@code null}. */
    String sessionError() {
        return sessionError;
    }
}
