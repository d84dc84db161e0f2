package io.jenkins.plugins.intune.graph;

import io.jenkins.plugins.intune.http.HttpReply;
import io.jenkins.plugins.intune.http.HttpSender;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Reads from Graph to see whether an app can, and changes nothing there. Thread-safe. */
public final class GraphProbe {

    /**
     * The result of a read.
     *
     * @param device the device, if one was read and is there
     * @param wording says what Graph said instead, in the language of the thread that asks
     * @param refusal Graph's answer, if it was not what was asked for; another attempt may succeed
     */
    public record Outcome(Optional<DeviceDetails> device, Supplier<String> wording, Optional<HttpReply> refusal) {

        /** What Graph said instead of an answer, with a hint; the empty string if all is well. */
        public String problem() {
            return wording.get();
        }
    }

    private final CloudEndpoints endpoints;
    private final GraphCalls calls;
    private final DeviceSearch search;

    /**
     * @param endpoints where the cloud answers
     * @param transport the present HTTP client
     */
    public GraphProbe(CloudEndpoints endpoints, Supplier<? extends HttpSender> transport) {
        this.endpoints = endpoints;
        calls = new GraphCalls(transport);
        search = new DeviceSearch(endpoints, transport);
    }

    /** Reads the id of one managed device, whichever comes first. */
    public CompletableFuture<Outcome> anyDevice(String token, Duration timeout) {
        return read("v1.0/deviceManagement/managedDevices?$top=1&$select=id", token, timeout);
    }

    /** Reads the id of one management script: for an app that may not read devices. */
    public CompletableFuture<Outcome> anyScript(String token, Duration timeout) {
        return read("beta/deviceManagement/deviceManagementScripts?$top=1&$select=id", token, timeout);
    }

    /** Reads how far the tenant's connector is set up, as far as the app may know. */
    public CompletableFuture<Connector> connector(String token, Duration timeout) {
        return calls.get(Connector.address(endpoints), token, timeout).thenApply(Connector::of);
    }

    /**
     * Reads a device, after looking it up if it is named by a property.
     *
     * @param timeout how long each read may take
     */
    public CompletableFuture<Outcome> device(DeviceTarget target, String token, Duration timeout) {
        return device(target, device -> true, token, timeout);
    }

    /**
     * The same among some devices only.
     *
     * @param scope tells these devices
     */
    public CompletableFuture<Outcome> device(
            DeviceTarget target, Predicate<DeviceDetails> scope, String token, Duration timeout) {
        if (target instanceof DeviceQuery query) {
            return search.find(query, scope, ApiVersion.AUTO, token, timeout)
                    .thenApply(found -> new Outcome(found.device(), found.wording(), found.refusal()));
        }
        return device((DeviceAddress) target, scope, token, timeout);
    }

    private CompletableFuture<Outcome> device(
            DeviceAddress address, Predicate<DeviceDetails> scope, String token, Duration timeout) {
        URI device = URI.create(address.uri(endpoints, ApiVersion.AUTO) + "?" + DeviceDetails.SELECT);
        return calls.get(device, token, timeout)
                .thenCompose(reply -> address.instead(reply)
                        .map(other -> device(other, scope, token, timeout))
                        .orElseGet(() -> CompletableFuture.completedFuture(outcome(address, scope, reply))));
    }

    private static Outcome outcome(DeviceAddress address, Predicate<DeviceDetails> scope, HttpReply reply) {
        Optional<DeviceDetails> details = DeviceReading.of(reply, address).map(DeviceReading::details);
        return details.isPresent() && !scope.test(details.get())
                ? new Outcome(Optional.empty(), Messages::DeviceSearch_none, Optional.empty())
                : new Outcome(
                        details,
                        () -> details.isPresent() ? "" : GraphAnswer.explainDevice(reply, address.form()),
                        details.isPresent() || isMissing(reply) ? Optional.empty() : Optional.of(reply));
    }

    private static boolean isMissing(HttpReply reply) {
        return reply.status() == 404 && GraphError.of(reply).isRefusal();
    }

    private CompletableFuture<Outcome> read(String path, String token, Duration timeout) {
        return calls.get(URI.create(endpoints.graphRoot() + "/" + path), token, timeout)
                .thenApply(reply -> new Outcome(
                        Optional.empty(),
                        // Something on the way may say 200, too.
                        () -> GraphAnswer.list(reply).isPresent() ? "" : GraphAnswer.explainList(reply),
                        Optional.empty()));
    }
}
