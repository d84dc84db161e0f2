package io.jenkins.plugins.intune.values;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Runs tasks on threads of another executor. A machine that has reached its limit of threads has some again soon, and nobody
 * else may come by meanwhile, so it tries again every second. Thread-safe; never blocks, never fails.
 */
public final class Insistent implements Executor {

    /** On the JVM's own timer, which is there once anything has waited with a time limit. */
    private static final Executor SOON = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS, Runnable::run);

    private final Executor threads;
    private final Executor soon;

    /** @param threads runs tasks that never fail, or throws if there is no thread */
    public Insistent(Executor threads) {
        this(threads, SOON);
    }

    /** @param soon runs what tries again, a little later */
    Insistent(Executor threads, Executor soon) {
        this.threads = threads;
        this.soon = soon;
    }

    @Override
    public void execute(Runnable task) {
        try {
            threads.execute(task);
        } catch (RuntimeException | Error noThread) {
            tryAgain(task);
        }
    }

    private void tryAgain(Runnable task) {
        try {
            soon.execute(() -> execute(task));
        } catch (RuntimeException | Error noThread) {
            // The timer has it, and runs it as soon as it has a thread of its own.
        }
    }
}
