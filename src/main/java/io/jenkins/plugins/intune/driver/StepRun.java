package io.jenkins.plugins.intune.driver;

import io.jenkins.plugins.intune.values.Failures;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * One run of a step: its operation, begun or resumed after a restart, until the build has noted the end and the step is told.
 * Thread-safe; never blocks.
 *
 * @param <R> what the operation ends with
 */
public final class StepRun<R> {

    /**
     * The step. Calls must not block unless they say so.
     *
     * @param <R> what the operation ends with
     */
    public interface Host<R> {

        /** Threads that may wait for the disk. */
        Executor disk();

        /**
         * Notes with the build that it begins or resumes, if that is not noted before it sends. Completes when that is
         * on disk.
         */
        default CompletableFuture<Void> begun() {
            return CompletableFuture.completedFuture(null);
        }

        /**
         * It is running.
         *
         * @param end completes when it has ended
         * @return called when the end is noted
         */
        Runnable running(Operation<R> operation, CompletableFuture<R> end);

        /**
         * Notes with the build how it has ended, also if it was stopped. May block. Completes when that is on disk.
         *
         * @param result {@code null} if it has failed
         * @param failure {@code null} if it has not
         */
        CompletableFuture<Void> ended(R result, Throwable failure);

        /** Tells how it ended, unless it was stopped; parameters as above. */
        void conclude(R result, Throwable failure);

        /** Tells that it was stopped, or that an error ended it. */
        void fail(Throwable cause);

        /**
         * It cannot resume after a restart: notes what it had sent, whose end will not be known.
         *
         * @return completes when that is on disk, or soon if it cannot be
         */
        CompletableFuture<Void> abandoned();
    }

    private final Host<R> host;
    private final boolean resumed;
    /** Null until it has begun in this run of Jenkins; if it was resumed, it may have sent something before. */
    private volatile Operation<R> operation;
    /** Whether the operation notes its own end. */
    private volatile boolean running;
    /** Why it was stopped, or {@code null}. */
    private volatile Throwable stopped;
    /** Whether its end is being told, which may take as long as a security realm does. */
    private boolean concluding;

    /** @param resumed whether Jenkins was restarted since it began */
    public StepRun(Host<R> host, boolean resumed) {
        this.host = host;
        this.resumed = resumed;
    }

    /** Whether Jenkins was restarted since it began. */
    public boolean isResumed() {
        return resumed;
    }

    /** Starts or resumes what there is to do. */
    public void begin(Operation<R> next) {
        if (takeUp(next)) {
            host.begun()
                    .handle((begun, unnoted) -> unnoted == null ? run(next) : end(null, Failures.cause(unnoted)))
                    .thenCompose(Function.identity())
                    .exceptionally(this::fail);
        }
    }

    /**
     * A step that was stopped before it had begun sends nothing any more. What it sent before a restart is brought to
     * its end all the same, so that the build remembers it.
     */
    private synchronized boolean takeUp(Operation<R> next) {
        if (stopped != null && !resumed) {
            return false;
        }
        operation = next;
        if (stopped != null) {
            next.abort();
        }
        return true;
    }

    private CompletableFuture<Void> run(Operation<R> next) {
        CompletableFuture<R> end = next.start();
        running = true;
        Runnable noted = host.running(next, end);
        return end.handleAsync(this::end, host.disk())
                .thenCompose(Function.identity())
                .exceptionally(this::fail)
                .thenRun(noted);
    }

    private CompletableFuture<Void> end(R result, Throwable failure) {
        CompletableFuture<Void> noted =
                resumed && failure != null ? host.abandoned() : CompletableFuture.completedFuture(null);
        return noted.thenCompose(done -> host.ended(result, failure)).thenRun(() -> {
            if (mayConclude()) {
                host.conclude(result, failure);
            } else {
                // Whoever stopped it waits for this, and an aborted build must not go on as if nothing had happened.
                host.fail(stopped);
            }
        });
    }

    private synchronized boolean mayConclude() {
        concluding = stopped == null;
        return concluding;
    }

    /** An error ends the step instead of leaving it hanging. */
    public Void fail(Throwable mistake) {
        CompletableFuture<Void> noted = CompletableFuture.completedFuture(null);
        try {
            if (resumed && !running) {
                noted = host.abandoned();
            }
        } finally {
            noted.whenComplete((done, unnoted) -> host.fail(mistake));
        }
        return null;
    }

    /** Somebody stops it. */
    public void stop(Throwable cause) {
        Operation<R> current;
        boolean ended;
        synchronized (this) {
            stopped = cause;
            current = operation;
            ended = concluding;
        }
        if (ended || current == null && !resumed) {
            host.fail(cause);
        } else if (current != null) {
            current.abort();
        }
    }

    /** What it is doing, as a short phrase for diagnosis. */
    public String status() {
        Operation<R> current = operation;
        return current == null ? "starting" : current.status();
    }

    /** As {@link Operation#sending}. */
    public boolean sending() {
        Operation<R> current = operation;
        return current != null && current.sending();
    }
}
