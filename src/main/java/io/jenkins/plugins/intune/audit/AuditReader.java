package io.jenkins.plugins.intune.audit;

import io.jenkins.plugins.intune.index.AuditIndex;
import io.jenkins.plugins.intune.journal.JournalException;
import io.jenkins.plugins.intune.journal.JournalLine;
import io.jenkins.plugins.intune.trail.AuditLine;
import io.jenkins.plugins.intune.values.Failures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads what earlier processes wrote of the assistance log into its index, once, and knows what is missing there.
 * Thread-safe.
 */
final class AuditReader {

    private final AuditFolder folder;
    private final AuditIndex index;
    private final Consumer<String> warning;
    private final List<String> gaps = new ArrayList<>();
    private int lost;
    private int unknown;
    private volatile boolean reading = true;

    AuditReader(AuditFolder folder, AuditIndex index, Consumer<String> warning) {
        this.folder = folder;
        this.index = index;
        this.warning = warning;
    }

    /** Reads all files: what is too old is deleted when the clock can be believed, and not left out before. Blocks. */
    void read() {
        try {
            for (AuditFolder.Segment segment : folder.segments()) {
                // What this process writes it also tells the index, which is to say what of it is news.
                if (!folder.isOwn(segment)) {
                    read(segment);
                }
            }
        } catch (IOException | RuntimeException unreadable) {
            missing(Messages.AuditLog_unreadable(folder, Failures.reason(unreadable)));
        } finally {
            reading = false;
        }
    }

    private void read(AuditFolder.Segment segment) {
        try {
            folder.read(segment).forEach(this::restore);
        } catch (JournalException damaged) {
            missing(damaged.getMessage());
        }
    }

    private void missing(String words) {
        synchronized (this) {
            gaps.add(words);
        }
        warning.accept(words);
    }

    private void restore(JournalLine written) {
        Optional<AuditLine> line = AuditLine.read(written);
        line.ifPresent(index::apply);
        synchronized (this) {
            unknown += line.isEmpty() ? 1 : 0;
            lost += line.isPresent() && line.get() instanceof AuditLine.Lost gone ? gone.lines() : 0;
        }
    }

    /** Whether entries are missing because it still reads, or has not begun. */
    boolean isReading() {
        return reading;
    }

    /**
     * What is missing, a sentence each.
     *
     * @param lostSince how many lines more the disk did not take since Jenkins started
     */
    synchronized List<String> problems(int lostSince) {
        List<String> problems = new ArrayList<>(gaps);
        if (lostSince + lost > 0) {
            problems.add(Messages.AuditLog_lost(lostSince + lost));
        }
        if (unknown > 0) {
            problems.add(Messages.AuditLog_newer(unknown));
        }
        return problems;
    }
}
