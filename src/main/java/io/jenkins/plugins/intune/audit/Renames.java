package io.jenkins.plugins.intune.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What jobs are called that have been renamed or moved. Of two jobs that bore a name one after the other, a build's beginning
 * tells whose it is. Thread-safe.
 */
final class Renames {

    /** @param number renames happened in the order of their numbers */
    private record Rename(int number, Instant since, Instant at, String to) {

        boolean isOf(Requester requester) {
            return !at.isBefore(requester.began()) && !since.isAfter(requester.began());
        }
    }

    private final Map<String, List<Rename>> byName = new HashMap<>();
    private final Map<String, Instant> deleted = new HashMap<>();
    private int count;

    /** Takes a rename in; the same one twice does no harm. */
    synchronized void add(AuditLine.Renamed line) {
        List<Rename> ofName = byName.computeIfAbsent(line.from(), first -> new ArrayList<>(1));
        if (ofName.stream().noneMatch(known -> known.at().equals(line.at()))) {
            ofName.add(new Rename(count++, line.since(), line.at(), line.to()));
        }
    }

    /** Takes in that a job was deleted; the same twice does no harm. */
    synchronized void add(AuditLine.Deleted line) {
        deleted.merge(line.job(), line.at(), (one, other) -> one.isAfter(other) ? one : other);
    }

    /** When the last job of a name was deleted, before all time if none was: the present one's builds began after that. */
    synchronized Instant deletedAt(String name) {
        return deleted.getOrDefault(name, Instant.EPOCH);
    }

    /** Who asked, by the present name of the job. */
    synchronized Requester current(Requester requester) {
        String name = requester.job();
        for (Rename next = next(name, -1, requester); next != null; next = next(name, next.number(), requester)) {
            name = next.to();
        }
        return requester.named(name);
    }

    private Rename next(String name, int after, Requester requester) {
        return byName.getOrDefault(name, List.of()).stream()
                .filter(rename -> rename.number() > after && rename.isOf(requester))
                .findFirst()
                .orElse(null);
    }
}
