package io.jenkins.plugins.intune.audit;

import static io.jenkins.plugins.intune.trail.AuditSamples.ALL;
import static io.jenkins.plugins.intune.trail.AuditSamples.KIM;
import static io.jenkins.plugins.intune.trail.AuditSamples.TEN;
import static io.jenkins.plugins.intune.trail.AuditSamples.asked;
import static io.jenkins.plugins.intune.trail.AuditSamples.id;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.index.AuditEntry;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.trail.AuditLine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What the log keeps with a disk that is full, slow or damaged, and with a clock that is wrong. */
class AuditFilesTest extends AuditLogFixture {

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
        assertTrue(bench.warnings.get(1).endsWith("can be written again."), bench.warnings::toString);
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
        log.ended(asked(1), Outcome.ACCEPTED, entry -> {});
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

    /** On Windows nobody can delete a file that is open. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "does not delete a file that is open")
    void whatComesAfterTheFilesWereDeletedIsKept() throws Exception {
        log.asked(asked(1));
        bench.runDisk();
        for (Path file : bench.files()) {
            Files.delete(file);
        }
        Files.delete(folder.resolve("log"));

        log.asked(asked(2));
        bench.runDisk();
        assertEquals(1, bench.warnings.size(), "somebody should know");
        bench.clock.pass(AuditWriter.RETRY);
        bench.runDisk();

        assertEquals(List.of(), log.problems());
        restart();
        assertEquals(List.of(id(2)), entries().stream().map(AuditEntry::id).toList());
    }

    /** The request stands in a file that is out of reach when somebody opens its session. */
    @Test
    void whoOpensTheSessionOfARequestThatIsNotKnownIsNoted() throws Exception {
        log.asked(asked(1));
        log.ended(asked(1), Outcome.SESSION, entry -> {});
        bench.runDisk();
        Path away = Files.move(bench.files().get(0), folder.resolve("away"));
        restart();
        log.opened(id(1), "kim");
        log.opened(id(1), "kim");
        log.opened(id(1), "anna");
        bench.runDisk();
        assertEquals(2, bench.text().split("\"opened\"", -1).length - 1, "once for each person");

        Files.move(away, folder.resolve("log").resolve("log-2026-11-24T09-00-00.000.jsonl"));
        restart();

        assertEquals(
                List.of("kim", "anna"),
                entries().get(0).opened().stream().map(AuditEntry.Opening::by).toList());
    }

    /** A crash has lost the request's first line, and its session is opened before its step resumes. */
    @Test
    void whoOpenedASessionBeforeItsStepResumesIsOnThePage() throws Exception {
        log.start();
        bench.runDisk();
        log.opened(id(1), "kim");
        log.resumed(asked(1));
        bench.runDisk();

        assertEquals(1, entries().get(0).opened().size());
        restart();
        assertEquals(1, entries().get(0).opened().size());
    }

    /** Whoever waits for the line may be the one who lets the disk answer. */
    @Test
    void aDiskThatAnswersInTimeButJustIsNoTrouble() {
        log.asked(asked(1)).thenRun(bench::runDisk);
        bench.clock.pass(AuditWriter.MAX_WAIT);

        assertEquals(List.of(), log.problems());
        assertFalse(log.asked(asked(2)).isDone(), "the next request waits until its line is on disk");
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
        bench.append(
                1,
                new AuditLine.Ended(id(1), TEN, Outcome.FAILED, null, 0).write().replace("FAILED", "UNHEARD_OF"));
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
        log.ended(asked(3), Outcome.ACCEPTED, entry -> {});

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

        assertTrue(log.problems().get(0).contains("whose target does not exist"), log.problems()::toString);
    }
}
