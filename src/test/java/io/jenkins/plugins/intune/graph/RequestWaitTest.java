package io.jenkins.plugins.intune.graph;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static io.jenkins.plugins.intune.standin.StandIn.error;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.standin.StandIn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request does when it has to wait, and what counts after the wait. */
class RequestWaitTest {

    @AutoClose
    private final GraphBench bench = new GraphBench();

    private final StandIn standIn = bench.standIn;
    private final ManualHost host = bench.host;

    @Test
    void aCredentialThatWasChangedWhileWaitingCounts() throws Exception {
        standIn.answerAction(aResponse().withStatus(429).withHeader("Retry-After", "30"), accepted());
        bench.begin();
        bench.awaitWait(Duration.ofSeconds(30));

        bench.currentToken = CompletableFuture.completedFuture("token-of-the-new-secret");
        host.access = CompletableFuture.completedFuture(bench.access(Cloud.CUSTOM));
        bench.passUntilDone();

        assertEquals(2, bench.result().attempts());
        assertEquals("Bearer token-of-the-new-secret", standIn.actions().get(1).getHeader("Authorization"));
    }

    @Test
    void aCredentialThatWasDeletedWhileWaitingIsMissed() throws Exception {
        standIn.answerAction(aResponse().withStatus(429).withHeader("Retry-After", "30"), accepted());
        bench.begin();
        bench.awaitWait(Duration.ofSeconds(30));

        host.access = CompletableFuture.failedFuture(new IllegalStateException("credentialsId: it cannot be found"));
        bench.passUntilDone();

        assertTrue(bench.failure().endsWith("credentialsId: it cannot be found"), bench.failure());
        assertEquals(1, standIn.actions().size());
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void aThrottleIsWaitedOutAndSaidEveryMinute(int status) throws Exception {
        standIn.answerAction(aResponse().withStatus(status).withHeader("Retry-After", "90"), accepted());

        bench.begin();

        bench.awaitWait(Duration.ofSeconds(60));
        assertEquals(
                RequestState.Phase.WAITING,
                host.saved.get(host.saved.size() - 1).phase());
        assertFalse(bench.request.sending());
        assertTrue(bench.request.status().contains("2026-11-24T10:01:30Z"), bench.request.status());
        host.pass(Duration.ofSeconds(89));
        assertEquals(
                2, host.log.stream().filter(line -> line.contains("Waiting")).count(), host.log::toString);
        assertEquals(1, standIn.actions().size());
        host.pass(Duration.ofSeconds(1));
        assertEquals(2, bench.result().attempts());
    }

    @Test
    void newProxySettingsHoldForWhatIsWaiting() throws Exception {
        standIn.answerAction(aResponse().withStatus(429).withHeader("Retry-After", "30"), accepted());
        bench.begin();
        bench.awaitWait(Duration.ofSeconds(30));

        bench.changeTransport("after the change");
        host.pass(Duration.ofSeconds(30));

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
        standIn.answerAction(aResponse().withStatus(429));

        bench.begin();

        bench.passUntilDone();

        assertTrue(bench.failure().contains("429"));
        assertTrue(standIn.actions().size() > 2, "several attempts were made");
    }

    @Test
    void waitsForItsTurnUnderIntunesLimit() throws Exception {
        standIn.answerAction(accepted());
        for (int i = 0; i < WriteLimiter.WRITES; i++) {
            bench.limiter.take().join().answered(Duration.ZERO);
        }

        bench.begin();

        await().until(() -> bench.request.status().contains("other requests are ahead"));
        assertEquals(0, standIn.actions().size());
        assertFalse(bench.request.sending());
        assertTrue(
                bench.host.log.toString().contains("Waiting for the turn of this request"), bench.host.log::toString);
        bench.host.pass(WriteLimiter.WINDOW);
        assertEquals(1, bench.result().attempts());
    }

    @Test
    void whoeverIsAbortedLeavesTheQueue() throws Exception {
        List<WriteTurn> turns = new ArrayList<>();
        for (int i = 0; i < WriteLimiter.WRITES; i++) {
            turns.add(bench.limiter.take().join());
        }
        bench.begin();
        await().until(() -> bench.request.status().startsWith("queueing"));

        bench.request.abort().join();
        CompletableFuture<WriteTurn> next = bench.limiter.take();
        turns.get(0).unused();

        assertTrue(next.isDone(), "the place went to the next in the queue");
    }

    @Test
    void aRequestThatFailsGivesItsTurnBack() throws Exception {
        bench.host.nextSave = CompletableFuture.failedFuture(new java.io.IOException("disk full"));
        for (int i = 0; i < WriteLimiter.WRITES - 1; i++) {
            bench.limiter.take();
        }

        bench.begin();

        assertTrue(bench.failure().contains("disk full"));
        assertTrue(bench.limiter.take().isDone(), "the last place is free again");
    }
}
