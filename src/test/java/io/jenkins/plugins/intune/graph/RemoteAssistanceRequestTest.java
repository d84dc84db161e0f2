package io.jenkins.plugins.intune.graph;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static io.jenkins.plugins.intune.standin.StandIn.error;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.jenkins.plugins.intune.http.HttpTransport;
import io.jenkins.plugins.intune.http.ProxySettings;
import io.jenkins.plugins.intune.standin.StandIn;
import io.jenkins.plugins.intune.values.Guid;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One request's life against a server that answers as Graph does, on a clock that the test turns. */
class RemoteAssistanceRequestTest {

    private final StandIn standIn = StandIn.start();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private HttpTransport transport = new HttpTransport(ProxySettings.DIRECT, StandIn.trust(), "test", timer);
    private final List<String> tokensRefused = new ArrayList<>();
    private final WriteLimiter limiter = new WriteLimiter(System::nanoTime);
    private final BearerTokens tokens = new BearerTokens() {
        @Override
        public CompletableFuture<String> current() {
            return currentToken;
        }

        @Override
        public CompletableFuture<String> renewed(String refused) {
            tokensRefused.add(refused);
            return CompletableFuture.completedFuture("token-two");
        }
    };
    private CompletableFuture<String> currentToken = CompletableFuture.completedFuture("token-one");
    private ManualHost host = host(Cloud.CUSTOM);
    private OnDoubt onDoubt = OnDoubt.FAIL;
    private RemoteAssistanceRequest request;
    private CompletableFuture<RequestResult> outcome;

    private ManualHost host(Cloud cloud) {
        CloudEndpoints endpoints = new CloudEndpoints(standIn.root(), standIn.root());
        return new ManualHost(new GraphAccess(endpoints, tokens, limiter, cloud.warnings(), () -> transport));
    }

    @AfterEach
    void close() {
        transport.retire();
        timer.shutdownNow();
        standIn.close();
    }

    private void begin(RequestState state) throws Exception {
        DeviceAddress device = DeviceAddress.of(DeviceForm.MANAGED_DEVICE, part -> DEVICE);
        request = new RemoteAssistanceRequest(new RequestPlan(device, ApiVersion.AUTO, 120, onDoubt, 0), state, host);
        outcome = request.start();
    }

    private void begin() throws Exception {
        begin(RequestState.startingAt(host.now()));
    }

    private RequestResult result() throws Exception {
        return outcome.get(30, TimeUnit.SECONDS);
    }

    private String failure() {
        ExecutionException failed = assertThrows(ExecutionException.class, this::result);
        String message = assertInstanceOf(RemoteAssistanceException.class, failed.getCause())
                .getMessage();
        assertEquals(1, message.lines().count(), message);
        assertFalse(message.contains("token-one") || message.contains("token-two"), message);
        return message;
    }

    /** Answers in turn; the last answer stays. */
    private void answers(ResponseDefinitionBuilder... answers) {
        for (int i = 0; i < answers.length; i++) {
            standIn.stub(StandIn.action(".*")
                    .inScenario("answers")
                    .whenScenarioStateIs(turn(i))
                    .willSetStateTo(turn(Math.min(i + 1, answers.length - 1)))
                    .willReturn(answers[i]));
        }
    }

    private static String turn(int i) {
        return i == 0 ? Scenario.STARTED : "turn " + i;
    }

    /** Turns the clock whenever the request waits for nothing but time. */
    private void passUntilDone() {
        while (!outcome.isDone()) {
            await().until(() -> outcome.isDone() || request.status().startsWith("waiting until"));
            host.pass(Duration.ofSeconds(1));
        }
    }

    private void awaitWait(Duration expected) {
        await().until(() -> host.standing().contains(expected));
    }

    @Test
    void aCredentialThatWasChangedWhileWaitingCounts() throws Exception {
        answers(aResponse().withStatus(429).withHeader("Retry-After", "30"), accepted());
        begin();
        awaitWait(Duration.ofSeconds(30));

        currentToken = CompletableFuture.completedFuture("token-of-the-new-secret");
        BearerTokens before = tokens;
        host.access = CompletableFuture.completedFuture(new GraphAccess(
                new CloudEndpoints(standIn.root(), standIn.root()), before, limiter, List.of(), () -> transport));
        passUntilDone();

        assertEquals(2, result().attempts());
        assertEquals("Bearer token-of-the-new-secret", standIn.actions().get(1).getHeader("Authorization"));
    }

    @Test
    void aCredentialThatWasDeletedWhileWaitingIsMissed() throws Exception {
        answers(aResponse().withStatus(429).withHeader("Retry-After", "30"), accepted());
        begin();
        awaitWait(Duration.ofSeconds(30));

        host.access = CompletableFuture.failedFuture(new IllegalStateException("credentialsId: it cannot be found"));
        passUntilDone();

        assertTrue(failure().endsWith("credentialsId: it cannot be found"), failure());
        assertEquals(1, standIn.actions().size());
    }

    @Test
    void sendsOneEmptyPostWithATraceableId() throws Exception {
        answers(accepted());

        begin();

        RequestResult result = result();
        LoggedRequest sent = standIn.actions().get(0);
        assertEquals(1, standIn.actions().size());
        assertEquals("Bearer token-one", sent.getHeader("Authorization"));
        assertEquals("application/json", sent.getHeader("Accept"));
        assertEquals("0", sent.getHeader("Content-Length"));
        assertTrue(Guid.isGuid(sent.getHeader("client-request-id")));
        assertEquals(sent.getHeader("client-request-id"), result.report().clientRequestId());
        assertEquals("5a9cb2a8-0000-4000-8000-00000000beef", result.report().requestId());
        assertEquals(DEVICE, result.report().deviceId());
        assertEquals(1, result.attempts());
    }

    @Test
    void isOnDiskBeforeItLeaves() throws Exception {
        answers(accepted());
        host.nextSave = new CompletableFuture<>();

        begin();

        await().until(() -> !host.saved.isEmpty());
        assertEquals(RequestState.Phase.SENDING, host.saved.get(0).phase());
        assertEquals(0, standIn.actions().size());
        CompletableFuture<Void> held = host.nextSave;
        host.nextSave = CompletableFuture.completedFuture(null);
        held.complete(null);
        result();
        assertEquals(1, standIn.actions().size());
    }

    @Test
    void isNotSentIfItCannotBeSaved() throws Exception {
        host.nextSave = CompletableFuture.failedFuture(new IOException("disk full"));

        begin();

        assertTrue(failure().contains("could not be saved"));
        assertEquals(0, standIn.actions().size());
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 202, 301, 302, 307, 308, 400, 404, 405, 409, 411, 418})
    void nothingBut204IsSuccess(int status) throws Exception {
        answers(aResponse().withStatus(status).withHeader("Location", standIn.root() + "/elsewhere"));

        begin();

        assertTrue(failure().contains("Microsoft Graph answered " + status));
        assertEquals(1, standIn.actions().size());
    }

    @Test
    void aRefusalSaysAllThatIsKnown() throws Exception {
        answers(error(403, "Forbidden", "{\"_version\":3,\"Message\":\"User is not authorized\"}"));

        begin();

        String said = failure();
        for (String part : List.of(
                "managed device " + DEVICE,
                "403 Forbidden",
                "code Forbidden",
                "User is not authorized",
                "DeviceManagementManagedDevices.ReadWrite.All",
                "POST " + standIn.root() + "/v1.0/deviceManagement/managedDevices/" + DEVICE
                        + "/requestRemoteAssistance",
                "request-id 5a9cb2a8-0000-4000-8000-00000000dead",
                "client-request-id " + standIn.actions().get(1).getHeader("client-request-id"))) {
            assertTrue(said.contains(part), () -> part + " is missing in: " + said);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void aRefusedTokenIsRenewedOnce(int status) throws Exception {
        answers(error(status, "x", "x"), accepted());

        begin();

        assertEquals(2, result().attempts());
        assertEquals(List.of("token-one"), tokensRefused);
        assertEquals("Bearer token-two", standIn.actions().get(1).getHeader("Authorization"));
        assertNotEquals(
                standIn.actions().get(0).getHeader("client-request-id"),
                standIn.actions().get(1).getHeader("client-request-id"));

        standIn.reset();
        answers(error(status, "x", "x"));
        begin();
        failure();
        assertEquals(2, standIn.actions().size());
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void aThrottleIsWaitedOutAndSaidEveryMinute(int status) throws Exception {
        answers(aResponse().withStatus(status).withHeader("Retry-After", "90"), accepted());

        begin();

        awaitWait(Duration.ofSeconds(60));
        assertEquals(
                RequestState.Phase.WAITING,
                host.saved.get(host.saved.size() - 1).phase());
        assertFalse(request.sending());
        assertTrue(request.status().contains("2026-11-24T10:01:30Z"), request.status());
        host.pass(Duration.ofSeconds(89));
        assertEquals(
                2, host.log.stream().filter(line -> line.contains("Waiting")).count(), host.log::toString);
        assertEquals(1, standIn.actions().size());
        host.pass(Duration.ofSeconds(1));
        assertEquals(2, result().attempts());
    }

    @Test
    void newProxySettingsHoldForWhatIsWaiting() throws Exception {
        answers(aResponse().withStatus(429).withHeader("Retry-After", "30"), accepted());
        begin();
        awaitWait(Duration.ofSeconds(30));

        transport.retire();
        transport = new HttpTransport(ProxySettings.DIRECT, StandIn.trust(), "after the change", timer);
        host.pass(Duration.ofSeconds(30));

        assertEquals(2, result().attempts());
        assertEquals("after the change", standIn.actions().get(1).getHeader("User-Agent"));
    }

    @Test
    void aThrottleBeyondTheTimeoutFailsAtOnce() throws Exception {
        answers(error(429, "TooManyRequests", "slow down").withHeader("Retry-After", "120"));

        begin();

        String said = failure();
        assertTrue(said.contains("The wait of 120 s is longer than what is left of the timeout"), said);
        assertTrue(said.contains("200 requests in 20 seconds"), said);
    }

    @Test
    void withoutRetryAfterTheWaitsGrowUntilTheTimeout() throws Exception {
        answers(aResponse().withStatus(429));

        begin();

        passUntilDone();

        assertTrue(failure().contains("429"));
        assertTrue(standIn.actions().size() > 2, "several attempts were made");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 504, 599})
    void aServerErrorIsInDoubtAndNotRepeated(int status) throws Exception {
        answers(aResponse().withStatus(status).withHeader("Retry-After", "0"));

        begin();

        String said = failure();
        assertTrue(said.contains("in doubt"), said);
        assertTrue(said.contains("It was not sent again"), said);
        assertTrue(said.contains("2026-11-24T10:00:00Z"), said);
        assertEquals(1, standIn.actions().size());
    }

    @Test
    void aDoubtIsSettledByANewSessionLink() throws Exception {
        standIn.device(
                "https://get.teamviewer.com/s1", "https://get.teamviewer.com/s1", "https://get.teamviewer.com/s2");
        answers(aResponse().withStatus(504));

        begin();

        passUntilDone();
        assertEquals(1, result().attempts());
        assertEquals(1, standIn.actions().size());
        assertTrue(host.log.stream().anyMatch(line -> line.contains("in doubt")), host.log::toString);
        assertTrue(host.log.stream().noneMatch(line -> line.contains("teamviewer")), host.log::toString);
        assertTrue(standIn.deviceReads().get(0).getUrl().contains("remoteAssistanceSessionUrl"));
    }

    @Test
    void anOldSessionLinkSettlesNothing() throws Exception {
        standIn.device("https://get.teamviewer.com/s1");
        answers(aResponse().withStatus(500));

        begin();

        passUntilDone();
        assertTrue(failure().contains("The device shows no new session link"));
        assertEquals(1, standIn.actions().size());
        assertTrue(standIn.deviceReads().size() > 5, "it asked more than once");
    }

    @Test
    void whatIsInDoubtIsSentAgainOnlyIfTheUserWants() throws Exception {
        onDoubt = OnDoubt.RESEND;
        standIn.device("");
        answers(aResponse().withStatus(500), accepted());

        begin();

        passUntilDone();
        assertEquals(2, result().attempts());
        assertTrue(
                host.log.stream().anyMatch(line -> line.contains("because onDoubt is 'resend'")), host.log::toString);

        standIn.reset();
        answers(aResponse().withStatus(500));
        begin();
        passUntilDone();
        failure();
        assertEquals(3, standIn.actions().size(), "sent again twice at most");
    }

    @Test
    void aBrokenConnectionIsInDoubtAndNotRepeated() throws Exception {
        answers(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));

        begin();

        assertTrue(failure().contains("in doubt"));
        assertEquals(1, standIn.actions().size());
    }

    @Test
    void afterARestartTheDeviceIsAskedEvenIfTheTimeoutIsUp() throws Exception {
        standIn.device("", "", "https://get.teamviewer.com/s2");
        RequestState sending =
                RequestState.startingAt(host.now()).withBefore(DEVICE, "", "").sending(host.now(), "c-1");
        host.pass(Duration.ofHours(1));

        begin(sending);

        passUntilDone();
        assertEquals("c-1", result().report().clientRequestId());
        assertEquals(0, standIn.actions().size());
    }

    @Test
    void afterARestartAFailureIsToldAgain() throws Exception {
        begin(RequestState.startingAt(host.now()).sending(host.now(), "c-1").failed("Because.", false));

        assertEquals("Because.", failure());
        assertEquals(0, standIn.actions().size());
    }

    @Test
    void afterARestartWhatWasBeingSentIsInDoubt() throws Exception {
        begin(RequestState.startingAt(host.now()).sending(host.now(), "c-1"));

        String said = failure();
        assertTrue(said.contains("in doubt") && said.contains("client-request-id c-1"), said);
        assertEquals(0, standIn.actions().size());
    }

    @Test
    void afterARestartAThrottleIsWaitedOutToItsEnd() throws Exception {
        answers(accepted());
        begin(RequestState.startingAt(host.now())
                .sending(host.now(), "c-1")
                .waitingUntil(host.now().plusSeconds(30)));

        awaitWait(Duration.ofSeconds(30));
        assertEquals(0, standIn.actions().size());
        host.pass(Duration.ofSeconds(30));
        assertEquals(2, result().attempts());
    }

    @Test
    void afterARestartWhatWasAcceptedIsFinished() throws Exception {
        begin(RequestState.startingAt(host.now()).sending(host.now(), "c-1").accepted(host.now(), "r-1"));

        assertEquals("r-1", result().report().requestId());
        assertEquals(0, standIn.actions().size());
    }

    @ParameterizedTest
    @EnumSource(
            value = Cloud.class,
            names = {"US_GOV_L4", "US_GOV_L5", "GLOBAL"})
    void warnsWhereTeamViewerIsNotOffered(Cloud cloud) throws Exception {
        host = host(cloud);
        answers(accepted());

        begin();

        result();
        assertEquals(
                cloud != Cloud.GLOBAL,
                host.log.stream()
                        .anyMatch(line -> line.startsWith("Warning: TeamViewer is not offered in US Government")),
                host.log::toString);
    }

    @Test
    void waitsForItsTurnUnderIntunesLimit() throws Exception {
        answers(accepted());
        for (int i = 0; i < WriteLimiter.WRITES; i++) {
            limiter.reserve();
        }

        begin();

        await().until(() -> request.status().contains("other builds are ahead"));
        assertEquals(0, standIn.actions().size());
        assertFalse(request.sending());
        passUntilDone();
        assertEquals(1, result().attempts());
    }

    @Test
    void anAbortWhileWaitingForATokenEndsAtOnce() throws Exception {
        currentToken = new CompletableFuture<>();
        begin();

        request.abort().get(5, TimeUnit.SECONDS);

        assertTrue(failure().contains("No remote assistance request"));
        currentToken.complete("token-one");
        assertEquals(0, standIn.requests());
    }

    @Test
    void anAbortWhileThrottledEndsAtOnce() throws Exception {
        answers(aResponse().withStatus(429).withHeader("Retry-After", "90"));
        begin();
        awaitWait(Duration.ofSeconds(60));

        request.abort().get(5, TimeUnit.SECONDS);

        assertTrue(failure().contains("Intune has accepted none"));
        assertEquals(List.of(), host.standing(), "no alarm is left");
    }

    @Test
    void anAbortInDoubtSaysThatItLeft() throws Exception {
        standIn.device("");
        answers(aResponse().withStatus(504));
        begin();
        await().until(() -> request.status().contains("Asking the device again"));

        request.abort().get(5, TimeUnit.SECONDS);

        assertTrue(failure().contains("had left"));
    }

    @Test
    void anAbortBeforeSendingSaysThatNothingLeft() throws Exception {
        host.nextSave = new CompletableFuture<>();
        begin();
        await().until(() -> !host.saved.isEmpty());

        request.abort().get(5, TimeUnit.SECONDS);
        host.nextSave.complete(null);

        assertTrue(failure().contains("No remote assistance request for managed device " + DEVICE + " is under way"));
        assertEquals(0, standIn.actions().size());
    }

    @Test
    void anAbortAfterSendingSaysThatItLeft() throws Exception {
        answers(accepted().withFixedDelay(10_000));
        begin();
        await().until(() -> standIn.actions().size() == 1);

        request.abort().get(5, TimeUnit.SECONDS);

        assertTrue(failure().contains("had left"));
    }

    @Test
    void theTimeoutEndsAWaitForTheCredential() throws Exception {
        ManualHost slow = new ManualHost(null) {
            @Override
            public CompletableFuture<GraphAccess> access() {
                return new CompletableFuture<>();
            }
        };
        outcome = new RemoteAssistanceRequest(
                        new RequestPlan(
                                DeviceAddress.of(DeviceForm.MANAGED_DEVICE, part -> DEVICE),
                                ApiVersion.AUTO,
                                5,
                                OnDoubt.FAIL,
                                0),
                        RequestState.startingAt(slow.now()),
                        slow)
                .start();

        slow.pass(Duration.ofSeconds(5));

        assertTrue(failure().contains("nothing was sent. The timeout of 5 s was up (looking up the credential)"));
    }
}
