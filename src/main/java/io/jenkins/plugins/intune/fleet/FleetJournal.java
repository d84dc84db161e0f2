package io.jenkins.plugins.intune.fleet;

import io.jenkins.plugins.intune.journal.Journal;
import io.jenkins.plugins.intune.journal.JournalException;
import io.jenkins.plugins.intune.journal.JournalLine;
import io.jenkins.plugins.intune.journal.Storage;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * A fleet's saved state: a journal with a line for each change, so that saving costs the same for the last device as for the
 * first. Thread-safe.
 */
public final class FleetJournal {

    private final Journal journal;
    private final LinkEncryption encryption;
    private final Executor disk;

    /** Encrypted links, by place, that could not be read when the fleet resumed. They may be another time. */
    private final Map<Integer, String> unread = new ConcurrentHashMap<>();

    /**
     * @param storage where it is kept; made with the first line
     * @param encryption hides session links
     * @param disk threads that may wait for a disk
     */
    public FleetJournal(Storage storage, LinkEncryption encryption, Executor disk) {
        journal = new Journal(storage, disk);
        this.disk = disk;
        this.encryption = encryption;
    }

    /** The latest line of each device, by its place in the fleet. Fails if the journal is damaged or cannot be read. */
    CompletableFuture<Map<Integer, FleetLine>> open() {
        return journal.open().thenApply(lines -> {
            Map<Integer, FleetLine> latest = latest(parsed(lines));
            latest.replaceAll(this::decrypted);
            return latest;
        });
    }

    private FleetLine decrypted(int index, FleetLine line) {
        FleetLine decrypted = line.decrypted(encryption);
        if (line.link() != null && decrypted.link() == null) {
            unread.put(index, line.link());
        }
        return decrypted;
    }

    /**
     * How devices have ended, in the order of the fleet. Blocks while it reads.
     *
     * @param storage a journal, complete or still growing; none at all is an empty one
     * @param brokenOff whether nothing goes on any more: then requests that were under way are told as well
     * @return reports with their session links encrypted
     * @throws JournalException if the journal is damaged or cannot be read
     */
    public static List<RequestReport> reports(Storage storage, boolean brokenOff) throws JournalException {
        return latest(parsed(Journal.read(storage))).values().stream()
                .map(line -> brokenOff ? line.lastReport().orElse(null) : line.report())
                .filter(Objects::nonNull)
                .toList();
    }

    /**
     * What is left of a request.
     *
     * @param last the state that was saved last, or {@code null} once it has ended
     * @param report as it ended, or as it would have if it had been broken off
     * @param ended whether it has
     */
    public record Asked(RequestState last, RequestReport report, boolean ended) {}

    /**
     * What is left of the requests that came near to being sent, by their place in the fleet; what was under way when Jenkins
     * died is among them. Blocks while it reads.
     *
     * @param storage a journal, complete or still growing; none at all is an empty one
     * @throws JournalException if the journal is damaged or cannot be read, or only a newer version can tell who was asked
     */
    public static Map<Integer, Asked> asked(Storage storage) throws JournalException {
        List<Optional<FleetLine>> lines = parsed(Journal.read(storage));
        Map<Integer, FleetLine> latest = latest(lines);
        if (lines.contains(Optional.<FleetLine>empty())
                || latest.values().stream().anyMatch(FleetLine::isUnknown)) {
            throw JournalException.newer(storage);
        }
        Map<Integer, Asked> asked = new TreeMap<>();
        latest.forEach((index, line) -> line.lastReport()
                .ifPresent(report -> asked.put(index, new Asked(line.state(), report, line.report() != null))));
        return asked;
    }

    private static List<Optional<FleetLine>> parsed(List<JournalLine> lines) {
        return lines.stream().map(FleetLine::read).toList();
    }

    private static Map<Integer, FleetLine> latest(List<Optional<FleetLine>> lines) {
        Map<Integer, FleetLine> latest = new TreeMap<>();
        lines.forEach(line -> line.ifPresent(read -> latest.put(read.index(), read)));
        return latest;
    }

    /** Saves where a device's request stands. */
    CompletableFuture<Void> state(int index, RequestState state) {
        return journal.append(FleetLine.of(index, state).write());
    }

    /** Saves how a device's request ended, whose last state that was. */
    CompletableFuture<Void> end(int index, RequestState last, RequestReport report) {
        // The keys of session links may be on a disk that hangs.
        return report.sessionUrl() == null
                ? journal.append(FleetLine.of(index, last, report).write())
                : journal.append(
                        () -> FleetLine.of(index, last, encrypted(report)).write());
    }

    private RequestReport encrypted(RequestReport report) {
        return report.withSession(link -> encryption.encrypt(link, report.acceptedAt()));
    }

    /** Closes the file, with all of its lines. */
    void close() {
        journal.close();
    }

    /**
     * Keeps only how each device ended, now that nothing is left to go on with, and closes the file.
     *
     * @param ends the reports by place, {@code null} for devices that did not end
     * @return completes when that is done; fails if only the longer file could be kept
     */
    CompletableFuture<Void> close(RequestReport[] ends) {
        // Thousands of links take a while to encrypt.
        return CompletableFuture.supplyAsync(() -> lines(ends), disk).thenCompose(lines -> {
            CompletableFuture<Void> rewritten = journal.rewrite(lines);
            return journal.close().thenCompose(closed -> rewritten);
        });
    }

    private List<String> lines(RequestReport[] ends) {
        List<String> lines = new ArrayList<>();
        for (int index = 0; index < ends.length; index++) {
            if (ends[index] != null) {
                RequestReport encrypted = encrypted(ends[index]);
                String before = encrypted.sessionUrl() == null ? unread.get(index) : null;
                lines.add(FleetLine.of(index, before == null ? encrypted : encrypted.withLink(before))
                        .write());
            }
        }
        return lines;
    }
}
