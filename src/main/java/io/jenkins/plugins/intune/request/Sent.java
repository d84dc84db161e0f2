package io.jenkins.plugins.intune.request;

import java.io.Serial;
import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a request has sent so far, as {@link RequestState} saves it: its attempts, their order, and the one in doubt.
 * Immutable. The names of fields are a format on disk.
 */
public final class Sent implements Serializable, Cloneable {

    @Serial
    private static final long serialVersionUID = 1L;

    static final Sent NOTHING = new Sent();

    /**
     * What each restart adds to an attempt's sequence number, which is else the time at which it was sent, in ms: more than
     * any time for 500 years.
     */
    public static final long RESTART = 1L << 44;

    private int attempts;
    private int resends;
    private long sequence;
    private boolean resumed;
    private Attempt latest = Attempt.NONE;
    private Attempt before = Attempt.NONE;
    private Attempt inDoubt;
    private boolean withdrawn;
    private String logId;
    private String leftBehind;
    private Attempt leftInDoubt;
    private long leftSequence;

    private Sent() {}

    /** One more attempt, which counts from now on. */
    Sent again(Instant now, String freshClientRequestId) {
        return with(sent -> {
            // By the clock as well: of two Jenkins that go on from one state, the later's is later.
            long later = Math.max(sequence / RESTART * RESTART + now.toEpochMilli(), sequence + 1);
            sent.sequence = resumed ? later + RESTART : later;
            sent.resumed = false;
            sent.before = latest;
            sent.latest = Attempt.of(freshClientRequestId, now, null);
            sent.withdrawn = false;
            sent.logId = logId() == null ? freshClientRequestId : logId();
            sent.attempts++;
        });
    }

    /** Jenkins was restarted, and a crash may have made attempts forgotten that the log knows: the next one is later. */
    Sent resumed() {
        return with(sent -> sent.resumed = true);
    }

    /** The latest attempt turned out never to have left: what is told is told of the one before, if there was one. */
    Sent withdrawing() {
        return with(sent -> {
            sent.withdrawn = true;
            if (--sent.attempts > 0) {
                sent.latest = before;
            }
        });
    }

    /** @param graphRequestId the id that Graph gave the latest attempt, or {@code null} */
    Sent answered(String graphRequestId) {
        return with(sent -> sent.latest = latest.answered(graphRequestId));
    }

    /** The latest attempt is in doubt. */
    Sent doubting() {
        return with(sent -> sent.inDoubt = latest);
    }

    /** It will be sent again although it is in doubt. */
    Sent resending() {
        return with(sent -> sent.resends++);
    }

    /** As others are told of it when the latest attempt has certainly reached nobody: by the one in doubt, if there is one. */
    Sent told() {
        return inDoubt == null ? this : with(sent -> sent.latest = inDoubt);
    }

    /** Nothing is in doubt any more. */
    Sent settled() {
        return with(sent -> sent.inDoubt = null);
    }

    /** What an earlier step of the build has sent, and what is left behind for it. */
    Sent goingOnWith(RequestReport earlier) {
        return with(sent -> {
            if (!Objects.equals(logId(), earlier.logId())) {
                sent.leftBehind = logId();
                sent.leftInDoubt = inDoubt;
                sent.leftSequence = sequence;
            }
            sent.logId = earlier.logId();
            sent.withdrawn = false;
            sent.attempts = earlier.attempts();
            sent.latest = Attempt.of(earlier.clientRequestId(), earlier.trace().sentAt(), earlier.requestId());
            sent.inDoubt = earlier.acceptedAt() == null ? sent.latest : null;
            sent.resends = earlier.trace().resends();
            sent.sequence = Math.max(sequence, earlier.trace().sequence());
        });
    }

    /** That which was left behind in doubt; empty if Graph has refused all of it. */
    Optional<Sent> leftInDoubt() {
        return Optional.ofNullable(leftInDoubt)
                .map(attempt -> with(sent -> {
                    sent.latest = attempt;
                    sent.inDoubt = null;
                    sent.logId = leftBehind;
                    sent.sequence = leftSequence;
                }));
    }

    private Sent with(Consumer<Sent> change) {
        try {
            Sent copy = (Sent) clone();
            change.accept(copy);
            return copy;
        } catch (CloneNotSupportedException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** How many times the action was sent, as far as it can have left. */
    public int attempts() {
        return attempts;
    }

    /** How often the request was sent again although it was in doubt, as the user chose. */
    int resends() {
        return resends;
    }

    /**
     * Sequence number of the latest attempt, with {@link #RESTART}: orders all that is told of the request. Never less than
     * before.
     */
    public long sequence() {
        return sequence;
    }

    /** When the attempt of {@link #clientRequestId} was about to be sent. Meaningful once there was one. */
    public Instant sentAt() {
        return latest.sentAt();
    }

    /** The id that this side gave the latest attempt that may have left, or else the latest; {@code null} before the first. */
    public String clientRequestId() {
        return latest.id();
    }

    /** The id that Graph gave that attempt with its answer, or {@code null}. */
    String requestId() {
        return latest.requestId();
    }

    /** Whether an attempt may have been accepted and nobody knows. */
    boolean doubted() {
        return inDoubt != null;
    }

    /** Whether the latest attempt certainly never left. */
    boolean withdrawn() {
        return withdrawn;
    }

    /**
     * The id under which the assistance log has the request, which stays, however often it is sent: that of its first attempt,
     * or of the earlier request that it goes on with; {@code null} before the first attempt.
     */
    public String logId() {
        return logId == null ? latest.id() : logId;
    }

    /** The id under which the log has what it sent before it went on with an earlier request; {@code null} for nothing. */
    public String leftBehind() {
        return leftBehind;
    }

    /** Sequence number of the latest attempt that was left behind so. */
    public long leftSequence() {
        return leftSequence;
    }
}
