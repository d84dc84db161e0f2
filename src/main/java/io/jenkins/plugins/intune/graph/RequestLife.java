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

    /** After a restart there is this much time to wait for the session, if it was to be waited for so long at all. */
    private static final Duration AFTER_RESTART = Duration.ofSeconds(30);

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
        events = new RequestEvents(host.executor(), outcome::isDone, this::endMistaken);
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
        return Durations.left(host.now(), state.startedAt().plus(plan.timeout()));
    }

    /** What is left of the time for the session: some, even if Jenkins was down for longer than that. */
    Duration remainingForSession() {
        Duration left = Duration.between(host.now(), state.endedAt().plus(plan.sessionTimeout()));
        return Durations.longer(left, Durations.shorter(plan.sessionTimeout(), AFTER_RESTART));
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
    void accept(String requestId, Runnable next) {
        doing("accepted");
        save(state.accepted(host.now(), requestId)).whenComplete((saved, cause) -> events.execute(next));
    }

    /**
     * Ends the request that Intune has accepted.
     *
     * @param device the device with its new session link, or {@code null} if nobody waited for one
     */
    void succeed(DeviceReading device) {
        quiet();
        long millis = Duration.between(state.startedAt(), state.endedAt()).toMillis();
        RequestReport.Outcome end = device == null ? RequestReport.Outcome.ACCEPTED : RequestReport.Outcome.SESSION;
        outcome.complete(new RequestResult(report(end, null, device), millis));
    }

    /** Saves the failure, so that a restart finds it, and ends. */
    void fail(String message) {
        fail(state.failed(message, false), null);
    }

    /** Fails although nobody knows what became of the request. */
    void failInDoubt(String message) {
        fail(state.failed(message, true), null);
    }

    /** Fails although Intune has accepted: no session followed. */
    void failWithoutSession(String message, DeviceReading device) {
        fail(state.failed(message, false), device);
    }

    private void fail(RequestState failed, DeviceReading device) {
        pauses.cancel();
        doing("failed");
        save(failed).whenComplete((saved, cause) -> events.execute(() -> end(failed.reason(), device)));
    }

    /** Ends without asking, because another request of the build asks the same device. */
    void skip(String message) {
        quiet();
        outcome.completeExceptionally(
                new RemoteAssistanceException(report(RequestReport.Outcome.DUPLICATE, message, null)));
    }

    /** Ends without success, now. */
    void end(String message) {
        end(message, null);
    }

    private void endMistaken(Throwable mistake) {
        try {
            end(texts.mistake(state, mistake));
        } catch (RuntimeException | Error worse) {
            // Where a library is broken, even words may fail; whoever waits must not wait for ever.
            outcome.completeExceptionally(mistake);
        }
    }

    private void end(String message, DeviceReading device) {
        quiet();
        RequestReport.Outcome end;
        if (state.isAccepted()) {
            end = RequestReport.Outcome.NO_SESSION;
        } else {
            boolean doubt = state.failedInDoubt() || state.phase() == Phase.IN_DOUBT || state.phase() == Phase.SENDING;
            end = doubt ? RequestReport.Outcome.IN_DOUBT : RequestReport.Outcome.FAILED;
        }
        outcome.completeExceptionally(new RemoteAssistanceException(report(end, message, device)));
    }

    private RequestReport report(RequestReport.Outcome end, String message, DeviceReading device) {
        String link = device == null ? "" : device.link().url();
        return new RequestReport(
                texts.device(),
                plan.readable(state).flatMap(DeviceAddress::deviceId).orElse(null),
                device == null || device.details().name().isEmpty()
                        ? null
                        : device.details().name(),
                end,
                message,
                state.startedAt(),
                state.isAccepted() ? state.endedAt() : null,
                state.requestId(),
                state.clientRequestId(),
                state.attempts(),
                end == RequestReport.Outcome.SESSION && !link.isEmpty() ? link : null,
                device == null || device.error().isEmpty() ? null : device.error());
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
