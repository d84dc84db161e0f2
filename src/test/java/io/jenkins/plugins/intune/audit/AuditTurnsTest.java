package io.jenkins.plugins.intune.audit;

import static io.jenkins.plugins.intune.trail.AuditSamples.ANNA;
import static io.jenkins.plugins.intune.trail.AuditSamples.KIM;
import static io.jenkins.plugins.intune.trail.AuditSamples.again;
import static io.jenkins.plugins.intune.trail.AuditSamples.asked;
import static io.jenkins.plugins.intune.trail.AuditSamples.id;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.trail.AuditLine;
import io.jenkins.plugins.intune.trail.AuditSamples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a request ends in the log whose later attempts never left, or that a step goes on with beside a fleet. */
class AuditTurnsTest extends AuditLogFixture {

    private AuditLine.Asked first;

    @BeforeEach
    void goOn() {
        bench.clock.pass(Duration.ofMinutes(1));
        first = asked(1, bench.clock.now(), KIM);
    }

    private List<String> said() {
        return entries().stream()
                .map(e -> e.clientRequestId() + " " + e.outcomeId())
                .toList();
    }

    /** Two attempts that never left (connection refused), the clock set back by a second before the end. */
    @Test
    void whatNeverLeftIsNotThereAlthoughTheClockWasSetBack() throws Exception {
        log.asked(first);
        bench.clock.pass(Duration.ofSeconds(5));
        AuditLine.Asked second = again(first, 2, bench.clock.now());
        log.asked(second);
        bench.clock.setClock(Duration.ofSeconds(-2));
        log.ended(AuditSamples.until(first, second), null, entry -> {});
        bench.runDisk();
        assertEquals(List.of(), said());
        restart();
        CompletableFuture<Optional<LastAsked>> last =
                log.lastAsked(first.tenant(), first.deviceId(), Duration.ofHours(1), ANNA);
        bench.runDisk();
        assertEquals(Optional.empty(), last.join(), "others may ask it");
        assertEquals(List.of(), said(), "after a restart");
    }

    /** 429, then an attempt that never left; the end is FAILED of the first. */
    @Test
    void whatWasRefusedIsRefusedAlthoughTheClockWasSetBack() throws Exception {
        log.asked(first);
        bench.clock.pass(Duration.ofSeconds(5));
        AuditLine.Asked second = again(first, 2, bench.clock.now());
        log.asked(second);
        bench.clock.setClock(Duration.ofSeconds(-2));
        log.ended(AuditSamples.until(first, second), Outcome.FAILED, entry -> {});
        bench.runDisk();
        assertEquals(List.of(id(1) + " failed"), said());
        restart();
        assertEquals(List.of(id(1) + " failed"), said(), "after a restart");
    }

    /** In doubt; the clock is set back; a later step sends it again. */
    @Test
    void whatIsSentAgainAfterTheClockWasSetBackIsThereAfterARestart() {
        log.asked(first);
        log.ended(first, Outcome.IN_DOUBT, entry -> {});
        bench.clock.pass(Duration.ofSeconds(5));
        bench.clock.setClock(Duration.ofHours(-1));
        AuditLine.Asked second = again(first, 2, bench.clock.now());
        log.asked(second);
        bench.runDisk();
        assertEquals(List.of(id(2) + " pending"), said());
        bench.clock.pass(Duration.ofSeconds(5));
        log.ended(second, Outcome.IN_DOUBT, entry -> {});
        bench.runDisk();
        assertEquals(List.of(id(2) + " in_doubt"), said());
        restart();
        assertEquals(List.of(id(2) + " in_doubt"), said(), "after a restart");
    }

    /** No clock is set: a fleet's device ends in doubt, a step beside it sends again, Jenkins dies, both resume. */
    private void fleetAndStep(boolean fleetFirst) {
        log.asked(first);
        bench.clock.pass(Duration.ofSeconds(5));
        log.ended(first, Outcome.IN_DOUBT, entry -> {}); // the fleet's device
        bench.clock.pass(Duration.ofSeconds(5));
        AuditLine.Asked second = again(first, 2, bench.clock.now());
        log.resumed(first); // the step goes on with it ...
        log.asked(second); // ... and sends it again
        bench.runDisk();
        assertEquals(List.of(id(2) + " pending"), said());
        bench.clock.pass(Duration.ofSeconds(5));
        restart();
        List<Outcome> news = new ArrayList<>();
        if (fleetFirst) {
            log.endedBefore(first, Outcome.IN_DOUBT, entry -> news.add(Outcome.IN_DOUBT));
            log.resumed(second);
        } else {
            log.resumed(second);
            log.endedBefore(first, Outcome.IN_DOUBT, entry -> news.add(Outcome.IN_DOUBT));
        }
        bench.runDisk();
        assertEquals(List.of(), news, "that is no news");
        assertEquals(List.of(id(2) + " pending"), said(), "the step still looks at the device");
    }

    @Test
    void aFleetThatResumesFirstTakesNoAttemptOfAStepAway() {
        fleetAndStep(true);
    }

    @Test
    void aFleetThatResumesLaterTakesNoAttemptOfAStepAway() {
        fleetAndStep(false);
    }

    /** What the log has in the end, and whether the step's end is waited for. */
    private void endOfTheStep(boolean fleetFirst) {
        log.asked(first);
        bench.clock.pass(Duration.ofSeconds(5));
        log.ended(first, Outcome.IN_DOUBT, entry -> {});
        bench.clock.pass(Duration.ofSeconds(5));
        AuditLine.Asked second = again(first, 2, bench.clock.now());
        log.resumed(first);
        log.asked(second);
        bench.runDisk();
        bench.clock.pass(Duration.ofSeconds(5));
        restart();
        if (fleetFirst) {
            log.endedBefore(first, Outcome.IN_DOUBT, entry -> {});
            log.resumed(second);
        } else {
            log.resumed(second);
            log.endedBefore(first, Outcome.IN_DOUBT, entry -> {});
        }
        bench.runDisk();
        bench.clock.pass(Duration.ofSeconds(5));
        CompletableFuture<Void> noted = log.ended(second, Outcome.IN_DOUBT, entry -> {});
        boolean waited = !noted.isDone();
        bench.runDisk();
        assertEquals(List.of(id(2) + " in_doubt"), said());
        restart();
        assertEquals(List.of(id(2) + " in_doubt"), said(), "after another restart");
        assertEquals(true, waited, "a crash would lose the end");
    }

    @Test
    void theEndOfAStepBesideAFleetThatResumedFirst() {
        endOfTheStep(true);
    }

    @Test
    void theEndOfAStepBesideAFleetThatResumedLater() {
        endOfTheStep(false);
    }

    /** Found by the simulation: a crash has lost that, and the fleet that resumes tells it again. */
    @Test
    void whatNeverLeftAndHadEndedBeforeIsNotThere() {
        log.asked(first);
        bench.clock.pass(Duration.ofSeconds(5));
        log.asked(again(first, 2, bench.clock.now()));
        bench.runDisk();
        restart();

        log.endedBefore(first, null, entry -> {});
        bench.runDisk();

        for (int start = 0; start < 2; start++) {
            assertEquals(List.of(), said());
            restart();
        }
    }
}
