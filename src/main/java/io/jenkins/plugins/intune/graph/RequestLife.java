package io.jenkins.plugins.intune.graph;

import io.jenkins.plugins.intune.graph.RequestState.Phase;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;

/**
 * Where a request stands, how much time it has, and how it ends. What it does next is {@link RemoteAssistanceRequest}'s
 * part.
 *
 * <p>Used from one event at a time (see {@link RequestEvents}); only {@link #status()} and {@link #outcome()} may be
 * called from elsewhere.
 */
final class RequestLife {

    private final RequestPlan plan;
    private final RequestHost host;
    private final CompletableFuture<RequestResult> outcome = new CompletableFuture<>();
    private final RequestEvents events;
    private final Pauses pauses;
    private final RequestTexts texts;
    private volatile RequestState state;
    private volatile String status = "starting";
    private Future<?> deadlineAlarm;

    RequestLife(RequestPlan plan, RequestState state, RequestHost host) {
        this.plan = plan;
        this.state = state;
        this.host = host;
        texts = new RequestTexts(plan);
        events =
                new RequestEvents(host.executor(), outcome::isDone, mistake -> end(texts.mistake(this.state, mistake)));
        pauses = new Pauses(host, events);
    }

    CompletableFuture<RequestResult> outcome() {
        return outcome;
    }

    RequestEvents events() {
        return events;
    }

    Pauses pauses() {
        return pauses;
    }

    RequestTexts texts() {
        return texts;
    }

    RequestState state() {
        return state;
    }

    /** Changes the state, for now in memory. */
    void become(RequestState next) {
        state = next;
    }

    /**
     * Changes the state and has it saved. Whoever need not wait for that may ignore the future: what stands on disk until
     * then is an older state, which is the more careful one.
     */
    CompletableFuture<Void> save(RequestState next) {
        state = next;
        return host.save(next);
    }

    /** Says what the request is doing, as a short phrase for diagnosis. */
    void doing(String phrase) {
        status = phrase;
    }

    /** What the request is doing or waiting for. */
    String status() {
        String waiting = pauses.status();
        return waiting == null ? status : waiting;
    }

    /** What is left of the timeout, more than zero. */
    Duration remaining() {
        Duration left = Duration.between(host.now(), state.startedAt().plus(plan.timeout()));
        return left.isNegative() || left.isZero() ? Duration.ofMillis(1) : left;
    }

    /** Runs an event when the timeout is up. */
    void atDeadline(Runnable event) {
        deadlineAlarm = host.schedule(remaining(), () -> events.execute(event));
    }

    /**
     * Waits and goes on, or fails at once if the timeout comes first.
     *
     * @param why what makes the wait necessary, for the log
     * @param finalWords the failure's paragraph, around a note on the wait
     */
    void retry(Duration wait, String why, UnaryOperator<String> finalWords, Runnable next) {
        if (wait.compareTo(remaining()) >= 0) {
            fail(finalWords.apply(texts.tooLong(wait)));
            return;
        }
        save(state.waitingUntil(host.now().plus(wait)))
                .whenComplete((saved, cause) -> events.execute(() -> pauses.pause(wait, why, next)));
    }

    /** Intune accepted. A failed save must not turn that into a failure. */
    void accept(String requestId) {
        doing("accepted");
        save(state.accepted(host.now(), requestId)).whenComplete((saved, cause) -> events.execute(this::succeed));
    }

    /** Ends the request that Intune has accepted. */
    void succeed() {
        quiet();
        RequestResult result = texts.result(state);
        host.log(texts.accepted(result, state.wasInDoubt()));
        outcome.complete(result);
    }

    /** Saves the failure, so that a restart finds it, and ends. */
    void fail(String message) {
        pauses.cancel();
        doing("failed");
        save(state.failed(message)).whenComplete((saved, cause) -> events.execute(() -> end(message)));
    }

    /** Ends without success, now. */
    void end(String message) {
        quiet();
        outcome.completeExceptionally(new RemoteAssistanceException(message));
    }

    /** Whether it is still open how the request ends, and the device is not being asked about that. */
    boolean isBeforeAnswer() {
        return state.phase() == Phase.NEW || state.phase() == Phase.WAITING || state.phase() == Phase.SENDING;
    }

    private void quiet() {
        pauses.cancel();
        if (deadlineAlarm != null) {
            deadlineAlarm.cancel(false);
        }
    }
}
