package io.jenkins.plugins.intune.graph;

import io.jenkins.plugins.intune.bench.Endpoints;
import io.jenkins.plugins.intune.bench.Peer;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The plugin's whole request, as a build makes it: it reads the device first, saves its state before it sends, takes its
 * turn under Intune's limit, and writes to a log. Only what Jenkins itself does is left out: finding the credential and
 * writing to disk.
 */
public final class PluginRequestPeer implements Peer {

    private final PluginParts parts;

    public PluginRequestPeer(Endpoints endpoints) throws InvalidInputException {
        parts = new PluginParts(endpoints);
    }

    @Override
    public CompletableFuture<Void> action(String device) {
        RequestPlan plan = new RequestPlan(PluginParts.device(device), ApiVersion.AUTO, 3600, OnDoubt.FAIL, 0);
        return new RemoteAssistanceRequest(plan, RequestState.startingAt(Instant.now()), new Host())
                .start()
                .thenAccept(result -> {});
    }

    private final class Host implements RequestHost {

        @Override
        public CompletableFuture<GraphAccess> access() {
            return CompletableFuture.supplyAsync(() -> parts.access, parts.blocking);
        }

        @Override
        public CompletableFuture<Void> save(RequestState state) {
            return CompletableFuture.completedFuture(null);
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
}
