package io.jenkins.plugins.intune.audit;

import static io.jenkins.plugins.intune.audit.AuditSamples.ALL;
import static io.jenkins.plugins.intune.audit.AuditSamples.ANNA;
import static io.jenkins.plugins.intune.audit.AuditSamples.KIM;
import static io.jenkins.plugins.intune.audit.AuditSamples.TEN;
import static io.jenkins.plugins.intune.audit.AuditSamples.again;
import static io.jenkins.plugins.intune.audit.AuditSamples.asked;
import static io.jenkins.plugins.intune.audit.AuditSamples.id;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.ClosedFiles;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the log keeps, through restarts and with a disk that is full, slow or damaged. */
@ExtendWith(ClosedFiles.class)
class AuditLogTest {

    @TempDir
    private Path folder;

    private AuditBench bench;
    private AuditLog log;

    @BeforeEach
    void prepare() {
        bench = new AuditBench(folder.resolve("log"));
        log = bench.log();
    }

    @AfterEach
    void end() {
        bench.close();
    }

    private List<AuditEntry> entries() {
        return log.index().search(ALL, 1, 1_000, List.of()).entries();
    }

    /** Another Jenkins continues with what is on disk. */
    private void restart() {
        log = bench.log();
        log.start();
        bench.runDisk();
    }

    @Test
    void aRequestIsOnDiskWhenItMayLeave() throws Exception {
        CompletableFuture<Void> noted = log.asked(asked(1));
        assertFalse(noted.isDone(), "the disk has done nothing yet");

        bench.runDisk();

        assertTrue(noted.isDone());
        assertTrue(bench.text().contains(id(1).toString()));
        restart();
        AuditEntry entry = entries().get(0);
        assertEquals(asked(1).device(), entry.device());
        assertEquals(asked(1).requester(), entry.requester());
        assertEquals("pending", entry.outcomeId(), "a crash leaves it so");
    }

    @Test
    void whatBecameOfItAndWhoOpenedItIsKept() {
        log.asked(asked(1));
        log.ended(asked(1), Outcome.SESSION, id -> {});
        log.opened(id(1), "kim");
        log.opened(id(1), "anna");
        log.opened(id(1), "kim");
        bench.runDisk();
        restart();
        log.opened(id(1), "anna");
        bench.runDisk();

        assertEquals(Outcome.SESSION, entries().get(0).outcome());
        assertEquals(
                List.of("kim", "anna"),
                entries().get(0).opened().stream().map(AuditEntry.Opening::by).toList());
        assertEquals(2, bench.text().split("\"opened\"", -1).length - 1, "once for each person");
        assertEquals(List.of(), log.problems());
    }

    @Test
    void whatNeverLeftIsNotThere() {
        log.asked(asked(1));
        log.ended(asked(1), null, id -> {});
        log.ended(asked(2), null, id -> {});
        bench.runDisk();

        assertEquals(List.of(), entries());
        restart();
        assertEquals(List.of(), entries());
        assertFalse(bench.text().contains(id(2).toString()), "of what did not even come near, there is no trace");
    }

    @Test
    void laterAttemptsAreTheSameRequest() {
        AuditLine.Asked second = again(asked(1), 2, TEN.plusSeconds(90));
        log.asked(asked(1));
        log.asked(second);
        log.asked(second);
        log.ended(second, Outcome.ACCEPTED, id -> {});
        bench.runDisk();
        restart();

        assertEquals(1, entries().size());
        assertEquals(id(2), entries().get(0).id());
        assertEquals(TEN.plusSeconds(90), entries().get(0).askedAt());
    }

    @Test
    void aDoubtMaySettleLater() {
        log.asked(asked(1));
        log.ended(asked(1), Outcome.IN_DOUBT, id -> {});
        bench.runDisk();
        restart();
        log.ended(asked(1), Outcome.SESSION, id -> {});
        bench.runDisk();
        restart();

        assertEquals(Outcome.SESSION, entries().get(0).outcome());
    }

    @Test
    void aRequestWhoseBeginningIsLostIsThereByItsEnd() {
        log.ended(asked(1), Outcome.ACCEPTED, id -> {});
        bench.runDisk();
        restart();

        assertEquals(asked(1).device(), entries().get(0).device());
        assertEquals(Outcome.ACCEPTED, entries().get(0).outcome());
    }

    @Test
    void aSlowDiskHoldsUpOneRequestForAMoment() {
        log.start();
        bench.runDisk();
        CompletableFuture<Void> first = log.asked(asked(1));
        assertFalse(first.isDone());

        bench.clock.pass(AuditWriter.MAX_WAIT);

        assertTrue(first.isDone());
        assertTrue(log.asked(asked(2)).isDone(), "the next does not even wait for that");
        assertEquals(1, bench.warnings.size());
        assertTrue(bench.warnings.get(0).contains("has been waiting for its disk for 1 s"), bench.warnings::toString);
        assertEquals(bench.warnings, log.problems());

        bench.runDisk();

        assertEquals(List.of(), log.problems());
        assertTrue(bench.warnings.get(1).endsWith("is written again."), bench.warnings::toString);
        assertFalse(log.asked(asked(3)).isDone(), "from now on they wait again");
        bench.runDisk();
        restart();
        assertEquals(3, entries().size());
    }

    @Test
    void aFullDiskStopsNobodyAndIsMadeUpFor() {
        bench.full = true;
        CompletableFuture<Void> first = log.asked(asked(1));
        bench.runDisk();
        assertTrue(first.isDone() && !first.isCompletedExceptionally());
        log.ended(asked(1), Outcome.ACCEPTED, id -> {});
        bench.runDisk();

        assertTrue(log.problems().get(0).contains("No space left on device"), log.problems()::toString);
        assertEquals(1, bench.warnings.size(), "said once");
        assertEquals(1, entries().size(), "the page has it all the same");

        bench.clock.pass(AuditWriter.RETRY);
        bench.runDisk();
        assertEquals(1, bench.warnings.size());
        bench.full = false;
        bench.clock.pass(AuditWriter.RETRY);
        bench.runDisk();

        assertEquals(List.of(), log.problems());
        restart();
        assertEquals(Outcome.ACCEPTED, entries().get(0).outcome());
    }

    @Test
    void whatIsLostIsCounted() {
        log.start();
        bench.runDisk();
        for (int i = 0; i < AuditWriter.MAX_UNWRITTEN + 7; i++) {
            log.asked(asked(i));
        }
        bench.runDisk();

        String told = "Entries that are missing here because the disk did not take them: 7.";
        assertEquals(List.of(told), log.problems());
        restart();
        assertEquals(List.of(told), log.problems(), "a restart does not make it good");
        assertEquals(
                AuditWriter.MAX_UNWRITTEN,
                log.index().search(ALL, 1, 1, List.of()).matches());
    }

    @Test
    void whatIsTooOldIsDeletedInWholeFiles() throws Exception {
        bench.days = 30;
        log.asked(asked(1));
        bench.runDisk();
        bench.clock.pass(Duration.ofDays(1));
        log.asked(asked(2, bench.clock.now(), KIM));
        bench.runDisk();
        assertEquals(2, bench.files().size(), "a file a day");

        bench.clock.pass(Duration.ofDays(30));
        log.dropOld();

        assertEquals(1, bench.files().size());
        assertEquals(
                List.of("LAPTOP-2"), entries().stream().map(AuditEntry::device).toList());
        bench.days = 29;
        restart();
        bench.clock.pass(SteadyClock.STEADY);
        log.dropOld();
        assertEquals(List.of(), bench.files(), "also what was there before a restart");
        assertEquals(List.of(), entries());
    }

    @Test
    void aCrashInTheMiddleOfALineLosesThatLineOnly() throws Exception {
        log.asked(asked(1));
        bench.runDisk();
        Files.writeString(bench.files().get(0), "1 deadbeef {\"is\":\"asked", StandardOpenOption.APPEND);
        restart();
        log.asked(asked(2));
        bench.runDisk();
        restart();

        assertEquals(2, entries().size());
        assertEquals(List.of(), log.problems());
    }

    @Test
    void aDamagedFileIsToldOfAndTheOthersAreRead() throws Exception {
        log.asked(asked(1));
        bench.runDisk();
        log.asked(asked(2));
        bench.runDisk();
        Path damaged = bench.files().get(0);
        byte[] bytes = Files.readAllBytes(damaged);
        bytes[40] ^= 1;
        Files.write(damaged, bytes);
        restart();
        log.asked(asked(3));
        bench.runDisk();

        assertEquals(
                List.of("LAPTOP-3"), entries().stream().map(AuditEntry::device).toList());
        assertEquals(1, log.problems().size());
        assertTrue(log.problems().get(0).contains(damaged.getFileName().toString()), log.problems()::toString);
        assertTrue(bench.warnings.containsAll(log.problems()));
        assertArrayEquals(new String[] {"log"}, folder.toFile().list(), "it stays where it is");
    }

    @Test
    void linesOfANewerVersionAreCountedAndNotMisread() throws Exception {
        log.asked(asked(1));
        bench.runDisk();
        bench.append(2, asked(2).write());
        bench.append(1, "{\"is\":\"asked by fax\",\"id\":\"" + id(3) + "\"}");
        bench.append(1, new AuditLine.Ended(id(1), TEN, Outcome.FAILED).write().replace("FAILED", "UNHEARD_OF"));
        restart();

        assertEquals(1, entries().size());
        assertEquals(
                List.of("Entries that are missing here because a newer version of the plugin wrote them: 3."),
                log.problems());
    }

    @Test
    void theWrittenFilesHoldOneKindOfTime() {
        log.asked(asked(1));
        bench.runDisk();

        assertEquals(
                "log-2026-11-24T10-00-00.001.jsonl",
                bench.files().get(0).getFileName().toString());
        assertTrue(bench.text().contains("\"at\":" + asked(1).at().toEpochMilli()));
    }

    @Test
    void aClockThatIsWrongForSomeHoursErasesNothing() throws Exception {
        log.asked(asked(1));
        bench.runDisk();
        bench.clock.pass(Duration.ofHours(7));
        log.dropOld();
        bench.clock.setClock(Duration.ofDays(100));
        for (int hour = 0; hour < 5; hour++) {
            log.dropOld();
            bench.clock.pass(Duration.ofHours(1));
        }
        bench.clock.setClock(Duration.ofDays(-100));
        log.dropOld();
        assertEquals(1, entries().size());

        bench.clock.setClock(Duration.ofDays(100));
        restart();
        log.dropOld();
        bench.clock.setClock(Duration.ofDays(-100));
        restart();
        assertEquals(1, entries().size(), "nor does a restart meanwhile");
    }

    @Test
    void whatTheDiskRefusedIsWrittenWhenJenkinsStopsIfItCanBe() {
        bench.full = true;
        log.asked(asked(1));
        bench.runDisk();
        bench.full = false;
        log.asked(asked(2));
        // Whether this one is known has to be looked up first.
        log.ended(asked(3), Outcome.ACCEPTED, id -> {});

        CompletableFuture<Void> closed = log.close();
        bench.runDisk();

        assertTrue(closed.isDone());
        restart();
        assertEquals(3, entries().size());
        assertEquals(List.of(), log.problems());
    }

    @Test
    void whatIsLostWhenJenkinsStopsIsCounted() {
        log.asked(asked(1));
        bench.runDisk();
        bench.full = true;
        bench.clock.pass(Duration.ofDays(1));
        log.asked(asked(2));
        log.asked(asked(3));
        bench.runDisk();
        CompletableFuture<Void> closed = log.close();
        // The disk has room again, too late for those lines.
        bench.runDisk(2);
        bench.full = false;
        bench.runDisk();

        assertTrue(closed.isDone());
        restart();
        assertEquals(1, entries().size());
        assertEquals(List.of("Entries that are missing here because the disk did not take them: 2."), log.problems());
    }

    @Test
    void aLaterStepThatOnlyGoesOnWithARequestTakesNothingOfItsEndAway() {
        log.asked(asked(1));
        List<Outcome> told = new ArrayList<>();
        log.ended(asked(1), Outcome.SESSION, id -> told.add(Outcome.SESSION));

        log.ended(asked(1), Outcome.ACCEPTED, id -> told.add(Outcome.ACCEPTED));
        bench.runDisk();

        assertEquals(List.of(Outcome.SESSION), told);
        assertEquals(Outcome.SESSION, entries().get(0).outcome());
        restart();
        assertEquals(Outcome.SESSION, entries().get(0).outcome());
    }

    @Test
    void aRequestWhoseLineACrashHasLostIsThereFromTheRestartOn() {
        log.resumed(asked(1));
        bench.runDisk();
        log.resumed(asked(1));
        bench.runDisk();

        assertEquals("pending", entries().get(0).outcomeId());
        assertEquals(1, bench.text().split("\"asked\"", -1).length - 1, "noted once");
    }

    @Test
    void whoeverWaitsForARequestGoesOnWhenItsEndIsOnDisk() {
        log.asked(asked(1));
        bench.runDisk();

        CompletableFuture<Void> noted = log.ended(asked(1), Outcome.ACCEPTED, id -> {});

        assertFalse(noted.isDone(), "the disk has done nothing yet");
        bench.runDisk();
        assertTrue(noted.isDone());
    }

    /** The next attempt could not be saved, so nothing was told of it. */
    @Test
    void whoeverWaitsForARequestWhoseNextAttemptNeverCameGoesOnWhenItsEndIsOnDisk() {
        log.asked(asked(1));
        bench.runDisk();
        List<UUID> told = new ArrayList<>();

        CompletableFuture<Void> noted = log.ended(again(asked(1), 2, TEN.plusSeconds(9)), Outcome.IN_DOUBT, told::add);

        assertFalse(noted.isDone(), "a crash would lose that");
        bench.runDisk();
        assertTrue(noted.isDone());
        assertEquals(List.of(id(1)), told, "a log collector gets the request that the log has");
        for (int start = 0; start < 2; start++) {
            assertEquals(1, entries().size());
            assertEquals(Outcome.IN_DOUBT, entries().get(0).outcome());
            restart();
        }
    }

    /** Two attempts that never left, the later with the time of the one that did, by a clock that was set back besides. */
    @Test
    void whatALaterStepFindsOutIsToldOfTheLatestAttempt() {
        AuditLine.Asked second = again(asked(1), 2, TEN.plusSeconds(9));
        AuditLine.Asked third = again(second, 3, TEN.minusSeconds(60));
        log.asked(asked(1));
        log.asked(second);
        log.asked(third);
        log.ended(third, Outcome.IN_DOUBT, id -> {});

        log.ended(asked(1), Outcome.ACCEPTED, id -> {});
        bench.runDisk();

        for (int start = 0; start < 2; start++) {
            assertEquals(1, entries().size());
            assertEquals(Outcome.ACCEPTED, entries().get(0).outcome());
            restart();
        }
    }

    @Test
    void aLogCollectorThatFailsKeepsNoRequestFromEnding() {
        log.asked(asked(1));

        CompletableFuture<Void> noted = log.ended(asked(1), Outcome.ACCEPTED, id -> {
            throw new IllegalStateException("the collector is out of reach");
        });

        bench.runDisk();
        assertTrue(noted.isDone());
        restart();
        assertEquals(Outcome.ACCEPTED, entries().get(0).outcome());
    }

    @Test
    void theEndOfARequestFromBeforeARestartIsOnDiskBeforeTheLogHasBeenRead() {
        log.asked(asked(1));
        bench.runDisk();
        log = bench.log();
        log.resumed(asked(1));
        List<Outcome> told = new ArrayList<>();

        CompletableFuture<Void> noted = log.ended(asked(1), Outcome.ACCEPTED, id -> told.add(Outcome.ACCEPTED));

        assertFalse(noted.isDone());
        bench.runDisk();
        assertTrue(noted.isDone());
        assertEquals(List.of(Outcome.ACCEPTED), told);
        assertEquals(Outcome.ACCEPTED, entries().get(0).outcome());
        assertEquals(1, bench.text().split("\"ended\"", -1).length - 1, "noted once");
    }

    @Test
    void aRequestWhoseLinesTwoCrashesCouldLoseIsThere() {
        log.resumed(asked(1));
        CompletableFuture<Void> noted = log.ended(asked(1), Outcome.IN_DOUBT, id -> {});
        bench.runLatest();
        assertTrue(noted.isDone(), "although the log has not been read");

        restart();

        assertEquals(Outcome.IN_DOUBT, entries().get(0).outcome());
    }

    @Test
    void aRequestThatGoesOnWithAnotherOneLeavesNothingUnderWay() {
        AuditLine.Asked other = asked(2);
        log.asked(asked(1));
        log.asked(other);
        log.ended(other, Outcome.ACCEPTED, id -> {});
        AuditLine.Asked goesOn = new AuditLine.Asked(
                id(2), id(1), other.at(), other.tenant(), other.deviceId(), other.device(), other.requester());
        log.resumed(goesOn);
        log.resumed(goesOn);
        log.ended(goesOn, Outcome.ACCEPTED, id -> {});
        bench.runDisk();

        assertEquals(List.of(id(2)), entries().stream().map(AuditEntry::id).toList());
        assertEquals(
                4,
                bench.text().split("\"asked\"", -1).length - 1,
                "noted once, and once more at its end, because the log had not been read");
        restart();
        assertEquals(List.of(id(2)), entries().stream().map(AuditEntry::id).toList());
        assertEquals(Outcome.ACCEPTED, entries().get(0).outcome());
    }

    @Test
    void anAttemptThatEndsBeforeItIsThereLeavesNothingUnderWay() throws Exception {
        log.asked(asked(1));
        log.ended(again(asked(1), 2, TEN.plusSeconds(9)), null, id -> {});
        log.asked(asked(3));
        log.ended(again(asked(3), 4, TEN.plusSeconds(9)), Outcome.FAILED, id -> {});
        bench.runDisk();

        assertEquals(List.of(id(3)), entries().stream().map(AuditEntry::id).toList());
        assertEquals(Outcome.FAILED, entries().get(0).outcome());
        for (int number : List.of(1, 3)) {
            assertTrue(log.lastAsked(asked(1).tenant(), asked(number).deviceId(), Duration.ofDays(1), ANNA)
                    .get()
                    .isEmpty());
        }
        restart();
        assertEquals(List.of(id(3)), entries().stream().map(AuditEntry::id).toList());
    }

    @Test
    void whatIsToldOfAnAttemptIsToldOfTheOneInItsPlace() {
        AuditLine.Asked second = again(asked(1), 2, TEN.plusSeconds(9));
        log.asked(asked(1));
        log.asked(second);
        log.ended(second, Outcome.IN_DOUBT, id -> {});

        // The second one never left, so builds know the request by the first.
        log.ended(asked(1), Outcome.SESSION, id -> {});
        log.opened(id(1), "kim");
        bench.runDisk();

        for (int start = 0; start < 2; start++) {
            assertEquals(1, entries().size());
            assertEquals(Outcome.SESSION, entries().get(0).outcome());
            assertEquals(1, entries().get(0).opened().size());
            restart();
        }
    }

    @Test
    void anEndThatACrashHasLostIsToldAgain() {
        log.asked(asked(1));
        bench.runDisk();
        restart();
        RequestState accepted = RequestState.startingAt(TEN)
                .withDevice(asked(1).deviceId(), "LAPTOP-1")
                .attempting(TEN, id(1).toString())
                .accepted(TEN, "r-1", false);
        List<Outcome> news = new ArrayList<>();
        AuditWitness witness = new AuditWitness(log, KIM, (line, outcome) -> news.add(outcome));

        witness.endedBefore(accepted, RequestReport.brokenOff(accepted));
        witness.endedBefore(accepted, RequestReport.brokenOff(accepted));
        RequestState unsent = RequestState.startingAt(TEN);
        witness.endedBefore(unsent, RequestReport.brokenOff(unsent));
        bench.runDisk();
        restart();

        assertEquals(List.of(Outcome.ACCEPTED), news);
        assertEquals(1, entries().size());
        assertEquals(Outcome.ACCEPTED, entries().get(0).outcome());
    }

    @Test
    void whatBrokeOffAtARestartIsNotUnderWayForEver() {
        log.asked(asked(1));
        log.asked(asked(2));
        bench.runDisk();
        log = bench.log();
        AuditWitness witness = new AuditWitness(log, KIM, (line, outcome) -> {});
        RequestState left = RequestState.startingAt(TEN)
                .withDevice(asked(1).deviceId(), "LAPTOP-1")
                .attempting(TEN, id(1).toString());
        RequestState neverLeft = RequestState.of(Map.of(
                "phase",
                "BACKING_OFF",
                "startedAt",
                TEN.toEpochMilli(),
                "clientRequestId",
                id(2).toString(),
                "deviceId",
                asked(2).deviceId()));

        CompletableFuture<Void> noted = CompletableFuture.allOf(
                witness.brokenOff(left), witness.brokenOff(neverLeft), witness.brokenOff(RequestState.startingAt(TEN)));

        assertFalse(noted.isDone(), "the disk has done nothing yet");
        bench.runDisk();
        assertTrue(noted.isDone());
        restart();
        assertEquals(List.of(id(1)), entries().stream().map(AuditEntry::id).toList());
        assertEquals(Outcome.IN_DOUBT, entries().get(0).outcome());
    }

    @Test
    void aRenamedJobKeepsItsRequestsThroughARestart() {
        log.asked(asked(1));
        log.renamed("team/ask", "desk/ask", false);
        log.renamed("nobody", "knows", false);
        bench.runDisk();
        restart();

        assertEquals("desk/ask", entries().get(0).requester().job());
        assertTrue(log.index().knowsJob("desk/ask") && !log.index().knowsJob("team/ask"));
        assertFalse(bench.text().contains("knows"), "of jobs that are not in the log nothing is written");
    }

    /** Its first builds have been discarded long ago, and their requests are its own all the same. */
    @Test
    void aRenamedJobKeepsTheRequestsOfBuildsThatWereDiscarded() {
        log.asked(asked(1));
        log.renamed("team/ask", "desk/ask", false);
        log.renamed("desk/ask", "desk/help", false);
        bench.runDisk();

        assertEquals("desk/help", entries().get(0).requester().job());
        restart();
        assertEquals("desk/help", entries().get(0).requester().job());
    }

    /** Somebody who may create jobs can reuse a name, and then move the job to where they may read the log. */
    @Test
    void aRenamedJobTakesNothingWithItOfOneThatWasDeletedBefore() {
        log.asked(asked(1));
        log.deleted("team/ask");
        log.deleted("nobody/knows");
        bench.runDisk();
        restart();
        bench.clock.pass(Duration.ofDays(1));
        Instant began = bench.clock.now();
        log.asked(asked(2, began, new Requester("team/ask", 1, began, "anna", "SYSTEM")));
        log.renamed("team/ask", "mine/ask", false);
        bench.runDisk();

        for (int start = 0; start < 2; start++) {
            assertEquals(
                    List.of("mine/ask", "team/ask"),
                    entries().stream().map(entry -> entry.requester().job()).toList());
            restart();
        }
        assertFalse(bench.text().contains("knows"), "of jobs that are not in the log nothing is written");
        assertEquals(List.of(), log.problems());
    }

    /** The oldest of its builds may be older than the job that was deleted, and so is no sign of what belongs to it. */
    @Test
    void anOlderJobTakesNothingWithItOfOneWhoseNameItGot() {
        Instant began = bench.clock.now();
        log.asked(asked(1, began, new Requester("team/old", 1, began, "anna", "SYSTEM")));
        bench.clock.pass(Duration.ofMinutes(1));
        Instant later = bench.clock.now();
        log.asked(asked(2, later, new Requester("team/ask", 1, later, "kim", "SYSTEM")));
        bench.clock.pass(Duration.ofMinutes(1));
        log.deleted("team/ask");
        bench.clock.pass(Duration.ofMinutes(1));
        log.renamed("team/old", "team/ask", false);
        bench.clock.pass(Duration.ofMinutes(1));
        log.renamed("team/ask", "mine/ask", false);
        bench.runDisk();

        for (int start = 0; start < 2; start++) {
            assertEquals(
                    List.of("team/ask", "mine/ask"),
                    entries().stream().map(entry -> entry.requester().job()).toList());
            restart();
        }
    }

    @Test
    void aClockThatIsAheadWhenJenkinsStartsHidesNothing() {
        log.asked(asked(1));
        bench.runDisk();
        bench.clock.setClock(Duration.ofDays(200));
        restart();
        assertEquals(1, entries().size());
        bench.clock.setClock(Duration.ofDays(-200));

        assertEquals(1, entries().size());
        assertEquals(List.of(), log.problems());
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a privilege there")
    void aFolderThatIsOutOfReachIsToldOf() throws Exception {
        Files.createSymbolicLink(folder.resolve("linked"), folder.resolve("not-mounted"));
        bench = new AuditBench(folder.resolve("linked"));
        restart();

        assertTrue(log.problems().get(0).contains("its volume were not mounted"), log.problems()::toString);
    }
}
