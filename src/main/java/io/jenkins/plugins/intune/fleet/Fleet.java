package io.jenkins.plugins.intune.fleet;

import io.jenkins.plugins.intune.graph.BuildContext;
import io.jenkins.plugins.intune.graph.GraphAccess;
import io.jenkins.plugins.intune.graph.RequestEvents;
import io.jenkins.plugins.intune.graph.RequestReport;
import io.jenkins.plugins.intune.graph.RequestState;
import io.jenkins.plugins.intune.graph.Undertaking;
import io.jenkins.plugins.intune.graph.WriteTurn;
import io.jenkins.plugins.intune.values.Failures;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks for many devices: one request for each, all under way at once as far as Intune's limit gives turns. Every device has
 * its own fate; a restart goes on with those that have not ended.
 *
 * <p>Takes one turn after the other from the queue that all builds share, so that two fleets side by side get the same part
 * of the limit. A device is begun when its turn is near: so its {@code timeout} does not run while it merely queues.
 *
 * <p>Asynchronous: no thread waits. All events are handled one after the other, so the fields need no lock.
 */
public final class Fleet implements Undertaking<FleetResult> {

    /** So many devices at most are under way at once, which only those reach that wait for their sessions. */
    private static final int MOST_UNDER_WAY = 4_000;

    /** So many failures are told in the log; all of them are on the build's page. */
    private static final int FAILURES_TOLD = 20;

    private final FleetPlan plan;
    private final BuildContext build;
    private final FleetJournal journal;
    private final FleetAccess access;
    private final FleetClaims claims;
    private final FleetParts parts;
    private final FleetTally tally;
    private final FleetProgress progress;
    private final RequestEvents events;
    private final CompletableFuture<FleetResult> outcome = new CompletableFuture<>();
    private final Queue<Integer> queue = new ArrayDeque<>();
    /** Read from other threads too. */
    private final Map<Integer, FleetItem> underWay = new ConcurrentHashMap<>();

    private CompletableFuture<WriteTurn> nextTurn;
    private boolean queueing;
    private boolean aborted;
    private int failuresTold;
    private boolean ending;
    private volatile String status = "starting";

    /**
     * @param plan what to ask for
     * @param build the build
     * @param journal where to go on, and where to note it
     */
    public Fleet(FleetPlan plan, BuildContext build, FleetJournal journal) {
        this.plan = plan;
        this.build = build;
        this.journal = journal;
        access = new FleetAccess(build);
        claims = new FleetClaims(plan.targets());
        parts = new FleetParts(build, access, journal, claims);
        tally = new FleetTally(plan.size());
        events = new RequestEvents(build.executor(), outcome::isDone, outcome::completeExceptionally);
        progress = new FleetProgress(build, events, tally, queue::size, outcome::isDone);
    }

    @Override
    public CompletableFuture<FleetResult> start() {
        events.execute(() -> events.follow(
                journal.open(),
                this::goOn,
                unreadable -> outcome.completeExceptionally(
                        new FleetException(Messages.Fleet_notSaved(Failures.reason(unreadable)), unreadable))));
        return outcome;
    }

    @Override
    public CompletableFuture<Void> abort() {
        events.execute(() -> {
            if (ending) {
                return;
            }
            aborted = true;
            queue.clear();
            if (nextTurn != null) {
                nextTurn.cancel(false);
            }
            List.copyOf(underWay.values()).forEach(FleetItem::abort);
            endIfDone();
        });
        return outcome.handle((result, failure) -> null);
    }

    @Override
    public String status() {
        return status;
    }

    @Override
    public boolean sending() {
        return underWay.values().stream().anyMatch(FleetItem::sending);
    }

    private void goOn(Map<Integer, JournalLine> saved) {
        if (aborted) {
            return;
        }
        List<Integer> unsettled = new ArrayList<>();
        for (int index = 0; index < plan.size(); index++) {
            JournalLine line = saved.get(index);
            if (line == null) {
                queue.add(index);
            } else if (line.report() != null) {
                tally.put(index, line.report());
                claims.remember(line.report().deviceId(), index);
            } else if (line.state().mayHaveLeft()) {
                unsettled.add(index);
                claims.remember(line.state().deviceId(), index);
            } else {
                queue.add(index);
            }
        }
        build.log(
                saved.isEmpty()
                        ? Messages.Fleet_asking(plan.size())
                        : Messages.Fleet_goingOn(tally.done(), unsettled.size(), queue.size()));
        if (saved.isEmpty() && plan.duplicates() > 0) {
            build.log(Messages.Fleet_duplicates(plan.duplicates()));
        }
        events.follow(
                access.get(),
                found -> {
                    remember(found, saved.values());
                    begin(unsettled, saved);
                },
                unusable -> {
                    if (saved.isEmpty()) {
                        String why = Messages.Fleet_noAccess(Failures.reason(unusable));
                        outcome.completeExceptionally(new FleetException(why, unusable));
                    } else {
                        // Some were asked before the restart: each of the others finds out for itself, and says so.
                        begin(unsettled, saved);
                    }
                });
    }

    private void remember(GraphAccess found, Collection<JournalLine> saved) {
        Instant now = build.now();
        found.turns()
                .recall(saved.stream()
                        .map(line -> Duration.between(line.countedBy(), now))
                        .toList());
        found.warnings().forEach(warning -> build.log(Messages.Fleet_warning(warning)));
    }

    private void begin(List<Integer> unsettled, Map<Integer, JournalLine> saved) {
        if (aborted) {
            return;
        }
        progress.begin();
        unsettled.forEach(index -> begin(index, saved.get(index).state(), null));
        pump();
        endIfDone();
    }

    /** Queues for the next turn, unless there is nothing to do with it. */
    private void pump() {
        status = tally.done() + " of " + tally.total() + " devices are done, " + underWay.size() + " are under way";
        if (queueing || queue.isEmpty() || underWay.size() >= MOST_UNDER_WAY) {
            return;
        }
        queueing = true;
        events.follow(
                access.get(),
                found -> {
                    nextTurn = found.turns().take();
                    events.follow(nextTurn, this::beginNext, cancelled -> queueing = false);
                },
                unusable -> beginNext(null));
    }

    private void beginNext(WriteTurn turn) {
        queueing = false;
        Integer index = queue.poll();
        if (index == null) {
            if (turn != null) {
                turn.unused();
            }
            return;
        }
        begin(index, RequestState.startingAt(build.now()), turn);
        pump();
    }

    private void begin(int index, RequestState state, WriteTurn turn) {
        FleetItem item = new FleetItem(plan, index, state, turn, parts);
        underWay.put(index, item);
        events.follow(item.start(), report -> ended(index, report), outcome::completeExceptionally);
    }

    private void ended(int index, RequestReport report) {
        underWay.remove(index);
        tally.put(index, report);
        journal.end(index, report);
        if (report.outcome().isFailure() && !aborted && failuresTold++ < FAILURES_TOLD) {
            build.log(failuresTold == FAILURES_TOLD ? Messages.Fleet_enough(report.message()) : report.message());
        }
        pump();
        endIfDone();
    }

    private void endIfDone() {
        boolean done = aborted ? underWay.isEmpty() : tally.isComplete();
        if (done && !ending) {
            ending = true;
            progress.end();
            events.follow(journal.close(), closed -> end(), longer -> end());
        }
    }

    private void end() {
        FleetCounts counts = tally.counts();
        FailWhen.Verdict verdict =
                aborted ? FailWhen.Verdict.ABORTED : plan.failWhen().judge(counts.failures(), counts.total());
        String message = aborted
                ? Messages.Fleet_aborted(counts.accepted(), counts.inDoubt(), counts.total() - tally.done())
                : FleetTexts.summary(counts);
        build.log(message);
        outcome.complete(new FleetResult(verdict, message, counts, tally.reports()));
    }
}
