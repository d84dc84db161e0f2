package io.jenkins.plugins.intune.driver;

import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static io.jenkins.plugins.intune.standin.StandIn.error;
import static io.jenkins.plugins.intune.standin.StandIn.graphSays;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.graph.ApiVersion;
import io.jenkins.plugins.intune.graph.BearerTokens;
import io.jenkins.plugins.intune.graph.Cloud;
import io.jenkins.plugins.intune.graph.DeviceAddress;
import io.jenkins.plugins.intune.graph.DeviceForm;
import io.jenkins.plugins.intune.graph.TokenException;
import io.jenkins.plugins.intune.request.Claim;
import io.jenkins.plugins.intune.request.OnDoubt;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.request.Phase;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import io.jenkins.plugins.intune.standin.StandIn;
import io.jenkins.plugins.intune.throttle.Permit;
import io.jenkins.plugins.intune.throttle.Ticket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request does when it has to wait, and what counts after the wait. */
class RequestWaitTest {

    @AutoClose
    private final RequestBench bench = new RequestBench();

    private final StandIn standIn = bench.standIn;
    private final RecordingHost host = bench.host;
    private final ManualPlatform clock = bench.clock;

    @Test
    void aCredentialThatWasChangedWhileWaitingCounts() throws Exception {
        standIn.answerAction(graphSays(429).withHeader("Retry-After", "30"), accepted());
        bench.begin();
        bench.awaitWait(Duration.ofSeconds(30));

        bench.currentToken = CompletableFuture.completedFuture("token-of-the-new-secret");
        bench.access = CompletableFuture.completedFuture(bench.access(Cloud.CUSTOM));
        bench.passUntilDone();

        assertEquals(2, bench.result().attempts());
        assertEquals("Bearer token-of-the-new-secret", standIn.actions().get(1).getHeader("Authorization"));
    }

    @Test
    void aCredentialThatWasDeletedWhileWaitingIsMissed() throws Exception {
        standIn.answerAction(graphSays(429).withHeader("Retry-After", "30"), accepted());
        bench.begin();
        bench.awaitWait(Duration.ofSeconds(30));

        bench.access = CompletableFuture.failedFuture(new IllegalStateException("credentialsId: it cannot be found"));
        bench.passUntilDone();

        assertTrue(bench.failure().contains("credentialsId: it cannot be found."), bench.failure());
        assertEquals(1, standIn.actions().size());
    }

    @Test
    void anIdentityEndpointThatIsBeingUpdatedForSeventySecondsIsWaitedFor() throws Exception {
        standIn.answerAction(accepted());
        Duration wait = Duration.ofSeconds(20);
        bench.currentToken = CompletableFuture.failedFuture(new TokenException("410 Gone", true, wait, null));
        bench.begin();
        for (int passed = 0; passed < 70; passed += 20) {
            bench.awaitWait(wait);
            if (passed + 20 >= 70) {
                bench.currentToken = CompletableFuture.completedFuture("token-after-the-update");
            }
            clock.pass(wait);
        }

        assertEquals(1, bench.result().attempts());
        assertEquals("Bearer token-after-the-update", standIn.actions().get(0).getHeader("Authorization"));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void aThrottleIsWaitedOutAndSaidEveryMinute(int status) throws Exception {
        standIn.answerAction(graphSays(status).withHeader("Retry-After", "90"), accepted());

        bench.begin();

        bench.awaitWait(Duration.ofSeconds(90));
        assertEquals(Phase.BACKING_OFF, host.saved.get(host.saved.size() - 1).phase());
        assertFalse(bench.request.sending());
        assertTrue(bench.request.status().contains("2026-11-24T10:01:30Z"), bench.request.status());
        clock.pass(Duration.ofSeconds(89));
        assertTrue(host.log.stream().anyMatch(line -> line.contains("Waiting 90 s")), host.log::toString);
        assertEquals(1, standIn.actions().size());
        clock.pass(Duration.ofSeconds(1));
        assertEquals(2, bench.result().attempts());
    }

    @Test
    void aTokenThatExpiredInLineIsNotTheLastOne() throws Exception {
        standIn.inTurn(StandIn.deviceRead(), graphSays(401), graphSays(401), StandIn.deviceWith(""));
        standIn.answerAction(accepted());
        GraphAccess usual = bench.access(Cloud.CUSTOM);
        BearerTokens tokens = new BearerTokens() {
            @Override
            public CompletableFuture<String> current() {
                return usual.tokens().current();
            }

            @Override
            public CompletableFuture<String> renewed(String refused) {
                if (bench.refusedTokens.isEmpty()) {
                    // Another request of the app was throttled.
                    bench.throttle.restore(List.of(), Duration.ofSeconds(60));
                }
                return usual.tokens().renewed(refused);
            }
        };
        bench.access = CompletableFuture.completedFuture(
                new GraphAccess(usual.endpoints(), tokens, usual.throttles(), List.of(), usual.transport()));

        bench.begin(RequestBench.plan(
                DeviceAddress.of(DeviceForm.MANAGED_DEVICE, part -> StandIn.DEVICE), ApiVersion.AUTO, OnDoubt.FAIL, 5));
        await().pollInterval(Duration.ofMillis(10)).until(() -> {
            clock.pass(Duration.ofSeconds(1));
            return !standIn.actions().isEmpty() || bench.outcome.isDone();
        });

        assertEquals(1, standIn.actions().size());
    }

    @Test
    void whatWaitsClaimsItsDeviceAnew() throws Exception {
        standIn.answerAction(graphSays(429).withHeader("Retry-After", "30"), accepted());
        bench.begin();
        bench.awaitWait(Duration.ofSeconds(30));
        assertEquals(1, host.claimed.size());
        assertEquals(List.of(standIn.actions().get(0).getHeader("client-request-id")), host.gaveWay);

        host.nextClaim =
                CompletableFuture.completedFuture(new Claim.Refused(Outcome.RECENTLY_ASKED, "another build was first"));
        clock.pass(Duration.ofSeconds(30));

        assertTrue(bench.failure().contains("another build was first"), bench::failure);
        assertEquals(1, standIn.actions().size());
    }

    @Test
    void whatGoesOnWithAnotherRequestAfterAWaitHasTakenItsPlace() throws Exception {
        standIn.answerAction(graphSays(429).withHeader("Retry-After", "30"));
        bench.begin();
        bench.awaitWait(Duration.ofSeconds(30));
        String own = standIn.actions().get(0).getHeader("client-request-id");

        RequestState other =
                bench.sending().withDevice(StandIn.DEVICE, "").answered("r-1").accepted(clock.now(), false);
        host.nextClaim = CompletableFuture.completedFuture(new Claim.Earlier(RequestReport.brokenOff(other)));
        clock.pass(Duration.ofSeconds(30));

        assertEquals("c-1", bench.result().clientRequestId());
        assertEquals("c-1 of c-1 to null", host.leaving.get(1));
        assertEquals(own, host.saved.get(host.saved.size() - 1).sent().leftBehind());
    }

    @Test
    void whoIsFarBackInLineClaimsItsDeviceWhenItsTurnIsNear() throws Exception {
        bench.throttle.restore(List.of(), Duration.ofSeconds(60));
        bench.begin();
        await().until(() -> !host.claimed.isEmpty());
        host.nextClaim =
                CompletableFuture.completedFuture(new Claim.Refused(Outcome.RECENTLY_ASKED, "another build was first"));
        bench.passUntilDone();

        assertTrue(bench.failure().contains("another build was first"), bench::failure);
        assertEquals(2, host.claimed.size());
        assertEquals(0, standIn.actions().size());
    }

    @Test
    void newProxySettingsHoldForWhatIsWaiting() throws Exception {
        standIn.answerAction(graphSays(429).withHeader("Retry-After", "30"), accepted());
        bench.begin();
        bench.awaitWait(Duration.ofSeconds(30));

        bench.changeTransport("after the change");
        clock.pass(Duration.ofSeconds(30));

        assertEquals(2, bench.result().attempts());
        assertEquals("after the change", standIn.actions().get(1).getHeader("User-Agent"));
    }

    @Test
    void aThrottleBeyondTheTimeoutFailsAtOnce() throws Exception {
        standIn.answerAction(error(429, "TooManyRequests", "slow down").withHeader("Retry-After", "120"));

        bench.begin();

        String said = bench.failure();
        assertTrue(said.contains("The wait of 120 s is longer than what is left of the timeout"), said);
        assertTrue(said.contains("200 requests in 20 seconds"), said);
    }

    @Test
    void withoutRetryAfterTheWaitsGrowUntilTheTimeout() throws Exception {
        standIn.answerAction(graphSays(429));

        bench.begin();

        bench.passUntilDone();

        assertTrue(bench.failure().contains("429"));
        assertTrue(standIn.actions().size() > 2, "several attempts were made");
    }

    /** Takes all permits that there are, which takes a second. */
    private List<Permit> takeAll() {
        List<Permit> permits = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            AtomicReference<Boolean> called = new AtomicReference<>(false);
            Ticket ticket = bench.throttle.queueWrite(() -> called.set(true));
            assertTrue(called.get());
            CompletableFuture<Permit> permit = ticket.claim();
            while (!permit.isDone()) {
                clock.pass(Duration.ofMillis(5));
            }
            permits.add(permit.join());
        }
        clock.pass(Duration.ofMillis(100));
        return permits;
    }

    @Test
    void waitsInLineUnderIntunesLimit() throws Exception {
        standIn.answerAction(accepted());
        takeAll().forEach(permit -> permit.answered(Duration.ZERO));

        bench.begin();

        await().until(() -> bench.request.phase() == Phase.QUEUEING);
        clock.pass(Duration.ofSeconds(10));
        assertTrue(bench.request.status().startsWith("In line: Intune limits"), bench.request.status());
        assertEquals(0, standIn.actions().size());
        assertFalse(bench.request.sending());
        assertTrue(host.log.toString().contains("Waiting in line"), host.log::toString);
        while (bench.request.phase() == Phase.QUEUEING) {
            clock.pass(Duration.ofMillis(100));
        }
        bench.passShortWaits();
        assertEquals(1, bench.result().attempts());
    }

    @Test
    void whoeverIsAbortedLeavesTheLine() throws Exception {
        List<Permit> permits = takeAll();
        bench.begin();
        await().until(() -> bench.request.phase() == Phase.QUEUEING);

        assertEquals(Outcome.NOT_ASKED, bench.abort().outcome());
        permits.get(0).unused();

        AtomicReference<Boolean> called = new AtomicReference<>(false);
        bench.throttle.queueWrite(() -> called.set(true));
        assertTrue(called.get(), "the place went to the next in line");
    }

    @Test
    void aRequestThatFailsGivesItsPermitBack() throws Exception {
        List<Permit> permits = takeAll();
        permits.get(0).unused();
        host.nextSave = CompletableFuture.failedFuture(new java.io.IOException("disk full"));

        bench.begin();

        assertTrue(bench.failure().contains("disk full"));
        AtomicReference<Boolean> called = new AtomicReference<>(false);
        assertTrue(bench.throttle.queueWrite(() -> called.set(true)).claim().isDone(), "the last permit is free again");
    }

    /** What it has read is too old by then, so it reads and claims anew all the same. */
    @Test
    void whoWaitsForItsPermitBecauseGraphThrottlesHoldsNoDevice() throws Exception {
        standIn.inTurn(StandIn.deviceRead(), StandIn.deviceWith("").withFixedDelay(500), StandIn.deviceWith(""));
        standIn.answerAction(accepted());
        bench.begin();
        await().until(() -> !standIn.deviceReads().isEmpty());
        bench.throttle.restore(List.of(), Duration.ofSeconds(60));
        await().until(() -> bench.request.phase() == Phase.TAKING);
        assertEquals(List.of(), host.gaveWay);

        clock.pass(Duration.ofSeconds(3));
        await().until(() -> host.gaveWay.size() == 1);

        bench.passUntilDone();
        assertEquals(1, bench.result().attempts());
        assertEquals(2, host.claimed.size(), "it is claimed anew");
    }

    @Test
    void aRequestThatIsHeldUpByGraphSaysSo() throws Exception {
        standIn.answerAction(accepted());
        bench.throttle.restore(List.of(), Duration.ofSeconds(60));
        bench.begin();
        await().until(() -> bench.request.phase() == Phase.QUEUEING);
        clock.pass(Duration.ofSeconds(3));

        await().until(() -> host.log.contains("Microsoft Graph had told the app to wait. Waiting 57 s."));
        assertTrue(
                bench.request.status().startsWith("In line: Microsoft Graph has told the app to wait."),
                bench.request.status());
        clock.pass(Duration.ofSeconds(57));
        bench.passShortWaits();
        assertEquals(1, bench.result().attempts());
    }
}
