package io.jenkins.plugins.intune.graph;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** A build without a log and without a disk: what Jenkins itself does is left out. */
public class BenchBuild implements BuildContext {

    private final PluginParts parts;

    public BenchBuild(PluginParts parts) {
        this.parts = parts;
    }

    @Override
    public CompletableFuture<GraphAccess> access() {
        return CompletableFuture.supplyAsync(() -> parts.access, parts.blocking);
    }

    @Override
    public void log(String line) {
        // A build writes it to its log.
    }

    @Override
    public Future<?> schedule(Duration delay, Runnable task) {
        return parts.timer.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public Executor executor() {
        return parts.events;
    }

    @Override
    public Instant now() {
        return Instant.now();
    }
}
