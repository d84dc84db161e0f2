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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A request of the last day: which of its attempts may have reached somebody, and when. Not thread-safe. */
final class RecentRequest implements DeviceHolder {

    /** For how long a request is kept that has ended and reached nobody: what is told of it again comes by then. */
    private static final Duration SETTLED = Duration.ofHours(1);

    /**
     * The time of an attempt.
     *
     * @param at its date
     * @param since when it was about to leave, on the clock that never jumps
     * @param measured whether that was measured, and is not by its date
     */
    record Moment(Instant at, long since, boolean measured) {

        /**
         * The better one: what was measured, or else the later, because a clock may have been ahead when it was read before.
         */
        private Moment or(Moment other) {
            return measured || !other.measured && since - other.since >= 0 ? this : other;
        }
    }

    private AttemptHistory history = AttemptHistory.NONE;
    /** What of it was heard while Jenkins runs: an end that is read from disk is none of an attempt that began since. */
    private AttemptHistory live = AttemptHistory.NONE;
    /** When its attempts left, as far as that is known. Few, and a thousand times as many requests: as small as can be. */
    private Map<UUID, Moment> moments = Map.of();
    /** {@code null} as long as nobody knows it. */
    private String device;
    /** Whose device it is. What nobody knows any more counts for each. */
    private GraphTenant tenant = GraphTenant.UNKNOWN;

    private Requester requester;
    /** When something was heard of it last. */
    private long heard;

    /** Whether the last that was heard of it is its end. */
    private boolean ended;

    /** The device, or {@code null} as long as nobody knows it. */
    String device() {
        return device;
    }

    /** Whether nobody looks back to it any more, or it has reached nobody and nothing more will be heard of it. */
    boolean isOver(long nanos) {
        Duration kept = ended && latest().isEmpty() ? SETTLED : RecentRequests.MAX_WITHIN;
        return nanos - heard > kept.toNanos();
    }

    /** What a line tells of an attempt. */
    void ask(AuditLine.Asked line, Moment moment) {
        device = device == null ? line.deviceId() : device;
        tenant = tenant.equals(GraphTenant.UNKNOWN) ? line.tenant() : tenant;
        requester = line.requester();
        ended = false;
        date(line.latest(), moments.getOrDefault(line.attempt(), moment).or(moment));
        learn(moment.measured(), known -> known.and(line));
    }

    /**
     * It has ended.
     *
     * @param moment when the attempt left that the line names, by its date; {@code null} if nobody knows
     * @param now whether that is heard just now, and not read
     */
    void end(AuditLine.Ended line, Moment moment, boolean now) {
        ended = true;
        dateUnknown(line.last(), moment);
        learn(now, known -> known.and(line));
    }

    /**
     * The attempt with a sequence number was not processed.
     *
     * @param doubt an earlier one that may have reached somebody; {@code null} for none
     * @param moment when that left, likewise
     */
    void unprocessed(long sequence, AuditLine.Attempt doubt, Moment moment) {
        ended = false;
        dateUnknown(doubt, moment);
        learn(true, known -> known.andUnprocessed(sequence, doubt));
    }

    private void dateUnknown(AuditLine.Attempt attempt, Moment moment) {
        if (moment != null && !moments.containsKey(attempt.id())) {
            date(attempt, moment);
        }
    }

    private void date(AuditLine.Attempt attempt, Moment moment) {
        Map<UUID, Moment> all = new HashMap<>(moments);
        all.put(attempt.id(), moment);
        moments = Map.copyOf(all);
    }

    private void learn(boolean now, UnaryOperator<AttemptHistory> more) {
        history = more.apply(history);
        live = now ? more.apply(live) : live;
        // Most begin and end while Jenkins runs: the same is kept once.
        live = live.equals(history) ? history : live;
        moments = moments.entrySet().stream()
                .filter(known -> history.has(known.getKey()) || live.has(known.getKey()))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
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
