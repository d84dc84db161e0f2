package io.jenkins.plugins.intune.graph;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.standin.StandIn;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A request that is aborted, or whose timeout is up. */
class RequestEndTest {

    @AutoClose
    private final GraphBench bench = new GraphBench();

    private final StandIn standIn = bench.standIn;
    private final ManualHost host = bench.host;

    @Test
    void anAbortWhileWaitingForATokenEndsAtOnce() throws Exception {
        bench.currentToken = new CompletableFuture<>();
        bench.begin();

        bench.request.abort().get(5, TimeUnit.SECONDS);

        assertTrue(bench.failure().contains("No remote assistance request"));
        bench.currentToken.complete("token-one");
        assertEquals(0, standIn.requests());
    }

    @Test
    void anAbortWhileThrottledEndsAtOnce() throws Exception {
        standIn.answerAction(aResponse().withStatus(429).withHeader("Retry-After", "90"));
        bench.begin();
        bench.awaitWait(Duration.ofSeconds(60));

        bench.request.abort().get(5, TimeUnit.SECONDS);

        assertTrue(bench.failure().contains("Intune has accepted none"));
        assertEquals(List.of(), host.standing(), "no alarm is left");
    }

    @Test
    void anAbortInDoubtSaysThatItLeft() throws Exception {
        standIn.device("");
        standIn.answerAction(aResponse().withStatus(504));
        bench.begin();
        await().until(() -> bench.request.status().contains("Asking the device again"));

        bench.request.abort().get(5, TimeUnit.SECONDS);

        assertTrue(bench.failure().contains("had left"));
    }

    @Test
    void anAbortBeforeSendingSaysThatNothingLeft() throws Exception {
        host.nextSave = new CompletableFuture<>();
        bench.begin();
        await().until(() -> !host.saved.isEmpty());

        bench.request.abort().get(5, TimeUnit.SECONDS);
        host.nextSave.complete(null);

        assertTrue(bench.failure()
                .contains("No remote assistance request for managed device " + DEVICE + " is under way"));
        assertEquals(0, standIn.actions().size());
    }

    @Test
    void anAbortAfterSendingSaysThatItLeft() throws Exception {
        standIn.answerAction(accepted().withFixedDelay(10_000));
        bench.begin();
        await().until(() -> standIn.actions().size() == 1);

        bench.request.abort().get(5, TimeUnit.SECONDS);

        assertTrue(bench.failure().contains("had left"));
    }

    @Test
    void theTimeoutEndsAWaitForTheCredential() throws Exception {
        host.access = new CompletableFuture<>();
        bench.begin();

        host.pass(Duration.ofSeconds(120));

        assertTrue(
                bench.failure().contains("nothing was sent. The timeout of 120 s was up (looking up the credential)"));
    }
}
