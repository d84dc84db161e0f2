package io.jenkins.plugins.intune.fleet;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.jenkins.plugins.intune.fleet.FleetBench.devices;
import static io.jenkins.plugins.intune.fleet.FleetBench.outcomes;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.graph.ApiVersion;
import io.jenkins.plugins.intune.graph.DeviceTarget;
import io.jenkins.plugins.intune.journal.FileStorage;
import io.jenkins.plugins.intune.request.OnDoubt;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.request.RequestOptions;
import io.jenkins.plugins.intune.request.RequestPlan;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A controller that dies in the middle of a fleet: the next one continues, and asks nobody twice. */
class FleetRestartTest {

    @TempDir
    private Path folder;

    private Path journal;
    private FleetBench bench;

    @BeforeEach
    void prepare() {
        journal = folder.resolve("journal.jsonl");
        bench = new FleetBench(journal);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void aFleetThatIsInterruptedGoesOnWithoutRepeating() throws Exception {
        bench.timeoutSeconds = 20;
        bench.fleet(devices(240)).start();
        // In the middle of what Intune's limit lets through at once: some have been answered, and the others not.
        bench.passUntil(() -> bench.standIn.actions().size() >= 100);
        bench.dieAndRise();
        FleetResult result = bench.run(devices(240));

        assertTrue(
                bench.log.stream().anyMatch(line -> line.startsWith("Resuming after a restart: ")),
                bench.log::toString);
        Map<String, Integer> asked = bench.asked();
        assertTrue(asked.values().stream().allMatch(times -> times == 1), "nobody was asked twice");
        assertEquals(240, result.reports().size());
        // What was saved and had not left when the controller died looks as if it had.
        for (RequestReport report : result.reports()) {
            assertTrue(asked.containsKey(report.deviceId()) || report.outcome() == Outcome.IN_DOUBT, report::toString);
        }
        assertTrue(result.counts().accepted() >= 40, result.message());
        assertEquals(240, result.counts().accepted() + result.counts().inDoubt());
    }

    /** Whoever looks at the page meanwhile must not read that nobody was asked. */
    @Test
    void whatIsDoneAlreadyIsShownWhileTheCredentialIsAwaited() throws Exception {
        bench.run(devices(2));
        bench.dieAndRise();
        bench.usable = new CompletableFuture<>();
        bench.fleet(devices(3)).start();

        await().until(() -> bench.status.get().isPresent());
        FleetStatus status = bench.status.get().get();
        assertEquals(2, status.counts().accepted());
        assertEquals(3, status.counts().total());
        assertEquals(0, status.underWay());
    }

    /**
     * Found by the simulation: the wait was kept with a device that waits, and lost with one that the wait was too long
     * for.
     */
    @Test
    void aWaitThatSomebodyWasTooShortOfTimeForIsKeptByTheOthers() throws Exception {
        aDeviceThatWasToldToWaitHasEnded();
        bench.dieAndRise();
        bench.fleet(devices(2)).start();

        await().until(() -> bench.heldFor().compareTo(Duration.ofSeconds(80)) > 0);
    }

    /** As the journal has it when the controller dies: the second device may have been asked, if it is said to be. */
    private void aDeviceThatWasToldToWaitHasEnded(RequestState... second) throws Exception {
        Instant now = bench.clock.now();
        RequestState last = RequestState.of(Map.of(
                "phase",
                "FINISHING",
                "startedAt",
                now.toEpochMilli(),
                "sent",
                Map.of("latest", Map.of("id", "c-1", "sentAt", now.toEpochMilli()), "attempts", 1),
                "heldUntil",
                now.plusSeconds(100).toEpochMilli(),
                "outcome",
                "FAILED"));
        DeviceTarget first = devices(1).get(0);
        RequestPlan plan = new FleetPlan(
                        List.of(first), new RequestOptions(ApiVersion.AUTO, 60, OnDoubt.FAIL, 0), FailWhen.ANY)
                .request(0);
        FleetJournal before = new FleetJournal(new FileStorage(journal), FleetBench.ENCRYPTION, Runnable::run);
        before.end(0, last, RequestReport.of(plan, last, null)).join();
        for (RequestState state : second) {
            before.state(1, state).join();
        }
        before.close();
    }

    /** Found by the simulation: a device was looked at meanwhile. */
    @Test
    void itIsKeptAlsoIfTheFleetIsAbortedAtOnce() throws Exception {
        aDeviceThatWasToldToWaitHasEnded(
                RequestState.startingAt(bench.clock.now()).attempting(bench.clock.now(), "c-2"));
        bench.dieAndRise();
        Fleet fleet = bench.fleet(devices(2));
        CompletableFuture<FleetResult> outcome = fleet.start();
        fleet.abort();

        FleetResult result = bench.result(outcome);

        assertEquals(List.of(Outcome.FAILED, Outcome.IN_DOUBT), outcomes(result));
        await().until(() -> bench.heldFor().compareTo(Duration.ofSeconds(80)) > 0);
    }

    @Test
    void aFleetThatHadEndedIsNotBegunAgain() throws Exception {
        FleetResult first = bench.run(devices(5));
        FleetResult again = bench.run(devices(5));

        assertEquals(5, bench.standIn.actions().size());
        assertEquals(first.reports(), again.reports());
        assertEquals(first.reports(), bench.endedBefore, "the log may have lost that they ended");
        assertEquals(first.counts(), again.counts());
    }

    @Test
    void whatWasSentAndNotAnsweredIsInDoubtAndLeftAlone() throws Exception {
        bench.timeoutSeconds = 6;
        bench.standIn.answerAction(aResponse().withStatus(204).withFixedDelay(5_000));
        bench.fleet(devices(2)).start();
        // Windows refuses to read it while it is replaced.
        await().ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> Files.exists(journal) && Files.readString(journal).contains("SAVING"));
        await().until(() -> bench.standIn.actions().size() == 2);
        bench.dieAndRise();
        FleetResult result = bench.run(devices(2));

        assertEquals(List.of(Outcome.IN_DOUBT, Outcome.IN_DOUBT), outcomes(result));
        assertEquals(2, bench.standIn.actions().size());
    }

    @Test
    void aCredentialThatIsGoneAfterTheRestartLosesNothingOfWhatWasDone() throws Exception {
        bench.run(devices(2));
        bench.usable = CompletableFuture.failedFuture(new Exception("credentialsId: there is none."));
        bench.timeoutSeconds = 3;

        FleetResult result = bench.run(devices(3));

        assertEquals(List.of(Outcome.ACCEPTED, Outcome.ACCEPTED, Outcome.FAILED), outcomes(result));
        assertTrue(result.reports().get(2).message().contains("there is none"), result::toString);
    }

    @Test
    void aJournalThatCannotBeReadIsNotTakenForNobodyAsked() throws Exception {
        bench.run(devices(2));
        bench.dieAndRise();
        String lines = Files.readString(journal);
        Files.writeString(journal, "#" + lines);

        String said = bench.failure(bench.fleet(devices(3)).start());

        assertTrue(said.contains("it is not known here who was asked before the restart"), said);
        assertFalse(said.contains("was not requested"), said);
        assertEquals(2, bench.standIn.actions().size());
    }

    @Test
    void halfALineAtTheEndSpoilsNothing() throws Exception {
        bench.run(devices(2));
        Files.writeString(journal, "1 00000000 {\"device\":1,\"st", StandardOpenOption.APPEND);

        FleetResult result = bench.run(devices(3));

        assertEquals(3, bench.standIn.actions().size());
        assertEquals(3, result.counts().accepted());
        assertEquals(3, FleetJournal.reports(new FileStorage(journal), false).size());
    }
}
