package io.jenkins.plugins.intune.audit;

import static io.jenkins.plugins.intune.audit.AuditSamples.CLOUD;
import static io.jenkins.plugins.intune.audit.AuditSamples.KIM;
import static io.jenkins.plugins.intune.audit.AuditSamples.asked;
import static io.jenkins.plugins.intune.audit.AuditSamples.device;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.request.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether a device was asked lately, as builds that run side by side, and after a restart, are told. */
class RecentRequestsTest {

    private static final Duration QUARTER = Duration.ofMinutes(15);
    private static final Requester ANNA = new Requester("other", 3, "anna", "SYSTEM");

    @TempDir
    private Path folder;

    private AuditBench bench;
    private AuditLog log;

    @BeforeEach
    void prepare() {
        bench = new AuditBench(folder.resolve("log"));
        restart();
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

    private Optional<LastAsked> last(Duration within) {
        return log.lastAsked(CLOUD, device(1), within).join();
    }

    private DeviceClaim claim() {
        return log.claim(CLOUD, device(1), QUARTER, ANNA).join();
    }

    @Test
    void isToldWhenByWhomAndWhatCameOfIt() {
        AuditLine.Asked line = ask(1);
        assertEquals(new LastAsked(line.at(), KIM, null), last(QUARTER).orElseThrow());

        log.ended(line, Outcome.SESSION);

        assertEquals(Outcome.SESSION, last(QUARTER).orElseThrow().outcome());
        assertEquals(Optional.empty(), log.lastAsked(CLOUD, device(2), QUARTER).join());
        assertEquals(
                Optional.empty(),
                log.lastAsked("microsoftgraph.chinacloudapi.cn", device(1), QUARTER)
                        .join(),
                "in another cloud it is another device");
        bench.clock.pass(QUARTER);
        assertEquals(Optional.empty(), last(QUARTER));
        assertTrue(last(Duration.ofHours(1)).isPresent());
    }

    @Test
    void whatReachedNobodyDoesNotCount() {
        AuditLine.Asked first = ask(1);
        log.ended(first, Outcome.ACCEPTED);
        bench.clock.pass(Duration.ofMinutes(1));
        AuditLine.Asked refused = asked(77, bench.clock.now(), ANNA);
        refused = new AuditLine.Asked(
                refused.id(), null, refused.at(), CLOUD, device(1), "LAPTOP-1", refused.requester());
        log.asked(refused);
        assertEquals(ANNA, last(QUARTER).orElseThrow().requester(), "as long as nobody knows, it does");

        log.ended(refused, Outcome.FAILED);

        assertEquals(KIM, last(QUARTER).orElseThrow().requester());
        log.ended(first, null);
        assertEquals(Optional.empty(), last(QUARTER));
    }

    @Test
    void ofTwoAtTheSameTimeOneGetsTheDevice() {
        List<DeviceClaim> claims =
                IntStream.range(0, 64).parallel().mapToObj(i -> claim()).toList();

        assertEquals(
                1, claims.stream().filter(claim -> claim.earlier().isEmpty()).count());
        assertEquals(
                63,
                claims.stream()
                        .filter(claim ->
                                claim.earlier().map(LastAsked::requester).equals(Optional.of(ANNA)))
                        .count());
        claims.forEach(DeviceClaim::release);
        assertTrue(claim().earlier().isEmpty(), "what was released, and nobody asked, is free");
    }

    @Test
    void aClaimHoldsAsLongAsTheRequestAndItsRequestAfterwards() {
        DeviceClaim first = claim();
        bench.clock.pass(Duration.ofHours(2));
        assertTrue(claim().earlier().isPresent(), "it waits in line, for hours perhaps");
        AuditLine.Asked line = ask(1);
        log.ended(line, Outcome.ACCEPTED);

        first.release();

        assertEquals(KIM, claim().earlier().orElseThrow().requester());
        bench.clock.pass(QUARTER);
        assertTrue(claim().earlier().isEmpty());
    }

    @Test
    void isKnownRightAfterARestart() {
        AuditLine.Asked line = ask(1);
        log.ended(line, Outcome.IN_DOUBT);
        AuditLine.Asked unsent = ask(2);
        log.ended(unsent, null);
        bench.runDisk();
        log = bench.log();

        CompletableFuture<DeviceClaim> claim = log.claim(CLOUD, device(1), QUARTER, ANNA);

        assertFalse(claim.isDone(), "nobody knows before it is read");
        bench.runDisk();
        assertEquals(Outcome.IN_DOUBT, claim.join().earlier().orElseThrow().outcome());
        assertTrue(log.claim(CLOUD, device(2), QUARTER, ANNA).join().earlier().isEmpty());
    }

    @Test
    void whereItCannotBeReadNobodyIsTakenForUnasked() throws Exception {
        ask(1);
        Path damaged = bench.files().get(0);
        byte[] bytes = Files.readAllBytes(damaged);
        bytes[3] ^= 1;
        Files.write(damaged, bytes);
        restart();

        CompletableFuture<DeviceClaim> claim = log.claim(CLOUD, device(1), QUARTER, ANNA);

        assertTrue(claim.isCompletedExceptionally());
        assertTrue(claim.handle((done, failure) -> failure.getMessage())
                .join()
                .contains(damaged.getFileName().toString()));
        bench.clock.pass(Duration.ofDays(8));
        restart();
        assertTrue(claim().earlier().isEmpty(), "what is older than anybody looks back does not matter");
    }
}
