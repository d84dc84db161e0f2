package io.jenkins.plugins.intune.audit;

import static io.jenkins.plugins.intune.trail.AuditSamples.ANNA;
import static io.jenkins.plugins.intune.trail.AuditSamples.KIM;
import static io.jenkins.plugins.intune.trail.AuditSamples.TEN;
import static io.jenkins.plugins.intune.trail.AuditSamples.again;
import static io.jenkins.plugins.intune.trail.AuditSamples.asked;
import static io.jenkins.plugins.intune.trail.AuditSamples.id;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.index.AuditEntry;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import io.jenkins.plugins.intune.trail.AuditLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How requests end in the log: who waits for that, what a crash loses of it, and which of several attempts it is told of. */
class AuditEndsTest extends AuditLogFixture {

    /** The requests began a minute ago. */
    @BeforeEach
    void goOn() {
        bench.clock.pass(Duration.ofMinutes(1));
    }

    @Test
    void aLaterStepThatOnlyGoesOnWithARequestTakesNothingOfItsEndAway() {
        log.asked(asked(1));
        List<Outcome> told = new ArrayList<>();
        log.ended(asked(1), Outcome.SESSION, entry -> told.add(Outcome.SESSION));

        log.ended(asked(1), Outcome.ACCEPTED, entry -> told.add(Outcome.ACCEPTED));
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

        CompletableFuture<Void> noted = log.ended(asked(1), Outcome.ACCEPTED, entry -> {});

        assertFalse(noted.isDone(), "the disk has done nothing yet");
        bench.runDisk();
        assertTrue(noted.isDone());
    }

    /** The next attempt could not be saved, so nothing was told of it. */
    @Test
    void whoeverWaitsForARequestWhoseNextAttemptNeverCameGoesOnWhenItsEndIsOnDisk() {
        log.asked(asked(1));
        bench.runDisk();

        CompletableFuture<Void> noted =
                log.ended(again(asked(1), 2, TEN.plusSeconds(9)), Outcome.IN_DOUBT, entry -> {});

        assertFalse(noted.isDone(), "a crash would lose that");
        bench.runDisk();
        assertTrue(noted.isDone());
        for (int start = 0; start < 2; start++) {
            assertEquals(1, entries().size());
            assertEquals(Outcome.IN_DOUBT, entries().get(0).outcome());
            restart();
        }
    }

    /** Two attempts that never left, the later with the time of the one that did, by a clock that was set back besides. */
    @Test
    void whatALaterStepFindsOutIsToldOfTheSameRequest() {
        AuditLine.Asked second = again(asked(1), 2, TEN.plusSeconds(9));
        AuditLine.Asked third = again(second, 3, TEN.minusSeconds(60));
        log.asked(asked(1));
        log.asked(second);
        log.asked(third);
        log.ended(third, Outcome.IN_DOUBT, entry -> {});

        log.ended(asked(1), Outcome.ACCEPTED, entry -> {});
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

        CompletableFuture<Void> noted = log.ended(asked(1), Outcome.ACCEPTED, entry -> {
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

        CompletableFuture<Void> noted = log.ended(asked(1), Outcome.ACCEPTED, entry -> told.add(Outcome.ACCEPTED));

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
        CompletableFuture<Void> noted = log.ended(asked(1), Outcome.IN_DOUBT, entry -> {});
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
        log.ended(other, Outcome.ACCEPTED, entry -> {});
        for (int times = 0; times < 2; times++) {
            log.resumed(other);
            log.leftBehind(id(1), null, 0, entry -> {});
        }
        bench.runDisk();
        CompletableFuture<Void> noted = log.ended(other, Outcome.SESSION, entry -> {});

        assertFalse(noted.isDone(), "whoever waits for the step waits for its end, too");
        bench.runDisk();
        assertTrue(noted.isDone());
        for (int start = 0; start < 2; start++) {
            assertEquals(List.of(id(2)), entries().stream().map(AuditEntry::id).toList());
            assertEquals(Outcome.SESSION, entries().get(0).outcome());
            restart();
        }
    }

    @Test
    void whatWasLeftBehindInDoubtIsInDoubt() {
        log.asked(asked(1));
        log.leftBehind(id(1), asked(1), 0, entry -> {});
        log.leftBehind(id(1), null, 0, entry -> {});
        bench.runDisk();

        for (int start = 0; start < 2; start++) {
            assertEquals(Outcome.IN_DOUBT, entries().get(0).outcome());
            restart();
        }
    }

    /** A crash has forgotten that the request goes on with another one, so it is sent once more. */
    @Test
    void whatWasLeftBehindIsThereAgainWhenItIsSentAgain() {
        log.asked(asked(1));
        log.leftBehind(id(1), null, 0, entry -> {});
        bench.runDisk();
        restart();
        assertEquals(List.of(), entries());
        bench.clock.pass(Duration.ofSeconds(60));
        AuditLine.Asked second = again(asked(1), 2, bench.clock.now());
        log.asked(second);
        bench.runDisk();
        for (int start = 0; start < 2; start++) {
            assertEquals("pending", entries().get(0).outcomeId());
            assertEquals(id(2), entries().get(0).clientRequestId());
            restart();
        }
        log.ended(second, Outcome.ACCEPTED, entry -> {});
        bench.runDisk();

        for (int start = 0; start < 2; start++) {
            assertEquals(List.of(id(1)), entries().stream().map(AuditEntry::id).toList());
            assertEquals(Outcome.ACCEPTED, entries().get(0).outcome());
            assertEquals(id(2), entries().get(0).clientRequestId());
            restart();
        }
    }

    @Test
    void anAttemptThatEndsBeforeItIsThereLeavesNothingUnderWay() throws Exception {
        log.asked(asked(1));
        log.ended(again(asked(1), 2, TEN.plusSeconds(9)), null, entry -> {});
        log.asked(asked(3));
        log.ended(again(asked(3), 4, TEN.plusSeconds(9)), Outcome.FAILED, entry -> {});
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
    void anAttemptThatNeverLeftIsNotTheOneThatIsShown() {
        AuditLine.Asked second = again(asked(1), 2, TEN.plusSeconds(9));
        log.asked(asked(1));
        log.asked(second);
        bench.runDisk();
        assertEquals(id(2), entries().get(0).clientRequestId());
        assertEquals(second.at(), entries().get(0).askedAt());

        log.ended(asked(1), Outcome.SESSION, entry -> {});
        log.opened(id(1), "kim");
        bench.runDisk();

        for (int start = 0; start < 2; start++) {
            assertEquals(1, entries().size());
            assertEquals(Outcome.SESSION, entries().get(0).outcome());
            assertEquals(id(1), entries().get(0).clientRequestId());
            assertEquals(asked(1).at(), entries().get(0).askedAt());
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
                .answered("r-1")
                .accepted(TEN, false);
        List<Outcome> news = new ArrayList<>();
        AuditWitness witness = new AuditWitness(log, KIM, entry -> news.add(entry.outcome()));

        witness.endedBefore(RequestReport.brokenOff(accepted));
        witness.endedBefore(RequestReport.brokenOff(accepted));
        RequestState unsent = RequestState.startingAt(TEN);
        witness.endedBefore(RequestReport.brokenOff(unsent));
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
        AuditWitness witness = new AuditWitness(log, KIM, entry -> {});
        RequestState left = RequestState.startingAt(TEN)
                .withDevice(asked(1).deviceId(), "LAPTOP-1")
                .attempting(asked(1).at(), id(1).toString());
        RequestState neverLeft = RequestState.of(Map.of(
                "phase",
                "BACKING_OFF",
                "startedAt",
                TEN.toEpochMilli(),
                "sent",
                Map.of("latest", Map.of("id", id(2).toString()), "sequence", asked(2).sequence()),
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

    /** A power failure forgets an attempt that is on disk here, and the clock is behind when Jenkins starts. */
    @Test
    void whatLeavesByAClockThatIsBehindIsTheSameRequest() {
        log.asked(asked(1));
        log.asked(again(asked(1), 2, TEN.plusSeconds(9)));
        bench.runDisk();
        restart();
        List<Outcome> news = new ArrayList<>();
        log.resumed(asked(1));

        AuditLine.Asked third = again(asked(1), 3, TEN.minusSeconds(60));
        log.asked(third);
        log.ended(third, Outcome.ACCEPTED, entry -> news.add(Outcome.ACCEPTED));
        bench.runDisk();

        assertEquals(List.of(Outcome.ACCEPTED), news);
        for (int start = 0; start < 2; start++) {
            assertEquals(1, entries().size());
            assertEquals(id(3), entries().get(0).clientRequestId());
            assertEquals(Outcome.ACCEPTED, entries().get(0).outcome());
            restart();
        }
    }

    /** A fleet tells, at a restart, of all devices that had ended; and so does a step that resumes at its end. */
    @Test
    void anEndThatIsThereIsNoNewsAfterARestart() {
        List<String> news = new ArrayList<>();
        log.asked(asked(1));
        log.ended(again(asked(1), 2, TEN), Outcome.FAILED, entry -> news.add("first"));
        bench.runDisk();
        assertEquals(List.of("first"), news);
        restart();

        log.ended(again(asked(1), 2, TEN), Outcome.FAILED, entry -> news.add("second"));
        bench.runDisk();
        log.resumed(asked(1));
        log.ended(asked(1), Outcome.FAILED, entry -> news.add("third"));
        bench.runDisk();

        assertEquals(List.of("first"), news);
        assertEquals(1, entries().size());
    }

    /** While the log is still read, a step goes on with another request of its build, and ends; then Jenkins is stopped. */
    @Test
    void whatAStepHasLeftBehindIsNotUnderWayForEverAlthoughJenkinsWasStoppedWhileTheLogWasRead() {
        log.asked(asked(1));
        log.asked(asked(2));
        log.ended(asked(2), Outcome.ACCEPTED, entry -> {});
        bench.runDisk();
        log = bench.log();
        log.resumed(asked(1));
        log.resumed(asked(2));
        log.leftBehind(id(1), asked(1), asked(2).sequence(), entry -> {});
        CompletableFuture<Void> noted = log.ended(asked(2), Outcome.ACCEPTED, entry -> {});
        bench.runLatest();
        assertTrue(noted.isDone(), "the step is over, and nobody tells of it again");

        CompletableFuture<Void> closed = log.close();
        while (!closed.isDone()) {
            bench.runLatest();
        }

        restart();
        assertEquals(
                List.of("accepted", "in_doubt"),
                entries().stream().map(AuditEntry::outcomeId).toList());
    }
}
