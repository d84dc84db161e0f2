package io.jenkins.plugins.intune.driver;

import java.util.concurrent.CompletableFuture;

/**
 * Something that a build does for a while without holding a thread: one request, or many. Thread-safe.
 *
 * @param <R> what it ends with
 */
public interface Operation<R> {

    /**
     * Starts or resumes. To be called once.
     *
     * @return what it ends with, also after {@link #abort()}
     */
    CompletableFuture<R> start();

    /** Ends it soon, whatever it is doing, and logs what had left. */
    void abort();

    /** What it is doing, as a short phrase for diagnosis. */
    String status();

    /**
     * Whether a request is on its way right now, or about to leave, or its end is being noted, so that a restart should wait
     * for that.
     */
    boolean sending();
}
