package io.jenkins.plugins.intune.audit;

import io.jenkins.plugins.intune.driver.SerialExecutor;
import io.jenkins.plugins.intune.journal.JournalException;
import io.jenkins.plugins.intune.journal.JournalLine;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.values.Clocks;
import io.jenkins.plugins.intune.values.Failures;
import io.jenkins.plugins.intune.values.Scheduler;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Who asked for assistance on which device, what came of it, and who opened its session. A request stands on disk before it
 * leaves; a disk that fails is told of and stops no request. What is on disk is read in the background. Thread-safe; never
 * blocks.
 */
public final class AuditLog {

    private final AuditFolder folder;
    private final Supplier<Duration> kept;
    private final Clocks clocks;
    private final Consumer<String> warning;
    private final AuditWriter writer;
    private final AuditIndex index = new AuditIndex();
    private final RecentRequests recent = new RecentRequests();
    /** What the index is to take in, after what was on disk. */
    private final SerialExecutor inbox;
    /** Requests that were asked here and have not ended, each with its line's being on disk. */
    private final Map<UUID, CompletableFuture<Void>> underWay = new ConcurrentHashMap<>();
    /** Completes when it is known who was asked lately; fails if that cannot be read. */
    private final CompletableFuture<Void> remembers = new CompletableFuture<>();

    private final List<String> gaps = new ArrayList<>();
    private int lost;
    private int unknown;
    private boolean started;
    private volatile boolean reading = true;

    /**
     * @param folder where it lies; made with the first line
     * @param kept for how long lines are kept
     * @param disk threads that may wait for a disk, two at least
     * @param warning is told in words what is wrong with the disk
     */
    public AuditLog(
            Path folder,
            Supplier<Duration> kept,
            Clocks clocks,
            Scheduler scheduler,
            Executor disk,
            Consumer<String> warning) {
        this(new AuditFolder(folder), kept, clocks, scheduler, disk, warning);
    }

    AuditLog(
            AuditFolder folder,
            Supplier<Duration> kept,
            Clocks clocks,
            Scheduler scheduler,
            Executor disk,
            Consumer<String> warning) {
        this.folder = folder;
        this.kept = kept;
        this.clocks = clocks;
        this.warning = warning;
        writer = new AuditWriter(folder, disk, clocks, scheduler, warning);
        inbox = new SerialExecutor(disk);
    }

    /** Begins to read what is on disk, once. */
    public synchronized void start() {
        if (!started) {
            started = true;
            inbox.execute(this::load);
        }
    }

    private void load() {
        try {
            drop();
            // Everything that comes from now on goes to new files.
            List<AuditFolder.Segment> segments = folder.segments();
            LocalDate first = AuditFolder.day(clocks.now().minus(RecentRequests.MAX_WITHIN));
            List<String> unread = new ArrayList<>();
            read(segments, segment -> !segment.day().isBefore(first), this::remember, unread);
            if (unread.isEmpty()) {
                remembers.complete(null);
            } else {
                remembers.completeExceptionally(new IOException(unread.get(0)));
            }
            List<String> missing = new ArrayList<>();
            read(segments, segment -> true, this::restore, missing);
            synchronized (this) {
                gaps.addAll(missing);
            }
            missing.forEach(warning);
        } catch (IOException | RuntimeException unreadable) {
            String words = Messages.AuditLog_unreadable(folder, Failures.reason(unreadable));
            synchronized (this) {
                gaps.add(words);
            }
            warning.accept(words);
            remembers.completeExceptionally(unreadable);
        } finally {
            reading = false;
        }
    }

    private void drop() {
        try {
            dropOld();
        } catch (IOException undeleted) {
            warning.accept(Messages.AuditLog_undeleted(folder, Failures.reason(undeleted)));
        }
    }

    private void read(
            List<AuditFolder.Segment> segments,
            Predicate<AuditFolder.Segment> wanted,
            Consumer<JournalLine> reader,
            List<String> unread) {
        for (AuditFolder.Segment segment : segments) {
            if (wanted.test(segment)) {
                try {
                    folder.read(segment).forEach(reader);
                } catch (JournalException damaged) {
                    unread.add(damaged.getMessage());
                }
            }
        }
    }

    private void remember(JournalLine written) {
        AuditLine.read(written).ifPresent(line -> {
            if (line instanceof AuditLine.Asked asked) {
                recent.asked(asked);
            } else if (line instanceof AuditLine.Ended ended) {
                recent.ended(ended.id(), ended.outcome());
            }
        });
    }

    private void restore(JournalLine written) {
        Optional<AuditLine> line = AuditLine.read(written);
        line.ifPresent(index::apply);
        synchronized (this) {
            unknown += line.isEmpty() ? 1 : 0;
            lost += line.isPresent() && line.get() instanceof AuditLine.Lost gone ? gone.lines() : 0;
        }
    }

    /**
     * A request is about to leave.
     *
     * @return completes when that is on disk, or soon if the disk is in trouble; never fails. The same for the same attempt
     */
    public CompletableFuture<Void> asked(AuditLine.Asked line) {
        start();
        if (line.replaces() != null) {
            underWay.remove(line.replaces());
        }
        return underWay.computeIfAbsent(line.id(), fresh -> {
            recent.asked(line);
            inbox.execute(() -> index.apply(line));
            return writer.append(line);
        });
    }

    /**
     * A request has ended, or its doubt has settled.
     *
     * @param line the request, for the case that there is no trace of its having left
     * @param outcome how, or {@code null} if it turned out never to have left
     */
    public void ended(AuditLine.Asked line, Outcome outcome) {
        start();
        boolean known = underWay.remove(line.id()) != null;
        recent.ended(line.id(), outcome);
        AuditLine end = new AuditLine.Ended(line.id(), clocks.now(), outcome);
        if (known) {
            writer.append(end);
            inbox.execute(() -> index.apply(end));
        } else {
            inbox.execute(() -> endUnknown(line, end, outcome));
        }
    }

    /** It was not asked here, or before a restart: what was read until now tells. */
    private void endUnknown(AuditLine.Asked line, AuditLine end, Outcome outcome) {
        boolean traced = index.has(line.id());
        if (!traced && outcome != null) {
            index.apply(line);
            writer.append(line);
        }
        if (traced || outcome != null) {
            index.apply(end);
            writer.append(end);
        }
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
            if (!index.isOpenedBy(id, by)) {
                index.apply(line);
                writer.append(line);
            }
        });
    }

    /**
     * The latest request for a device that may have reached the person there, or is about to.
     *
     * @param cloud the host of the Graph that knows the device
     * @param deviceId the Intune device id
     * @param within how long ago at most: up to a day, also after a restart
     * @return completes as soon as the last days have been read; fails if they cannot be, with a message for people: then
     *     nobody knows whether the device was asked
     */
    public CompletableFuture<Optional<LastAsked>> lastAsked(String cloud, String deviceId, Duration within) {
        start();
        return remembers.thenApply(
                read -> recent.last(cloud, deviceId, clocks.now().minus(within)));
    }

    /**
     * Claims a device for a request that is about to ask it, unless it was asked {@link #lastAsked lately} or is claimed by
     * another request: of two at the same time one gets it. A request claims a device once.
     *
     * @param requester who asks, for whoever comes second
     * @return completes and fails as {@link #lastAsked}. The claim must be {@linkplain DeviceClaim#release released} when the
     *     request has ended
     */
    public CompletableFuture<DeviceClaim> claim(String cloud, String deviceId, Duration within, Requester requester) {
        start();
        return remembers.thenApply(read -> {
            Instant now = clocks.now();
            return recent.claim(cloud, deviceId, now.minus(within), now, requester);
        });
    }

    /** The entries, to be searched. */
    public AuditIndex index() {
        start();
        return index;
    }

    /** Whether what was on disk is still being read, so that entries are missing. */
    public boolean isReading() {
        return reading;
    }

    /** What is missing in the log, or wrong with it, a sentence each. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        writer.trouble().ifPresent(problems::add);
        int gone = writer.lost();
        synchronized (this) {
            problems.addAll(gaps);
            if (gone + lost > 0) {
                problems.add(Messages.AuditLog_lost(gone + lost));
            }
            if (unknown > 0) {
                problems.add(Messages.AuditLog_newer(unknown));
            }
        }
        return problems;
    }

    /** Deletes what is older than it is to be kept: whole files, by the days of UTC. Blocks. */
    public void dropOld() throws IOException {
        LocalDate first = AuditFolder.day(clocks.now().minus(kept.get()));
        Instant moment = first.atStartOfDay(ZoneOffset.UTC).toInstant();
        index.dropBefore(moment);
        recent.dropBefore(clocks.now().minus(RecentRequests.MAX_WITHIN));
        folder.deleteBefore(first);
    }

    /** Lets go of the files when all that is under way is on disk. What comes later is lost. */
    public CompletableFuture<Void> close() {
        return writer.close();
    }
}
