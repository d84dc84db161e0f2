package io.jenkins.plugins.intune.audit;

import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.values.GraphTenant;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * A request of the last day: which of its attempts may have reached somebody, and when. Or a device that is only claimed. Not
 * thread-safe.
 */
final class RecentRequest {

    /**
     * One attempt.
     *
     * @param attempt which one, and its date; without an id for a claim
     * @param since when it was about to leave, on the clock that never jumps
     * @param measured whether that was measured, and is not by its date
     */
    record Asking(AuditLine.Attempt attempt, long since, boolean measured) {

        UUID id() {
            return attempt.id();
        }
    }

    /** How many attempts before the latest one are remembered with their times; of others the latest one's counts. */
    private static final int MAX_EARLIER = 20;

    private final UUID id;
    private final String device;
    /** Whose device it is. What nobody knows any more counts for each. */
    private final GraphTenant tenant;

    private Requester requester;
    /** The attempt that others are told of. */
    private Asking latest;
    /** An attempt before that which may have reached somebody, whatever becomes of the latest one; {@code null} for none. */
    private Asking doubt;
    /** The attempts before the latest one, as far as their times were measured. */
    private Map<UUID, Asking> earlier = Map.of();
    /** The turn of what is known of it. */
    private long turn;
    /** How the latest attempt ended, if it may have reached somebody; {@code null} as long as that is not known. */
    private Outcome outcome;

    /** A device that is claimed. */
    RecentRequest(String device, GraphTenant tenant, Requester requester, Asking claimed) {
        id = null;
        this.device = device;
        this.tenant = tenant;
        this.requester = requester;
        latest = claimed;
    }

    /**
     * A request.
     *
     * @param line one that names its device
     * @param asking the attempt that others are told of
     * @param turn of what is known of it
     */
    RecentRequest(AuditLine.Asked line, Asking asking, long turn) {
        id = line.id();
        device = line.deviceId();
        tenant = line.tenant();
        requester = line.requester();
        latest = asking;
        this.turn = turn;
    }

    /** The request's, or {@code null} if the device is only claimed. */
    UUID id() {
        return id;
    }

    String device() {
        return device;
    }

    long turn() {
        return turn;
    }

    /** How long ago it asked. */
    long age(long nanos) {
        return nanos - latest.since;
    }

    /** Whether it counts for whoever wants to ask a device of that tenant. */
    boolean counts(GraphTenant wanted, Duration within, long nanos) {
        return tenant.mayBe(wanted) && (id == null || age(nanos) < within.toNanos());
    }

    LastAsked told(Renames renames) {
        return new LastAsked(latest.attempt().at(), renames.current(requester), id == null);
    }

    /** What a line tells of an attempt, which may be told of already. */
    void ask(AuditLine.Asked line, Asking asking) {
        // Which turn a request has reached may be told with an attempt of before.
        boolean another = line.turn() > turn && !asking.id().equals(latest.id());
        turn = Math.max(turn, line.turn());
        if (another) {
            remember(latest);
            if (outcome == Outcome.IN_DOUBT) {
                doubt = latest;
                outcome = null;
            }
        }
        if (another || asking.measured()) {
            latest = asking;
            requester = line.requester();
        } else if (!latest.measured() && asking.id().equals(latest.id()) && asking.since() - latest.since() > 0) {
            // The clock was ahead when it was read before.
            latest = asking;
        }
    }

    private void remember(Asking attempt) {
        if (attempt.measured() && earlier.size() < MAX_EARLIER) {
            earlier = new HashMap<>(earlier);
            earlier.put(attempt.id(), attempt);
        }
    }

    /**
     * The attempt of a turn was not processed.
     *
     * @param known an earlier one that may have reached somebody; {@code null} for none
     * @return whether the request has asked somebody all the same, as far as anybody knows
     */
    boolean unprocessed(long ofTurn, Asking known) {
        if (outcome != null) {
            return true;
        }
        if (turn > ofTurn) {
            // A crash has made it forgotten, and nobody knows what became of it.
            doubt = latest;
            return true;
        }
        doubt = known == null ? doubt : measured(known);
        latest = doubt == null ? latest : doubt;
        return doubt != null;
    }

    /**
     * It has ended.
     *
     * @param last the attempt that the line names, or {@code null}
     * @return whether it has asked somebody, as far as anybody knows
     */
    boolean end(AuditLine.Ended line, Asking last) {
        if (line.turn() < turn && !line.isAccepted()) {
            rememberDoubt(line, last);
            return true;
        }
        if (outcome != null && line.compareTo(outcome, latest.id()) < 0) {
            return true;
        }
        if (line.mayHaveReached()) {
            outcome = line.outcome();
            latest = last == null || line.turn() < turn ? latest : measured(last);
        } else if (doubt != null && !line.isOf(doubt.id())) {
            // What reached nobody was a later attempt, which knows nothing of this one.
            outcome = Outcome.IN_DOUBT;
            latest = doubt;
        } else {
            return false;
        }
        turn = Math.max(turn, line.turn());
        return true;
    }

    /** An attempt before the latest one is in doubt. */
    void rememberDoubt(AuditLine.Ended line, Asking last) {
        if (line.isDoubtOfAnother(latest.id())) {
            doubt = measured(last);
        }
    }

    /** The attempt with its time, as well as that is known: a clock may have been set since. Rather too late than too early. */
    private Asking measured(Asking dated) {
        if (dated.id().equals(latest.id())) {
            return latest;
        }
        boolean later = dated.attempt().at().isAfter(latest.attempt().at());
        Asking otherwise = latest.measured() && !later ? new Asking(dated.attempt(), latest.since(), true) : dated;
        return earlier.getOrDefault(dated.id(), otherwise);
    }
}
