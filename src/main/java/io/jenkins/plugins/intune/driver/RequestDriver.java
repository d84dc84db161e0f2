package io.jenkins.plugins.intune.driver;

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
import io.jenkins.plugins.intune.throttle.Ticket;
import io.jenkins.plugins.intune.values.Clocks;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Runs one request, from its first event to its end: asks {@link Transitions} what follows, and has an {@link EffectRunner}
 * do it.
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
    private final EffectRunner effects;
    private final CompletableFuture<RequestReport> end = new CompletableFuture<>();

    private volatile Situation situation;
    /** Whether it was aborted before it had begun, so that a state from before a restart is taken up first. */
    private boolean abortedEarly;

    private boolean begun;
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
        situation = Situation.of(resumed ? state.resumed() : state);
        inbox = new EventInbox(platform.events(), platform.scheduler(), this::advance);
        graph = new GraphSession(plan, access, platform.clocks());
        effects = new EffectRunner(plan, state, host, platform, inbox, graph, ticket, this::advance);
        if (resumed && !plan.oneOfMany()) {
            // A fleet does this for all of its devices.
            access.remember(
                    state.sent().attempts() == 0
                            ? List.of()
                            : List.of(state.sent().sentAt()),
                    state.heldUntil());
        }
    }

    /** @return what is left of the request, however it ends; never fails */
    @Override
    public CompletableFuture<RequestReport> start() {
        host.started(this::waiting);
        if (resumed) {
            effects.resume(situation.state());
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
        return RequestTexts.status(situation, moment(0));
    }

    /** What it waits for at this moment; empty if it has not begun, or has ended. */
    public Optional<Waiting> waiting() {
        return Waiting.of(plan, situation, moment(0));
    }

    /** Where it stands. */
    public Phase phase() {
        return situation.state().phase();
    }

    @Override
    public boolean sending() {
        // What has its permit leaves soon, whether Jenkins stops or not; and an end that is not noted is lost.
        Situation now = situation;
        return switch (now.state().phase()) {
            case SENDING, FINISHING -> true;
            case ENDED -> !end.isDone();
            default -> now.isPermitted();
        };
    }

    private void advance(Event event) {
        if (ended) {
            return;
        }
        try {
            Phase before = phase();
            Step step = Transitions.next(
                    plan, situation, event, moment(platform.random().nextDouble()));
            situation = step.next();
            if (phase() != before) {
                effects.leavePhase(phase());
            }
            for (Effect effect : step.effects()) {
                if (effect instanceof Effect.End last) {
                    end(last.report());
                } else {
                    effects.run(effect, situation.state());
                }
            }
        } catch (RuntimeException | Error mistake) {
            if (ended) {
                throw mistake;
            }
            endBy(mistake);
        }
    }

    private Moment moment(double chance) {
        Clocks clocks = platform.clocks();
        return new Moment(clocks.now(), clocks.nanos(), chance, graph.heldFor());
    }

    /** The one place where a request ends. */
    private void end(RequestReport report) {
        ended = true;
        effects.close();
        CompletableFuture<Void> told = CompletableFuture.completedFuture(null);
        try {
            told = host.ended(plan, situation.state(), report);
        } finally {
            told.whenComplete((done, failure) -> end.complete(report));
        }
    }

    /** An error in this plugin or a library ends the request instead of leaving it hanging. */
    private void endBy(Throwable mistake) {
        RequestState last = Transitions.broken(plan, situation.state(), effects.left(), mistake);
        try {
            host.save(last);
        } catch (RuntimeException | Error another) {
            mistake.addSuppressed(another);
        } finally {
            end(RequestReport.of(plan, last, null));
        }
    }
}
