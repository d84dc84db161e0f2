package io.jenkins.plugins.intune.audit;

import static io.jenkins.plugins.intune.audit.AuditSamples.ANNA;
import static io.jenkins.plugins.intune.audit.AuditSamples.KIM;
import static io.jenkins.plugins.intune.audit.AuditSamples.TEN;
import static io.jenkins.plugins.intune.audit.AuditSamples.TENANT;
import static io.jenkins.plugins.intune.audit.AuditSamples.again;
import static io.jenkins.plugins.intune.audit.AuditSamples.asked;
import static io.jenkins.plugins.intune.audit.AuditSamples.device;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.ClosedFiles;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.values.GraphTenant;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whether a device was asked lately, as builds that run side by side, and after a restart, are told. */
@ExtendWith(ClosedFiles.class)
class RecentRequestsTest {

    private static final Duration QUARTER = Duration.ofMinutes(15);
    private static final Requester EVE = new Requester("third", 1, TEN, "eve", "SYSTEM");

    @TempDir
    private Path folder;

    private AuditBench bench;
    private AuditLog log;

    @BeforeEach
    void prepare() {
        bench = new AuditBench(folder.resolve("log"));
        restart();
    }

    @AfterEach
    void end() {
        bench.close();
    }

    private void restart() {
        log = bench.log();
        log.start();
        bench.runDisk();
    }

    /** A request for the device of that number, now. */
    private AuditLine.Asked ask(int number) {
        AuditLine.Asked line = asked(number, bench.clock.now(), KIM);
        log.asked(line);
        bench.runDisk();
        return line;
    }

    /** Another request for the first device, now. */
    private AuditLine.Asked askFirst(int number, Requester requester) {
        AuditLine.Asked line = asked(number, bench.clock.now(), requester);
        line = new AuditLine.Asked(line.id(), null, line.at(), TENANT, device(1), "LAPTOP-1", requester);
        log.asked(line);
        return line;
    }

    private Optional<LastAsked> last(Duration within) {
        CompletableFuture<Optional<LastAsked>> last = log.lastAsked(TENANT, device(1), within, EVE);
        bench.runDisk();
        return last.join();
    }

    private Optional<Requester> lastRequester() {
        return last(QUARTER).map(LastAsked::requester);
    }

    private DeviceClaim claim(Requester by) {
        CompletableFuture<DeviceClaim> claim = log.claim(TENANT, device(1), QUARTER, by);
        bench.runDisk();
        return claim.join();
    }

    private DeviceClaim claim() {
        return claim(EVE);
    }

    @Test
    void isToldWhenAndByWhom() {
        AuditLine.Asked line = ask(1);
        log.ended(line, Outcome.SESSION, id -> {});

        assertEquals(new LastAsked(line.at(), KIM, false), last(QUARTER).orElseThrow());
        assertEquals(
                Optional.empty(), log.lastAsked(TENANT, device(2), QUARTER, EVE).join());
        assertEquals(
                Optional.empty(),
                log.lastAsked(new GraphTenant("microsoftgraph.chinacloudapi.cn", TENANT.id()), device(1), QUARTER, EVE)
                        .join(),
                "in another cloud it is another device");
        GraphTenant other = new GraphTenant(TENANT.cloud(), "99999999-9999-4999-8999-999999999999");
        assertEquals(
                Optional.empty(), log.lastAsked(other, device(1), QUARTER, EVE).join(), "and in another tenant, too");
        assertTrue(log.claim(other, device(1), QUARTER, EVE).join().earlier().isEmpty());
        assertTrue(log.lastAsked(GraphTenant.UNKNOWN, device(1), QUARTER, EVE)
                .join()
                .isPresent());
        bench.clock.pass(QUARTER);
        assertEquals(Optional.empty(), last(QUARTER));
        assertTrue(last(Duration.ofHours(1)).isPresent());
    }

    @Test
    void whoseDeviceItWasIsKnownAfterARestart() {
        ask(1);
        restart();

        GraphTenant other = new GraphTenant(TENANT.cloud(), "99999999-9999-4999-8999-999999999999");
        assertEquals(
                Optional.empty(), log.lastAsked(other, device(1), QUARTER, EVE).join());
        assertTrue(last(QUARTER).isPresent());
    }

    @Test
    void whatWaitsBecauseOfAThrottleHasAskedNobodySoFar() {
        AuditLine.Asked throttled = ask(1);
        log.unprocessed(throttled.id());
        assertEquals(Optional.empty(), last(QUARTER));

        AuditLine.Asked second = again(throttled, 2, bench.clock.now());
        log.asked(second);
        assertEquals(Optional.of(KIM), lastRequester());
        log.ended(second, Outcome.ACCEPTED, id -> {});

        restart();
        assertEquals(Optional.of(KIM), lastRequester());
    }

    @Test
    void whatReachedNobodyDoesNotCount() {
        AuditLine.Asked first = ask(1);
        log.ended(first, Outcome.IN_DOUBT, id -> {});
        bench.clock.pass(Duration.ofMinutes(1));
        AuditLine.Asked refused = askFirst(77, ANNA);
        assertEquals(ANNA, last(QUARTER).orElseThrow().requester(), "as long as nobody knows, it does");

        log.ended(refused, Outcome.FAILED, id -> {});

        assertEquals(KIM, last(QUARTER).orElseThrow().requester());
        log.ended(first, null, id -> {});
        assertEquals(Optional.empty(), last(QUARTER));
    }

    @Test
    void ofTwoAtTheSameTimeOneGetsTheDevice() {
        List<DeviceClaim> claims = IntStream.range(0, 64)
                .parallel()
                .mapToObj(i -> claim(new Requester("other", i, TEN, "anna", "SYSTEM")))
                .toList();

        assertEquals(
                1, claims.stream().filter(claim -> claim.earlier().isEmpty()).count());
        assertEquals(
                63,
                claims.stream()
                        .filter(claim -> claim.earlier().map(LastAsked::claimed).equals(Optional.of(true)))
                        .count());
        claims.forEach(DeviceClaim::release);
        assertTrue(claim().earlier().isEmpty(), "what was released, and nobody asked, is free");
    }

    @Test
    void aClaimHoldsAsLongAsTheRequestAndItsRequestAfterwards() {
        DeviceClaim first = claim(ANNA);
        bench.clock.pass(Duration.ofHours(2));
        assertTrue(claim().earlier().isPresent(), "it waits in line, for hours perhaps");
        AuditLine.Asked line = ask(1);
        log.ended(line, Outcome.ACCEPTED, id -> {});

        first.release();

        assertEquals(KIM, claim().earlier().orElseThrow().requester());
        bench.clock.pass(QUARTER);
        assertTrue(claim().earlier().isEmpty());
    }

    @Test
    void isKnownRightAfterARestart() {
        AuditLine.Asked line = ask(1);
        log.ended(line, Outcome.IN_DOUBT, id -> {});
        AuditLine.Asked unsent = ask(2);
        log.ended(unsent, null, id -> {});
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
    void anIdIsTheSameInCapitals() {
        log.claim(TENANT, device(1).toUpperCase(Locale.ROOT), QUARTER, ANNA);

        assertEquals(Optional.of(ANNA), lastRequester());
        assertTrue(log.lastAsked(TENANT, device(1).toUpperCase(Locale.ROOT), QUARTER, EVE)
                .join()
                .isPresent());
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
    void aBuildThatAsksAgainHoldsItsDeviceMeanwhile() {
        log.ended(ask(1), Outcome.ACCEPTED, id -> {});
        bench.clock.pass(Duration.ofMinutes(14));
        DeviceClaim own = claim(KIM);
        assertEquals(Optional.empty(), own.earlier(), "what the build itself has asked is not judged here");
        bench.clock.pass(Duration.ofMinutes(2));

        assertEquals(KIM, claim(ANNA).earlier().orElseThrow().requester());
        own.release();
        assertEquals(Optional.empty(), claim(ANNA).earlier());
    }

    @Test
    void anotherBuildsRequestCountsAlsoIfTheOwnOneIsLater() {
        log.ended(askFirst(1, ANNA), Outcome.ACCEPTED, id -> {});
        bench.clock.pass(Duration.ofMinutes(1));
        log.ended(askFirst(2, KIM), Outcome.ACCEPTED, id -> {});

        assertEquals(ANNA, claim(KIM).earlier().orElseThrow().requester());
    }

    @Test
    void aBuildIsAnotherOneIfItsJobWasMadeAnewAndTheSameIfItsJobWasRenamed() {
        log.ended(ask(1), Outcome.ACCEPTED, id -> {});
        Requester anew = new Requester(KIM.job(), KIM.build(), bench.clock.now(), "kim", "SYSTEM");
        assertEquals(KIM, claim(anew).earlier().orElseThrow().requester());

        log.renamed(KIM.job(), "desk/ask", false);
        bench.runDisk();

        Requester renamed = new Requester("desk/ask", KIM.build(), KIM.began(), "kim", "SYSTEM");
        assertEquals(Optional.empty(), claim(renamed).earlier());
        assertEquals("desk/ask", claim(ANNA).earlier().orElseThrow().requester().job(), "it is told by that name");
        restart();
        assertEquals(Optional.empty(), claim(renamed).earlier(), "after a restart as well");
        assertTrue(claim(anew).earlier().isPresent());
    }

    /** The last day is read first, and with it the later of the names. */
    @Test
    void aBuildOfAJobThatWasRenamedTwiceIsTheSameAfterARestart() {
        log.renamed(KIM.job(), "desk/ask", true);
        bench.runDisk();
        bench.clock.pass(Duration.ofDays(3));
        log.ended(askFirst(1, KIM), Outcome.ACCEPTED, id -> {});
        log.renamed("desk/ask", "desk/help", true);
        bench.runDisk();
        restart();

        Requester renamed = new Requester("desk/help", KIM.build(), KIM.began(), "kim", "SYSTEM");
        assertEquals(Optional.empty(), claim(renamed).earlier());
        assertEquals(
                "desk/help", claim(ANNA).earlier().orElseThrow().requester().job());
    }

    @Test
    void aClockThatJumpsMakesNoDifferenceAsLongAsJenkinsRuns() {
        for (int days : List.of(365, -365)) {
            Duration jump = Duration.ofDays(days);
            log.ended(askFirst(500 + days, KIM), Outcome.ACCEPTED, id -> {});
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
        log.ended(askFirst(1, KIM), Outcome.ACCEPTED, id -> {});
        bench.runDisk();
        bench.clock.setClock(Duration.ofHours(-3));
        restart();
        assertEquals(Optional.of(KIM), lastRequester(), "nobody knows when it was, so it counts as now");
        bench.clock.pass(QUARTER);
        assertEquals(Optional.empty(), lastRequester());
        bench.clock.pass(Duration.ofDays(2));

        bench.clock.setClock(Duration.ofDays(365));
        log.ended(askFirst(2, KIM), Outcome.ACCEPTED, id -> {});
        bench.runDisk();
        bench.clock.setClock(Duration.ofDays(-365));
        restart();
        assertEquals(Optional.empty(), lastRequester(), "not at each restart of the next year");
    }

    /** A machine wakes up with a wrong clock, Jenkins starts, and then the clock is set right. */
    @Test
    void aClockThatIsAheadWhenJenkinsStartsMakesItForgetNobodyForLong() {
        log.ended(askFirst(1, KIM), Outcome.ACCEPTED, id -> {});
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
    void aRequestThatEndsWhileTheLogIsReadOnceMoreCountsByItsEnd() {
        AuditLine.Asked refused = askFirst(1, KIM);
        bench.runDisk();
        bench.clock.setClock(Duration.ofDays(30));
        restart();
        bench.clock.setClock(Duration.ofDays(-30));
        CompletableFuture<Optional<LastAsked>> last = log.lastAsked(TENANT, device(1), QUARTER, EVE);
        log.ended(refused, Outcome.FAILED, id -> {});
        bench.runDisk();

        assertEquals(Optional.empty(), last.join());
    }

    @Test
    void aRefusalThatWasWrittenBeforeItsRequestIsARefusalAfterARestart() {
        bench.full = true;
        AuditLine.Asked line = ask(1);
        bench.full = false;
        log.ended(line, Outcome.FAILED, id -> {});
        bench.runDisk();
        bench.clock.pass(AuditWriter.RETRY);
        bench.runDisk();
        restart();

        assertEquals(Optional.empty(), lastRequester());
    }

    @Test
    void aRequestThatEndsBeforeTheLogIsReadCountsByItsEnd() {
        AuditLine.Asked refused = ask(1);
        log = bench.log();
        log.ended(refused, Outcome.FAILED, id -> {});
        bench.runDisk();
        assertEquals(Optional.empty(), lastRequester());

        AuditLine.Asked accepted = askFirst(2, KIM);
        bench.runDisk();
        log = bench.log();
        log.ended(accepted, Outcome.ACCEPTED, id -> {});
        bench.runDisk();
        assertEquals(Optional.of(KIM), lastRequester());
    }

    @Test
    void aRequestWhoseLineACrashHasLostCountsAsSoonAsItGoesOn() {
        AuditLine.Asked line = asked(1, bench.clock.now(), KIM);
        // After a restart nobody knows any more whose device it was.
        AuditLine.Asked unlocated = new AuditLine.Asked(
                line.id(), null, line.at(), GraphTenant.UNKNOWN, line.deviceId(), line.device(), line.requester());
        log.resumed(unlocated);
        assertEquals(Optional.of(KIM), lastRequester());
        restart();
        log.ended(unlocated, Outcome.ACCEPTED, id -> {});
        assertEquals(Optional.of(KIM), lastRequester());
        bench.runDisk();
        restart();

        assertEquals(Optional.of(KIM), lastRequester());
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
        log.ended(third, Outcome.FAILED, id -> {});
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
}
