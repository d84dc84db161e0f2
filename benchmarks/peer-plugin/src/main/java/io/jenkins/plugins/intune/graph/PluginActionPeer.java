package io.jenkins.plugins.intune.graph;

import io.jenkins.plugins.intune.bench.Endpoints;
import io.jenkins.plugins.intune.bench.Peer;
import io.jenkins.plugins.intune.http.HttpReply;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** What the other peers do, with the plugin's code: a token, one POST, and whether the answer was 204. */
public final class PluginActionPeer implements Peer {

    private final PluginParts parts;

    public PluginActionPeer(Endpoints endpoints) throws InvalidInputException {
        parts = new PluginParts(endpoints);
    }

    @Override
    public CompletableFuture<Void> action(String device) {
        RequestPlan plan = new RequestPlan(PluginParts.device(device), ApiVersion.AUTO, 120, OnDoubt.FAIL, 0);
        GraphClient graph = new GraphClient(parts.access, plan, RequestState.startingAt(Instant.now()));
        return parts.access
                .tokens()
                .current()
                .thenCompose(token -> graph.requestRemoteAssistance(
                                token, UUID.randomUUID().toString(), Duration.ofSeconds(120))
                        .reply())
                .thenAccept(PluginActionPeer::check);
    }

    private static void check(HttpReply reply) {
        if (Fate.of(reply) != Fate.ACCEPTED) {
            throw new CompletionException(new IOException(reply.toString()));
        }
    }
}
