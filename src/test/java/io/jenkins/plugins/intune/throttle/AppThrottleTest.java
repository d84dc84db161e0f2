package io.jenkins.plugins.intune.throttle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The queue of the requests of one app. */
class AppThrottleTest extends ThrottleFixture {

    @Test
    void letsAWholeWindowsWritesThroughWithinASecondAndThenMakesWaitFromTheAnswersOn() {
        List<Writer> all = new ArrayList<>(writes(Limits.DEFAULT.writes() + 1));
        for (int i = 0; i < 110; i++) {
            time.pass(Duration.ofMillis(10));
            all.stream()
                    .filter(Writer::hasPermit)
                    .forEach(writer -> writer.permit().answered(Duration.ZERO));
        }
        assertEquals(Limits.DEFAULT.writes(), permits(all));
        Writer last = all.get(Limits.DEFAULT.writes());
        assertFalse(last.isCalled());
        time.pass(WINDOW.minus(Duration.ofMillis(1_101)));
        assertTrue(last.isCalled());
        assertFalse(last.hasPermit(), "nobody knows when the first was counted, but not before it left");
        time.pass(SECOND);
        assertTrue(last.hasPermit());
    }

    @Test
    void aTicketIsCalledShortlyBeforeItsTime() {
        answer(burst(), Duration.ZERO);
        Duration free = time.passed().plus(WINDOW).plus(MARGIN);
        Writer next = write();
        assertFalse(next.isCalled());
        time.pass(SECOND.multipliedBy(25));
        assertEquals(free.minus(AppThrottle.LEAD), next.calledAt);
        assertTrue(next.hasPermit());
    }

    @Test
    void onlySoManyAreCalledAsSoonLeave() {
        List<Writer> all = Stream.generate(() -> new Writer(true)).limit(200).toList();
        assertEquals(52, all.stream().filter(Writer::isCalled).count(), "four for each that may be unanswered");
        time.pass(AppThrottle.LEAD.plusSeconds(1));
        assertEquals(104, all.stream().filter(Writer::isCalled).count(), "those dawdle");
    }

    @Test
    void firstComeFirstServed() {
        List<Writer> all = burst();
        Writer first = write();
        Writer second = write();
        all.get(0).permit().unused();
        time.pass(SECOND);
        assertTrue(first.hasPermit());
        assertFalse(second.hasPermit());
    }

    @Test
    void whoeverLeavesTheQueueHoldsNobodyUp() {
        List<Writer> all = burst();
        Writer impatient = write();
        Writer patient = write();
        impatient.ticket.leave();
        impatient.ticket.leave();
        all.get(0).permit().unused();
        time.pass(SECOND);
        assertTrue(patient.hasPermit());
        assertFalse(impatient.isCalled());
    }

    @Test
    void whoeverLeavesWhileItsPermitIsAwaitedHoldsNobodyUp() {
        answer(burst(), Duration.ZERO);
        Writer impatient = write();
        Writer alsoImpatient = write();
        List<Writer> patient = writes(Limits.DEFAULT.writes());
        time.pass(WINDOW.minus(SECOND));
        assertTrue(impatient.isCalled());
        impatient.permit.cancel(false);
        alsoImpatient.ticket.leave();
        assertTrue(alsoImpatient.permit.isCancelled());
        answerAllAsTheyCome(patient, SECOND.multipliedBy(5));
        assertEquals(Limits.DEFAULT.writes(), permits(patient));
    }

    @Test
    void whoIsCalledAndDawdlesHoldsUpNobodyForLong() {
        List<Writer> all = burst();
        Writer slow = new Writer(true);
        Writer next = write();
        all.get(0).permit().unused();
        time.pass(Duration.ZERO);
        assertTrue(slow.isCalled());
        time.pass(AppThrottle.LEAD);
        assertFalse(next.isCalled(), "there is room for one only");
        time.pass(SECOND);
        assertTrue(next.hasPermit());
        slow.permit = slow.ticket.claim();
        all.get(1).permit().unused();
        time.pass(SECOND);
        assertTrue(slow.hasPermit(), "it may come late");
    }

    @Test
    void aTicketCannotBeClaimedBeforeItIsCalled() {
        burst();
        Writer next = write();
        assertThrows(IllegalStateException.class, next.ticket::claim);
    }

    @Test
    void claimingTwiceIsClaimingOnce() {
        Writer writer = write();
        assertSame(writer.permit, writer.ticket.claim());
        writer.permit().unused();
        assertSame(writer.permit, writer.ticket.claim());
        burst();
    }

    @Test
    void aPostponedWriteIsTheNextOne() {
        List<Writer> all = burst();
        Writer first = write();
        Writer second = write();
        all.get(0).permit().unused();
        time.pass(SECOND);
        first.calledAt = null;
        first.ticket = first.permit().postpone(first::called);
        assertTrue(first.isCalled());
        time.pass(SECOND);
        assertTrue(first.hasPermit());
        assertFalse(second.isCalled());
    }

    @Test
    void endingTwiceCountsOnce() {
        List<Writer> all = burst();
        Permit permit = all.get(0).permit();
        permit.unused();
        permit.unused();
        permit.answered(Duration.ZERO);
        permit.throttled(Duration.ZERO, Optional.of(SECOND));
        assertEquals(Duration.ZERO, throttle.heldFor());
        List<Writer> next = writes(2);
        time.pass(SECOND.multipliedBy(30));
        assertEquals(1, permits(next));
    }

    @Test
    void progressIsReckonedByTheRateOfTheMoment() {
        assertEquals(Duration.ofSeconds(100), throttle.timeFor(1_000));
        List<Writer> writers = writes(10);
        time.pass(SECOND);
        writers.subList(1, 6).forEach(writer -> writer.permit().answered(Duration.ZERO));
        writers.get(0).permit().throttled(Duration.ZERO, Optional.of(Duration.ofSeconds(30)));
        assertEquals(Duration.ofSeconds(30 + 4_000), throttle.timeFor(1_000));
    }

    @Test
    void whoMakesAMistakeWhenCalledStopsNobodyElse() {
        throttle.queueWrite(() -> {
            throw new IllegalStateException("a mistake, on purpose");
        });
        throttle.queueWrite(() -> {
            throw new StackOverflowError("another one");
        });
        assertTrue(write().hasPermit());
        assertTrue(throttle.takeRead(Priority.POLLING).isDone());
    }

    @Test
    void nothingIsLeftWhenAllHasEnded() {
        List<Writer> writers = writes(10);
        time.pass(SECOND);
        answer(writers, Duration.ZERO);
        throttle.restore(List.of(), SECOND);
        Writer leaves = write();
        CompletableFuture<Permit> read = throttle.takeRead(Priority.POLLING);
        assertEquals(1, time.pending(), "wake-ups");
        leaves.ticket.leave();
        read.cancel(false);
        assertEquals(0, time.pending(), "wake-ups");
        assertFalse(throttle.knowsNothing());
        time.pass(WINDOW.plus(MARGIN));
        assertTrue(throttle.knowsNothing());
    }
}
