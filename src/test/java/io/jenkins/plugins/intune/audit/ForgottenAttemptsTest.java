package io.jenkins.plugins.intune.audit;

import static io.jenkins.plugins.intune.trail.AuditSamples.KIM;
import static io.jenkins.plugins.intune.trail.AuditSamples.TENANT;
import static io.jenkins.plugins.intune.trail.AuditSamples.again;
import static io.jenkins.plugins.intune.trail.AuditSamples.againAfterRestart;
import static io.jenkins.plugins.intune.trail.AuditSamples.device;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.trail.AuditLine;
import io.jenkins.plugins.intune.trail.AuditSamples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Attempts that a crash has made a build forget, and that the log knows, before and after its files have been read. */
class ForgottenAttemptsTest extends RecentRequestsFixture {

    private AuditLine.Asked first;
    private AuditLine.Asked second;

    private AuditLine.Asked later(int number) {
        bench.clock.pass(Duration.ofSeconds(9));
        return againAfterRestart(first, number, bench.clock.now());
    }

    /** Throttled; the second attempt ends, which a crash makes the build forget; it sends a third. */
    private AuditLine.Asked afterForgetting(Outcome outcome) {
        first = askFirst(1, KIM);
        bench.clock.pass(Duration.ofSeconds(10));
        second = again(first, 2, bench.clock.now());
        log.asked(second);
        log.ended(second, outcome, entry -> {});
        bench.runDisk();
        log = bench.log();
        return later(3);
    }

    private Optional<Instant> lastTime() {
        return last(QUARTER).map(LastAsked::at);
    }

    private void othersKnowOf(Outcome outcome) {
        assertEquals(Optional.of(second.at()), lastTime());
        assertEquals(outcome, entries().get(0).outcome());
        restart();
        assertEquals(Optional.of(second.at()), lastTime(), "after a restart");
        assertEquals(outcome, entries().get(0).outcome(), "after a restart");
    }

    @Test
    void whatMayHaveReachedSomebodyCountsAlthoughALaterAttemptIsRefusedBeforeTheFilesAreRead() {
        for (Outcome outcome : List.of(Outcome.ACCEPTED, Outcome.IN_DOUBT)) {
            AuditLine.Asked third = afterForgetting(outcome);
            log.asked(third);
            log.ended(third, Outcome.FAILED, entry -> {});
            othersKnowOf(outcome);
            forgetAll();
        }
    }

    @Test
    void andAlthoughItIsRefusedWhileTheyAreRead() {
        for (Outcome outcome : List.of(Outcome.ACCEPTED, Outcome.IN_DOUBT)) {
            AuditLine.Asked third = afterForgetting(outcome);
            log.asked(third);
            bench.runDisk();
            log.ended(third, Outcome.FAILED, entry -> {});
            othersKnowOf(outcome);
            forgetAll();
        }
    }

    @Test
    void andAlthoughItIsThrottledBeforeTheyAreRead() {
        AuditLine.Asked third = afterForgetting(Outcome.IN_DOUBT);
        log.asked(third);
        log.unprocessed(third.id(), third.sequence(), null);
        assertEquals(Optional.of(second.at()), lastTime());

        log.ended(third, Outcome.FAILED, entry -> {});
        othersKnowOf(Outcome.IN_DOUBT);
    }

    @Test
    void andAlthoughItIsThrottledAfterwards() {
        AuditLine.Asked third = afterForgetting(Outcome.IN_DOUBT);
        log.start();
        bench.runDisk();
        log.asked(third);
        log.unprocessed(third.id(), third.sequence(), null);
        assertEquals(Optional.of(second.at()), lastTime());
    }

    private void forgetAll() {
        bench.clock.pass(Duration.ofDays(3));
        bench.close();
        bench = new AuditBench(folder.resolve("another"));
        restart();
    }

    /** Jenkins starts twice with the same saved state, and each time the build sends an attempt. */
    @Test
    void whatIsSentAfterASecondRestartFromTheSameStateCounts() {
        for (Outcome outcome : List.of(Outcome.ACCEPTED, Outcome.IN_DOUBT)) {
            first = askFirst(1, KIM);
            log.unprocessed(first.id(), first.sequence(), null);
            bench.runDisk();
            restart();
            second = later(2);
            log.asked(second);
            log.ended(second, Outcome.FAILED, entry -> {});
            bench.runDisk();
            restart();
            AuditLine.Asked third = later(3);
            log.asked(third);
            bench.runDisk();
            assertEquals("pending", entries().get(0).outcomeId());
            log.ended(third, outcome, entry -> {});
            bench.runDisk();
            for (int start = 0; start < 2; start++) {
                assertEquals(Optional.of(third.at()), lastTime());
                assertEquals(outcome, entries().get(0).outcome());
                restart();
            }
            forgetAll();
        }
    }

    /** A full disk, or one that is slower than whoever reads. */
    @Test
    void aRefusalThatIsNotOnDiskYetIsARefusalWhenTheFilesAreReadAgain() {
        AuditLine.Asked line = askFirst(1, KIM);
        bench.runDisk();
        bench.full = true;
        log.ended(line, Outcome.FAILED, entry -> {});
        bench.runDisk();
        assertEquals(Optional.empty(), lastTime());

        bench.clock.setClock(Duration.ofMinutes(1));

        assertEquals(Optional.empty(), lastTime(), "nobody was asked");
    }

    @Test
    void aRefusalIsARefusalAlsoForWhoeverAsksWhileItIsWritten() {
        AuditLine.Asked line = askFirst(1, KIM);
        bench.runDisk();
        bench.clock.setClock(Duration.ofMinutes(1));
        log.ended(line, Outcome.FAILED, entry -> {});

        CompletableFuture<Optional<LastAsked>> last = log.lastAsked(TENANT, device(1), QUARTER, EVE);
        bench.runDisk(1);
        bench.runDisk();

        assertEquals(Optional.empty(), last.join(), "nobody was asked");
    }

    /** Each line of a newer version that cannot be understood is one request, however often it is read. */
    @Test
    void whatANewerVersionHasWrittenIsOneRequestWhenItIsReadAgain() throws Exception {
        ask(7);
        AuditLine.Asked line = AuditSamples.asked(1, bench.clock.now(), KIM);
        bench.append(2, line.write().replace("\"asked\"", "\"asked by fax\"").replace("\"id\"", "\"number\""));
        restart();
        bench.clock.pass(Duration.ofMinutes(14));
        bench.clock.setClock(Duration.ofMinutes(-13));
        assertEquals(Optional.of(line.at()), lastTime(), "a minute ago by that clock");
        bench.clock.setClock(Duration.ofMinutes(13));
        bench.clock.pass(Duration.ofMinutes(16));

        assertEquals(Optional.empty(), lastTime());
    }
}
