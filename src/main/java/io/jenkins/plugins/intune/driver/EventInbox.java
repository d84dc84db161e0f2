package io.jenkins.plugins.intune.driver;

import io.jenkins.plugins.intune.request.Event;
import io.jenkins.plugins.intune.values.Failures;
import io.jenkins.plugins.intune.values.Scheduler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What happens to one request, one event after the other. What was asked for in a phase that is over is dropped here,
 * and nowhere else. {@link #execute} is thread-safe; the other methods are called by events only.
 */
final class EventInbox implements Executor {

    private final SerialExecutor events;
    private final Scheduler scheduler;
    private final Consumer<Event> handler;
    /** Number of the current phase. An event that was requested in an earlier one is dropped. */
    private long phase;

    private Future<?> wakeUp;
    private Future<?> deadline;
    private long deadlines;

    /** @param handler handles an event, in its turn */
    EventInbox(Executor threads, Scheduler scheduler, Consumer<Event> handler) {
        events = new SerialExecutor(threads);
        this.scheduler = scheduler;
        this.handler = handler;
    }

    @Override
    public void execute(Runnable event) {
        events.execute(event);
    }

    /** A phase is over, and with it whatever was asked for in it. The deadline stays. */
    void leavePhase() {
        phase++;
        cancel(wakeUp);
    }

    /** Nothing is waited for any more. */
    void close() {
        leavePhase();
        cancel(deadline);
    }

    /** Tells whether the phase of this moment still lasts; to be asked by later events. */
    BooleanSupplier phase() {
        long now = phase;
        return () -> now == phase;
    }

    /** Handles an event in its turn; to be run at any time, on any thread. */
    Runnable feed(Event event) {
        BooleanSupplier lasts = phase();
        return () -> execute(() -> {
            if (lasts.getAsBoolean()) {
                handler.accept(event);
            }
        });
    }

    /** Handles the event that comes of a future. */
    <T> void await(CompletableFuture<T> future, Function<T, Event> success, Function<Throwable, Event> failure) {
        follow(
                future,
                (value, thrown) ->
                        handler.accept(thrown == null ? success.apply(value) : failure.apply(Failures.cause(thrown))),
                late -> {});
    }

    /**
     * Goes on with what comes of a future.
     *
     * @param late gets the value instead if the phase is over by then
     */
    <T> void follow(CompletableFuture<T> future, BiConsumer<T, Throwable> next, Consumer<T> late) {
        BooleanSupplier lasts = phase();
        future.whenComplete((value, thrown) -> execute(() -> {
            if (lasts.getAsBoolean()) {
                next.accept(value, thrown);
            } else if (thrown == null) {
                late.accept(value);
            }
        }));
    }

    /** Wakes the request after a time, unless the phase is over by then; instead of what was set before. */
    void wakeAfter(Duration time) {
        cancel(wakeUp);
        wakeUp = scheduler.schedule(time, feed(new Event.Woke()));
    }

    /** Sets the deadline, which holds through all phases; instead of the one before. */
    void setDeadline(Duration left) {
        cancel(deadline);
        long number = ++deadlines;
        deadline = scheduler.schedule(
                left,
                () -> execute(() -> {
                    if (number == deadlines) {
                        handler.accept(new Event.TimedOut());
                    }
                }));
    }

    private static void cancel(Future<?> task) {
        if (task != null) {
            task.cancel(false);
        }
    }
}
