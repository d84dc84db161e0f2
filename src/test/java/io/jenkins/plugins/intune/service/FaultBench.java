package io.jenkins.plugins.intune.service;

import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.jenkins.plugins.intune.driver.AccessCache;
import io.jenkins.plugins.intune.driver.GraphAccess;
import io.jenkins.plugins.intune.driver.ManualPlatform;
import io.jenkins.plugins.intune.driver.RecordingHost;
import io.jenkins.plugins.intune.driver.RequestDriver;
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
import io.jenkins.plugins.intune.http.HttpTransport;
import io.jenkins.plugins.intune.http.ProxySettings;
import io.jenkins.plugins.intune.request.OnDoubt;
import io.jenkins.plugins.intune.request.RequestOptions;
import io.jenkins.plugins.intune.request.RequestPlan;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import io.jenkins.plugins.intune.standin.DeviceLists;
import io.jenkins.plugins.intune.standin.RawServer;
import io.jenkins.plugins.intune.standin.StandIn;
import io.jenkins.plugins.intune.throttle.Limits;
import io.jenkins.plugins.intune.throttle.Throttles;
import io.jenkins.plugins.intune.values.InvalidInputException;
import io.jenkins.plugins.intune.values.Scheduler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.SSLContext;

/**
 * One request through a network with a fault: the plugin's real request, tokens and HTTP client, a stand-in, and a clock that
 * the test sets.
 */
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

    /** Waits that are shorter, such as the throttle's own, are passed whatever the request says that it does. */
    private static final Duration SHORT_WAIT = Duration.ofSeconds(5);

    private static final int TIMEOUT_SECONDS = 20;

    private final ManualPlatform clock = new ManualPlatform();
    private final RecordingHost host = new RecordingHost();
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

    /** The device is looked up first; answers look-ups in turn, and the last answer stays. */
    void lookUps(ResponseDefinitionBuilder... answers) throws InvalidInputException {
        device = DeviceQuery.of(DeviceProperty.SERIAL_NUMBER, "SN-1");
        standIn.answerAction(StandIn.accepted());
        standIn.inTurn(DeviceLists.search(), answers);
    }

    /** Answers token requests in turn; the last answer stays. */
    void tokens(ResponseDefinitionBuilder... answers) {
        standIn.answerAction(StandIn.accepted());
        standIn.inTurn(StandIn.tokenRequest(), answers);
    }

    /** The session links that the device shows, in turn. */
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
        EntraTokens tokens = new EntraTokens(() -> transport, threads, Scheduler.on(threads), InstantSource.system());
        Throttles throttles = new Throttles(clock, clock, clock.platform().random(), () -> Limits.DEFAULT);
        GraphAccess access = new GraphAccess(
                endpoints,
                new AppTokens(tokens.of(app), ""),
                token -> throttles.of(StandIn.TENANT, StandIn.CLIENT),
                List.of(),
                () -> graphTransport);
        RequestPlan plan =
                new RequestPlan(device, new RequestOptions(ApiVersion.AUTO, TIMEOUT_SECONDS, OnDoubt.FAIL, 0), false);
        RequestDriver request = new RequestDriver(
                plan,
                RequestState.startingAt(clock.now()),
                false,
                host,
                new AccessCache(() -> CompletableFuture.completedFuture(access), clock, false),
                clock.platform(),
                null);
        CompletableFuture<RequestReport> outcome = request.start();
        while (!outcome.isDone()) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> outcome.isDone()
                            || request.status().matches("(waiting until|In line).*")
                            || clock.standing().stream().anyMatch(wait -> wait.compareTo(SHORT_WAIT) < 0));
            clock.pass(Duration.ofMillis(500));
        }
        return report(outcome.join());
    }

    private Report report(RequestReport report) {
        int posts = standIn.actions().size() + (raw == null ? 0 : raw.actions());
        String log = String.join("\n", host.log) + "\n" + report.message();
        Ending ending =
                switch (report.outcome()) {
                    case ACCEPTED -> Ending.ACCEPTED;
                    case IN_DOUBT -> Ending.IN_DOUBT;
                    default -> report.message().contains("nothing was sent") ? Ending.UNSENT : Ending.REFUSED;
                };
        return new Report(ending, posts, elsewhere.requests(), log);
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
