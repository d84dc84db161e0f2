package io.jenkins.plugins.intune.index;

import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.trail.AttemptHistory;
import io.jenkins.plugins.intune.trail.AuditLine;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Which attempt each row of {@link AuditColumns} tells of, and how that ended. Most rows have one alone, of which three columns
 * say all. Not thread-safe.
 */
final class AttemptColumns {

    /** The outcome of a row that has none yet. */
    static final byte PENDING = -1;

    /** That of a row that is not shown: the request never left. */
    static final byte UNSENT = -2;

    private static final Outcome[] OUTCOMES = Outcome.values();

    private final RowsById rows;
    private long[] askedAt = {};
    private byte[] outcome = {};

    /** The attempt that is told of, by the row's number, if it is not the first. */
    private final Map<Integer, UUID> ids = new HashMap<>();

    /** What is known of attempts, by the row's number, if there is more to know. */
    private final Map<Integer, AttemptHistory> histories = new HashMap<>();

    /** @param rows which request is in which row */
    AttemptColumns(RowsById rows) {
        this.rows = rows;
    }

    /** Makes room for so many rows. */
    void grow(int capacity) {
        askedAt = Arrays.copyOf(askedAt, capacity);
        outcome = Arrays.copyOf(outcome, capacity);
    }

    /** Sets what is known of a row. */
    void set(int row, AttemptHistory history) {
        AttemptHistory.Known told = history.told();
        askedAt[row] = told.attempt().at().toEpochMilli();
        outcome[row] = history.isPending()
                ? PENDING
                : told.outcome() == null ? UNSENT : (byte) told.outcome().ordinal();
        put(ids, row, told.attempt().id(), rows.id(row));
        put(histories, row, history, usual(row));
    }

    private static <T> void put(Map<Integer, T> map, int row, T value, T usual) {
        if (value.equals(usual)) {
            map.remove(row);
        } else {
            map.put(row, value);
        }
    }

    AttemptHistory history(int row) {
        AttemptHistory known = histories.get(row);
        return known == null ? usual(row) : known;
    }

    /** A row of which only one attempt is known, whose sequence number is the time at which it left. */
    private AttemptHistory usual(int row) {
        boolean ended = outcome[row] != PENDING;
        AuditLine.Attempt attempt = new AuditLine.Attempt(id(row), at(row));
        AttemptHistory.Known one = new AttemptHistory.Known(attempt, askedAt[row], askedAt[row], ended, known(row));
        return new AttemptHistory(List.of(one), ended ? askedAt[row] : AttemptHistory.NONE.until());
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

    /** The outcome's number in its enum, or {@link #PENDING} or {@link #UNSENT}. */
    byte outcome(int row) {
        return outcome[row];
    }

    /** The outcome, or {@code null} if there is none. */
    Outcome known(int row) {
        return outcome[row] < 0 ? null : OUTCOMES[outcome[row]];
    }

    /** The row that tells of a later attempt of that id, or -1. */
    int find(UUID id) {
        return ids.entrySet().stream()
                .filter(attempt -> attempt.getValue().equals(id))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(-1);
    }

    /** Notes another attempt. Returns whether the row tells of that one now. */
    boolean askAgain(int row, AuditLine.Asked line) {
        boolean told = isPending(row, line);
        set(row, history(row).and(line));
        return !told && isPending(row, line);
    }

    private boolean isPending(int row, AuditLine.Asked line) {
        return outcome[row] == PENDING && id(row).equals(line.attempt());
    }

    /** Notes how a request ended. Returns whether that is news. */
    boolean end(int row, AuditLine.Ended line) {
        byte before = outcome[row];
        set(row, history(row).and(line));
        return outcome[row] != before;
    }
}
