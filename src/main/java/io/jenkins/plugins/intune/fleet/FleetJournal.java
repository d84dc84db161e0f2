package io.jenkins.plugins.intune.fleet;

import io.jenkins.plugins.intune.graph.RequestReport;
import io.jenkins.plugins.intune.graph.RequestState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * A fleet's saved state: a file that only grows, a line for each change, so that saving costs the same for the last device
 * as for the first. Whoever waits for a save waits until the line is on the disk; lines that come while the disk is busy go
 * there together.
 *
 * <p>Thread-safe. Files are touched on the given threads only.
 */
public final class FleetJournal {

    private record Pending(String line, CompletableFuture<Void> saved) {}

    private final Path file;
    private final Sealing sealing;
    private final Executor blocking;
    private List<Pending> pending = new ArrayList<>();
    private CompletableFuture<Void> latest = CompletableFuture.completedFuture(null);
    private boolean writing;
    private FileChannel channel;

    /**
     * @param file where it is kept; made with the first line
     * @param sealing hides session links
     * @param blocking threads that may wait for a disk
     */
    public FleetJournal(Path file, Sealing sealing, Executor blocking) {
        this.file = file;
        this.sealing = sealing;
        this.blocking = blocking;
    }

    /** The latest line of each device, by its place in the fleet. */
    CompletableFuture<Map<Integer, JournalLine>> open() {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        Map<Integer, JournalLine> latest = read(file);
                        latest.replaceAll((index, line) -> unsealed(line));
                        return latest;
                    } catch (IOException unreadable) {
                        throw new UncheckedIOException(unreadable);
                    }
                },
                blocking);
    }

    private JournalLine unsealed(JournalLine line) {
        return line.report() == null
                ? line
                : new JournalLine(line.index(), null, line.report().withSession(sealing::unseal));
    }

    /**
     * How the devices ended that have, in the order of the fleet.
     *
     * @param file a journal, complete or still growing; none at all is an empty one
     * @return reports with their session links sealed
     */
    public static List<RequestReport> reports(Path file) throws IOException {
        return read(file).values().stream()
                .filter(line -> line.report() != null)
                .map(JournalLine::report)
                .toList();
    }

    private static Map<Integer, JournalLine> read(Path file) throws IOException {
        Map<Integer, JournalLine> latest = new TreeMap<>();
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JournalLine.read(line).ifPresent(read -> latest.put(read.index(), read));
            }
        } catch (NoSuchFileException none) {
            return latest;
        }
        return latest;
    }

    /** Saves where a device's request stands. */
    CompletableFuture<Void> state(int index, RequestState state) {
        return append(new JournalLine(index, state, null));
    }

    /** Saves how a device's request ended. */
    CompletableFuture<Void> end(int index, RequestReport report) {
        return append(
                new JournalLine(index, null, report.withSession(link -> sealing.seal(link, report.acceptedAt()))));
    }

    private CompletableFuture<Void> append(JournalLine line) {
        Pending next = new Pending(line.write() + "\n", new CompletableFuture<>());
        synchronized (this) {
            pending.add(next);
            latest = next.saved();
            if (writing) {
                return next.saved();
            }
            writing = true;
        }
        blocking.execute(this::write);
        return next.saved();
    }

    private void write() {
        for (List<Pending> together = takePending(); !together.isEmpty(); together = takePending()) {
            StringBuilder lines = new StringBuilder();
            together.forEach(next -> lines.append(next.line()));
            try {
                force(lines.toString());
                together.forEach(next -> next.saved().complete(null));
            } catch (IOException failed) {
                together.forEach(next -> next.saved().completeExceptionally(failed));
            }
        }
    }

    private synchronized List<Pending> takePending() {
        List<Pending> together = pending;
        pending = new ArrayList<>();
        writing = !together.isEmpty();
        return together;
    }

    /** Only one thread writes at a time. */
    private void force(String lines) throws IOException {
        if (channel == null) {
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
            endTornLine();
        }
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(lines);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(false);
    }

    /** A controller that died in the middle of a line leaves half of one, which must not spoil the next. */
    private void endTornLine() throws IOException {
        if (channel.size() > 0) {
            channel.write(ByteBuffer.wrap(new byte[] {'\n'}));
        }
    }

    /**
     * Closes the file and, now that nothing is left to go on with, keeps only how each device ended.
     *
     * @return completes when that is done; fails if only the longer file could be kept
     */
    synchronized CompletableFuture<Void> close() {
        return latest.handle((saved, failed) -> null)
                .thenRunAsync(
                        () -> {
                            try {
                                if (channel != null) {
                                    channel.close();
                                }
                                shorten();
                            } catch (IOException failed) {
                                throw new UncheckedIOException(failed);
                            }
                        },
                        blocking);
    }

    private void shorten() throws IOException {
        Path shorter = file.resolveSibling(file.getFileName() + ".tmp");
        List<String> ends = read(file).values().stream()
                .filter(line -> line.report() != null)
                .map(JournalLine::write)
                .toList();
        Files.write(shorter, ends, StandardCharsets.UTF_8);
        Files.move(shorter, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
