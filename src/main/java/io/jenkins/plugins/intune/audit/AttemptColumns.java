package io.jenkins.plugins.intune.audit;

import io.jenkins.plugins.intune.request.Outcome;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Which attempt each row of {@link AuditColumns} tells of, and how that ended. Not thread-safe. */
final class AttemptColumns {

    /** The outcome of a row that has none yet. */
    static final byte PENDING = -1;

    /** That of a row that is not shown: the request never left. */
    static final byte UNSENT = -2;

    private static final Outcome[] OUTCOMES = Outcome.values();

    private final RowsById rows;
    private long[] askedAt = {};
    private byte[] outcome = {};

    /** By the row's number, as what follows: the attempt, if it is not the first. */
    private final Map<Integer, UUID> ids = new HashMap<>();

    /** The turn of the attempt, or of the end once there is an outcome, if it is not the time of the attempt. */
    private final Map<Integer, Long> turns = new HashMap<>();

    /** An attempt in doubt before the latest one, which knows nothing of it: a crash has made it forgotten. */
    private final Map<Integer, AuditLine.Attempt> doubts = new HashMap<>();

    /** @param rows which request is in which row */
    AttemptColumns(RowsById rows) {
        this.rows = rows;
    }

    /** Makes room for so many rows. */
    void grow(int capacity) {
        askedAt = Arrays.copyOf(askedAt, capacity);
        outcome = Arrays.copyOf(outcome, capacity);
    }

    /** A new row, which has no outcome yet. */
    void add(int row, AuditLine.Asked line) {
        outcome[row] = PENDING;
        set(row, line.latest(), line.turn());
    }

    /** A new row that is another one's. */
    void copy(int row, AttemptColumns from, int other) {
        outcome[row] = from.outcome[other];
        set(row, new AuditLine.Attempt(from.id(other), from.at(other)), from.turn(other));
        if (from.doubts.containsKey(other)) {
            doubts.put(row, from.doubts.get(other));
        }
    }

    private void set(int row, AuditLine.Attempt attempt, long turn) {
        askedAt[row] = attempt.at().toEpochMilli();
        put(ids, row, attempt.id(), rows.id(row));
        put(turns, row, turn, askedAt[row]);
    }

    private static <T> void put(Map<Integer, T> map, int row, T value, T usual) {
        if (value.equals(usual)) {
            map.remove(row);
        } else {
            map.put(row, value);
        }
    }

    UUID id(int row) {
        return ids.getOrDefault(row, rows.id(row));
    }

    Instant at(int row) {
        return Instant.ofEpochMilli(askedAt[row]);
    }

    long askedAt(int row) {
        return askedAt[row];
    }

    long turn(int row) {
        return turns.getOrDefault(row, askedAt[row]);
    }

    /** The outcome's number in its enum, or {@link #PENDING} or {@link #UNSENT}. */
    byte outcome(int row) {
        return outcome[row];
    }

    /** The outcome, or {@code null} if there is none. */
    Outcome known(int row) {
        return outcome[row] < 0 ? null : OUTCOMES[outcome[row]];
    }

    /** The row with a later attempt of that id, or -1. */
    int find(UUID id) {
        return ids.entrySet().stream()
                .filter(attempt -> attempt.getValue().equals(id))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(-1);
    }

    /** Notes another attempt. Returns false, having done nothing, if that is known, or the request ended after it. */
    boolean askAgain(int row, AuditLine.Asked line) {
        Outcome known = known(row);
        boolean ended = outcome[row] != PENDING;
        // An end that a crash has made forgotten, or a doubt that is sent again.
        boolean reopens = ended && (known == null || !known.isAccepted()) && line.turn() > turn(row);
        boolean later = !ended && line.turn() >= turn(row);
        if (line.attempt().equals(id(row)) || !reopens && !later) {
            return false;
        }
        if (known == Outcome.IN_DOUBT) {
            doubts.put(row, new AuditLine.Attempt(id(row), at(row)));
        }
        outcome[row] = PENDING;
        set(row, line.latest(), line.turn());
        return true;
    }

    /** Notes how a request ended. Returns whether that is better than what is known. */
    boolean end(int row, AuditLine.Ended line) {
        if (!line.isAccepted() && line.turn() < turn(row)) {
            return rememberDoubt(row, line);
        }
        int more = outcome[row] == PENDING ? 1 : line.compareTo(known(row), id(row));
        if (more < 0) {
            return false;
        }
        AuditLine.Attempt doubt = doubts.remove(row);
        if (line.mayHaveReached() || doubt == null || line.isOf(doubt.id())) {
            // An attempt after it may have been told of, and never left.
            AuditLine.Attempt last = line.last() == null ? new AuditLine.Attempt(id(row), at(row)) : line.last();
            outcome[row] =
                    line.outcome() == null ? UNSENT : (byte) line.outcome().ordinal();
            set(row, last, Math.max(turn(row), line.turn()));
        } else {
            fallBack(row, doubt, line.turn());
        }
        return more > 0;
    }

    /** An attempt before the latest one is in doubt. Returns whether that is news. */
    private boolean rememberDoubt(int row, AuditLine.Ended line) {
        if (!line.isDoubtOfAnother(id(row))) {
            return false;
        }
        if (outcome[row] == PENDING) {
            doubts.put(row, line.last());
            return false;
        }
        boolean news = known(row) == null || !known(row).mayHaveReached();
        if (news) {
            fallBack(row, line.last(), turn(row));
        }
        return news;
    }

    /** What reached nobody was a later attempt, which clears up no doubt about this one. */
    private void fallBack(int row, AuditLine.Attempt doubt, long turn) {
        outcome[row] = (byte) Outcome.IN_DOUBT.ordinal();
        set(row, doubt, Math.max(turn(row), turn));
    }
}
