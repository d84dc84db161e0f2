package io.jenkins.plugins.intune.graph;

import io.jenkins.plugins.intune.bench.Endpoints;
import io.jenkins.plugins.intune.bench.Peer;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

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
        return new RemoteAssistanceRequest(plan, RequestState.startingAt(Instant.now()), new Host(parts))
                .start()
                .thenAccept(result -> {});
    }

    private static final class Host extends BenchBuild implements RequestHost {

        Host(PluginParts parts) {
            super(parts);
        }

        @Override
        public CompletableFuture<Void> save(RequestState state) {
            return CompletableFuture.completedFuture(null);
        }
    }
}
