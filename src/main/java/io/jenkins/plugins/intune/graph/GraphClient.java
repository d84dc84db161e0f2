package io.jenkins.plugins.intune.graph;

import io.jenkins.plugins.intune.http.HttpExchange;
import io.jenkins.plugins.intune.http.HttpReply;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Sends the plugin's requests about one device to Graph, as one app. */
final class GraphClient {

    private final GraphAccess access;
    private final GraphCalls calls;
    private final RequestPlan plan;
    private final DeviceAddress device;
    private final DeviceAddress readable;

    /** @param state says where the device is, if it had to be looked up; until then nothing can be asked about it */
    GraphClient(GraphAccess access, RequestPlan plan, RequestState state) {
        this.access = access;
        calls = new GraphCalls(access.transport());
        this.plan = plan;
        device = plan.address(state).orElse(null);
        readable = plan.readable(state).orElse(null);
    }

    /** The same for the device that was found in the meantime. */
    GraphClient at(RequestState state) {
        return new GraphClient(access, plan, state);
    }

    /** The app in whose name is asked. */
    GraphAccess access() {
        return access;
    }

    /** The address of the action. */
    URI action() {
        return URI.create(device() + "/requestRemoteAssistance");
    }

    /**
     * Sends the action, once.
     *
     * @param token the bearer token
     * @param clientRequestId a fresh GUID, under which Microsoft's support finds the request
     * @param timeout how long to wait for the answer
     */
    HttpExchange requestRemoteAssistance(String token, String clientRequestId, Duration timeout) {
        return calls.post(action(), token, clientRequestId, timeout);
    }

    /** Reads the device: see {@link DeviceReading}. */
    CompletableFuture<HttpReply> readDevice(String token, Duration timeout) {
        ApiVersion version = readable.equals(device) ? plan.apiVersion() : ApiVersion.AUTO;
        return calls.get(URI.create(readable.uri(access.endpoints(), version) + DeviceReading.SELECT), token, timeout);
    }

    /** Reads how far the tenant's connector is set up: see {@link Connector}. */
    CompletableFuture<HttpReply> readConnector(String token, Duration timeout) {
        return calls.get(URI.create(access.endpoints().graphRoot() + "/" + Connector.PATH), token, timeout);
    }

    /** An answer that was to be the device, in words. */
    String explainDevice(HttpReply reply) {
        return GraphAnswer.explainDevice(reply, plan.form());
    }

    private URI device() {
        return device.uri(access.endpoints(), plan.apiVersion());
    }
}
