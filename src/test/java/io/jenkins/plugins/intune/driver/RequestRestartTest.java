package io.jenkins.plugins.intune.driver;

import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static io.jenkins.plugins.intune.standin.StandIn.graphSays;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.graph.ApiVersion;
import io.jenkins.plugins.intune.graph.Cloud;
import io.jenkins.plugins.intune.graph.DeviceAddress;
import io.jenkins.plugins.intune.graph.DeviceForm;
import io.jenkins.plugins.intune.request.OnDoubt;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.request.Phase;
import io.jenkins.plugins.intune.request.RequestOptions;
import io.jenkins.plugins.intune.request.RequestPlan;
import io.jenkins.plugins.intune.request.RequestState;
import io.jenkins.plugins.intune.standin.StandIn;
import io.jenkins.plugins.intune.throttle.Permit;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** How a request goes on after a restart of Jenkins. */
class RequestRestartTest {

    @AutoClose
    private final RequestBench bench = new RequestBench();

    private final StandIn standIn = bench.standIn;
    private final RecordingHost host = bench.host;
    private final ManualPlatform clock = bench.clock;

    @Test
    void afterARestartTheDeviceIsAskedEvenIfTheTimeoutIsUp() throws Exception {
        standIn.device("", "", "https://get.teamviewer.com/s2");
        RequestState sending = bench.sending().withBefore("", "");
        clock.pass(Duration.ofHours(1));

        bench.resume(sending);

        bench.passUntilDone();
        assertEquals("c-1", bench.result().clientRequestId());
        assertEquals(0, standIn.actions().size());
    }

    /** Graph has said that it did nothing. */
    @Test
    void whatGraphHasRefusedIsInNoDoubtAfterARestart() throws Exception {
        standIn.answerAction(graphSays(401), accepted());
        bench.renewedToken = new CompletableFuture<>();
        bench.begin();
        await().until(() ->
                bench.request.phase() == Phase.QUEUEING && standIn.actions().size() == 1);
        assertFalse(bench.request.sending(), "Jenkins may stop");
        RequestState saved = host.saved.get(host.saved.size() - 1);

        bench.currentToken = CompletableFuture.completedFuture("token-two");
        bench.resume(saved);

        bench.passShortWaits();
        assertEquals(2, bench.result().attempts());
    }

    @Test
    void afterARestartAFailureIsToldAgain() throws Exception {
        bench.resume(bench.sending().finishing(Outcome.FAILED, "Because.", null));

        assertEquals("Because.", bench.failure());
        assertEquals(0, standIn.actions().size());
    }

    @Test
    void afterARestartWhatWasBeingSentIsInDoubt() throws Exception {
        bench.resume(bench.sending());

        String said = bench.failure();
        assertTrue(said.contains("in doubt") && said.contains("client-request-id c-1"), said);
        assertEquals(0, standIn.actions().size());
    }

    /** A crash may have lost the line that was written beside the state. */
    @Test
    void afterARestartWhatMayHaveLeftIsNotedAgain() throws Exception {
        bench.resume(bench.sending());
        assertEquals(List.of("c-1 of c-1 to null"), host.leaving);
        bench.failure();

        bench.resume(bench.sending().attempting(clock.now(), "c-2"));
        assertEquals("c-2 of c-1 to null", host.leaving.get(1));
        bench.failure();

        bench.resume(bench.sending().finishing(Outcome.FAILED, "Because.", null));

        bench.failure();
        assertEquals("c-1 of c-1 to null", host.leaving.get(2), "its end is told");
        assertEquals("c-1", host.gaveWay.get(host.gaveWay.size() - 1), "and nobody takes it for asked meanwhile");
    }

    /** The line of what it waits after may be lost, and with it that the attempt before that is over. */
    @Test
    void afterARestartALaterAttemptThatWaitsIsNotedAgain() throws Exception {
        RequestState second = bench.sending().attempting(clock.now(), "c-2");
        bench.resume(second.backingOffUntil(clock.now().plusSeconds(30)));

        assertEquals(List.of("c-2 of c-1 to null"), host.leaving);
        await().until(() -> host.gaveWay.equals(List.of("c-2", "c-2")));
        bench.abort();
    }

    @Test
    void afterARestartAThrottleIsWaitedOutToItsEnd() throws Exception {
        standIn.answerAction(accepted());
        bench.resume(bench.sending().backingOffUntil(clock.now().plusSeconds(30)));

        bench.awaitWait(Duration.ofSeconds(30));
        assertEquals(0, standIn.actions().size());
        clock.pass(Duration.ofSeconds(30));
        assertEquals(2, bench.result().attempts());
    }

    /** Since then it may be hours until the time that was noted. */
    @Test
    void aClockThatWasSetBackInTheMeantimeMakesNoRequestWait() throws Exception {
        standIn.answerAction(accepted());
        RequestState state = bench.sending().backingOffUntil(clock.now().plusSeconds(2));
        clock.setClock(Duration.ofHours(-1));
        bench.resume(state);

        bench.passShortWaits();
        assertEquals(2, bench.result().attempts());
    }

    @Test
    void afterARestartACredentialThatIsNotThereYetIsWaitedFor() throws Exception {
        standIn.answerAction(accepted());
        bench.access = CompletableFuture.failedFuture(new IOException("The credentials provider is down."));
        bench.resume(RequestState.startingAt(clock.now()));
        assertFalse(bench.outcome.isDone());

        bench.access = CompletableFuture.completedFuture(bench.access(Cloud.CUSTOM));
        bench.passUntilDone();

        assertEquals(1, bench.result().attempts());
        assertTrue(host.log.toString().contains("The credentials provider is down. Waiting"), host.log::toString);
    }

    /** Others of the app would be throttled meanwhile. */
    @Test
    void afterARestartTheWholeAppWaitsAsGraphHadAsked() throws Exception {
        long now = clock.now().toEpochMilli();
        bench.resume(RequestState.of(Map.of(
                "phase",
                "BACKING_OFF",
                "startedAt",
                now,
                "sent",
                Map.of("latest", Map.of("id", "c-1", "sentAt", now), "attempts", 1),
                "wakeAt",
                now + 30_000,
                "heldUntil",
                now + 30_000)));

        await().until(() -> bench.throttle.heldFor().equals(Duration.ofSeconds(30)));
    }

    /** It waits an hour itself; others may try after five minutes, and a restart is none. */
    @Test
    void aLongWaitOfTheAppDoesNotBeginAnewWithARestart() throws Exception {
        standIn.device("");
        standIn.answerAction(graphSays(429).withHeader("Retry-After", "3600"));
        bench.begin(new RequestPlan(
                DeviceAddress.of(DeviceForm.MANAGED_DEVICE, part -> StandIn.DEVICE),
                new RequestOptions(ApiVersion.AUTO, 7_200, OnDoubt.FAIL, 0),
                false));
        bench.awaitWait(Duration.ofHours(1));
        RequestState waiting = host.saved.get(host.saved.size() - 1);

        assertEquals(Permit.MAX_HOLD, Duration.between(clock.now(), waiting.heldUntil()));
        assertEquals(Duration.ofHours(1), Duration.between(clock.now(), waiting.wakeAt()));
        bench.abort();
    }

    @Test
    void afterARestartWhatWasAcceptedIsFinished() throws Exception {
        bench.resume(bench.sending().answered("r-1").accepted(clock.now(), false));

        assertEquals("r-1", bench.result().requestId());
        assertEquals(0, standIn.actions().size());
    }

    /** An overdue timeout around the step cancels it before it is taken up. */
    @Test
    void anAbortBeforeItGoesOnLeavesTheDoubt() throws Exception {
        standIn.device("");
        AccessCache cache = new AccessCache(() -> bench.access, clock, true);
        RequestDriver request = new RequestDriver(
                RequestBench.plan(OnDoubt.FAIL), bench.sending(), true, bench.host, cache, clock.platform(), null);

        request.abort();
        bench.outcome = request.start();

        assertEquals(Outcome.IN_DOUBT, bench.report().outcome());
    }

    @Test
    void graphIsNotSaidToHaveAskedForAWaitThatADiskHasCaused() throws Exception {
        CompletableFuture<Void> save = new CompletableFuture<>();
        bench.host.nextSave = save;
        bench.begin();
        await().until(() -> bench.request.phase() == Phase.SAVING);
        bench.clock.pass(Duration.ofSeconds(11));
        bench.host.nextSave = CompletableFuture.completedFuture(null);
        save.complete(null);
        await().until(() -> bench.host.saved.get(bench.host.saved.size() - 1).phase() == Phase.BACKING_OFF);
        bench.host.log.clear();

        bench.resume(bench.host.saved.get(bench.host.saved.size() - 1));

        await().until(() -> !bench.host.log.isEmpty());
        assertTrue(bench.host.log.get(0).startsWith("The request was waiting before"), bench.host.log::toString);
    }
}
