package io.jenkins.plugins.intune.audit;

import io.jenkins.plugins.intune.journal.JournalLine;
import io.jenkins.plugins.intune.trail.AuditLine;
import io.jenkins.plugins.intune.trail.Renames;
import io.jenkins.plugins.intune.values.Clocks;
import io.jenkins.plugins.intune.values.Failures;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Reads from the log's last files which devices were asked lately, for {@link RecentRequests}. If that fails, no device
 * counts as unasked, and it is tried again for the next request. Thread-safe.
 */
final class RecentFiles {

    /** Shortest time between a failure and the next try. */
    static final Duration READ_AGAIN = Duration.ofSeconds(5);

    /** Largest difference of the clock from what it should say that changes nothing for anybody. */
    private static final Duration MAX_DRIFT = Duration.ofSeconds(10);

    private final AuditFolder folder;
    private final Clocks clocks;
    private final Renames renames;
    private final RecentRequests recent;
    private final Executor reading;
    private CompletableFuture<Void> read = new CompletableFuture<>();
    private long endedAt;
    /** What the clock said when it was read: what is more than a day old by a wrong one was left out. */
    private Instant clock;

    /** @param reading runs one task after the other, which may wait for a disk */
    RecentFiles(AuditFolder folder, Clocks clocks, Renames renames, RecentRequests recent, Executor reading) {
        this.folder = folder;
        this.clocks = clocks;
        this.renames = renames;
        this.recent = recent;
        this.reading = reading;
    }

    /** Completes when all has been read; fails, with a message for people, if it cannot be. */
    synchronized CompletableFuture<Void> known() {
        if (read.isDone() && isTimeToReadAgain()) {
            read = new CompletableFuture<>();
            reading.execute(this::read);
        }
        return read.copy();
    }

    private boolean isTimeToReadAgain() {
        long age = clocks.nanos() - endedAt;
        return read.isCompletedExceptionally()
                ? age >= READ_AGAIN.toNanos()
                : Duration.between(clock.plusNanos(age), clocks.now()).abs().compareTo(MAX_DRIFT) > 0;
    }

    /** Reads the files. Blocks. */
    void read() {
        try {
            LocalDate first = AuditFolder.day(clocks.now().minus(RecentRequests.MAX_WITHIN));
            for (AuditFolder.Segment segment : folder.segments()) {
                if (!segment.day().isBefore(first)) {
                    folder.read(segment).forEach(this::take);
                }
            }
            end(null);
        } catch (IOException | RuntimeException unreadable) {
            end(new IOException(Messages.RecentFiles_unreadable(folder, Failures.reason(unreadable)), unreadable));
        }
    }

    private void end(IOException failure) {
        CompletableFuture<Void> ended;
        synchronized (this) {
            endedAt = clocks.nanos();
            clock = clocks.now();
            ended = read;
        }
        if (failure == null) {
            ended.complete(null);
        } else {
            ended.completeExceptionally(failure);
        }
    }

    private void take(JournalLine written) {
        AuditLine line = AuditLine.read(written)
                // A request in a line that cannot be understood may have left.
                .or(() -> AuditLine.readPossible(written))
                .orElse(null);
        if (line instanceof AuditLine.Asked asked) {
            recent.mayHaveAsked(asked);
        } else if (line instanceof AuditLine.Ended ended) {
            recent.endedBefore(null, ended);
        } else if (line instanceof AuditLine.Renamed renamed) {
            renames.add(renamed, false);
        } else if (line instanceof AuditLine.Deleted deleted) {
            renames.add(deleted, false);
        }
    }
}
