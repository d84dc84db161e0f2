package io.jenkins.plugins.intune.audit;

import static io.jenkins.plugins.intune.trail.AuditSamples.TEN;
import static io.jenkins.plugins.intune.trail.AuditSamples.again;
import static io.jenkins.plugins.intune.trail.AuditSamples.againAfterRestart;
import static io.jenkins.plugins.intune.trail.AuditSamples.asked;
import static io.jenkins.plugins.intune.trail.AuditSamples.id;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.trail.AuditLine;
import io.jenkins.plugins.intune.trail.AuditSamples;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the log says of a request that was sent several times, whatever a crash, a full disk or a clock made of its lines. */
class AuditAttemptsTest extends AuditLogFixture {

    /** A throttled attempt is in the log; of the next one a crash has lost the line, and it goes on after the restart. */
    @Test
    void anAttemptWhoseLineACrashHasLostIsThereFromTheRestartOn() {
        log.asked(asked(1));
        bench.runDisk();
        restart();

        AuditLine.Asked second = again(asked(1), 2, TEN.plusSeconds(900));
        log.resumed(second);
        bench.runDisk();

        assertEquals(id(2), entries().get(0).clientRequestId(), "it is on its way, or in doubt");
        assertEquals(second.at(), entries().get(0).askedAt());
        restart();
        assertEquals(id(2), entries().get(0).clientRequestId(), "and on disk");
    }

    /** In doubt; a second attempt is told of and never leaves; its line did not reach the disk at once, and is written later. */
    @Test
    void linesInAnotherOrderSayTheSame() {
        AuditLine.Asked first = asked(1);
        AuditLine.Asked second = again(first, 2, TEN.plusSeconds(9));
        log.asked(first);
        bench.runDisk();
        bench.full = true;
        bench.clock.pass(Duration.ofDays(1));
        log.asked(second);
        bench.runDisk();
        bench.full = false;
        log.ended(AuditSamples.until(first, second), Outcome.IN_DOUBT, entry -> {});
        bench.runDisk();
        bench.clock.pass(Duration.ofSeconds(31));
        bench.runDisk();

        assertEquals(id(1), entries().get(0).clientRequestId(), "the second never left");
        restart();
        assertEquals(id(1), entries().get(0).clientRequestId(), "the second never left");
    }

    /** As two steps: the first's end did not reach the disk at once; a later step sends the request again, and Jenkins dies. */
    @Test
    void anEndThatIsWrittenLateTakesNoLaterAttemptAway() {
        AuditLine.Asked first = asked(1);
        log.asked(first);
        bench.runDisk();
        bench.full = true;
        bench.clock.pass(Duration.ofDays(1));
        log.ended(first, Outcome.IN_DOUBT, entry -> {});
        bench.runDisk();
        bench.full = false;
        bench.clock.pass(Duration.ofSeconds(1));
        AuditLine.Asked second = again(first, 2, bench.clock.now());
        log.asked(second);
        bench.runDisk();
        bench.clock.pass(Duration.ofSeconds(31));
        bench.runDisk();
        assertEquals(id(2), entries().get(0).clientRequestId());

        restart();
        assertEquals(id(2), entries().get(0).clientRequestId(), "it may have left");
    }

    /** The clock is set back between two attempts; then Jenkins dies, and with it the freestyle build. */
    @Test
    void theLatestAttemptIsShownAlthoughTheClockWasSetBack() {
        AuditLine.Asked first = asked(1);
        AuditLine.Asked second = again(first, 2, TEN.minusSeconds(3600));
        log.asked(first);
        log.asked(second);
        bench.runDisk();

        assertEquals(id(2), entries().get(0).clientRequestId());
    }

    /** What the log has as never sent is sent after a restart that has forgotten that. */
    @Test
    void whatWasNotSentBeforeACrashMayBeSentAfterIt() {
        log.asked(asked(1));
        log.ended(asked(1), null, entry -> {});
        bench.runDisk();
        restart();

        bench.clock.pass(Duration.ofSeconds(90));
        AuditLine.Asked second = again(asked(1), 2, bench.clock.now());
        log.asked(second);
        bench.runDisk();
        assertEquals(1, entries().size(), "it is about to leave");
        log.ended(second, Outcome.IN_DOUBT, entry -> {});
        bench.runDisk();
        assertEquals(1, entries().size(), "it may have left");
    }

    /** Found by the simulation: the clock is set back between two attempts, and Jenkins dies when all has ended. */
    @Test
    void theEndOfAnAttemptByAClockThatWasSetBackIsItsEnd() {
        AuditLine.Asked first = asked(1, bench.clock.now(), AuditSamples.KIM);
        log.asked(first);
        bench.clock.setClock(Duration.ofSeconds(-20));
        bench.clock.pass(Duration.ofSeconds(1));
        AuditLine.Asked second = again(first, 2, bench.clock.now());
        log.asked(second);
        log.ended(second, Outcome.FAILED, entry -> {});
        bench.runDisk();

        for (int start = 0; start < 2; start++) {
            assertEquals(Outcome.FAILED, entries().get(0).outcome());
            assertEquals(id(2), entries().get(0).clientRequestId());
            assertEquals(
                    Optional.empty(),
                    log.lastAsked(first.tenant(), first.deviceId(), Duration.ofHours(1), AuditSamples.ANNA)
                            .join());
            restart();
        }
    }

    /** A power failure has kept the line of an attempt whose state it lost, and the machine's clock is behind afterwards. */
    @Test
    void anEndIsToldAlthoughTheClockIsBehindAnAttemptThatAPowerFailureMadeForgotten() {
        bench.clock.pass(Duration.ofMinutes(10));
        AuditLine.Asked first = asked(1, bench.clock.now(), AuditSamples.KIM);
        log.asked(first);
        bench.clock.pass(Duration.ofSeconds(30));
        log.asked(again(first, 2, bench.clock.now()));
        bench.runDisk();
        bench.clock.setClock(Duration.ofMinutes(-5));
        restart();

        log.resumed(first);
        AuditLine.Asked third = againAfterRestart(first, 3, bench.clock.now());
        log.asked(third);
        log.ended(third, Outcome.FAILED, entry -> {});
        bench.runDisk();

        for (int start = 0; start < 2; start++) {
            assertEquals("failed", entries().get(0).outcomeId());
            assertEquals(id(3), entries().get(0).clientRequestId());
            restart();
        }
    }
}
