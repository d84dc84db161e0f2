package io.jenkins.plugins.intune.service;

import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.intune.graph.GraphAccess;
import io.jenkins.plugins.intune.graph.RequestHost;
import io.jenkins.plugins.intune.graph.RequestState;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import jenkins.util.Timer;

/**
 * A build, as a request sees it.
 *
 * @param run the build
 * @param listener its log
 * @param credentialsId the credential to use
 * @param save puts the request's state on disk
 */
public record BuildHost(
        Run<?, ?> run,
        TaskListener listener,
        String credentialsId,
        Function<RequestState, CompletableFuture<Void>> save)
        implements RequestHost {

    /** For requests whose states are kept elsewhere, or not at all. */
    public static BuildHost unsaved(Run<?, ?> run, TaskListener listener, String credentialsId) {
        return new BuildHost(run, listener, credentialsId, state -> CompletableFuture.completedFuture(null));
    }

    @Override
    public CompletableFuture<GraphAccess> access() {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return RemoteAssistanceService.get().access(credentialsId, run);
                    } catch (InvalidInputException wrong) {
                        throw new CompletionException(wrong);
                    }
                },
                RemoteAssistanceService.get().blocking());
    }

    @Override
    public CompletableFuture<Void> save(RequestState state) {
        return save.apply(state);
    }

    @Override
    public void log(String line) {
        listener.getLogger().println(line);
    }

    @Override
    public Future<?> schedule(Duration delay, Runnable task) {
        return Timer.get().schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public Executor executor() {
        return RemoteAssistanceService.get().events();
    }

    @Override
    public Instant now() {
        return Instant.now();
    }
}
