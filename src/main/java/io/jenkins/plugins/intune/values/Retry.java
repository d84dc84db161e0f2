package io.jenkins.plugins.intune.values;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Tries once more what there was no thread for: a machine that has reached its limit of threads has some again soon, and nobody
 * else may come by meanwhile. Jenkins' log is told. Thread-safe; never blocks, never fails.
 */
public final class Retry {

    private static final Logger LOGGER = Logger.getLogger(Retry.class.getName());

    /** On the JVM's own timer, and so with what needs no thread to begin with. */
    static final Executor SOON = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS, Runnable::run);

    /** Shortest time between two lines of Jenkins' log that say so. */
    private static final long BETWEEN_LINES = TimeUnit.MINUTES.toNanos(1);

    /** For how long a refusal counts: some tries. */
    private static final long RECENT = TimeUnit.SECONDS.toNanos(5);

    private static final AtomicLong TOLD = new AtomicLong(System.nanoTime() - BETWEEN_LINES);

    private final Runnable attempt;
    private final Executor soon;
    private final AtomicBoolean planned = new AtomicBoolean();
    private volatile Refusal latest;

    private record Refusal(Throwable why, long at) {}

    /** @param attempt what is tried; it may ask for another retry, and never fails */
    public Retry(Runnable attempt) {
        this(attempt, SOON);
    }

    /** @param soon runs an attempt a little later */
    Retry(Runnable attempt, Executor soon) {
        this.attempt = attempt;
        this.soon = soon;
    }

    /**
     * Tries it in a second, however often it is asked for until then.
     *
     * @param refusal why there was no thread
     */
    public void plan(Throwable refusal) {
        latest = new Refusal(refusal, System.nanoTime());
        if (planned.compareAndSet(false, true)) {
            tell(refusal);
            try {
                soon.execute(this::run);
            } catch (RuntimeException | Error noThread) {
                // Then the next one who comes by tries it.
                planned.set(false);
            }
        }
    }

    /** Why there is no thread at the moment; empty if nothing was refused in the last seconds. */
    Optional<Throwable> refusal() {
        return Optional.ofNullable(latest)
                .filter(refusal -> System.nanoTime() - refusal.at < RECENT)
                .map(Refusal::why);
    }

    private static void tell(Throwable refusal) {
        long now = System.nanoTime();
        long last = TOLD.get();
        if (now - last >= BETWEEN_LINES && TOLD.compareAndSet(last, now)) {
            SystemLog.log(LOGGER, Level.WARNING, "work that could not go on is tried again", refusal);
        }
    }

    private void run() {
        planned.set(false);
        attempt.run();
    }
}
