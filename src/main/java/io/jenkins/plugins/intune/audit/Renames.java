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

    /**
     * The end of a job's bearing a name.
     *
     * @param number they happened in the order of their numbers
     * @param to its name from then on, or {@code null} if it was deleted
     */
    private record Change(int number, Instant at, String to) {}

    /**
     * Who asked.
     *
     * @param requester by the present name of the job, or by the last one that it bore
     * @param deleted whether the job was deleted, so that whatever bears the name is another one
     */
    record Present(Requester requester, boolean deleted) {}

    private final Map<String, List<Change>> byName = new HashMap<>();
    private int count;

    /** Takes a rename in; the same one twice does no harm. */
    void add(AuditLine.Renamed line) {
        add(line.from(), line.at(), line.to());
    }

    /** Takes in that a job was deleted; the same twice does no harm. */
    void add(AuditLine.Deleted line) {
        add(line.job(), line.at(), null);
    }

    private synchronized void add(String name, Instant at, String to) {
        List<Change> ofName = byName.computeIfAbsent(name, first -> new ArrayList<>(1));
        if (ofName.stream().noneMatch(known -> known.at().equals(at))) {
            ofName.add(new Change(count++, at, to));
        }
    }

    /** Who asked, by the present name of the job. */
    Requester current(Requester requester) {
        return present(requester).requester();
    }

    /** The same, and whether that job still is. */
    synchronized Present present(Requester requester) {
        String name = requester.job();
        Change next = next(name, -1, requester);
        while (next != null && next.to() != null) {
            name = next.to();
            next = next(name, next.number(), requester);
        }
        return new Present(requester.named(name), next != null);
    }

    private Change next(String name, int after, Requester requester) {
        return byName.getOrDefault(name, List.of()).stream()
                .filter(change -> change.number() > after && !change.at().isBefore(requester.began()))
                .findFirst()
                .orElse(null);
    }
}
