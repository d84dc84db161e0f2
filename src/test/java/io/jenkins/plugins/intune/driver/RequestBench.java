package io.jenkins.plugins.intune.driver;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.Patience;
import io.jenkins.plugins.intune.graph.ApiVersion;
import io.jenkins.plugins.intune.graph.BearerTokens;
import io.jenkins.plugins.intune.graph.Cloud;
import io.jenkins.plugins.intune.graph.CloudEndpoints;
import io.jenkins.plugins.intune.graph.DeviceAddress;
import io.jenkins.plugins.intune.graph.DeviceForm;
import io.jenkins.plugins.intune.graph.DeviceTarget;
import io.jenkins.plugins.intune.http.HttpTransport;
import io.jenkins.plugins.intune.http.ProxySettings;
import io.jenkins.plugins.intune.request.OnDoubt;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.request.RequestOptions;
import io.jenkins.plugins.intune.request.RequestPlan;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import io.jenkins.plugins.intune.standin.StandIn;
import io.jenkins.plugins.intune.throttle.AppThrottle;
import io.jenkins.plugins.intune.throttle.Limits;
import io.jenkins.plugins.intune.throttle.Throttles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One request against a server that answers as Graph does, on a clock that the test sets. */
final class RequestBench implements AutoCloseable {

    final StandIn standIn = StandIn.start();
    final ManualPlatform clock = new ManualPlatform();
    final RecordingHost host = new RecordingHost();
    /** By the clock of the test. */
    final AppThrottle throttle = new Throttles(clock, clock, clock.platform().random(), () -> Limits.DEFAULT)
            .of(StandIn.TENANT, StandIn.CLIENT);
    /** The refused tokens for which a new one was requested. */
    final List<String> refusedTokens = new ArrayList<>();

    volatile CompletableFuture<String> currentToken = CompletableFuture.completedFuture("token-one");
    volatile CompletableFuture<String> renewedToken = CompletableFuture.completedFuture("token-two");
    RequestDriver request;
    CompletableFuture<RequestReport> outcome;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private HttpTransport transport = transport("test");
    /** The permissions that a token says it has; empty if it does not say. */
    volatile Optional<List<String>> roles = Optional.empty();
    /** The same for a renewed one; {@code null} if it has no others. */
    volatile Optional<List<String>> rolesOfRenewed;

    volatile CompletableFuture<GraphAccess> access = CompletableFuture.completedFuture(access(Cloud.CUSTOM));

    private HttpTransport transport(String userAgent) {
        return new HttpTransport(ProxySettings.DIRECT, StandIn.trust(), userAgent, timer);
    }

    /** What the build gives the request, as an app of this cloud: the tokens and the present HTTP client. */
    GraphAccess access(Cloud cloud) {
        BearerTokens tokens = new BearerTokens() {
            @Override
            public CompletableFuture<String> current() {
                return currentToken;
            }

            @Override
            public CompletableFuture<String> renewed(String refused) {
                refusedTokens.add(refused);
                currentToken = renewedToken;
                return currentToken;
            }
        };
        CloudEndpoints endpoints = new CloudEndpoints(standIn.root(), standIn.root());
        return new GraphAccess(
                endpoints,
                tokens,
                token -> throttle,
                this::roles,
                token -> Optional.of(StandIn.TENANT),
                cloud.warnings(),
                () -> transport);
    }

    private Optional<List<String>> roles(String token) {
        return token.equals("token-two") && rolesOfRenewed != null ? rolesOfRenewed : roles;
    }

    /** Puts another HTTP client in the place of the one there is. */
    void changeTransport(String userAgent) {
        transport.retire();
        transport = transport(userAgent);
    }

    /** A plan for {@link StandIn#DEVICE} that waits for no session. */
    static RequestPlan plan(OnDoubt onDoubt) throws Exception {
        return plan(DeviceAddress.of(DeviceForm.MANAGED_DEVICE, part -> StandIn.DEVICE), ApiVersion.AUTO, onDoubt, 0);
    }

    static RequestPlan plan(DeviceTarget target, ApiVersion version, OnDoubt onDoubt, long sessionTimeout) {
        return new RequestPlan(target, new RequestOptions(version, 120, onDoubt, sessionTimeout), false);
    }

    void begin() throws Exception {
        begin(plan(OnDoubt.FAIL));
    }

    void begin(RequestPlan plan) {
        run(plan, RequestState.startingAt(clock.now()), false);
    }

    void resume(RequestState state) throws Exception {
        resume(plan(OnDoubt.FAIL), state);
    }

    void resume(RequestPlan plan, RequestState state) {
        run(plan, state, true);
    }

    private void run(RequestPlan plan, RequestState state, boolean resumed) {
        AccessCache cache = new AccessCache(() -> access, clock, resumed);
        request = new RequestDriver(plan, state, resumed, host, cache, clock.platform(), null);
        outcome = request.start();
    }

    /** A state of a request that was on its way when Jenkins died. */
    RequestState sending() {
        return RequestState.startingAt(clock.now()).attempting(clock.now(), "c-1");
    }

    /** Moves the clock on whenever the request waits for nothing but time. */
    void passUntilDone() {
        while (!outcome.isDone()) {
            await().pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> outcome.isDone() || isWaiting());
            // In line there may be an event on its way, for which a slow machine needs some time.
            clock.pass(Duration.ofMillis(request.status().startsWith("In line") ? 200 : 1_000));
        }
    }

    /** Moves the clock on as long as only short waits are left, such as the throttle's. */
    void passShortWaits() {
        Duration shorter = Duration.ofSeconds(5);
        while (!outcome.isDone()) {
            await().until(() ->
                    outcome.isDone() || clock.standing().stream().anyMatch(wait -> wait.compareTo(shorter) < 0));
            clock.pass(Duration.ofMillis(500));
        }
    }

    private boolean isWaiting() {
        String status = request.status();
        return status.startsWith("waiting until") || status.startsWith("In line");
    }

    /** Awaits a wait of just this length. */
    void awaitWait(Duration expected) {
        await().until(() -> clock.standing().contains(expected));
    }

    RequestReport report() {
        try {
            return outcome.get(3 * Patience.TIME.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException failed) {
            throw new AssertionError(failed);
        }
    }

    /** What is left of a request that Intune accepted. */
    RequestReport result() {
        RequestReport report = report();
        assertFalse(report.outcome().isFailure(), report::message);
        return report;
    }

    /** The paragraph of a request that fails. */
    String failure() {
        RequestReport report = report();
        assertFalse(report.outcome() == Outcome.ACCEPTED || report.outcome() == Outcome.SESSION, report::toString);
        String message = report.message();
        assertEquals(1, message.lines().count(), message);
        assertFalse(message.contains("token-one") || message.contains("token-two"), message);
        return message;
    }

    /** Aborts, and says how that ended. */
    RequestReport abort() {
        request.abort();
        RequestReport report = report();
        assertTrue(clock.standing().isEmpty(), () -> "timers are left: " + clock.standing());
        return report;
    }

    @Override
    public void close() {
        transport.retire();
        timer.shutdownNow();
        standIn.close();
    }
}
