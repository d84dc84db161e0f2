package io.jenkins.plugins.intune.bench;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.reactor.IOReactorConfig;

/**
 * The client that the plugin uses, with the plugin's connections and threads and none of its checks: the least that an
 * action can cost with it.
 */
public final class ApachePeer implements Peer {

    private final Endpoints endpoints;
    private final CloseableHttpAsyncClient client;
    private CompletableFuture<String> token;

    public ApachePeer(Endpoints endpoints) {
        this.endpoints = endpoints;
        client = HttpAsyncClientBuilder.create()
                .setConnectionManager(PoolingAsyncClientConnectionManagerBuilder.create()
                        .useSystemProperties()
                        .setDefaultTlsConfig(TlsConfig.custom()
                                .setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1)
                                .build())
                        .setMaxConnPerRoute(24)
                        .setMaxConnTotal(32)
                        .build())
                .setIOReactorConfig(IOReactorConfig.custom().setIoThreadCount(2).build())
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .build();
        client.start();
    }

    @Override
    public CompletableFuture<Void> action(String device) {
        return token().thenCompose(bearer -> send(SimpleRequestBuilder.post(endpoints.action(device))
                        .setHeader("Authorization", "Bearer " + bearer)
                        .setHeader("Accept", "application/json")
                        // An empty body, unlike none, makes it say Content-Length: 0.
                        .setBody(new byte[0], null)
                        .build()))
                .thenAccept(answer -> {
                    if (answer.getCode() != 204) {
                        throw new java.util.concurrent.CompletionException(new IOException("HTTP " + answer.getCode()));
                    }
                });
    }

    private synchronized CompletableFuture<String> token() {
        if (token == null) {
            token = send(SimpleRequestBuilder.post(endpoints.tokenEndpoint())
                            .setBody(endpoints.tokenForm(), ContentType.APPLICATION_FORM_URLENCODED)
                            .build())
                    .thenApply(answer -> Endpoints.tokenIn(answer.getBodyText()));
        }
        return token;
    }

    private CompletableFuture<SimpleHttpResponse> send(SimpleHttpRequest request) {
        CompletableFuture<SimpleHttpResponse> answer = new CompletableFuture<>();
        client.execute(request, new FutureCallback<>() {
            @Override
            public void completed(SimpleHttpResponse response) {
                answer.complete(response);
            }

            @Override
            public void failed(Exception cause) {
                answer.completeExceptionally(cause);
            }

            @Override
            public void cancelled() {
                answer.cancel(false);
            }
        });
        return answer;
    }
}
