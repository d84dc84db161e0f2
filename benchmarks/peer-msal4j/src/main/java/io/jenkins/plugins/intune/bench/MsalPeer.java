package io.jenkins.plugins.intune.bench;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** msal4j as its documentation shows it, with its own cache and HTTP client, and the JDK's client for the action. */
public final class MsalPeer implements Peer {

    private final Endpoints endpoints;
    private final HttpClient client = HttpClient.newHttpClient();
    private final ConfidentialClientApplication app;

    public MsalPeer(Endpoints endpoints) throws MalformedURLException {
        this.endpoints = endpoints;
        app = ConfidentialClientApplication.builder(
                        Endpoints.CLIENT, ClientCredentialFactory.createFromSecret(Endpoints.SECRET))
                .authority(endpoints.authority() + "/" + Endpoints.TENANT + "/")
                .instanceDiscovery(false)
                .build();
    }

    @Override
    public CompletableFuture<Void> action(String device) {
        return app.acquireToken(ClientCredentialParameters.builder(Set.of(endpoints.scope()))
                        .build())
                .thenCompose(token -> client.sendAsync(
                        HttpRequest.newBuilder(URI.create(endpoints.action(device)))
                                .header("Authorization", "Bearer " + token.accessToken())
                                .header("Accept", "application/json")
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString()))
                .thenAccept(answer -> {
                    if (answer.statusCode() != 204) {
                        throw new CompletionException(new IOException("HTTP " + answer.statusCode()));
                    }
                });
    }
}
