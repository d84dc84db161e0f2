package io.jenkins.plugins.intune.driver;

import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static io.jenkins.plugins.intune.standin.StandIn.error;
import static io.jenkins.plugins.intune.standin.StandIn.graphSays;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.audit.LastAsked;
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
import io.jenkins.plugins.intune.standin.StandIn;
import io.jenkins.plugins.intune.values.GraphTenant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the assistance log says of a request whose attempts do not all leave, or that several steps go on with. */
class LoggedAttemptsTest extends LoggedRequestsFixture {

    private final CompletableFuture<Void> slow = new CompletableFuture<>();
    private final AtomicInteger saves = new AtomicInteger();

    /** From now on what is about to leave is saved slowly. */
    private void slowDown() {
        disk = state -> {
            boolean hangs = state.phase() == Phase.SAVING && !slow.isDone();
            saves.addAndGet(hangs ? 1 : 0);
            return hangs ? slow : CompletableFuture.completedFuture(null);
        };
    }

    private RequestReport inDoubt() throws Exception {
        standIn.answerAction(error(504, "x", "late"));
        begin("one", OnDoubt.FAIL);
        bench.passUntilDone();
        assertEquals(Outcome.IN_DOUBT, bench.report().outcome());
        return bench.report();
    }

    @Test
    void anAttemptThatIsAbortedWhileItIsSavedIsNoRequestOfItsOwn() throws Exception {
        String left = inDoubt().clientRequestId();
        slowDown();
        begin("two", OnDoubt.RESEND);
        passUntil(() -> saves.get() > 0);

        bench.abort();

        assertEquals(Outcome.IN_DOUBT, bench.report().outcome());
        assertEquals(left, bench.report().clientRequestId());
        assertEquals(1, standIn.actions().size(), "one request has left");
        assertEquals(List.of(left + " IN_DOUBT"), entries(), "and the log has one");
        assertEquals(left + " IN_DOUBT", told.get(told.size() - 1), "and so have those who collect it");
    }

    /** The save takes three seconds, so the device is read once more, and shows the session of the first request. */
    @Test
    void anAttemptThatALinkMakesNeedlessIsNotTheOneThatWasAccepted() throws Exception {
        String left = inDoubt().clientRequestId();
        slowDown();
        begin("two", OnDoubt.RESEND);
        passUntil(() -> saves.get() > 0);
        standIn.device("https://get.teamviewer.com/s1");
        bench.clock.pass(Duration.ofSeconds(3));
        slow.complete(null);
        bench.passUntilDone();

        assertEquals(Outcome.ACCEPTED, bench.report().outcome());
        assertEquals(left, bench.report().clientRequestId());
        assertEquals(1, standIn.actions().size(), "one request has left");
        assertEquals(List.of(left + " ACCEPTED"), entries(), "and the log has one, and it was accepted");
    }

    @Test
    void anAttemptThatIsSavedTooLateDoesNotTakeTheTenantOfTheOneBeforeAway() throws Exception {
        standIn.answerAction(graphSays(429));
        beginAndBackOff();
        slowDown();
        passUntil(() -> saves.get() > 0);
        bench.clock.pass(Duration.ofSeconds(11));
        slow.complete(null);
        await().until(() -> bench.request.phase() == Phase.BACKING_OFF);

        bench.abort();

        assertEquals(StandIn.TENANT, log().get(0).tenant().id());
    }

    /** The log on disk has the line of an attempt whose connection was refused. Its next one waits for another step. */
    @Test
    void whatNeverLeftCountsAsUnaskedAfterARestart() throws Exception {
        RequestOptions options = new RequestOptions(ApiVersion.AUTO, 600, OnDoubt.FAIL, 0);
        RequestPlan plan = new RequestPlan(DeviceAddress.of(DeviceForm.MANAGED_DEVICE, part -> DEVICE), options, false);
        RequestState saved = RequestState.startingAt(bench.clock.now())
                .withDevice(DEVICE, "LAPTOP-7")
                .attempting(bench.clock.now(), UUID.randomUUID().toString());
        witness.leaving(plan, saved, new GraphTenant("graph.microsoft.com", StandIn.TENANT))
                .join();
        startJenkins();
        assertTrue(last().isPresent(), "as long as nobody knows better");
        Map<String, Object> waiting = new HashMap<>(saved.toMap());
        waiting.put("phase", "BACKING_OFF");
        waiting.put("wakeAt", bench.clock.now().toEpochMilli());
        Map<Object, Object> sent = new HashMap<>((Map<?, ?>) waiting.get("sent"));
        sent.put("attempts", 0);
        sent.put("withdrawn", true);
        waiting.put("sent", sent);
        asked.claim(DEVICE, "another", true, busy -> {});

        resume("one", RequestState.of(waiting));

        assertEquals(Optional.<LastAsked>empty(), last(), "others may ask the device");
        bench.abort();
    }

    /** Told of at the end of a save of three seconds; the device then has another link, and the next save hangs. */
    @Test
    void whatGivesItsPermitBackHasAskedNobody() throws Exception {
        standIn.answerAction(accepted());
        standIn.device("", "https://get.teamviewer.com/of-somebody-else");
        CompletableFuture<Void> second = new CompletableFuture<>();
        disk = state -> state.phase() != Phase.SAVING
                ? CompletableFuture.completedFuture(null)
                : saves.incrementAndGet() == 1 ? slow : second;
        begin("one", OnDoubt.FAIL);
        passUntil(() -> saves.get() == 1);
        bench.clock.pass(Duration.ofSeconds(3));
        slow.complete(null);
        await().until(() -> saves.get() == 2);

        bench.clock.pass(Duration.ofSeconds(11));

        await().untilAsserted(() -> assertEquals(Optional.<LastAsked>empty(), last(), "others may ask the device"));
        bench.abort();
        assertEquals(0, standIn.actions().size());
    }

    private void aDoubtThatWaitsIsOvertakenByAnotherStep(CompletableFuture<RequestReport> doubted, int sent)
            throws Exception {
        passUntil(() -> standIn.actions().size() == sent && bench.request.phase() == Phase.BACKING_OFF);
        CompletableFuture<RequestReport> another =
                begin("another", new RequestOptions(ApiVersion.AUTO, 600, OnDoubt.FAIL, 0, true, 0));
        passUntil(() -> doubted.isDone() && another.isDone());
        assertEquals(Outcome.ACCEPTED, another.join().outcome());
        assertEquals(sent + 1, standIn.actions().size());
    }

    @Test
    void aDoubtThatGoesOnWithAnotherRequestStaysInDoubt() throws Exception {
        standIn.answerAction(error(504, "x", "late"), graphSays(429).withHeader("Retry-After", "60"), accepted());

        aDoubtThatWaitsIsOvertakenByAnotherStep(begin("one", OnDoubt.RESEND), 2);

        assertEquals(2, log().size());
        assertEquals(Outcome.IN_DOUBT, log().get(1).outcome(), "it may have reached the person");
        assertEquals(Outcome.ACCEPTED, log().get(0).outcome());
    }

    @Test
    void logCollectorsHearOfADoubtThatGoesOnWithAnotherRequest() throws Exception {
        standIn.answerAction(error(504, "x", "late"), graphSays(429).withHeader("Retry-After", "60"), accepted());

        aDoubtThatWaitsIsOvertakenByAnotherStep(begin("one", OnDoubt.RESEND), 2);

        assertEquals(Outcome.IN_DOUBT, log().get(1).outcome());
        assertTrue(told.stream().anyMatch(line -> line.endsWith(" IN_DOUBT")), told::toString);
    }

    @Test
    void soDoesTheDoubtOfAnEarlierStep() throws Exception {
        standIn.answerAction(error(504, "x", "late"), graphSays(429).withHeader("Retry-After", "60"), accepted());
        begin("zero", OnDoubt.FAIL);
        bench.passUntilDone();
        String doubted = bench.report().logId();

        aDoubtThatWaitsIsOvertakenByAnotherStep(begin("one", OnDoubt.RESEND), 2);

        assertEquals(doubted, log().get(1).id().toString());
        assertEquals(Outcome.IN_DOUBT, log().get(1).outcome());
    }

    /** The first look at the device is quicker than the save that goes on with the earlier request. */
    @Test
    void theEndOfAStepThatGoesOnWithAnEarlierRequestIsWaitedFor() throws Exception {
        standIn.answerAction(accepted());
        begin("one", OnDoubt.FAIL);
        bench.passUntilDone();
        standIn.device("https://get.teamviewer.com/s1");
        List<Runnable> unread = new CopyOnWriteArrayList<>();
        reading = unread::add;
        disk = state -> state.phase() == Phase.WATCHING ? slow : CompletableFuture.completedFuture(null);

        RequestReport report = begin("two", new RequestOptions(ApiVersion.AUTO, 600, OnDoubt.FAIL, 300))
                .join();

        assertEquals(Outcome.SESSION, report.outcome());
        try (Stream<Path> files = Files.list(folder.resolve("log"))) {
            assertTrue(Files.readString(files.findFirst().orElseThrow()).contains("SESSION"), "a crash would lose it");
        }
        reading = Runnable::run;
        unread.forEach(Runnable::run);
    }

    /** Graph's words for the attempt that is told, and not for one that never left. */
    @Test
    void graphsIdOfTheAttemptThatIsToldIsTold() throws Exception {
        standIn.answerAction(graphSays(429).withHeader("Retry-After", "20"));
        beginAndBackOff();
        disk = state -> CompletableFuture.failedFuture(new IOException("No space left on device"));
        bench.passUntilDone();

        assertEquals(sent(1), bench.report().clientRequestId());
        assertEquals("5a9cb2a8-0000-4000-8000-00000000dead", bench.report().requestId());
    }

    /** The disk does not take an end that the log has, and Jenkins dies. */
    @Test
    void whatIsSentAgainBecauseItsEndWasForgottenIsInTheLog() throws Exception {
        standIn.answerAction(graphSays(429).withHeader("Retry-After", "20"), error(504, "x", "late"));
        RequestState left = endThatTheDiskForgets();
        startJenkins();
        resume("one", left);
        bench.passUntilDone();

        assertEquals(Outcome.IN_DOUBT, bench.report().outcome());
        for (int start = 0; start < 2; start++) {
            assertEquals(List.of(sent(2) + " IN_DOUBT"), entries(), "as the build says");
            assertTrue(last().isPresent(), "nobody is asked twice");
            startJenkins();
        }
    }
}
