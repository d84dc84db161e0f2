package io.jenkins.plugins.intune.driver;

import java.util.concurrent.CompletableFuture;

/**
 * What had ended, and was noted, before Jenkins was restarted, but not told to its step.
 *
 * @param result what it ended with
 * @param <R> its kind
 */
public record EndedOperation<R>(R result) implements Operation<R> {

    @Override
    public CompletableFuture<R> start() {
        return CompletableFuture.completedFuture(result);
    }

    @Override
    public void abort() {
        // It has ended.
    }

    @Override
    public String status() {
        return "ended";
    }

    @Override
    public boolean sending() {
        return false;
    }
}
