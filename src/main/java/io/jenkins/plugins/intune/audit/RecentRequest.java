package io.jenkins.plugins.intune.audit;

import io.jenkins.plugins.intune.trail.AttemptHistory;
import io.jenkins.plugins.intune.trail.AuditLine;
import io.jenkins.plugins.intune.trail.Renames;
import io.jenkins.plugins.intune.trail.Requester;
import io.jenkins.plugins.intune.values.GraphTenant;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A request of the last day: which of its attempts may have reached somebody, and when. Not thread-safe. */
final class RecentRequest implements Asker {

    /**
     * The time of an attempt.
     *
     * @param at its date
     * @param since when it was about to leave, on the clock that never jumps
     * @param measured whether that was measured, and is not by its date
     */
    record Moment(Instant at, long since, boolean measured) {

        /** The better one: what was measured, or else the later, because a clock may have been ahead when it was read before. */
        private Moment or(Moment other) {
            return measured || !other.measured && since - other.since >= 0 ? this : other;
        }
    }

    private AttemptHistory history = AttemptHistory.NONE;
    /** What of it was heard while Jenkins runs: an end that is read from disk is none of an attempt that began since. */
    private AttemptHistory live = AttemptHistory.NONE;
    /** When its attempts left, as far as that is known. */
    private final Map<UUID, Moment> moments = new HashMap<>(1);
    /** {@code null} as long as nobody knows it. */
    private String device;
    /** Whose device it is. What nobody knows any more counts for each. */
    private GraphTenant tenant = GraphTenant.UNKNOWN;

    private Requester requester;
    /** When something was heard of it last. */
    private long heard;

    /** The device, or {@code null} as long as nobody knows it. */
    String device() {
        return device;
    }

    /** How long ago something was heard of it. */
    long silence(long nanos) {
        return nanos - heard;
    }

    /** What a line tells of an attempt. */
    void ask(AuditLine.Asked line, Moment moment) {
        device = device == null ? line.deviceId() : device;
        tenant = tenant.equals(GraphTenant.UNKNOWN) ? line.tenant() : tenant;
        requester = line.requester();
        moments.merge(line.attempt(), moment, Moment::or);
        learn(moment.measured(), known -> known.and(line));
    }

    /**
     * It has ended.
     *
     * @param moment when the attempt left that the line names, by its date; {@code null} if nobody knows
     * @param now whether that is heard just now, and not read
     */
    void end(AuditLine.Ended line, Moment moment, boolean now) {
        date(line.last(), moment);
        learn(now, known -> known.and(line));
    }

    /**
     * The attempt of a turn was not processed.
     *
     * @param doubt an earlier one that may have reached somebody; {@code null} for none
     * @param moment when that left, likewise
     */
    void unprocessed(long turn, AuditLine.Attempt doubt, Moment moment) {
        date(doubt, moment);
        learn(true, known -> known.andUnprocessed(turn, doubt));
    }

    private void date(AuditLine.Attempt attempt, Moment moment) {
        if (moment != null) {
            moments.putIfAbsent(attempt.id(), moment);
        }
    }

    private void learn(boolean now, UnaryOperator<AttemptHistory> more) {
        history = more.apply(history);
        live = now ? more.apply(live) : live;
        moments.keySet().removeIf(id -> !history.has(id) && !live.has(id));
    }

    void heard(long nanos) {
        heard = nanos;
    }

    /** Whether it keeps others from its device. */
    boolean mayHaveReached() {
        return device != null && latest().isPresent();
    }

    private Optional<Moment> latest() {
        return Stream.concat(history.reached(), live.reached())
                .map(attempt -> moments.get(attempt.id()))
                .filter(Objects::nonNull)
                .max(Comparator.comparingLong(moment -> moment.since() - heard));
    }

    @Override
    public boolean counts(GraphTenant wanted, Duration within, long nanos) {
        return tenant.mayBe(wanted) && age(nanos) < within.toNanos();
    }

    @Override
    public long age(long nanos) {
        return nanos - latest().orElseThrow().since();
    }

    @Override
    public LastAsked told(Renames renames) {
        return new LastAsked(latest().orElseThrow().at(), renames.current(requester), false);
    }
}
