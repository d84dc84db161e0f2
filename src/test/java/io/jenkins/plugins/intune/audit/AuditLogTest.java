package io.jenkins.plugins.intune.audit;

import static io.jenkins.plugins.intune.trail.AuditSamples.TEN;
import static io.jenkins.plugins.intune.trail.AuditSamples.again;
import static io.jenkins.plugins.intune.trail.AuditSamples.asked;
import static io.jenkins.plugins.intune.trail.AuditSamples.id;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.index.AuditEntry;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.trail.AuditLine;
import io.jenkins.plugins.intune.trail.Requester;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the log keeps, through restarts and through what becomes of a job. */
class AuditLogTest extends AuditLogFixture {

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
        log.ended(asked(1), Outcome.SESSION, entry -> {});
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
        log.ended(asked(1), null, entry -> {});
        log.ended(asked(2), null, entry -> {});
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
        log.ended(second, Outcome.ACCEPTED, entry -> {});
        bench.runDisk();
        restart();

        assertEquals(1, entries().size());
        assertEquals(id(1), entries().get(0).id());
        assertEquals(id(2), entries().get(0).clientRequestId());
        assertEquals(TEN.plusSeconds(90), entries().get(0).askedAt());
    }

    @Test
    void aDoubtMaySettleLater() {
        log.asked(asked(1));
        log.ended(asked(1), Outcome.IN_DOUBT, entry -> {});
        bench.runDisk();
        restart();
        log.ended(asked(1), Outcome.SESSION, entry -> {});
        bench.runDisk();
        restart();

        assertEquals(Outcome.SESSION, entries().get(0).outcome());
    }

    @Test
    void aRequestWhoseBeginningIsLostIsThereByItsEnd() {
        log.ended(asked(1), Outcome.ACCEPTED, entry -> {});
        bench.runDisk();
        restart();

        assertEquals(asked(1).device(), entries().get(0).device());
        assertEquals(Outcome.ACCEPTED, entries().get(0).outcome());
    }

    @Test
    void aRenamedJobKeepsItsRequestsThroughARestart() {
        log.asked(asked(1));
        log.jobNames().renamed("team/ask", "desk/ask", false);
        log.jobNames().renamed("nobody", "knows", false);
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
        log.jobNames().renamed("team/ask", "desk/ask", false);
        log.jobNames().renamed("desk/ask", "desk/help", false);
        bench.runDisk();

        assertEquals("desk/help", entries().get(0).requester().job());
        restart();
        assertEquals("desk/help", entries().get(0).requester().job());
    }

    /** Somebody who may create jobs can reuse a name, and then move the job to where they may read the log. */
    @Test
    void aRenamedJobTakesNothingWithItOfOneThatWasDeletedBefore() {
        log.asked(asked(1));
        log.jobNames().deleted("team/ask");
        log.jobNames().deleted("nobody/knows");
        bench.runDisk();
        restart();
        bench.clock.pass(Duration.ofDays(1));
        Instant began = bench.clock.now();
        log.asked(asked(2, began, new Requester("team/ask", 1, began, "anna", "SYSTEM")));
        log.jobNames().renamed("team/ask", "mine/ask", false);
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

    /** Jenkins tells of a Matrix project that is deleted, and not of its configurations. */
    @Test
    void whatWasBelowADeletedProjectStaysUnderItsNameAsWell() {
        log.asked(asked(1, bench.clock.now(), new Requester("m/os=a", 1, bench.clock.now(), "kim", "SYSTEM")));
        bench.clock.pass(Duration.ofMinutes(1));
        log.jobNames().deleted("m");
        log.jobNames().deleted("m/os");
        bench.clock.pass(Duration.ofMinutes(1));
        Instant began = bench.clock.now();
        log.asked(asked(2, began, new Requester("m/os=a", 1, began, "anna", "SYSTEM")));
        log.jobNames().renamed("m/os=a", "n/os=a", false);
        bench.runDisk();

        for (int start = 0; start < 2; start++) {
            assertEquals(
                    List.of("n/os=a", "m/os=a"),
                    entries().stream().map(entry -> entry.requester().job()).toList());
            restart();
        }
    }

    /** Jenkins tells of a job that is renamed, and not of its promotions. */
    @Test
    void whatIsBelowARenamedJobIsRenamedAsWell() {
        Instant began = bench.clock.now();
        log.asked(asked(1, began, new Requester("ask", 1, began, "kim", "SYSTEM")));
        log.asked(asked(2, began, new Requester("ask/promotion/p", 1, began, "kim", "SYSTEM")));
        log.asked(asked(3, began, new Requester("ask2", 1, began, "kim", "SYSTEM")));
        bench.clock.pass(Duration.ofMinutes(1));
        log.jobNames().renamed("ask", "mine/help", true);
        bench.runDisk();

        for (int start = 0; start < 2; start++) {
            assertEquals(
                    Set.of("mine/help", "mine/help/promotion/p", "ask2"),
                    entries().stream().map(entry -> entry.requester().job()).collect(Collectors.toSet()));
            restart();
        }
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
        log.jobNames().deleted("team/ask");
        bench.clock.pass(Duration.ofMinutes(1));
        log.jobNames().renamed("team/old", "team/ask", false);
        bench.clock.pass(Duration.ofMinutes(1));
        log.jobNames().renamed("team/ask", "mine/ask", false);
        bench.runDisk();

        for (int start = 0; start < 2; start++) {
            assertEquals(
                    List.of("team/ask", "mine/ask"),
                    entries().stream().map(entry -> entry.requester().job()).toList());
            restart();
        }
    }

    /** Two jobs were moved while a build of the second was under way, and its step began then. */
    @Test
    void aRequestIsOfTheJobThatHasTheNameByWhichItWasMade() {
        Instant began = bench.clock.now();
        bench.clock.pass(Duration.ofSeconds(1));
        log.asked(asked(1));
        log.jobNames().renamed("team/ask", "first/ask", false);
        bench.clock.pass(Duration.ofSeconds(1));
        log.jobNames().renamed("other/ask", "team/ask", true);
        bench.clock.pass(Duration.ofSeconds(1));
        Requester second = new Requester("team/ask", 7, began, "anna", "SYSTEM", bench.clock.now());
        log.asked(asked(2, bench.clock.now(), second));
        bench.runDisk();

        for (int start = 0; start < 2; start++) {
            assertEquals(
                    List.of("team/ask", "first/ask"),
                    entries().stream().map(entry -> entry.requester().job()).toList());
            restart();
        }
    }
}
