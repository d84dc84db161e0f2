package io.jenkins.plugins.intune.driver;

import io.jenkins.plugins.intune.http.HttpReply;
import io.jenkins.plugins.intune.request.Effect;
import io.jenkins.plugins.intune.request.Event;
import io.jenkins.plugins.intune.request.Moment;
import io.jenkins.plugins.intune.request.Phase;
import io.jenkins.plugins.intune.request.RequestPlan;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import io.jenkins.plugins.intune.request.RequestTexts;
import io.jenkins.plugins.intune.request.Situation;
import io.jenkins.plugins.intune.request.Step;
import io.jenkins.plugins.intune.request.Transitions;
import io.jenkins.plugins.intune.request.Waiting;
import io.jenkins.plugins.intune.retry.Trouble;
import io.jenkins.plugins.intune.throttle.Permit;
import io.jenkins.plugins.intune.throttle.Ticket;
import io.jenkins.plugins.intune.values.Clocks;
import io.jenkins.plugins.intune.values.Failures;
import io.jenkins.plugins.intune.values.GraphTenant;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Runs one request: carries out what {@link Transitions} ask for, and feeds back the events that follow. Holds whatever the
 * request holds (its place in line, its permit, its calls, its timers) and lets go of all of it in one place.
 *
 * <p>All events run one after the other, so fields need no lock. An event that was asked for in one phase and arrives in a
 * later one is dropped, by the {@link EventInbox}. Asynchronous: no thread waits. Thread-safe.
 */
public final class RequestDriver implements Operation<RequestReport> {

    private final RequestPlan plan;
    private final RequestHost host;
    private final Platform platform;
    private final GraphSession graph;
    private final boolean resumed;
    private final EventInbox inbox;
    private final PlaceInLine line;
    private final Attempts attempts;
    private final ActionCall action;
    private final CompletableFuture<RequestReport> end = new CompletableFuture<>();

    private volatile Situation situation;
    /** Whether it was aborted before it had begun, so that a state from before a restart is taken up first. */
    private boolean abortedEarly;

    private boolean begun;
    private boolean warned;
    /** Whether nothing may happen any more, although whoever waits for the end may not have been told yet. */
    private boolean ended;

    /**
     * @param plan what to ask for
     * @param state where to go on: a new state, or one that was saved
     * @param resumed whether the state was saved, and Jenkins restarted since
     * @param host the build
     * @param access the credential, perhaps shared with other requests of the build
     * @param ticket a place in line whose turn is near, which the request takes over; {@code null} for none
     */
    public RequestDriver(
            RequestPlan plan,
            RequestState state,
            boolean resumed,
            RequestHost host,
            AccessCache access,
            Platform platform,
            Ticket ticket) {
        this.plan = plan;
        this.host = host;
        this.platform = platform;
        this.resumed = resumed;
        situation = Situation.of(state);
        inbox = new EventInbox(platform.events(), platform.scheduler(), this::advance);
        line = new PlaceInLine(ticket);
        attempts = new Attempts(plan, host, state);
        action = new ActionCall(inbox, platform.clocks());
        graph = new GraphSession(plan, access, platform.clocks());
        if (resumed && !plan.oneOfMany()) {
            // A fleet does this for all of its devices.
            access.remember(state.attempts() == 0 ? List.of() : List.of(state.sentAt()), state.heldUntil());
        }
    }

    /** @return what is left of the request, however it ends; never fails */
    @Override
    public CompletableFuture<RequestReport> start() {
        host.started(this::waiting);
        if (resumed) {
            attempts.resume(situation.state());
        }
        inbox.execute(() -> {
            begun = true;
            advance(new Event.Begun(resumed));
            if (abortedEarly) {
                advance(new Event.Aborted());
            }
        });
        if (resumed && situation.state().heldUntil().isAfter(platform.clocks().now())) {
            // Whatever this request does, other requests of the app must know what was sent before.
            graph.throttle();
        }
        return end;
    }

    @Override
    public void abort() {
        inbox.execute(() -> {
            if (begun) {
                advance(new Event.Aborted());
            } else {
                abortedEarly = true;
            }
        });
    }

    @Override
    public String status() {
        return RequestTexts.status(situation);
    }

    /** What it waits for at this moment; empty if it has not begun, or has ended. */
    public Optional<Waiting> waiting() {
        Clocks clocks = platform.clocks();
        return Waiting.of(plan, situation, graph.heldFor(), new Moment(clocks.now(), clocks.nanos(), 0));
    }

    /** Where it stands. */
    public Phase phase() {
        return situation.state().phase();
    }

    @Override
    public boolean sending() {
        // What is being saved leaves right after that, whether Jenkins stops or not; and an end that is not noted is
        // lost.
        return action.isUnderWay()
                || phase() == Phase.SAVING
                || phase() == Phase.FINISHING
                || phase() == Phase.ENDED && !end.isDone();
    }

    private void advance(Event event) {
        if (ended) {
            return;
        }
        try {
            Phase before = phase();
            Step step = Transitions.next(plan, situation, event, moment());
            situation = step.next();
            if (phase() != before) {
                leave();
            }
            for (Effect effect : step.effects()) {
                perform(effect);
            }
        } catch (RuntimeException | Error mistake) {
            if (ended) {
                throw mistake;
            }
            endBy(mistake);
        }
    }

    private Moment moment() {
        return new Moment(
                platform.clocks().now(),
                platform.clocks().nanos(),
                platform.random().nextDouble());
    }

    /** A phase is over, and with it everything it waited for. */
    private void leave() {
        inbox.leavePhase();
        graph.cancel();
        if (!phase().isInLine()) {
            line.leave();
        }
    }

    private void perform(Effect effect) {
        if (effect instanceof Effect.Save) {
            save(situation.state());
        } else if (effect instanceof Effect.LookUp lookUp) {
            await(graph.lookUp(lookUp.timeout()), Function.identity());
        } else if (effect instanceof Effect.Claim claim) {
            claim(claim.deviceId());
        } else if (effect instanceof Effect.BackOff) {
            host.backsOff(situation.state());
        } else if (effect instanceof Effect.LeaveLine) {
            line.leave();
        } else if (effect instanceof Effect.CheckApp check) {
            await(graph.check(check.timeout()), Function.identity());
        } else if (effect instanceof Effect.Queue) {
            queue();
        } else if (effect instanceof Effect.ReadDevice read) {
            await(graph.device(situation.state(), read.priority(), read.timeout()), Function.identity());
        } else if (effect instanceof Effect.Take) {
            take();
        } else if (effect instanceof Effect.Postpone) {
            line.postpone(called());
        } else if (effect instanceof Effect.Release) {
            line.release();
        } else if (effect instanceof Effect.Send send) {
            send(send.timeout());
        } else if (effect instanceof Effect.Cancel) {
            action.cancel();
        } else if (effect instanceof Effect.Wait wait) {
            inbox.wakeAfter(wait.time());
        } else if (effect instanceof Effect.SetDeadline deadline) {
            inbox.setDeadline(deadline.left());
        } else if (effect instanceof Effect.Log log) {
            host.log(log.line());
        } else if (effect instanceof Effect.Announce) {
            announce();
        } else if (effect instanceof Effect.End ended) {
            end(ended.report());
        }
    }

    /** An attempt leaves when it is saved, and then in the assistance log. */
    private void save(RequestState state) {
        CompletableFuture<Void> saved = attempts.save(state);
        if (state.phase() == Phase.SAVING) {
            // In two steps, because what has ended meanwhile would stay in the log as if it were under way.
            saved = whileItLasts(saved, done -> host.awaited());
            saved = whileItLasts(saved, done -> attempts.leaving(state, graph.actionTenant()));
        }
        inbox.await(
                saved, done -> new Event.Saved(graph.heldFor()), cause -> new Event.NotSaved(Failures.reason(cause)));
    }

    private void claim(String deviceId) {
        Runnable waits = inbox.feed(new Event.Busy());
        Runnable goesOn = inbox.feed(new Event.Free());
        Consumer<CompletableFuture<?>> busy = end -> {
            waits.run();
            end.whenComplete((report, failure) -> goesOn.run());
        };
        CompletableFuture<GraphTenant> tenant = graph.tenant();
        // A request that has ended meanwhile claims nothing, because nobody would release it.
        inbox.await(
                whileItLasts(tenant, found -> host.claim(deviceId, found, busy)),
                Event.Claimed::new,
                cause -> new Event.Troubled(
                        tenant.isCompletedExceptionally() ? graph.trouble(cause) : Trouble.of(cause)));
    }

    /** What is to follow, if the phase goes on by then. */
    private <T, R> CompletableFuture<R> whileItLasts(
            CompletableFuture<T> first, Function<T, CompletableFuture<R>> next) {
        BooleanSupplier lasts = inbox.phase();
        return first.thenComposeAsync(
                done -> lasts.getAsBoolean()
                        ? next.apply(done)
                        : CompletableFuture.failedFuture(new CancellationException()),
                inbox);
    }

    private <T> void await(CompletableFuture<T> future, Function<T, Event> success) {
        inbox.await(future, success, cause -> new Event.Troubled(graph.trouble(cause)));
    }

    private void queue() {
        if (line.isJoined()) {
            called().run();
        } else {
            await(graph.throttle(), throttle -> {
                line.join(throttle, called());
                return new Event.Queued();
            });
        }
    }

    private Runnable called() {
        return inbox.feed(new Event.Called());
    }

    private void take() {
        if (platform.stopping().getAsBoolean()) {
            // After the restart it begins anew.
            return;
        }
        inbox.follow(
                line.claim(),
                (granted, left) -> {
                    if (granted != null) {
                        line.granted(granted);
                        advance(new Event.Permitted(platform.newId()));
                    }
                },
                Permit::unused);
    }

    private void send(Duration timeout) {
        action.send(
                line.take(),
                () -> graph.send(situation.state(), timeout),
                (reply, thrown) -> advance(answer(reply, thrown)));
    }

    private Event answer(HttpReply reply, Throwable thrown) {
        if (reply == null) {
            return new Event.Unanswered(Failures.cause(thrown));
        }
        graph.noteRefusal(reply);
        return new Event.Answered(reply, graph.action(situation.state()));
    }

    private void announce() {
        if (!warned) {
            warned = true;
            graph.warnings().forEach(warning -> host.log(RequestTexts.warning(warning)));
        }
        host.log(new RequestTexts(plan).asking(graph.action(situation.state())));
    }

    /** The one place where a request ends: nothing is held any more, and nothing can leave. */
    private void end(RequestReport report) {
        ended = true;
        inbox.close();
        graph.cancel();
        line.leave();
        line.release();
        action.cancel();
        CompletableFuture<Void> told = CompletableFuture.completedFuture(null);
        try {
            told = host.ended(plan, situation.state(), report);
        } finally {
            told.whenComplete((done, failure) -> end.complete(report));
        }
    }

    /** An error in this plugin or a library ends the request instead of leaving it hanging. */
    private void endBy(Throwable mistake) {
        RequestState last = Transitions.broken(plan, situation.state(), action.left(), mistake);
        try {
            host.save(last);
        } catch (RuntimeException | Error another) {
            mistake.addSuppressed(another);
        } finally {
            end(RequestReport.of(plan, last, null));
        }
    }
}
