package io.jenkins.plugins.intune.audit;

import static io.jenkins.plugins.intune.trail.AuditSamples.ANNA;
import static io.jenkins.plugins.intune.trail.AuditSamples.KIM;
import static io.jenkins.plugins.intune.trail.AuditSamples.TENANT;
import static io.jenkins.plugins.intune.trail.AuditSamples.again;
import static io.jenkins.plugins.intune.trail.AuditSamples.asked;
import static io.jenkins.plugins.intune.trail.AuditSamples.device;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.trail.AuditLine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Whether a device was asked lately, as the files tell it after a restart, with clocks and disks as they are. */
class RecentFilesTest extends RecentRequestsFixture {

    @Test
    void isKnownRightAfterARestart() {
        AuditLine.Asked line = ask(1);
        log.ended(line, Outcome.IN_DOUBT, entry -> {});
        AuditLine.Asked unsent = ask(2);
        log.ended(unsent, null, entry -> {});
        bench.runDisk();
        log = bench.log();

        CompletableFuture<DeviceClaim> claim = log.claim(TENANT, device(1), QUARTER, ANNA);

        assertFalse(claim.isDone(), "nobody knows before it is read");
        bench.runDisk();
        assertEquals(KIM, claim.join().earlier().orElseThrow().requester());
        assertTrue(log.claim(TENANT, device(2), QUARTER, ANNA).join().earlier().isEmpty());
    }

    @Test
    void whereItCannotBeReadNobodyIsTakenForUnasked() throws Exception {
        ask(1);
        Path damaged = bench.files().get(0);
        byte[] bytes = Files.readAllBytes(damaged);
        bytes[3] ^= 1;
        Files.write(damaged, bytes);
        restart();

        CompletableFuture<DeviceClaim> claim = log.claim(TENANT, device(1), QUARTER, ANNA);

        assertTrue(claim.isCompletedExceptionally());
        assertTrue(claim.handle((done, failure) -> failure.getMessage())
                .join()
                .contains(damaged.getFileName().toString()));
        bench.clock.pass(Duration.ofDays(8));
        restart();
        assertTrue(claim().earlier().isEmpty(), "what is older than anybody looks back does not matter");
    }

    @Test
    void aReadThatFailsIsTriedAgainWhenSomebodyWantsToKnow() {
        ask(1);
        bench.unreadable = true;
        restart();
        assertTrue(log.claim(TENANT, device(1), QUARTER, ANNA).isCompletedExceptionally());
        bench.unreadable = false;
        bench.clock.pass(RecentFiles.READ_AGAIN);

        CompletableFuture<DeviceClaim> claim = log.claim(TENANT, device(1), QUARTER, ANNA);

        assertFalse(claim.isDone());
        bench.runDisk();
        assertEquals(KIM, claim.join().earlier().orElseThrow().requester());
        assertTrue(claim(EVE).earlier().isPresent());
    }

    @Test
    void aFileThatStaysDamagedHoldsNobodyUpOnceItIsOutOfTheWay() throws Exception {
        ask(1);
        bench.unreadable = true;
        restart();
        Files.delete(bench.files().get(0));
        bench.clock.pass(RecentFiles.READ_AGAIN);
        log.claim(TENANT, device(1), QUARTER, ANNA);
        bench.runDisk();

        assertTrue(claim(EVE).earlier().isPresent());
        assertEquals(ANNA, claim(EVE).earlier().orElseThrow().requester());
    }

    @Test
    void aClockThatJumpsMakesNoDifferenceAsLongAsJenkinsRuns() {
        for (int days : List.of(365, -365)) {
            Duration jump = Duration.ofDays(days);
            log.ended(askFirst(500 + days, KIM), Outcome.ACCEPTED, entry -> {});
            bench.clock.setClock(jump);
            bench.clock.pass(QUARTER.minusSeconds(1));
            assertEquals(Optional.of(KIM), lastRequester(), jump::toString);
            bench.clock.pass(Duration.ofSeconds(1));
            assertEquals(Optional.empty(), lastRequester(), jump::toString);
            bench.clock.setClock(jump.negated());
            restart();
        }
    }

    @Test
    void aClockThatWasAheadLocksNothingForLonger() {
        bench.clock.setClock(Duration.ofHours(3));
        log.ended(askFirst(1, KIM), Outcome.ACCEPTED, entry -> {});
        bench.runDisk();
        bench.clock.setClock(Duration.ofHours(-3));
        restart();
        assertEquals(Optional.of(KIM), lastRequester(), "nobody knows when it was, so it counts as now");
        bench.clock.pass(QUARTER);
        assertEquals(Optional.empty(), lastRequester());
        bench.clock.pass(Duration.ofDays(2));

        bench.clock.setClock(Duration.ofDays(365));
        log.ended(askFirst(2, KIM), Outcome.ACCEPTED, entry -> {});
        bench.runDisk();
        bench.clock.setClock(Duration.ofDays(-365));
        restart();
        assertEquals(Optional.empty(), lastRequester(), "not at each restart of the next year");
    }

    /** A machine wakes up with a wrong clock, Jenkins starts, and then the clock is set right. */
    @Test
    void aClockThatIsAheadWhenJenkinsStartsMakesItForgetNobodyForLong() {
        log.ended(askFirst(1, KIM), Outcome.ACCEPTED, entry -> {});
        ask(2);
        bench.runDisk();
        bench.clock.setClock(Duration.ofDays(30));
        restart();
        bench.clock.pass(Duration.ofMinutes(5));
        bench.clock.setClock(Duration.ofDays(-30));

        CompletableFuture<DeviceClaim> claim = log.claim(TENANT, device(1), QUARTER, EVE);
        bench.runDisk();

        assertEquals(KIM, claim.join().earlier().orElseThrow().requester());
        bench.clock.pass(Duration.ofMinutes(11));
        assertEquals(Optional.empty(), lastRequester(), "it counts from when it was asked");
    }

    @Test
    void aRefusalThatWasWrittenBeforeItsRequestIsARefusalAfterARestart() {
        bench.full = true;
        AuditLine.Asked line = ask(1);
        bench.full = false;
        log.ended(line, Outcome.FAILED, entry -> {});
        bench.runDisk();
        bench.clock.pass(AuditWriter.RETRY);
        bench.runDisk();
        restart();

        assertEquals(Optional.empty(), lastRequester());
    }

    @Test
    void anAttemptThatACrashMadeForgottenDoesNotCount() {
        AuditLine.Asked first = ask(1);
        log.asked(again(first, 2, bench.clock.now()));
        bench.runDisk();
        restart();
        bench.clock.pass(Duration.ofSeconds(30));
        AuditLine.Asked third = again(first, 3, bench.clock.now());
        log.asked(third);
        assertEquals(Optional.of(KIM), lastRequester());
        log.ended(third, Outcome.FAILED, entry -> {});
        bench.runDisk();

        assertEquals(Optional.empty(), lastRequester());
        restart();
        assertEquals(Optional.empty(), lastRequester());
    }

    @Test
    void whatANewerVersionHasWrittenCountsAsAsked() throws Exception {
        ask(7);
        AuditLine.Asked line = asked(1, bench.clock.now(), KIM);
        bench.append(2, line.write().replace("\"asked\"", "\"asked by fax\"").replace("\"id\"", "\"number\""));
        bench.append(2, new AuditLine.Opened(line.id(), line.at(), "anna").write());
        restart();
        assertEquals(Optional.of(KIM), lastRequester());

        bench.append(2, line.write().replace("\"at\"", "\"when\""));
        restart();
        assertTrue(log.claim(TENANT, device(9), QUARTER, ANNA).isCompletedExceptionally(), "or it may be of today");
    }

    @Test
    void whatANewerVersionHasWrittenMayBeAboutAnyDevice() throws Exception {
        ask(7);
        bench.append(2, "all different");
        restart();

        assertTrue(log.claim(TENANT, device(9), QUARTER, ANNA).isCompletedExceptionally());
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a privilege there")
    void aFolderThatIsOutOfReachDoesNotMeanThatNobodyWasAsked() throws Exception {
        Path volume = Files.createDirectory(folder.resolve("volume"));
        bench = new AuditBench(folder.resolve("linked"));
        Files.createSymbolicLink(folder.resolve("linked"), volume);
        restart();
        ask(1);
        Files.move(volume, folder.resolve("elsewhere"));
        restart();
        assertTrue(log.claim(TENANT, device(1), QUARTER, ANNA).isCompletedExceptionally());

        Files.move(folder.resolve("elsewhere"), volume);
        bench.clock.pass(RecentFiles.READ_AGAIN);
        log.claim(TENANT, device(2), QUARTER, ANNA);
        bench.runDisk();

        assertEquals(Optional.of(KIM), lastRequester());
    }

    @Test
    void whatGraphHasRefusedDoesNotCountWhenTheFilesAreReadAgain() {
        AuditLine.Asked line = ask(1);
        bench.runDisk();
        log.unprocessed(line.id(), line.sequence(), null);
        assertEquals(Optional.empty(), lastRequester());

        bench.clock.setClock(Duration.ofHours(3));

        assertEquals(Optional.empty(), lastRequester(), "nobody was asked");
    }
}
