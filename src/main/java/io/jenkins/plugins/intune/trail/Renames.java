package io.jenkins.plugins.intune.trail;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What jobs are called that have been renamed or moved. Of two jobs that bore a name one after the other, it tells whose a
 * request is when its build was known by that name. Thread-safe.
 */
public final class Renames {

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
    public record Present(Requester requester, boolean deleted) {}

    private final Map<String, List<Change>> byName = new HashMap<>();
    private int count;

    /**
     * Takes a rename in; the same one twice does no harm.
     *
     * @param latest whether it came after all that were taken in so. Of what is on disk the last days are read first, and then
     *     all in its order
     */
    public void add(AuditLine.Renamed line, boolean latest) {
        add(line.from(), line.at(), line.to(), latest);
    }

    /** Takes in that a job was deleted, likewise. */
    public void add(AuditLine.Deleted line, boolean latest) {
        add(line.job(), line.at(), null, latest);
    }

    private synchronized void add(String name, Instant at, String to, boolean latest) {
        List<Change> ofName = byName.computeIfAbsent(name, first -> new ArrayList<>(1));
        if (latest) {
            ofName.removeIf(known -> known.at().equals(at) && Objects.equals(known.to(), to));
        }
        if (ofName.stream().noneMatch(known -> known.at().equals(at))) {
            ofName.add(new Change(count++, at, to));
        }
    }

    /** Who asked, by the present name of the job. */
    public Requester current(Requester requester) {
        return present(requester).requester();
    }

    /** The same, and whether that job still is. */
    public synchronized Present present(Requester requester) {
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
                .filter(change -> change.number() > after && !change.at().isBefore(requester.named()))
                .findFirst()
                .orElse(null);
    }
}
