package io.jenkins.plugins.intune.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;

/** The JDK's own client and nothing else: the token is asked for once, by hand, and kept for ever. */
public final class JdkPeer implements Peer {

    private final Endpoints endpoints;
    private final HttpClient client = HttpClient.newHttpClient();
    private CompletableFuture<String> token;

    public JdkPeer(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    @Override
    public CompletableFuture<Void> action(String device) {
        return token().thenCompose(bearer -> client.sendAsync(
                        HttpRequest.newBuilder(URI.create(endpoints.action(device)))
                                .header("Authorization", "Bearer " + bearer)
                                .header("Accept", "application/json")
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString()))
                .thenAccept(JdkPeer::check);
    }

    private synchronized CompletableFuture<String> token() {
        if (token == null) {
            token = client.sendAsync(
                            HttpRequest.newBuilder(URI.create(endpoints.tokenEndpoint()))
                                    .header("Content-Type", "application/x-www-form-urlencoded")
                                    .POST(HttpRequest.BodyPublishers.ofString(endpoints.tokenForm()))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .thenApply(answer -> Endpoints.tokenIn(answer.body()));
        }
        return token;
    }

    private static void check(HttpResponse<String> answer) {
        if (answer.statusCode() != 204) {
            throw new java.util.concurrent.CompletionException(new IOException("HTTP " + answer.statusCode()));
        }
    }
}
