package io.jenkins.plugins.intune.graph;

import io.jenkins.plugins.intune.http.HttpCall;
import io.jenkins.plugins.intune.http.HttpExchange;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** Sends the plugin's requests to Graph. Stateless. */
final class GraphClient {

    private static final String ACTION = "/requestRemoteAssistance";

    private GraphClient() {}

    /** The address of the action on a device. */
    static URI action(URI device) {
        return URI.create(device + ACTION);
    }

    /**
     * Sends the action, once.
     *
     * @param access the app that asks
     * @param action the action's address
     * @param token the bearer token
     * @param clientRequestId a fresh GUID, under which Microsoft's support finds the request
     * @param timeout how long to wait for the answer
     * @see <a href="https://learn.microsoft.com/graph/best-practices-concept">client-request-id</a>
     */
    static HttpExchange requestRemoteAssistance(
            GraphAccess access, URI action, String token, String clientRequestId, Duration timeout) {
        Map<String, String> headers = Map.of(
                "Authorization", "Bearer " + token, "Accept", "application/json", "client-request-id", clientRequestId);
        return access.transport().send(HttpCall.post(action, headers, timeout));
    }
}
