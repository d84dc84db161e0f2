package io.jenkins.plugins.intune.graph;

import io.jenkins.plugins.intune.values.Failures;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The events of one request, or of one fleet of them: they run one after the other, none after the request has ended, and a
 * mistake in one, be it an error of a library, ends the request instead of leaving it hanging.
 */
public final class RequestEvents implements Executor {

    private final SerialExecutor inOrder;
    private final BooleanSupplier ended;
    private final Consumer<Throwable> onMistake;

    /**
     * @param threads runs the events
     * @param ended whether the request has ended
     * @param onMistake takes what an event threw
     */
    public RequestEvents(Executor threads, BooleanSupplier ended, Consumer<Throwable> onMistake) {
        inOrder = new SerialExecutor(threads);
        this.ended = ended;
        this.onMistake = onMistake;
    }

    @Override
    public void execute(Runnable event) {
        inOrder.execute(() -> {
            if (!ended.getAsBoolean()) {
                try {
                    event.run();
                } catch (Throwable mistake) {
                    onMistake.accept(mistake);
                }
            }
        });
    }

    /** Goes on when a future is done, one way or the other. */
    public <T> void follow(CompletableFuture<T> future, Consumer<T> success, Consumer<Throwable> failure) {
        future.whenComplete((value, thrown) -> execute(() -> {
            if (thrown == null) {
                success.accept(value);
            } else {
                failure.accept(Failures.cause(thrown));
            }
        }));
    }
}
