package io.jenkins.plugins.intune.fleet;

import io.jenkins.plugins.intune.driver.Platform;
import io.jenkins.plugins.intune.driver.SerialExecutor;
import io.jenkins.plugins.intune.values.Failures;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Runs a fleet's events one after the other, until it is over. Thread-safe; never blocks. */
final class FleetEvents {

    /** Longest time for the journal to be read at the beginning, and to be written at the end. */
    static final Duration MAX_DISK = Duration.ofSeconds(30);

    /** Longest time for requests to end when they are aborted because of a mistake. */
    private static final Duration MAX_END = Duration.ofSeconds(30);

    private final Platform platform;
    private final SerialExecutor inbox;
    private final BooleanSupplier over;
    private final Consumer<Throwable> mistaken;

    /**
     * @param over whether nothing is to happen any more
     * @param mistaken gets an error in an event, to end the fleet instead of leaving it hanging
     */
    FleetEvents(Platform platform, BooleanSupplier over, Consumer<Throwable> mistaken) {
        this.platform = platform;
        this.over = over;
        this.mistaken = mistaken;
        inbox = new SerialExecutor(platform.events());
    }

    /** Runs what needs the events' order and nothing else of them. */
    Executor inbox() {
        return inbox;
    }

    void run(Runnable event) {
        inbox.execute(() -> {
            if (!over.getAsBoolean()) {
                try {
                    event.run();
                } catch (RuntimeException | Error mistake) {
                    mistaken.accept(mistake);
                }
            }
        });
    }

    <T> void follow(CompletableFuture<T> future, Consumer<T> success, Consumer<Throwable> failure) {
        future.whenComplete((value, thrown) -> run(() -> {
            if (thrown == null) {
                success.accept(value);
            } else {
                failure.accept(Failures.cause(thrown));
            }
        }));
    }

    /** @param slow runs if the disk takes longer than it has time; what comes afterwards counts all the same */
    <T> void followDisk(CompletableFuture<T> future, Consumer<T> success, Consumer<Throwable> failure, Runnable slow) {
        Future<?> patience = later(MAX_DISK, slow);
        future.whenComplete((value, thrown) -> patience.cancel(false));
        follow(future, success, failure);
    }

    /** Runs something when all have ended, in whatever way, or after some time; even if it is over. */
    void awaitAll(Collection<? extends CompletableFuture<?>> ends, Runnable then) {
        CompletableFuture<Void> ended = CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new));
        ended.whenComplete((all, failure) -> inbox.execute(then));
        Future<?> patience = platform.scheduler().schedule(MAX_END, () -> inbox.execute(then));
        ended.whenComplete((all, failure) -> patience.cancel(false));
    }

    Future<?> later(Duration delay, Runnable event) {
        return platform.scheduler().schedule(delay, () -> run(event));
    }
}
