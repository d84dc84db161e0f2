package io.jenkins.plugins.intune.values;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tries once more what there was no thread for: a machine that has reached its limit of threads has some again soon, and nobody
 * else may come by meanwhile. Thread-safe; never blocks, never fails.
 */
public final class Retry {

    /** On the JVM's own timer, and so with what needs no thread to begin with. */
    private static final Executor SOON = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS, Runnable::run);

    private final Runnable attempt;
    private final Executor soon;
    private final AtomicBoolean planned = new AtomicBoolean();

    /** @param attempt what is tried; it may ask for another retry, and what it throws is dropped */
    public Retry(Runnable attempt) {
        this(attempt, SOON);
    }

    /** @param soon runs an attempt a little later */
    Retry(Runnable attempt, Executor soon) {
        this.attempt = attempt;
        this.soon = soon;
    }

    /** Tries it in a second, however often it is asked for until then. */
    public void plan() {
        if (planned.compareAndSet(false, true)) {
            try {
                soon.execute(this::run);
            } catch (RuntimeException | Error noThread) {
                // Then the next one who comes by tries it.
                planned.set(false);
            }
        }
    }

    private void run() {
        planned.set(false);
        attempt.run();
    }
}
