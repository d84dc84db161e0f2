package io.jenkins.plugins.intune.graph;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;

/** What requests ask of the build that they run in. */
public interface BuildContext {

    /**
     * Finds the credential and makes it usable. Called again after each wait, because it may have been changed.
     *
     * @return fails with an exception whose message says in plain words what is wrong
     */
    CompletableFuture<GraphAccess> access();

    /** Writes a line to the build's log. */
    void log(String line);

    /** Runs a task later; cancelling the future calls it off. */
    Future<?> schedule(Duration delay, Runnable task);

    /** Runs short tasks at once, off the caller's thread. */
    Executor executor();

    /** The time of day. */
    Instant now();
}
