package io.jenkins.plugins.intune.index;

import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.trail.AttemptHistory;
import io.jenkins.plugins.intune.trail.AuditLine;
import io.jenkins.plugins.intune.trail.Renames;
import io.jenkins.plugins.intune.trail.Requester;
import io.jenkins.plugins.intune.values.GraphTenant;
import io.jenkins.plugins.intune.values.PlainText;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.UUID;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Entries in memory, some 130 bytes each: a million of them can be looked through in some milliseconds. What many entries
 * share (devices, jobs and people) is in dictionaries, so that texts are compared once and not for each entry.
 *
 * <p>Rows have numbers from 0 on, in the order in which they were added. Not thread-safe.
 */
final class AuditColumns {

    private static final int FIRST_CAPACITY = 64;

    /** A device under the name that it had: one that was renamed stands here twice. */
    private record Device(GraphTenant tenant, String id, String name) {

        boolean says(String wanted) {
            return holds(name, wanted) || id != null && holds(id, wanted);
        }
    }

    private final RowsById rows = new RowsById();
    private final Dictionary<Device> devices = new Dictionary<>();
    private final Dictionary<String> jobs = new Dictionary<>();
    private final Dictionary<String> people = new Dictionary<>();
    /** The rows of jobs that were deleted. */
    private final BitSet ofDeleted = new BitSet();

    private final Openings openings = new Openings(people);
    private final AttemptColumns attempts = new AttemptColumns(rows);
    private int[] device = new int[FIRST_CAPACITY];
    private int[] job = new int[FIRST_CAPACITY];
    private int[] build = new int[FIRST_CAPACITY];
    private long[] began = new long[FIRST_CAPACITY];
    private long[] named = new long[FIRST_CAPACITY];
    private int[] startedBy = new int[FIRST_CAPACITY];
    private int[] runsAs = new int[FIRST_CAPACITY];

    AuditColumns() {
        attempts.grow(FIRST_CAPACITY);
        openings.grow(FIRST_CAPACITY);
    }

    int size() {
        return rows.size();
    }

    /** The row of a request, or -1. */
    int find(UUID id) {
        return rows.find(id);
    }

    /**
     * Adds a request that is not there yet.
     *
     * @param present who made it
     */
    int add(AuditLine.Asked line, Renames.Present present) {
        Requester requester = present.requester();
        int row = rows.add(line.id());
        if (row == device.length) {
            grow(2 * row);
        }
        attempts.set(row, AttemptHistory.NONE.and(line));
        setDevice(row, line);
        job[row] = jobs.number(requester.job());
        build[row] = requester.build();
        began[row] = requester.began().toEpochMilli();
        named[row] = requester.named().toEpochMilli();
        startedBy[row] = people.number(requester.startedBy());
        runsAs[row] = people.number(requester.runsAs());
        ofDeleted.set(row, present.deleted());
        return row;
    }

    private void setDevice(int row, AuditLine.Asked line) {
        device[row] = devices.number(new Device(line.tenant(), line.deviceId(), line.device()));
    }

    private void grow(int capacity) {
        attempts.grow(capacity);
        openings.grow(capacity);
        device = Arrays.copyOf(device, capacity);
        job = Arrays.copyOf(job, capacity);
        build = Arrays.copyOf(build, capacity);
        began = Arrays.copyOf(began, capacity);
        named = Arrays.copyOf(named, capacity);
        startedBy = Arrays.copyOf(startedBy, capacity);
        runsAs = Arrays.copyOf(runsAs, capacity);
    }

    /** Notes another attempt. Returns whether the row tells of that one now. */
    boolean askAgain(int row, AuditLine.Asked line) {
        if (!attempts.askAgain(row, line)) {
            return false;
        }
        if (!line.tenant().equals(GraphTenant.UNKNOWN)) {
            // After a restart nobody knows whose device it is.
            setDevice(row, line);
        }
        return true;
    }

    /** Notes how a request ended. Returns whether that is news. */
    boolean end(int row, AuditLine.Ended line) {
        return attempts.end(row, line);
    }

    /**
     * A job has another name from a moment on.
     *
     * @return whether there is an entry under the new one because of that
     */
    boolean rename(String from, String to, Instant at) {
        int[] own = of(from, at).toArray();
        for (int row : own) {
            job[row] = jobs.number(to);
        }
        return own.length > 0;
    }

    /** A job was deleted. Its entries stay under its name, but do not belong to another job that gets it. */
    void delete(String name, Instant at) {
        of(name, at).forEach(ofDeleted::set);
    }

    private IntStream of(String name, Instant until) {
        int wanted = jobs.known(name);
        return IntStream.range(0, size())
                .filter(row -> job[row] == wanted && !ofDeleted.get(row) && named[row] <= until.toEpochMilli());
    }

    /** Whether there is an entry of that job. */
    boolean hasJob(String name) {
        int wanted = jobs.known(name);
        return IntStream.range(0, size()).anyMatch(row -> job[row] == wanted);
    }

    /** Notes who has got a link, once each. Returns false, and does nothing, if that is known. */
    boolean open(int row, AuditEntry.Opening opening) {
        return openings.add(row, opening);
    }

    long askedAt(int row) {
        return attempts.askedAt(row);
    }

    /** The outcome's number in its enum, or -1 while there is none. The row must be a shown one. */
    int outcome(int row) {
        return attempts.outcome(row);
    }

    AuditEntry entry(int row) {
        Device asked = devices.value(device[row]);
        return new AuditEntry(
                rows.id(row),
                attempts.id(row),
                attempts.at(row),
                asked.tenant(),
                asked.id(),
                asked.name(),
                new Requester(
                        jobs.value(job[row]),
                        build[row],
                        Instant.ofEpochMilli(began[row]),
                        people.value(startedBy[row]),
                        people.value(runsAs[row]),
                        Instant.ofEpochMilli(named[row])),
                attempts.known(row),
                openings.of(row));
    }

    /** Whether there is an entry of that job, or was one since Jenkins started. */
    boolean knowsJob(String name) {
        return jobs.known(name) >= 0;
    }

    /** A copy of those rows alone, and of what they need. */
    AuditColumns only(IntPredicate wanted) {
        AuditColumns kept = new AuditColumns();
        for (int row = 0; row < size(); row++) {
            if (isShown(row) && wanted.test(row)) {
                AuditEntry entry = entry(row);
                AuditLine.Asked line = new AuditLine.Asked(
                        entry.id(),
                        entry.clientRequestId(),
                        entry.askedAt(),
                        entry.tenant(),
                        entry.deviceId(),
                        entry.device(),
                        entry.requester(),
                        0);
                int copy = kept.add(line, new Renames.Present(line.requester(), ofDeleted.get(row)));
                kept.attempts.set(copy, attempts.history(row));
                entry.opened().forEach(opening -> kept.open(copy, opening));
            }
        }
        return kept;
    }

    /** Tells which rows a filter wants, of those that are there now. What is shared is looked through here, once. */
    IntPredicate matching(AuditFilter filter) {
        long from = filter.from() == null ? Long.MIN_VALUE : filter.from().toEpochMilli();
        long until = filter.until() == null ? Long.MAX_VALUE : filter.until().toEpochMilli();
        IntPredicate all = row -> isShown(row) && askedAt(row) >= from && askedAt(row) < until;
        if (filter.job() != null) {
            int wanted = jobs.known(filter.job());
            all = all.and(row -> job[row] == wanted);
        }
        if (!filter.outcome().isEmpty()) {
            int wanted = number(filter.outcome());
            all = all.and(row -> outcome(row) == wanted);
        }
        if (!filter.who().isEmpty()) {
            String who = PlainText.searchable(filter.who());
            BitSet wanted = people.matching(person -> holds(person, who));
            all = all.and(row -> wanted.get(startedBy[row]) || wanted.get(runsAs[row]));
        }
        if (!filter.text().isEmpty()) {
            String text = PlainText.searchable(filter.text());
            BitSet wantedDevices = devices.matching(any -> any.says(text));
            BitSet wantedJobs = jobs.matching(name -> holds(name, text));
            int id = withId(text);
            all = all.and(row -> row == id || wantedDevices.get(device[row]) || wantedJobs.get(job[row]));
        }
        return all;
    }

    private boolean isShown(int row) {
        return outcome(row) != AttemptColumns.UNSENT;
    }

    private static int number(String outcomeId) {
        for (Outcome each : Outcome.values()) {
            if (each.id().equals(outcomeId)) {
                return each.ordinal();
            }
        }
        // Matches nothing: it is neither an outcome nor the lack of one.
        return outcomeId.equals(AuditEntry.PENDING) ? AttemptColumns.PENDING : Byte.MAX_VALUE;
    }

    private int withId(String text) {
        try {
            UUID id = UUID.fromString(text);
            int again = attempts.find(id);
            return again < 0 ? find(id) : again;
        } catch (IllegalArgumentException none) {
            return -1;
        }
    }

    private static boolean holds(String text, String wanted) {
        return PlainText.searchable(text).contains(wanted);
    }
}
