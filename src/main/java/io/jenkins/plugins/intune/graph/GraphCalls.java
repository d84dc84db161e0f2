package io.jenkins.plugins.intune.graph;

import io.jenkins.plugins.intune.http.HttpCall;
import io.jenkins.plugins.intune.http.HttpExchange;
import io.jenkins.plugins.intune.http.HttpReply;
import io.jenkins.plugins.intune.http.HttpSender;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Sends requests to Graph, with the headers that each needs there. Thread-safe.
 *
 * @param transport the present HTTP client
 */
public record GraphCalls(Supplier<? extends HttpSender> transport) {

    /**
     * Reads something.
     *
     * @param token the bearer token
     * @param timeout how long to wait for the answer
     * @return the answer, whatever its status; fails with an {@link io.jenkins.plugins.intune.http.HttpFailure} if none came
     */
    public CompletableFuture<HttpReply> get(URI uri, String token, Duration timeout) {
        var headers = headers(token, UUID.randomUUID().toString());
        return send(HttpCall.get(uri, headers, timeout)).reply();
    }

    /**
     * Sends an empty POST, once.
     *
     * @param token the bearer token
     * @param clientRequestId a fresh GUID in lower case, under which Microsoft's support finds the request
     * @param timeout how long to wait for the answer
     * @see <a href="https://learn.microsoft.com/graph/best-practices-concept">client-request-id</a>
     */
    public HttpExchange post(URI uri, String token, String clientRequestId, Duration timeout) {
        return send(HttpCall.post(uri, headers(token, clientRequestId), timeout));
    }

    private HttpExchange send(HttpCall call) {
        return OwnAnswer.of(call, transport.get().send(call));
    }

    private static Map<String, String> headers(String token, String clientRequestId) {
        return Map.of("Authorization", "Bearer " + token, "Accept", "application/json", OwnAnswer.ID, clientRequestId);
    }
}
