package io.jenkins.plugins.intune.audit;

import io.jenkins.plugins.intune.journal.DamagedJournalException;
import io.jenkins.plugins.intune.journal.Journal;
import io.jenkins.plugins.intune.trail.AuditLine;
import io.jenkins.plugins.intune.values.Clocks;
import io.jenkins.plugins.intune.values.Failures;
import io.jenkins.plugins.intune.values.Scheduler;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Writes the log's lines to the disk, each day's in files of its own. A disk that is full, slow or gone delays nobody for
 * more than a moment and fails nothing: lines wait in memory until it takes them, and when there are too many, the log says
 * how many are lost. Thread-safe; never blocks.
 */
final class AuditWriter {

    /** Longest time that a request waits for its line, beyond its own save. What is read of a device serves for two seconds. */
    static final Duration MAX_WAIT = Duration.ofSeconds(1);

    /** Delay before another try after a failure. */
    static final Duration RETRY = Duration.ofSeconds(30);

    /** Most lines that wait for the disk: some 10 MB. */
    static final int MAX_UNWRITTEN = 20_000;

    /** Longest file, in characters, before a new one is begun, so that reading one takes a bounded amount of memory. */
    static final int MAX_FILE = 8 << 20;

    private record Line(String text, CompletableFuture<Void> done) {}

    private final AuditFolder folder;
    private final Executor disk;
    private final Clocks clocks;
    private final Scheduler scheduler;
    private final Consumer<String> warning;

    private final Deque<Line> failed = new ArrayDeque<>();
    /** Writes under way: each completes when the disk has answered. */
    private final Set<CompletableFuture<Void>> underWay = ConcurrentHashMap.newKeySet();

    private Journal journal;
    private LocalDate day;
    private long length;
    private int unwritten;
    /** How many lines are lost since the start, and how many of these a line on disk reports. */
    private int lost;

    private int lostAndTold;
    private boolean closed;
    /** What is wrong with the disk, or {@code null}. Nobody waits for it then. */
    private volatile String trouble;

    /**
     * @param disk threads that may wait for a disk
     * @param warning is told when the disk fails, and when it works again; returns at once
     */
    AuditWriter(AuditFolder folder, Executor disk, Clocks clocks, Scheduler scheduler, Consumer<String> warning) {
        this.folder = folder;
        this.disk = disk;
        this.clocks = clocks;
        this.scheduler = scheduler;
        this.warning = warning;
    }

    /**
     * Writes a line.
     *
     * @return completes when it is on disk, or soon in any case; never fails
     */
    CompletableFuture<Void> append(AuditLine line) {
        Line added = new Line(line.write(), new CompletableFuture<>());
        synchronized (this) {
            if (closed || unwritten >= MAX_UNWRITTEN) {
                lost++;
                return CompletableFuture.completedFuture(null);
            }
            unwritten++;
            underWay.add(added.done());
        }
        boolean waits = trouble == null;
        write(added);
        return waits ? soon(added.done()) : CompletableFuture.completedFuture(null);
    }

    private void write(Line line) {
        Journal file;
        CompletableFuture<Void> onDisk;
        // The chosen file must not be closed before it has the line.
        synchronized (this) {
            file = file();
            length += line.text().length();
            onDisk = file.append(line.text());
        }
        onDisk.whenComplete((done, failure) -> {
            if (failure == null) {
                written();
            } else {
                failed(line, file, Failures.cause(failure));
            }
            underWay.remove(line.done());
            line.done().complete(null);
        });
    }

    private Journal file() {
        if (journal == null
                || length >= MAX_FILE
                || !AuditFolder.day(clocks.now()).equals(day)) {
            if (journal != null) {
                journal.close();
            }
            AuditFolder.Segment next = folder.next(clocks.now());
            journal = new Journal(folder.storage(next), this::onDisk);
            day = next.day();
            length = 0;
        }
        return journal;
    }

    private void onDisk(Runnable task) {
        disk.execute(() -> {
            try {
                folder.create();
            } catch (IOException | RuntimeException told) {
                // Writing reports the same failure.
            } finally {
                task.run();
            }
        });
    }

    private CompletableFuture<Void> soon(CompletableFuture<Void> done) {
        if (done.isDone()) {
            return done;
        }
        CompletableFuture<Void> soon = new CompletableFuture<>();
        Future<?> patience = scheduler.schedule(MAX_WAIT, () -> {
            // First: whoever waits for this may be the one who lets the disk answer.
            warn(Messages.AuditWriter_slow(folder, MAX_WAIT.toSeconds()));
            soon.complete(null);
        });
        done.thenRun(() -> {
            patience.cancel(false);
            soon.complete(null);
        });
        return soon;
    }

    private void written() {
        int gone;
        synchronized (this) {
            unwritten--;
            gone = closed ? 0 : lost - lostAndTold;
            lostAndTold += gone;
            if (trouble != null && failed.isEmpty()) {
                trouble = null;
                warning.accept(Messages.AuditWriter_recovered(folder));
            }
        }
        if (gone > 0) {
            append(new AuditLine.Lost(clocks.now(), gone));
        }
    }

    private void failed(Line line, Journal file, Throwable failure) {
        synchronized (this) {
            if (failed.isEmpty() && !closed) {
                scheduler.schedule(RETRY, this::retry);
            }
            failed.add(line);
            if (file == journal && (failure instanceof DamagedJournalException || isDeleted(failure))) {
                // It takes no more lines, but another file does.
                journal = null;
            }
        }
        warn(Messages.AuditWriter_failed(Failures.reason(failure)));
    }

    private static boolean isDeleted(Throwable failure) {
        return failure instanceof NoSuchFileException || failure.getCause() instanceof NoSuchFileException;
    }

    private void retry() {
        List<Line> again;
        synchronized (this) {
            again = failed.stream()
                    .map(line -> new Line(line.text(), new CompletableFuture<>()))
                    .toList();
            again.forEach(line -> underWay.add(line.done()));
            failed.clear();
        }
        again.forEach(this::write);
    }

    private CompletableFuture<Void> answered() {
        return CompletableFuture.allOf(underWay.toArray(CompletableFuture[]::new));
    }

    private void warn(String words) {
        synchronized (this) {
            // The disk may have answered in this very moment.
            if (unwritten > 0) {
                if (trouble == null) {
                    warning.accept(words);
                }
                trouble = words;
            }
        }
    }

    /** What is wrong with the disk right now. */
    Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** How many lines are lost since the start. */
    synchronized int lost() {
        return lost;
    }

    /**
     * Closes the file when all that is under way is written, and what has failed was tried once more. A last line says what
     * is lost for good, if the disk takes that. Later lines are not accepted.
     */
    CompletableFuture<Void> close() {
        synchronized (this) {
            closed = true;
        }
        return answered()
                .thenCompose(done -> {
                    retry();
                    return answered();
                })
                .thenCompose(done -> closeFile());
    }

    private synchronized CompletableFuture<Void> closeFile() {
        lost += failed.size();
        failed.clear();
        if (lost > lostAndTold) {
            file().append(new AuditLine.Lost(clocks.now(), lost - lostAndTold).write());
        }
        return journal == null ? CompletableFuture.completedFuture(null) : journal.close();
    }
}
