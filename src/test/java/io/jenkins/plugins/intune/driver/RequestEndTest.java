package io.jenkins.plugins.intune.driver;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static io.jenkins.plugins.intune.standin.StandIn.graphSays;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.request.Phase;
import io.jenkins.plugins.intune.standin.StandIn;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A request that is aborted, or whose timeout is up. */
class RequestEndTest {

    @AutoClose
    private final RequestBench bench = new RequestBench();

    private final StandIn standIn = bench.standIn;
    private final RecordingHost host = bench.host;
    private final ManualPlatform clock = bench.clock;

    /** Nobody would say of it that it has ended, because that was said before. */
    @Test
    void whatHasEndedIsNotNotedAsAboutToLeaveAnyMore() throws Exception {
        host.nextAwaited = new CompletableFuture<>();
        bench.begin();
        await().until(() -> !host.saved.isEmpty());
        bench.abort();

        host.nextAwaited.complete(null);

        assertEquals(List.of(), host.leaving);
        assertEquals(1, host.ended.size());
        assertEquals(0, standIn.actions().size());
    }

    @Test
    void aRequestThatNobodyWaitsForAnyMoreAsksNobody() throws Exception {
        host.nextAwaited = CompletableFuture.failedFuture(new CancellationException("nobody waits"));
        bench.begin();

        assertTrue(bench.failure().contains("nothing was sent"));
        assertEquals(List.of(), host.leaving);
        assertEquals(0, standIn.actions().size());
    }

    @Test
    void whoeverWaitsGoesOnWhenTheEndIsNoted() throws Exception {
        standIn.answerAction(accepted());
        host.nextEnd = new CompletableFuture<>();
        bench.begin();
        await().until(() -> host.ended.size() == 1);

        bench.request.abort();

        assertFalse(bench.outcome.isDone(), "a crash would leave it pending in the assistance log for ever");
        assertTrue(bench.request.sending(), "Jenkins does not stop meanwhile");
        host.nextEnd.complete(null);
        assertEquals(List.of(bench.result()), host.ended, "nothing comes after the end");
        assertEquals(Outcome.ACCEPTED, host.ended.get(0).outcome());
        assertFalse(bench.request.sending());
    }

    @Test
    void anAnswerIsNotLostToAStopOfJenkinsWhileTheDiskIsSlow() throws Exception {
        standIn.answerAction(accepted().withFixedDelay(200));
        bench.begin();
        await().until(() -> bench.request.phase() == Phase.SENDING);
        host.nextSave = new CompletableFuture<>();

        await().until(() -> bench.request.phase() == Phase.FINISHING);

        assertTrue(bench.request.sending(), "on the disk it is still on its way, which a restart takes for a doubt");
        host.nextSave.complete(null);
        bench.result();
        assertFalse(bench.request.sending());
    }

    @Test
    void anAbortWhileWaitingForATokenEndsAtOnce() throws Exception {
        bench.currentToken = new CompletableFuture<>();
        bench.begin();

        bench.abort();

        assertTrue(bench.failure().contains("No remote assistance request"));
        bench.currentToken.complete("token-one");
        assertEquals(0, standIn.requests());
    }

    @Test
    void anAbortWhileThrottledEndsAtOnce() throws Exception {
        standIn.answerAction(graphSays(429).withHeader("Retry-After", "90"));
        bench.begin();
        bench.awaitWait(Duration.ofSeconds(90));

        bench.abort();

        assertTrue(bench.failure().contains("Intune has accepted none"));
        assertEquals(
                Outcome.FAILED, bench.report().outcome(), "a request had left, so nobody may say that there was none");
        assertEquals(List.of(), clock.standing(), "no alarm is left");
    }

    @Test
    void anAbortInDoubtSaysThatItLeft() throws Exception {
        standIn.device("");
        standIn.answerAction(aResponse().withStatus(504));
        bench.begin();
        await().until(() -> bench.request.phase() == Phase.SETTLING);

        bench.abort();

        assertTrue(bench.failure().contains("had left"));
    }

    @Test
    void anAbortBeforeSendingSaysThatNothingLeft() throws Exception {
        host.nextSave = new CompletableFuture<>();
        bench.begin();
        await().until(() -> !host.saved.isEmpty());

        bench.request.abort();
        await().until(() -> bench.request.phase() == Phase.FINISHING);
        clock.pass(Duration.ofSeconds(10));

        assertTrue(bench.failure()
                .contains("No remote assistance request for managed device " + DEVICE + " is under way"));
        assertEquals(0, standIn.actions().size());
    }

    @Test
    void whatIsNotSavedYetIsNotInTheAssistanceLog() throws Exception {
        CompletableFuture<Void> save = new CompletableFuture<>();
        host.nextSave = save;
        bench.begin();
        await().until(() -> !host.saved.isEmpty());
        assertEquals(List.of(), host.leaving, "a crash would forget it, and the log never get to know its end");

        host.nextSave = CompletableFuture.completedFuture(null);
        bench.abort();
        save.complete(null);

        assertEquals(List.of(), host.leaving, "it does not leave any more");
    }

    @Test
    void anAbortAfterSendingSaysThatItLeft() throws Exception {
        standIn.answerAction(accepted().withFixedDelay(10_000));
        bench.begin();
        await().until(() -> standIn.actions().size() == 1);

        bench.abort();

        assertTrue(bench.failure().contains("had left"));
    }

    @Test
    void theTimeoutEndsAWaitForTheCredential() throws Exception {
        bench.access = new CompletableFuture<>();
        bench.begin();

        clock.pass(Duration.ofSeconds(120));

        String said = bench.failure();
        assertTrue(
                said.contains(
                        "nothing was sent. The timeout of 120 s was up. Last state: Waiting for the credential and a token."),
                said);
        assertTrue(host.log.contains("Waiting for the credential and a token."), host.log::toString);
    }
}
