package io.jenkins.plugins.intune.service;

import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.jenkins.plugins.intune.entra.AppIdentity;
import io.jenkins.plugins.intune.entra.EntraTokens;
import io.jenkins.plugins.intune.entra.SecretProof;
import io.jenkins.plugins.intune.graph.ApiVersion;
import io.jenkins.plugins.intune.graph.CloudEndpoints;
import io.jenkins.plugins.intune.graph.DeviceAddress;
import io.jenkins.plugins.intune.graph.DeviceForm;
import io.jenkins.plugins.intune.graph.DeviceProperty;
import io.jenkins.plugins.intune.graph.DeviceQuery;
import io.jenkins.plugins.intune.graph.DeviceTarget;
import io.jenkins.plugins.intune.graph.GraphAccess;
import io.jenkins.plugins.intune.graph.ManualHost;
import io.jenkins.plugins.intune.graph.OnDoubt;
import io.jenkins.plugins.intune.graph.RemoteAssistanceRequest;
import io.jenkins.plugins.intune.graph.RequestPlan;
import io.jenkins.plugins.intune.graph.RequestResult;
import io.jenkins.plugins.intune.graph.RequestState;
import io.jenkins.plugins.intune.graph.WriteLimiter;
import io.jenkins.plugins.intune.http.HttpTransport;
import io.jenkins.plugins.intune.http.ProxySettings;
import io.jenkins.plugins.intune.standin.DeviceLists;
import io.jenkins.plugins.intune.standin.RawServer;
import io.jenkins.plugins.intune.standin.StandIn;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.SSLContext;

/** One request on a way with a fault: the plugin's real request, tokens and HTTP client, a stand-in, a turned clock. */
final class FaultBench implements AutoCloseable {

    /** How a request can end. */
    enum Ending {
        ACCEPTED,
        REFUSED,
        UNSENT,
        IN_DOUBT
    }

    /**
     * @param ending how the request ended
     * @param posts how many actions reached a server
     * @param requestsElsewhere how many requests reached the server that nobody should ask
     * @param log the build's log, with the failure at its end
     */
    record Report(Ending ending, int posts, int requestsElsewhere, String log) {}

    private static final int TIMEOUT_SECONDS = 20;

    private final StandIn standIn = StandIn.start();
    private final StandIn elsewhere = StandIn.start();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
    private final HttpTransport transport = transport(StandIn.trust());
    private HttpTransport graphTransport = transport;
    private URI graphRoot = standIn.root();
    private RawServer raw;
    private DeviceTarget device;

    FaultBench() throws InvalidInputException {
        device = DeviceAddress.of(DeviceForm.MANAGED_DEVICE, part -> StandIn.DEVICE);
    }

    private HttpTransport transport(SSLContext trust) {
        return new HttpTransport(ProxySettings.DIRECT, trust, "test", threads);
    }

    /** Answers the action in turn; the last answer stays. */
    void actions(ResponseDefinitionBuilder... answers) {
        standIn.answerAction(answers);
    }

    /** The device is looked up first, and this is what look-ups are answered in turn; the last answer stays. */
    void lookUps(ResponseDefinitionBuilder... answers) throws InvalidInputException {
        device = DeviceQuery.of(DeviceProperty.SERIAL_NUMBER, "SN-1");
        standIn.answerAction(StandIn.accepted());
        standIn.inTurn(DeviceLists::search, answers);
    }

    /** Answers token requests in turn; the last answer stays. */
    void tokens(ResponseDefinitionBuilder... answers) {
        standIn.answerAction(StandIn.accepted());
        standIn.inTurn(StandIn::tokenRequest, answers);
    }

    /** The session links that stand at the device, in turn. */
    void links(String... links) {
        standIn.device(links);
    }

    /** Puts Graph somewhere else. */
    void graphAt(URI root) {
        graphRoot = root;
    }

    /** Puts Graph on a server that misbehaves. */
    void graphAt(RawServer.Behaviour behaviour) {
        raw = RawServer.start(behaviour);
        graphRoot = raw.root();
    }

    /** Graph's certificate is not trusted. */
    void distrustGraph() throws Exception {
        graphTransport = transport(SSLContext.getDefault());
    }

    /** Where Graph answers. */
    URI graph() {
        return graphRoot;
    }

    /** A server that nobody should ask. */
    URI elsewhere() {
        return elsewhere.root();
    }

    /** An address where nobody listens. */
    static URI nobody() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("https://localhost:" + free.getLocalPort());
        }
    }

    /** Runs the request to its end. Waits take no time; only what the network does is real. */
    Report run() throws Exception {
        CloudEndpoints endpoints = new CloudEndpoints(graphRoot, standIn.root());
        AppIdentity app = new AppIdentity(
                endpoints.authority(),
                StandIn.TENANT,
                StandIn.CLIENT,
                endpoints.scope(),
                new SecretProof(StandIn.SECRET));
        EntraTokens tokens = new EntraTokens(() -> transport, threads, InstantSource.system());
        ManualHost host = new ManualHost(new GraphAccess(
                endpoints, new AppTokens(tokens.of(app)), WriteLimiter.on(threads), List.of(), () -> graphTransport));
        RequestPlan plan = new RequestPlan(device, ApiVersion.AUTO, TIMEOUT_SECONDS, OnDoubt.FAIL, 0);
        RemoteAssistanceRequest request = new RemoteAssistanceRequest(plan, RequestState.startingAt(host.now()), host);
        CompletableFuture<RequestResult> outcome = request.start();
        while (!outcome.isDone()) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> outcome.isDone() || request.status().startsWith("waiting until"));
            host.pass(Duration.ofMillis(500));
        }
        return report(outcome, String.join("\n", host.log));
    }

    private Report report(CompletableFuture<RequestResult> outcome, String log) {
        int posts = standIn.actions().size() + (raw == null ? 0 : raw.actions());
        try {
            outcome.join();
            return new Report(Ending.ACCEPTED, posts, elsewhere.requests(), log);
        } catch (CompletionException failed) {
            String message = failed.getCause().getMessage();
            Ending ending = message.startsWith("It is in doubt")
                    ? Ending.IN_DOUBT
                    : message.contains("nothing was sent") ? Ending.UNSENT : Ending.REFUSED;
            return new Report(ending, posts, elsewhere.requests(), log + "\n" + message);
        }
    }

    @Override
    public void close() throws Exception {
        transport.retire();
        threads.shutdownNow();
        standIn.close();
        elsewhere.close();
        if (raw != null) {
            raw.close();
        }
    }
}
