package io.jenkins.plugins.intune.audit;

import io.jenkins.plugins.intune.driver.SerialExecutor;
import io.jenkins.plugins.intune.index.AuditEntry;
import io.jenkins.plugins.intune.index.AuditIndex;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.trail.AuditLine;
import io.jenkins.plugins.intune.trail.Renames;
import io.jenkins.plugins.intune.trail.Requester;
import io.jenkins.plugins.intune.values.Clocks;
import io.jenkins.plugins.intune.values.Failures;
import io.jenkins.plugins.intune.values.GraphTenant;
import io.jenkins.plugins.intune.values.Scheduler;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Who asked for assistance on which device, what came of it, and who opened its session. A request is on disk before it
 * leaves; a disk that fails is reported and stops no request. What is on disk is read in the background. Thread-safe; never
 * blocks.
 */
public final class AuditLog {

    private final AuditFolder folder;
    private final Clocks clocks;
    private final Consumer<String> warning;
    private final AuditReader reader;
    private final AuditWriter writer;
    private final AuditRetention retention;
    private final Renames renames = new Renames();
    private final AuditIndex index = new AuditIndex(renames);
    private final RecentRequests recent;
    private final RecentFiles recentFiles;
    /** Adds to the index, after what was on disk. */
    private final SerialExecutor inbox;

    private final ActiveRequests active = new ActiveRequests();
    private final UnknownOpenings openings = new UnknownOpenings();
    private final JobNames jobNames;

    private boolean started;

    /**
     * @param folder its folder; made with the first line
     * @param kept for how long lines are kept
     * @param reading threads that may wait for a disk
     * @param writing other threads, so that a disk that takes nothing delays no reader
     * @param warning is told in words what is wrong with the disk; returns at once
     */
    public AuditLog(
            Path folder,
            Supplier<Duration> kept,
            Clocks clocks,
            Scheduler scheduler,
            Executor reading,
            Executor writing,
            Consumer<String> warning) {
        this(new AuditFolder(folder), kept, clocks, scheduler, reading, writing, warning);
    }

    AuditLog(
            AuditFolder folder,
            Supplier<Duration> kept,
            Clocks clocks,
            Scheduler scheduler,
            Executor reading,
            Executor writing,
            Consumer<String> warning) {
        this.folder = folder;
        this.clocks = clocks;
        this.warning = warning;
        recent = new RecentRequests(clocks, renames);
        retention = new AuditRetention(folder, index, recent, kept, clocks);
        reader = new AuditReader(folder, index, warning);
        writer = new AuditWriter(folder, writing, clocks, scheduler, warning);
        inbox = new SerialExecutor(reading);
        recentFiles = new RecentFiles(folder, clocks, renames, recent, inbox);
        jobNames = new JobNames(index, writer, inbox, clocks);
    }

    /** Begins to read what is on disk, once. */
    public synchronized void start() {
        if (!started) {
            started = true;
            inbox.execute(this::load);
        }
    }

    private void load() {
        drop();
        recentFiles.read();
        reader.read();
    }

    private void drop() {
        try {
            dropOld();
        } catch (IOException | RuntimeException undeleted) {
            warning.accept(Messages.AuditLog_undeleted(folder, Failures.reason(undeleted)));
        }
    }

    /**
     * A request is about to leave.
     *
     * @return completes when that is on disk, or soon if the disk is in trouble; never fails. The same for the same attempt
     */
    public CompletableFuture<Void> asked(AuditLine.Asked line) {
        start();
        return active.begin(line, () -> {
            recent.asked(line);
            inbox.execute(() -> index.apply(line));
            return writer.append(line);
        });
    }

    /**
     * A request that may have left before a restart resumes.
     *
     * @param line the request, for the case that there is no trace of its having left
     */
    public void resumed(AuditLine.Asked line) {
        start();
        recent.mayHaveAsked(line);
        active.resume(line.id());
        inbox.execute(() -> note(line));
    }

    private void note(AuditLine.Asked line) {
        if (index.apply(line)) {
            writer.append(line);
        }
    }

    /**
     * An attempt was certainly not processed, and its request waits before the next one: as long as it does, its device was
     * not asked.
     *
     * @param sequence the attempt's: a crash may have made a later one forgotten, of which nobody knows here
     * @param doubt an earlier attempt that may have reached somebody; {@code null} for none
     */
    void unprocessed(UUID id, long sequence, AuditLine.Attempt doubt) {
        recent.unprocessed(id, sequence, doubt);
    }

    /**
     * A request continues an earlier one of its build, so what became of its own earlier attempts will not be known.
     *
     * @param doubt the attempt that may have reached somebody, for the case that there is no trace of it; {@code null} for none
     * @param sequence the request's latest, as {@link AuditLine.Asked} has it
     * @param news gets what the log says of a doubt, if that is news; may be late
     */
    public void leftBehind(UUID id, AuditLine.Asked doubt, long sequence, Consumer<AuditEntry> news) {
        start();
        AuditLine.Ended end = doubt == null
                ? new AuditLine.Ended(id, clocks.now(), null, null, sequence)
                : new AuditLine.Ended(id, clocks.now(), Outcome.IN_DOUBT, doubt.latest(), sequence);
        recent.ended(doubt, end);
        boolean here = active.end(id) != ActiveRequests.Kind.UNKNOWN;
        if (here) {
            // Nobody tells of it again if Jenkins is stopped before the log has been read.
            writer.append(end);
        }
        inbox.execute(() -> tell(here ? index.apply(end) : endUnknown(doubt, end), id, news));
    }

    private boolean noteIfKnown(AuditLine line, UUID id) {
        boolean news = index.has(id) && index.apply(line);
        if (news) {
            writer.append(line);
        }
        return news;
    }

    /**
     * A request has ended, or more is known of its end.
     *
     * @param line the request, for the case that there is no trace of its having left
     * @param outcome how, or {@code null} if it turned out never to have left
     * @param news gets what the log says now, if that is news, and returns at once; may be late, because the log must have been
     *     read
     * @return completes when that is on disk, or soon if the disk is in trouble; never fails. What was not going on here is not
     *     waited for
     */
    public CompletableFuture<Void> ended(AuditLine.Asked line, Outcome outcome, Consumer<AuditEntry> news) {
        start();
        AuditLine.Ended end = new AuditLine.Ended(line.id(), clocks.now(), outcome, line.latest(), line.sequence());
        recent.ended(line, end);
        ActiveRequests.Kind kind = active.end(line.id());
        if (kind == ActiveRequests.Kind.UNKNOWN) {
            inbox.execute(() -> tell(endUnknown(line, end), line.id(), news));
            return CompletableFuture.completedFuture(null);
        }
        if (kind == ActiveRequests.Kind.RESUMED && outcome != null) {
            // Whether a crash has lost its first line is known only when the log has been read.
            writer.append(line);
        }
        inbox.execute(() -> tell(index.apply(end), line.id(), news));
        return writer.append(end);
    }

    /**
     * A request had ended before a restart, and a crash may have lost that. What goes on with it has more to say.
     *
     * @param line as for {@link #ended}
     */
    public void endedBefore(AuditLine.Asked line, Outcome outcome, Consumer<AuditEntry> news) {
        start();
        // A request that never left is not continued, and its number is lost: it ends after all of its attempts.
        long sequence = outcome == null ? Long.MAX_VALUE : line.sequence();
        AuditLine.Ended end = new AuditLine.Ended(line.id(), clocks.now(), outcome, line.latest(), sequence);
        recent.endedBefore(line, end);
        inbox.execute(() -> tell(endUnknown(line, end), line.id(), news));
    }

    /**
     * Tells what the log says, which can know more than whoever ended the request: a crash may have made an attempt
     * forgotten. A log collector that fails must not keep the request from ending.
     */
    private void tell(boolean isNews, UUID id, Consumer<AuditEntry> news) {
        try {
            if (isNews) {
                index.find(id).filter(entry -> entry.outcome() != null).ifPresent(news);
            }
        } catch (RuntimeException | Error mistake) {
            warning.accept(Messages.AuditLog_untold(mistake));
        }
    }

    /** What was read until now decides. */
    private boolean endUnknown(AuditLine.Asked line, AuditLine.Ended end) {
        if (end.outcome() != null) {
            note(line);
        }
        return noteIfKnown(end, end.id());
    }

    /**
     * Somebody gets the session link of a request here. Noted for each person once.
     *
     * @param by the person's id
     */
    public void opened(UUID id, String by) {
        start();
        AuditLine line = new AuditLine.Opened(id, clocks.now(), by);
        inbox.execute(() -> {
            // A file that cannot be read now may have a request that is not known, and one that resumes may be told of
            // later.
            boolean known = index.has(id);
            if (known || openings.isNew(id, by)) {
                boolean news = index.apply(line);
                if (news || !known) {
                    writer.append(line);
                }
            }
        });
    }

    /** What the jobs are called whose requests it has. */
    public JobNames jobNames() {
        start();
        return jobNames;
    }

    /**
     * The latest request of another build for a device that may have reached the person there, or is about to.
     *
     * @param tenant whose device it is
     * @param deviceId the Intune device id
     * @param within how long ago at most: up to a day, also after a restart
     * @param requester who wants to know
     * @return completes as soon as the last days have been read; fails if they cannot be, with a message for people: then
     *     nobody knows whether the device was asked
     */
    public CompletableFuture<Optional<LastAsked>> lastAsked(
            GraphTenant tenant, String deviceId, Duration within, Requester requester) {
        start();
        return recentFiles.known().thenApply(read -> recent.last(tenant, deviceId, within, requester));
    }

    /**
     * Claims a device for a request that is about to ask it, unless another build has asked it {@link #lastAsked lately} or
     * claims it: of two at the same time one gets it. A request claims a device once.
     *
     * @param requester who asks, to be named to whoever comes second
     * @return completes and fails as {@link #lastAsked}. The claim must be {@linkplain DeviceClaim#release released} when the
     *     request has ended
     */
    CompletableFuture<DeviceClaim> claim(GraphTenant tenant, String deviceId, Duration within, Requester requester) {
        start();
        return recentFiles.known().thenApply(read -> recent.claim(tenant, deviceId, within, requester));
    }

    /** The entries, for searches. */
    public AuditIndex index() {
        start();
        return index;
    }

    /** Whether what was on disk is still being read, so that entries are missing. */
    public boolean isReading() {
        return reader.isReading();
    }

    /** What is missing in the log, or wrong with it, a sentence each. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        writer.trouble().ifPresent(problems::add);
        problems.addAll(reader.problems(writer.lost()));
        return problems;
    }

    /** Deletes what is older than it is to be kept. To be called now and then; blocks. */
    public void dropOld() throws IOException {
        retention.drop();
    }

    /** Closes the files when all lines are on disk. What comes later is lost. */
    public CompletableFuture<Void> close() {
        // What is still being read would take too long to wait for.
        CompletableFuture<Void> told = reader.isReading()
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.runAsync(() -> {}, inbox);
        return told.thenCompose(done -> writer.close());
    }
}
