package io.jenkins.plugins.intune.driver;

import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static io.jenkins.plugins.intune.standin.StandIn.error;
import static io.jenkins.plugins.intune.standin.StandIn.graphSays;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.graph.ApiVersion;
import io.jenkins.plugins.intune.graph.DeviceAddress;
import io.jenkins.plugins.intune.graph.DeviceForm;
import io.jenkins.plugins.intune.request.OnDoubt;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.request.Phase;
import io.jenkins.plugins.intune.request.RequestOptions;
import io.jenkins.plugins.intune.request.RequestPlan;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import io.jenkins.plugins.intune.values.GraphTenant;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the log says, and other builds learn, when clocks are set and Jenkins starts anew. */
class LoggedRestartsTest extends LoggedRequestsFixture {

    /**
     * Throttled; the next attempt is told of and gives its permit back, because a second save hangs; the clock is set back by
     * a minute; the build is aborted. Then an orderly restart.
     */
    @Test
    void whatGraphRefusedIsRefusedAfterARestartAlthoughTheClockWasSetBack() throws Exception {
        standIn.answerAction(graphSays(429).withHeader("Retry-After", "20"));
        standIn.device("", "", "https://get.teamviewer.com/of-somebody-else");
        AtomicInteger saves = new AtomicInteger();
        CompletableFuture<Void> slow = new CompletableFuture<>();
        CompletableFuture<Void> hangs = new CompletableFuture<>();
        disk = state -> {
            int number = state.phase() == Phase.SAVING ? saves.incrementAndGet() : 0;
            return number == 2 ? slow : number == 3 ? hangs : CompletableFuture.completedFuture(null);
        };
        begin("one", OnDoubt.FAIL);
        passUntil(() -> saves.get() == 2);
        bench.clock.pass(Duration.ofSeconds(3));
        slow.complete(null);
        await().until(() -> saves.get() == 3);
        bench.clock.pass(Duration.ofSeconds(11));
        await().until(() -> last().isEmpty());
        bench.clock.setClock(Duration.ofMinutes(-1));
        bench.abort();

        assertEquals(Outcome.FAILED, bench.report().outcome());
        assertEquals(1, standIn.actions().size());
        assertEquals(List.of(sent(1) + " FAILED"), entries());
        startJenkins();
        assertEquals(Optional.empty(), last(), "Graph refused the only request that left");
        assertEquals(List.of(sent(1) + " FAILED"), entries(), "after a restart");
    }

    private void besideAFleet(boolean fleetFirst) throws Exception {
        standIn.answerAction(error(504, "x", "late"));
        begin("fleet/0", OnDoubt.FAIL);
        bench.passUntilDone();
        RequestReport ofFleet = bench.report();
        assertEquals(Outcome.IN_DOUBT, ofFleet.outcome());
        begin("two", OnDoubt.RESEND);
        passUntil(() -> standIn.actions().size() == 2 && onDisk.phase() == Phase.SETTLING);
        RequestState left = onDisk;
        assertEquals(List.of(sent(2) + " null"), entries());

        startJenkins();
        told.clear();
        if (fleetFirst) {
            witness.endedBefore(ofFleet);
            resume("two", left);
        } else {
            resume("two", left);
            witness.endedBefore(ofFleet);
        }
        List<String> meanwhile = entries();
        List<String> news = List.copyOf(told);
        bench.passUntilDone();
        assertEquals(Outcome.IN_DOUBT, bench.report().outcome());
        assertEquals(sent(2), bench.report().clientRequestId());
        assertEquals(List.of(sent(2) + " IN_DOUBT"), entries());
        startJenkins();
        assertEquals(List.of(sent(2) + " IN_DOUBT"), entries(), "after another restart, as the build has it");
        assertEquals(List.of(sent(2) + " null"), meanwhile, "while it looks at the device");
        assertEquals(List.of(), news, "known already");
    }

    @Test
    void aStepThatResumesBeforeTheFleet() throws Exception {
        besideAFleet(false);
    }

    @Test
    void aStepThatResumesAfterTheFleet() throws Exception {
        besideAFleet(true);
    }

    /** In doubt after a minute of looking at the device; the clock is set back by five; a later step sends it again. */
    @Test
    void whatALaterStepSendsAgainAfterTheClockWasSetBackIsInTheLog() throws Exception {
        standIn.answerAction(error(504, "x", "late"));
        begin("one", OnDoubt.FAIL);
        bench.passUntilDone();
        assertEquals(Outcome.IN_DOUBT, bench.report().outcome());
        bench.clock.setClock(Duration.ofMinutes(-5));

        begin("two", OnDoubt.RESEND);
        passUntil(() -> standIn.actions().size() == 2 && bench.request.phase() == Phase.SETTLING);
        List<String> meanwhile = entries();
        bench.abort();

        assertEquals(Outcome.IN_DOUBT, bench.report().outcome());
        assertEquals(sent(2), bench.report().clientRequestId());
        assertEquals(List.of(sent(2) + " IN_DOUBT"), entries(), "as the build has it");
        assertEquals(List.of(sent(2) + " null"), meanwhile, "while it looks at the device");
    }

    /** The disk does not take an end that the log has, Jenkins dies, and its machine's clock is a minute behind afterwards. */
    @Test
    void whoIsAskedBecauseTheEndWasForgottenCountsAsAskedAlthoughTheClockWasSetBack() throws Exception {
        standIn.answerAction(graphSays(429), error(504, "x", "late"));
        RequestState left = endThatTheDiskForgets();
        bench.clock.setClock(Duration.ofMinutes(-1));
        startJenkins();
        resume("one", left);
        bench.passUntilDone();

        assertEquals(2, standIn.actions().size());
        assertEquals(Outcome.IN_DOUBT, bench.report().outcome());
        List<String> said = entries();
        startJenkins();
        assertTrue(last().isPresent(), "another build would ask the same person again");
        assertEquals(List.of(sent(2) + " IN_DOUBT"), said, "as the build says");
    }

    private static final RequestOptions WITH_SESSION = new RequestOptions(ApiVersion.AUTO, 600, OnDoubt.FAIL, 300);

    /** A VM that woke up two hours behind is set right between two steps of a build, of which the second waits for the session. */
    @Test
    void whoWasAskedAMinuteAgoCountsAsAskedAlthoughTheClockWasSetAheadAndAnotherStepGoesOn() throws Exception {
        standIn.answerAction(accepted());
        begin("one", OnDoubt.FAIL);
        bench.passUntilDone();
        assertEquals(Outcome.ACCEPTED, bench.report().outcome());
        bench.clock.setClock(Duration.ofHours(2));
        assertTrue(last().isPresent());

        begin("two", WITH_SESSION);
        passUntil(() -> bench.request.phase() == Phase.WATCHING);

        assertTrue(last().isPresent(), "a moment ago, and its session is waited for");
    }

    /**
     * Saved too late; the clock is two hours behind while a step with askAgain asks, and is set right; the first step goes on
     * with that.
     */
    @Test
    void whoWasAskedAMinuteAgoCountsAsAskedAlthoughTheStepThatGoesOnIsOfBeforeTheClockWasSetBack() throws Exception {
        standIn.answerAction(accepted());
        AtomicInteger saves = new AtomicInteger();
        CompletableFuture<Void> hangs = new CompletableFuture<>();
        disk = state -> state.phase() == Phase.SAVING && saves.incrementAndGet() == 1
                ? hangs
                : CompletableFuture.completedFuture(null);
        CompletableFuture<RequestReport> first = begin("one", OnDoubt.FAIL);
        passUntil(() -> saves.get() == 1);
        bench.clock.pass(Duration.ofSeconds(11));
        bench.clock.setClock(Duration.ofHours(-2));
        CompletableFuture<RequestReport> second =
                begin("another", new RequestOptions(ApiVersion.AUTO, 600, OnDoubt.FAIL, 0, true, 0));
        passUntil(second::isDone);
        assertEquals(Outcome.ACCEPTED, second.join().outcome());
        bench.clock.setClock(Duration.ofHours(2));
        assertTrue(last().isPresent(), "how long ago that was is measured");

        hangs.complete(null);
        passUntil(first::isDone);

        assertEquals(second.join().logId(), first.join().logId());
        assertEquals(1, standIn.actions().size());
        assertTrue(last().isPresent(), "another build would ask the same person again");
    }

    /** In doubt; a clock that was two hours behind is set right; the build is aborted while the next attempt is saved. */
    @Test
    void whoMayHaveBeenAskedAMinuteAgoCountsAsAskedAlthoughTheClockWasSetAheadAndAnotherAttemptNeverLeft()
            throws Exception {
        standIn.answerAction(error(504, "x", "late"));
        AtomicInteger saves = new AtomicInteger();
        CompletableFuture<Void> hangs = new CompletableFuture<>();
        disk = state -> state.phase() == Phase.SAVING && standIn.actions().size() == 1 && saves.incrementAndGet() == 1
                ? hangs
                : CompletableFuture.completedFuture(null);
        begin("one", OnDoubt.RESEND);
        passUntil(() -> saves.get() == 1);
        bench.clock.setClock(Duration.ofHours(2));
        assertTrue(last().isPresent(), "how long ago that was is measured");

        bench.abort();

        assertEquals(Outcome.IN_DOUBT, bench.report().outcome());
        assertEquals(1, standIn.actions().size());
        assertTrue(last().isPresent(), "another build would ask the same person again");
    }

    /**
     * May have left when Jenkins died, and its step cannot resume: the build and the log remember it as in doubt. A later step
     * of the build sends it again. No clock is set.
     */
    @Test
    void whatALaterStepSendsAgainAfterAStepThatCannotResumeIsInTheLog() throws Exception {
        RequestState left = RequestState.startingAt(bench.clock.now())
                .withDevice(DEVICE, "")
                .withBefore("", "")
                .attempting(bench.clock.now(), UUID.randomUUID().toString());
        RequestPlan plan = RequestBench.plan(
                DeviceAddress.of(DeviceForm.MANAGED_DEVICE, part -> DEVICE), ApiVersion.AUTO, OnDoubt.FAIL, 0);
        witness.leaving(plan, left, GraphTenant.UNKNOWN).join();
        bench.clock.pass(Duration.ofMinutes(5));
        startJenkins();
        // As BuildRecords.abandon does.
        witness.brokenOff(left);
        asked.ended("one", RequestReport.brokenOff(left));
        assertEquals(List.of(left.sent().clientRequestId() + " IN_DOUBT"), entries());

        standIn.answerAction(error(504, "x", "late"));
        begin("two", OnDoubt.RESEND);
        passUntil(() -> standIn.actions().size() == 1 && bench.request.phase() == Phase.SETTLING);
        List<String> meanwhile = entries();
        bench.abort();

        assertEquals(Outcome.IN_DOUBT, bench.report().outcome());
        assertEquals(sent(1), bench.report().clientRequestId());
        assertEquals(List.of(sent(1) + " IN_DOUBT"), entries(), "as the build has it");
        assertEquals(List.of(sent(1) + " null"), meanwhile, "while it looks at the device");
    }

    /** Throttled; a restart; refused, which a power failure makes the build forget; resumed from the same state once more. */
    @Test
    void whatIsSentAfterASecondRestartFromTheSameStateIsTold() throws Exception {
        standIn.answerAction(graphSays(429), error(400, "x", "no"), accepted());
        beginAndBackOff();
        RequestState left = onDisk;
        for (Outcome outcome : List.of(Outcome.FAILED, Outcome.ACCEPTED)) {
            asked = new AskedDevices();
            startJenkins();
            resume("one", left);
            bench.passUntilDone();
            assertEquals(outcome, bench.report().outcome());
        }
        for (int start = 0; start < 2; start++) {
            assertEquals(List.of(sent(3) + " ACCEPTED"), entries());
            assertTrue(last().isPresent(), "another build would ask the same person again");
            startJenkins();
        }
    }
}
