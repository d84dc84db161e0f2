package io.jenkins.plugins.intune.graph;

import io.jenkins.plugins.intune.bench.Endpoints;
import io.jenkins.plugins.intune.bench.Peer;
import io.jenkins.plugins.intune.http.HttpReply;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
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
        GraphCalls graph = new GraphCalls(parts.access.transport());
        URI action = PluginParts.device(device).action(parts.access.endpoints(), ApiVersion.AUTO);
        return parts.access
                .tokens()
                .current()
                .thenCompose(token -> graph.post(
                                action, token, UUID.randomUUID().toString(), Duration.ofSeconds(120))
                        .reply())
                .thenAccept(PluginActionPeer::check);
    }

    private static void check(HttpReply reply) {
        if (reply.status() != 204) {
            throw new CompletionException(new IOException(reply.toString()));
        }
    }
}
