package io.jenkins.plugins.intune.driver;

import io.jenkins.plugins.intune.http.HttpReply;
import io.jenkins.plugins.intune.request.Effect;
import io.jenkins.plugins.intune.request.Event;
import io.jenkins.plugins.intune.request.Phase;
import io.jenkins.plugins.intune.request.RequestPlan;
import io.jenkins.plugins.intune.request.RequestState;
import io.jenkins.plugins.intune.request.RequestTexts;
import io.jenkins.plugins.intune.retry.ReadFailure;
import io.jenkins.plugins.intune.throttle.Permit;
import io.jenkins.plugins.intune.throttle.Ticket;
import io.jenkins.plugins.intune.values.Failures;
import io.jenkins.plugins.intune.values.GraphTenant;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Carries out what a request's transitions ask for, and feeds back the events that follow. Holds what the request holds (its
 * place in line, its permit, its calls, its timers) and lets go of all of it in one place. Used from one event at a time.
 */
final class EffectRunner {

    private final RequestPlan plan;
    private final RequestHost host;
    private final Platform platform;
    private final EventInbox inbox;
    private final GraphSession graph;
    private final Consumer<Event> advance;
    private final PlaceInLine line;
    private final AttemptRecorder attempts;
    private final ActionCall action;
    private boolean warned;

    /**
     * @param state where the request goes on
     * @param ticket a place in line whose turn is near; {@code null} for none
     * @param advance handles an event that belongs to no phase, at once
     */
    EffectRunner(
            RequestPlan plan,
            RequestState state,
            RequestHost host,
            Platform platform,
            EventInbox inbox,
            GraphSession graph,
            Ticket ticket,
            Consumer<Event> advance) {
        this.plan = plan;
        this.host = host;
        this.platform = platform;
        this.inbox = inbox;
        this.graph = graph;
        this.advance = advance;
        line = new PlaceInLine(ticket);
        attempts = new AttemptRecorder(plan, host, state);
        action = new ActionCall(inbox, platform.clocks());
    }

    /** Jenkins was restarted. */
    void resume(RequestState state) {
        attempts.resume(state);
    }

    /** Whether the action is under way and may have left. */
    boolean left() {
        return action.left();
    }

    /** A phase is over, and with it everything it waited for. */
    void leavePhase(Phase next) {
        inbox.leavePhase();
        graph.cancel();
        if (!next.isInLine()) {
            line.leave();
        }
    }

    /** The request is over: nothing is held any more, and nothing can leave. */
    void close() {
        inbox.close();
        graph.cancel();
        line.leave();
        line.release();
        action.cancel();
    }

    /** @param state what the transition has led to */
    void run(Effect effect, RequestState state) {
        if (effect instanceof Effect.Save) {
            save(state);
        } else if (effect instanceof Effect.LookUp lookUp) {
            await(graph.lookUp(lookUp.timeout()), Function.identity());
        } else if (effect instanceof Effect.Claim claim) {
            claim(claim.deviceId());
        } else if (effect instanceof Effect.GiveWay) {
            host.givesWay(state);
        } else if (effect instanceof Effect.LeaveLine) {
            line.leave();
        } else if (effect instanceof Effect.CheckApp check) {
            await(graph.check(check.timeout()), Function.identity());
        } else if (effect instanceof Effect.Queue) {
            queue();
        } else if (effect instanceof Effect.ReadDevice read) {
            await(graph.device(state, read.priority(), read.timeout()), Function.identity());
        } else if (effect instanceof Effect.Take) {
            take();
        } else if (effect instanceof Effect.Postpone) {
            line.postpone(called());
        } else if (effect instanceof Effect.Release) {
            line.release();
        } else if (effect instanceof Effect.Send send) {
            send(state, send.timeout());
        } else if (effect instanceof Effect.Cancel) {
            action.cancel();
        } else if (effect instanceof Effect.Wait wait) {
            inbox.wakeAfter(wait.time());
        } else if (effect instanceof Effect.SetDeadline deadline) {
            inbox.setDeadline(deadline.left());
        } else if (effect instanceof Effect.Log log) {
            host.log(log.line());
        } else if (effect instanceof Effect.Announce) {
            announce(state);
        }
    }

    /** An attempt leaves when it is saved, and then in the assistance log. */
    private void save(RequestState state) {
        CompletableFuture<Void> saved = attempts.save(state);
        if (state.phase() == Phase.SAVING) {
            // In two steps, because what has ended meanwhile would stay in the log as if it were under way.
            saved = whileItLasts(saved, done -> host.awaited());
            saved = whileItLasts(saved, done -> leaving(state));
        }
        inbox.await(saved, done -> new Event.Saved(), cause -> new Event.NotSaved(Failures.reason(cause)));
    }

    private CompletableFuture<Void> leaving(RequestState state) {
        // What was saved too late does not leave.
        return line.hasPermit()
                ? attempts.leaving(state, graph.actionTenant())
                : CompletableFuture.completedFuture(null);
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
                cause -> new Event.ReadFailed(
                        tenant.isCompletedExceptionally() ? graph.failure(cause) : ReadFailure.of(cause)));
    }

    /** Starts the next operation only if the phase still lasts when the first has ended. */
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
        inbox.await(future, success, cause -> new Event.ReadFailed(graph.failure(cause)));
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
                    if (granted != null && platform.stopping().getAsBoolean()) {
                        granted.unused();
                    } else if (granted != null) {
                        line.granted(granted);
                        advance.accept(new Event.Permitted(platform.newId()));
                    }
                },
                Permit::unused);
    }

    private void send(RequestState state, Duration timeout) {
        action.send(
                line.take(),
                () -> graph.send(state, timeout),
                (reply, thrown) -> advance.accept(answer(state, reply, thrown)));
    }

    private Event answer(RequestState state, HttpReply reply, Throwable thrown) {
        if (reply == null) {
            return new Event.Unanswered(Failures.cause(thrown));
        }
        graph.noteRefusal(reply);
        return new Event.Answered(reply, graph.action(state));
    }

    private void announce(RequestState state) {
        if (!warned) {
            warned = true;
            graph.warnings().forEach(warning -> host.log(RequestTexts.warning(warning)));
        }
        host.log(new RequestTexts(plan).asking(graph.action(state)));
    }
}
