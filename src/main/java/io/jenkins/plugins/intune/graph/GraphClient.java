package io.jenkins.plugins.intune.graph;

import io.jenkins.plugins.intune.http.HttpCall;
import io.jenkins.plugins.intune.http.HttpExchange;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** Sends the plugin's requests about one device to Graph, as one app. */
final class GraphClient {

    private final GraphAccess access;
    private final URI device;

    GraphClient(GraphAccess access, RequestPlan plan) {
        this.access = access;
        device = plan.device().uri(access.endpoints(), plan.apiVersion());
    }

    /** The app in whose name is asked. */
    GraphAccess access() {
        return access;
    }

    /** The address of the action. */
    URI action() {
        return URI.create(device + "/requestRemoteAssistance");
    }

    /**
     * Sends the action, once.
     *
     * @param token the bearer token
     * @param clientRequestId a fresh GUID, under which Microsoft's support finds the request
     * @param timeout how long to wait for the answer
     * @see <a href="https://learn.microsoft.com/graph/best-practices-concept">client-request-id</a>
     */
    HttpExchange requestRemoteAssistance(String token, String clientRequestId, Duration timeout) {
        return access.transport().get().send(HttpCall.post(action(), headers(token, clientRequestId), timeout));
    }

    /** Reads which session link stands at the device: see {@link SessionLink}. */
    HttpExchange readSessionLink(String token, Duration timeout) {
        URI uri = URI.create(device + SessionLink.SELECT);
        return access.transport()
                .get()
                .send(HttpCall.get(uri, headers(token, UUID.randomUUID().toString()), timeout));
    }

    /** What goes with every request to Graph. */
    static Map<String, String> headers(String token, String clientRequestId) {
        return Map.of(
                "Authorization", "Bearer " + token, "Accept", "application/json", "client-request-id", clientRequestId);
    }
}
