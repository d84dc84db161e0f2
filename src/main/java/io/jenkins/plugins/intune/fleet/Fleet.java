package io.jenkins.plugins.intune.fleet;

import io.jenkins.plugins.intune.driver.AccessCache;
import io.jenkins.plugins.intune.driver.Operation;
import io.jenkins.plugins.intune.driver.Platform;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import io.jenkins.plugins.intune.throttle.Ticket;
import io.jenkins.plugins.intune.values.Failures;
import io.jenkins.plugins.intune.values.Sentences;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks many devices: one request for each, all under way at once as far as Intune's limit permits. Every device has its
 * own outcome; a restart goes on with those that have not ended.
 *
 * <p>Joins the line of the app's throttle with one device at a time: so two fleets side by side get the same part of
 * the limit, a single request beside them waits for a few places and not for a thousand, and a device is begun when its
 * turn is near.
 *
 * <p>Asynchronous: no thread waits. All events are handled one after the other, so the fields need no lock.
 */
public final class Fleet implements Operation<FleetResult> {

    /** Most devices that are under way at once; only fleets that wait for their sessions reach it. */
    static final int MAX_UNDER_WAY = 4_000;

    /**
     * Most devices that a dry run looks at at once: enough for all reads that Intune permits, if an answer takes half a
     * second.
     */
    private static final int MAX_LOOKED_AT = 50;

    private final FleetPlan plan;
    private final FleetHost host;
    private final Platform platform;
    private final FleetJournal journal;
    private final AccessCache access;
    private final FleetClaims claims;
    private final FleetTally tally;
    private final FleetBacklog backlog;
    private final FleetProgress progress;
    private final FleetLink link;
    private final FleetEvents events;
    private final boolean resumed;
    private final CompletableFuture<FleetResult> outcome = new CompletableFuture<>();
    /** Read from other threads too. */
    private final Map<Integer, FleetEntry> underWay = new ConcurrentHashMap<>();

    private boolean restored;
    private boolean joining;
    private Ticket ticket;
    private boolean aborted;
    private boolean ending;
    private boolean failing;

    /**
     * @param plan what to ask for
     * @param host the build
     * @param journal where to go on, and where to note it
     * @param resumed whether Jenkins was restarted since the fleet began
     */
    public Fleet(FleetPlan plan, FleetHost host, FleetJournal journal, Platform platform, boolean resumed) {
        this.plan = plan;
        this.host = host;
        this.platform = platform;
        this.journal = journal;
        this.resumed = resumed;
        access = new AccessCache(host::access, platform.clocks(), resumed);
        claims = new FleetClaims(plan.targets());
        tally = new FleetTally(plan.size());
        backlog = new FleetBacklog(plan, tally, claims);
        events = new FleetEvents(platform, () -> failing || outcome.isDone(), this::mistaken);
        link = new FleetLink(access, platform, plan.options());
        progress = new FleetProgress(
                host, platform, link, plan.options(), () -> FleetEntry.sessionLeft(underWay.values()));
    }

    @Override
    public CompletableFuture<FleetResult> start() {
        host.started(progress::status);
        events.run(() -> events.followDisk(
                journal.open(),
                this::restore,
                unreadable -> endUnread(Failures.reason(unreadable)),
                this::endIfUnread));
        return outcome;
    }

    @Override
    public void abort() {
        events.run(() -> {
            aborted = true;
            leaveLine();
            // Before that nobody knows who has been asked: the journal tells, if it can be read.
            if (restored) {
                endAborted();
            }
        });
    }

    @Override
    public String status() {
        return progress.status()
                .map(now -> now.counts().ended() + " of " + now.counts().total() + " devices are done, "
                        + now.underWay() + " are under way")
                .orElse("starting");
    }

    @Override
    public boolean sending() {
        return underWay.values().stream().anyMatch(FleetEntry::sending);
    }

    private void fail(FleetException why) {
        failing = true;
        try {
            leaveLine();
            progress.end();
            link.end();
            underWay.values().forEach(FleetEntry::abort);
        } finally {
            // Answers may be on their way, and the page will know only what the journal knows.
            events.awaitAll(underWay.values().stream().map(FleetEntry::end).toList(), () -> {
                journal.close();
                outcome.completeExceptionally(why);
            });
        }
    }

    /** The journal is out of reach. Nobody was asked only if there was no restart before. */
    private void endUnread(String why) {
        fail(new FleetException(resumed ? Messages.Fleet_notRead(why) : Messages.Fleet_notSaved(why), null));
    }

    private void endIfUnread() {
        if (!restored) {
            endUnread(Messages.Fleet_slowDisk());
        }
    }

    private void restore(Map<Integer, FleetLine> saved) {
        restored = true;
        Instant now = platform.clocks().now();
        saved.forEach((index, line) -> {
            backlog.restore(index, line, now);
            if (line.report() != null) {
                host.endedBefore(line.report());
            }
        });
        link.remember(saved.values());
        if (aborted) {
            // Other requests of the app must know what was sent before, although nobody is asked here any more.
            link.throttle();
            endAborted();
            return;
        }
        host.log(
                saved.isEmpty()
                        ? isDryRun() ? Messages.Fleet_lookingAt(plan.size()) : Messages.Fleet_asking(plan.size())
                        : Messages.Fleet_resuming(tally.done(), backlog.interrupted(), backlog.untouched()));
        long lost = saved.values().stream().filter(FleetLine::lostLink).count();
        if (lost > 0) {
            host.log(Messages.Fleet_linksGone(lost));
        }
        if (saved.isEmpty() && plan.duplicates() > 0) {
            host.log(Messages.Fleet_duplicates(plan.duplicates()));
        }
        if (saved.isEmpty()) {
            events.follow(
                    link.access(),
                    found -> {
                        found.warnings().forEach(warning -> host.log(Messages.Fleet_warning(warning)));
                        begin();
                    },
                    unusable -> fail(new FleetException(Messages.Fleet_noAccess(Failures.reason(unusable)), unusable)));
        } else {
            // What is known already is shown while the credential is awaited.
            progress.begin(events.inbox(), tally.counts());
            progress.note(tally.counts(), 0);
            // Some were asked before the restart: without a credential each of the others finds out for itself, and
            // says so.
            events.follow(link.throttle(), found -> begin(), unusable -> begin());
        }
    }

    private void begin() {
        if (!aborted) {
            progress.begin(events.inbox(), tally.counts());
            beginInterrupted();
            pump();
            endIfDone();
        }
    }

    /** Joins the line for the next device, unless there is none, or too many are under way. */
    private void pump() {
        progress.note(tally.counts(), underWay.size());
        if (joining || ticket != null || aborted || nextIndex() < 0 || underWay.size() >= maxUnderWay()) {
            return;
        }
        joining = true;
        events.follow(
                link.throttle(),
                throttle -> {
                    joining = false;
                    if (isDryRun()) {
                        // A dry run writes nothing, so it does not join the line.
                        beginNext();
                    } else if (!aborted) {
                        ticket = throttle.queueWrite(() -> events.run(this::beginNext));
                    }
                },
                unusable -> {
                    joining = false;
                    if (aborted) {
                        return;
                    }
                    link.nextTry(unusable)
                            .ifPresentOrElse(
                                    wait -> link.waitFor(events.later(wait, this::pump)),
                                    () -> giveUp(Failures.reason(unusable)));
                });
    }

    private boolean isDryRun() {
        return plan.options().dryRun();
    }

    private int maxUnderWay() {
        return isDryRun() ? MAX_LOOKED_AT : MAX_UNDER_WAY;
    }

    private int nextIndex() {
        return backlog.next(underWay::containsKey);
    }

    private void beginInterrupted() {
        backlog.takeInterrupted().forEach((index, state) -> begin(index, state, null));
    }

    private void beginNext() {
        if (aborted) {
            return;
        }
        int index = nextIndex();
        if (index < 0) {
            leaveLine();
            return;
        }
        Ticket handed = ticket;
        ticket = null;
        begin(index, null, handed);
        pump();
    }

    private void begin(int index, RequestState state, Ticket handed) {
        FleetEntry entry = new FleetEntry(plan, host, index, state, handed, access, platform, journal, claims);
        underWay.put(index, entry);
        events.follow(entry.start(), report -> ended(index, report), this::mistaken);
    }

    private void mistaken(Throwable mistake) {
        fail(new FleetException(Messages.Fleet_mistake(mistake), mistake));
    }

    private void ended(int index, RequestReport report) {
        underWay.remove(index);
        tally.put(index, report);
        tell(report);
        pump();
        endIfDone();
    }

    private void tell(RequestReport report) {
        if (report.outcome().isFailure() && !aborted) {
            progress.tellFailure(report.message());
        }
    }

    /**
     * Nobody else can be asked: devices that have not been begun end with the reason, and those that are under way find out
     * by themselves.
     */
    private void giveUp(String why) {
        for (int index = nextIndex(); index >= 0 && !aborted; index = nextIndex()) {
            RequestReport report = FleetTexts.unsent(
                    plan.request(index), why, platform.clocks().now());
            tally.put(index, report);
            tell(report);
        }
        endIfDone();
    }

    private void leaveLine() {
        if (ticket != null) {
            ticket.leave();
            ticket = null;
        }
    }

    /** Requests that may have left, also before a restart, end in doubt; devices that were never begun were not asked. */
    private void endAborted() {
        beginInterrupted();
        List.copyOf(underWay.values()).forEach(FleetEntry::abort);
        for (int index = nextIndex(); index >= 0; index = nextIndex()) {
            tally.put(
                    index,
                    FleetTexts.notAsked(
                            plan.targets().get(index), platform.clocks().now()));
        }
        endIfDone();
    }

    private void endIfDone() {
        if (tally.isComplete() && !ending) {
            ending = true;
            progress.end();
            link.end();
            events.followDisk(
                    journal.close(tally.all()),
                    kept -> end(""),
                    longer -> end(Messages.Fleet_notKept(Failures.reason(longer))),
                    () -> end(Messages.Fleet_notKept(Messages.Fleet_noAnswer(FleetEvents.MAX_DISK.toSeconds()))));
        }
    }

    /** @param note what else is to be said */
    private void end(String note) {
        FleetCounts counts = tally.counts();
        FailWhen.Verdict verdict =
                aborted ? FailWhen.Verdict.ABORTED : plan.failWhen().judge(counts);
        String message = Sentences.join(FleetResult.summary(counts, isDryRun(), aborted), note);
        host.log(message);
        outcome.complete(new FleetResult(verdict, message, note, counts, tally.reports()));
    }
}
