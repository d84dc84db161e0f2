package io.jenkins.plugins.intune.driver;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * One run of a step: its operation from the start, or from a restart on, until the build has noted the end and the step is told.
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

        /** It begins, or goes on: notes that. Completes when that is on disk. */
        CompletableFuture<Void> begun();

        /**
         * It runs.
         *
         * @param end completes when it has ended
         * @return called when that is noted
         */
        Runnable running(Operation<R> operation, CompletableFuture<R> end);

        /**
         * It has come to its end: notes what became of it, also if it was stopped. May block. Completes when that is on disk.
         *
         * @param result {@code null} if it has failed
         * @param failure {@code null} if it has not
         */
        CompletableFuture<Void> ended(R result, Throwable failure);

        /** Tells how it ended, unless it was stopped; parameters as above. */
        void conclude(R result, Throwable failure);

        /** Tells that it was stopped, or that there was a mistake. */
        void fail(Throwable cause);

        /** It cannot go on after a restart: notes what it had sent. */
        void abandoned();
    }

    private final Host<R> host;
    private final boolean resumed;
    /** Null until it has begun in this run of Jenkins; if it was resumed, it may have sent something before. */
    private volatile Operation<R> operation;
    /** Why it was stopped, or {@code null}. */
    private volatile Throwable stopped;

    /** @param resumed whether Jenkins was restarted since it began */
    public StepRun(Host<R> host, boolean resumed) {
        this.host = host;
        this.resumed = resumed;
    }

    /** Whether Jenkins was restarted since it began. */
    public boolean isResumed() {
        return resumed;
    }

    /** Starts what there is to do, or goes on with it. */
    public void begin(Operation<R> next) {
        if (takeUp(next)) {
            host.begun().thenRun(() -> run(next)).exceptionally(this::fail);
        }
    }

    /**
     * A step that was stopped before it had begun asks nobody any more. What it sent before a restart comes to its end all the
     * same, so that the build remembers it.
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

    private void run(Operation<R> next) {
        CompletableFuture<R> end = next.start();
        Runnable noted = host.running(next, end);
        end.handleAsync(this::end, host.disk())
                .thenCompose(Function.identity())
                .exceptionally(this::fail)
                .thenRun(noted);
    }

    private CompletableFuture<Void> end(R result, Throwable failure) {
        return host.ended(result, failure).thenRun(() -> {
            if (stopped == null) {
                host.conclude(result, failure);
            } else {
                // Whoever stopped it waits for this, and an aborted build must not go on as if nothing had happened.
                host.fail(stopped);
            }
        });
    }

    /** A mistake ends the step, instead of leaving it hanging. */
    public Void fail(Throwable mistake) {
        // What is driven notes its own end.
        if (resumed && operation == null) {
            host.abandoned();
        }
        host.fail(mistake);
        return null;
    }

    /** Somebody stops it. */
    public void stop(Throwable cause) {
        Operation<R> current;
        synchronized (this) {
            stopped = cause;
            current = operation;
        }
        if (current != null) {
            current.abort();
        } else if (!resumed) {
            host.fail(cause);
        }
    }

    /** What it is doing, as a short phrase for diagnosis. */
    public String status() {
        Operation<R> current = operation;
        return current == null ? "starting" : current.status();
    }

    /** Whether a request is on its way right now, so that a restart should wait for the answer. */
    public boolean sending() {
        Operation<R> current = operation;
        return current != null && current.sending();
    }
}
