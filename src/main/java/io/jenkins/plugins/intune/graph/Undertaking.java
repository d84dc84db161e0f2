package io.jenkins.plugins.intune.graph;

import java.util.concurrent.CompletableFuture;

/**
 * Something that a build does for a while without holding a thread: one request, or many. Thread-safe.
 *
 * @param <R> what it ends with
 */
public interface Undertaking<R> {

    /**
     * Starts or goes on. To be called once.
     *
     * @return the result, or an exception whose message is a readable paragraph for a build log
     */
    CompletableFuture<R> start();

    /**
     * Ends it, whatever it is doing, and logs what had left.
     *
     * @return completes when the log says so; {@link #start()}'s future is complete then
     */
    CompletableFuture<Void> abort();

    /** What it is doing, as a short phrase for diagnosis. */
    String status();

    /** Whether a request is on its way right now, so that a restart should wait for the answer. */
    boolean sending();
}
