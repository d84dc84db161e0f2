package io.jenkins.plugins.intune.graph;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jenkins.plugins.intune.http.HttpTransport;
import io.jenkins.plugins.intune.http.ProxySettings;
import io.jenkins.plugins.intune.standin.StandIn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** One request against a server that answers as Graph does, on a clock that the test turns. */
final class GraphBench implements AutoCloseable {

    final StandIn standIn = StandIn.start();
    /** By the clock of the build. */
    final WriteLimiter limiter = new WriteLimiter(this::nanos, this::schedule);
    /** The tokens that a new one was asked for. */
    final List<String> refusedTokens = new ArrayList<>();

    CompletableFuture<String> currentToken = CompletableFuture.completedFuture("token-one");
    RemoteAssistanceRequest request;
    CompletableFuture<RequestResult> outcome;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private HttpTransport transport = transport("test");
    final ManualHost host = new ManualHost(access(Cloud.CUSTOM));

    private long nanos() {
        return TimeUnit.MILLISECONDS.toNanos(host.now().toEpochMilli());
    }

    private Future<?> schedule(Duration delay, Runnable task) {
        return host.schedule(delay, task);
    }

    private HttpTransport transport(String userAgent) {
        return new HttpTransport(ProxySettings.DIRECT, StandIn.trust(), userAgent, timer);
    }

    /** What the build gives the request, as an app of this cloud: the tokens and the HTTP client of the moment. */
    GraphAccess access(Cloud cloud) {
        BearerTokens tokens = new BearerTokens() {
            @Override
            public CompletableFuture<String> current() {
                return currentToken;
            }

            @Override
            public CompletableFuture<String> renewed(String refused) {
                refusedTokens.add(refused);
                return CompletableFuture.completedFuture("token-two");
            }
        };
        CloudEndpoints endpoints = new CloudEndpoints(standIn.root(), standIn.root());
        return new GraphAccess(endpoints, tokens, limiter, cloud.warnings(), () -> transport);
    }

    /** Puts another HTTP client in the place of the one there is. */
    void changeTransport(String userAgent) {
        transport.retire();
        transport = transport(userAgent);
    }

    /** A plan for {@link StandIn#DEVICE} that waits for no session. */
    static RequestPlan plan(OnDoubt onDoubt) throws Exception {
        DeviceAddress device = DeviceAddress.of(DeviceForm.MANAGED_DEVICE, part -> StandIn.DEVICE);
        return new RequestPlan(device, ApiVersion.AUTO, 120, onDoubt, 0);
    }

    void begin() throws Exception {
        begin(RequestState.startingAt(host.now()));
    }

    void begin(RequestState state) throws Exception {
        begin(plan(OnDoubt.FAIL), state);
    }

    void begin(RequestPlan plan) {
        begin(plan, RequestState.startingAt(host.now()));
    }

    void begin(RequestPlan plan, RequestState state) {
        request = new RemoteAssistanceRequest(plan, state, host);
        outcome = request.start();
    }

    /** Turns the clock whenever the request waits for nothing but time. */
    void passUntilDone() {
        while (!outcome.isDone()) {
            await().pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> outcome.isDone() || request.status().startsWith("waiting until"));
            host.pass(Duration.ofSeconds(1));
        }
    }

    /** Awaits a wait of just this length. */
    void awaitWait(Duration expected) {
        await().until(() -> host.standing().contains(expected));
    }

    RequestResult result() throws Exception {
        return outcome.get(30, TimeUnit.SECONDS);
    }

    /** What is left of a request that fails. */
    RequestReport failedReport() {
        ExecutionException failed = assertThrows(ExecutionException.class, this::result);
        return assertInstanceOf(RemoteAssistanceException.class, failed.getCause())
                .report();
    }

    /** The paragraph of a request that fails. */
    String failure() {
        String message = failedReport().message();
        assertEquals(1, message.lines().count(), message);
        assertFalse(message.contains("token-one") || message.contains("token-two"), message);
        return message;
    }

    @Override
    public void close() {
        transport.retire();
        timer.shutdownNow();
        standIn.close();
    }
}
