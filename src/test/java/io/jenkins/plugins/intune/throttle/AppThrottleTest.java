package io.jenkins.plugins.intune.throttle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AppThrottleTest {

    private static final Duration WINDOW = Limits.DEFAULT.window();
    private static final Duration MARGIN = Duration.ofNanos(Allowance.MARGIN);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final VirtualTime time = new VirtualTime();
    private final AppThrottle throttle = new AppThrottle(time, time, new SplittableRandom(1), Limits.DEFAULT);

    /** A write: claims as soon as it is called, unless it is slow. */
    private final class Writer {

        private final boolean dawdles;
        private Ticket ticket;
        private Duration calledAt;
        private CompletableFuture<Permit> permit = new CompletableFuture<>();

        Writer(boolean dawdles) {
            this.dawdles = dawdles;
            ticket = throttle.queueWrite(this::called);
            time.pass(Duration.ZERO);
        }

        private void called() {
            calledAt = time.passed();
            if (!dawdles) {
                time.schedule(Duration.ZERO, () -> permit = ticket.claim());
            }
        }

        boolean isCalled() {
            return calledAt != null;
        }

        Permit permit() {
            assertTrue(hasPermit());
            return permit.join();
        }

        boolean hasPermit() {
            return permit.isDone() && !permit.isCancelled();
        }
    }

    private Writer write() {
        return new Writer(false);
    }

    private List<Writer> writes(int count) {
        return IntStream.range(0, count).mapToObj(i -> write()).toList();
    }

    /** Takes the whole limit, which lasts a second. */
    private List<Writer> burst() {
        List<Writer> all = writes(Limits.DEFAULT.writes());
        for (int i = 0; i < 100; i++) {
            time.pass(Duration.ofMillis(20));
            // Slow ones, so that they do not keep back others.
            if (all.stream().allMatch(Writer::hasPermit)) {
                return all;
            }
        }
        // So many unanswered ones are not given at once; they count as slow after a second.
        time.passUntil(
                () -> all.stream().allMatch(Writer::hasPermit), time.passed().plus(SECOND.multipliedBy(30)));
        assertTrue(all.stream().allMatch(Writer::hasPermit));
        return all;
    }

    private static void answer(List<Writer> writers, Duration sinceLeft) {
        writers.forEach(writer -> writer.permit().answered(sinceLeft));
    }

    private long permits(List<Writer> writers) {
        return writers.stream().filter(Writer::hasPermit).count();
    }

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
    void whoNeverAnswersHoldsItsPlaceAndNoOther() {
        List<Writer> all = burst();
        Writer next = write();
        time.pass(Duration.ofMinutes(5));
        assertFalse(next.hasPermit(), "nobody knows when the others were counted");
        all.get(0).permit().unused();
        time.pass(Duration.ofMillis(10));
        assertTrue(next.hasPermit());
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

    private void answerAllAsTheyCome(List<Writer> writers, Duration within) {
        Duration until = time.passed().plus(within);
        while (time.passed().compareTo(until) < 0) {
            time.pass(Duration.ofMillis(10));
            writers.stream()
                    .filter(Writer::hasPermit)
                    .forEach(writer -> writer.permit().answered(Duration.ZERO));
        }
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
    void anAnswerThatIsSlowDoesNotHoldUpTheNextWindow() {
        List<Writer> all = burst();
        Writer next = write();
        Duration slow = Duration.ofSeconds(15);
        time.pass(slow);
        answer(all, slow);
        time.pass(WINDOW.minus(slow).plusNanos(Allowance.TRANSIT));
        assertFalse(next.hasPermit());
        time.pass(MARGIN);
        assertTrue(next.hasPermit());
    }

    /** Its sender has hung up, and it may arrive all the same. */
    @Test
    void whatIsGivenUpMayStillBeOnItsWay() {
        List<Writer> all = burst();
        Writer next = write();
        Duration patience = Duration.ofMillis(200);
        time.pass(patience);
        all.forEach(writer -> writer.permit().unanswered(patience));
        time.pass(WINDOW.minus(patience).plusNanos(Allowance.TRANSIT));
        assertFalse(next.hasPermit());
        time.pass(MARGIN);
        assertTrue(next.hasPermit());
    }

    @Test
    void anAnswerThatComesAfterAWholeWindowLeavesItsPlaceFree() {
        List<Writer> all = burst();
        Writer next = write();
        all.get(0).permit().answered(Duration.ofSeconds(60));
        time.pass(Duration.ofMillis(10));
        assertTrue(next.hasPermit());
    }

    @Test
    void oneSlowAnswerKeepsBackNobodyOnceTheLimitIsKnownToBeShared() {
        Writer throttled = write();
        throttled.permit().throttled(Duration.ZERO, Optional.empty());
        time.pass(SECOND);
        Writer silent = write();
        assertTrue(silent.hasPermit(), "one at a time is tried");
        Writer next = write();
        assertFalse(next.hasPermit());
        time.pass(SECOND);
        assertTrue(next.hasPermit());
    }

    @Test
    void noWindowOfIntunesHoldsMoreThanItAllowsWhateverHappens() {
        SplittableRandom random = new SplittableRandom(7);
        List<Duration> counted = new ArrayList<>();
        int[] permits = new int[1];
        for (int i = 0; i < 2_000; i++) {
            Ticket[] queued = new Ticket[1];
            queued[0] = throttle.queueWrite(() -> time.schedule(
                    Duration.ofMillis(random.nextInt(3_000)),
                    () -> queued[0].claim().thenAccept(permit -> {
                        permits[0]++;
                        use(permit, random, counted);
                    })));
        }
        time.pass(Duration.ofMinutes(20));
        assertEquals(2_000, permits[0], "nobody is forgotten");
        assertNoWindowHoldsMore(counted, Limits.DEFAULT.writes());
    }

    /** Takes up to three seconds to leave, and as many to be answered; soon after it left it is counted. */
    private void use(Permit permit, SplittableRandom random, List<Duration> counted) {
        int kind = random.nextInt(20);
        if (kind == 0) {
            time.schedule(Duration.ofMillis(random.nextInt(3_000)), permit::unused);
            return;
        }
        Duration round = Duration.ofMillis(random.nextInt(3_000));
        long transit = random.nextLong(1 + Math.min(round.toNanos(), Allowance.TRANSIT));
        time.schedule(Duration.ofMillis(random.nextInt(3_000)), () -> {
            time.schedule(Duration.ofNanos(transit), () -> counted.add(time.passed()));
            time.schedule(round, () -> {
                if (kind == 1) {
                    permit.throttled(round, Optional.empty());
                } else {
                    permit.answered(round);
                }
            });
        });
    }

    private static void assertNoWindowHoldsMore(List<Duration> counted, int limit) {
        Collections.sort(counted);
        for (int i = limit; i < counted.size(); i++) {
            Duration span = counted.get(i).minus(counted.get(i - limit));
            assertTrue(span.compareTo(WINDOW) >= 0, "request " + i + " came after " + span);
        }
    }

    @Test
    void noWindowHoldsMoreReadsThanGraphAllowsBesideTheWrites() {
        List<Duration> left = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            throttle.takeRead(Priority.POLLING).thenAccept(permit -> {
                left.add(time.passed());
                time.schedule(Duration.ofMillis(50), () -> permit.answered(Duration.ofMillis(50)));
            });
        }
        time.pass(WINDOW);
        assertEquals(1_800, left.size());
        time.pass(WINDOW.multipliedBy(2));
        assertEquals(5_000, left.size());
        assertNoWindowHoldsMore(left, 1_800);
        time.pass(WINDOW.multipliedBy(2));
        assertTrue(throttle.knowsNothing(), "nothing is remembered for ever");
    }

    @Test
    void readsThatDecideGoBeforeThoseThatPoll() {
        List<CompletableFuture<Permit>> reads = Stream.generate(() -> throttle.takeRead(Priority.POLLING))
                .limit(1_800)
                .toList();
        time.passUntil(() -> reads.stream().allMatch(CompletableFuture::isDone), Duration.ofMinutes(1));
        CompletableFuture<Permit> polls = throttle.takeRead(Priority.POLLING);
        CompletableFuture<Permit> leaves = throttle.takeRead(Priority.DECIDING);
        CompletableFuture<Permit> decides = throttle.takeRead(Priority.DECIDING);
        leaves.cancel(false);
        reads.get(0).join().unused();
        time.pass(SECOND);
        assertTrue(decides.isDone());
        assertFalse(polls.isDone());
        assertThrows(UnsupportedOperationException.class, () -> decides.join().postpone(() -> {}));
    }

    @Test
    void readsForFormsGoAfterThoseOfBuilds() {
        List<CompletableFuture<Permit>> reads = Stream.generate(() -> throttle.takeRead(Priority.FORMS))
                .limit(1_800)
                .toList();
        time.passUntil(() -> reads.stream().allMatch(CompletableFuture::isDone), Duration.ofMinutes(1));
        CompletableFuture<Permit> form = throttle.takeRead(Priority.FORMS);
        CompletableFuture<Permit> polls = throttle.takeRead(Priority.POLLING);
        reads.get(0).join().unused();
        time.pass(SECOND);
        assertTrue(polls.isDone());
        assertFalse(form.isDone());
    }

    @Test
    void throttledLookUpsDoNotKeepALoneRequestFromBeingSent() {
        List<CompletableFuture<Permit>> lookUps = Stream.generate(() -> throttle.takeRead(Priority.DECIDING))
                .limit(200)
                .toList();
        time.pass(SECOND);
        lookUps.stream()
                .filter(CompletableFuture::isDone)
                .forEach(read -> read.join().throttled(Duration.ZERO, Optional.empty()));
        assertTrue(write().hasPermit());
    }

    @Test
    void whatGraphAsksForHoldsTheWholeApp() {
        write().permit().throttled(Duration.ZERO, Optional.of(Duration.ofSeconds(60)));
        assertEquals(Duration.ofSeconds(60), throttle.heldFor());
        Writer next = write();
        CompletableFuture<Permit> read = throttle.takeRead(Priority.DECIDING);
        time.pass(Duration.ofSeconds(60).minusMillis(1));
        assertTrue(next.isCalled());
        assertFalse(next.hasPermit());
        assertFalse(read.isDone());
        time.pass(Duration.ofSeconds(2));
        assertTrue(next.hasPermit());
        assertTrue(read.isDone());
        assertEquals(Duration.ZERO, throttle.heldFor());
    }

    @Test
    void nobodyHasToWaitForAnHourBecauseGraphSaysSo() {
        write().permit().throttled(Duration.ZERO, Optional.of(Duration.ofHours(1)));
        assertEquals(Permit.MAX_HOLD, throttle.heldFor());
    }

    @Test
    void whereThereIsNoRoomItIsNotAskedAllTheTime() {
        for (Optional<Duration> told :
                List.of(Optional.of(Duration.ZERO), Optional.of(Duration.ofSeconds(-5)), Optional.<Duration>empty())) {
            int[] sent = new int[1];
            VirtualTime clock = new VirtualTime();
            AppThrottle full = new AppThrottle(clock, clock, new SplittableRandom(3), Limits.DEFAULT);
            insist(clock, full, told, sent);
            clock.pass(Duration.ofSeconds(25));
            assertTrue(sent[0] >= 25 && sent[0] <= 50, sent[0] + " requests in 25 s");
            clock.pass(Duration.ofMinutes(10));
            assertTrue(sent[0] <= 250, sent[0] + " requests in ten minutes");
        }
    }

    private static void insist(VirtualTime clock, AppThrottle full, Optional<Duration> told, int[] sent) {
        Ticket[] ticket = new Ticket[1];
        ticket[0] = full.queueWrite(() -> clock.schedule(
                Duration.ZERO,
                () -> ticket[0].claim().thenAccept(permit -> {
                    sent[0]++;
                    clock.schedule(Duration.ofMillis(5), () -> {
                        permit.throttled(Duration.ofMillis(5), told);
                        insist(clock, full, told, sent);
                    });
                })));
    }

    @Test
    void whatWasWrittenBeforeARestartCountsAsLongAsIntuneRemembers() {
        List<Duration> ages = new ArrayList<>(Collections.nCopies(198, Duration.ofSeconds(15)));
        ages.add(Duration.ofSeconds(-15));
        ages.add(Duration.ofSeconds(21));
        throttle.restore(ages, Duration.ZERO);
        List<Writer> writers = writes(201);
        time.pass(Duration.ofSeconds(4));
        assertEquals(1, permits(writers), "one was too long ago");
        writers.get(0).permit().answered(Duration.ofSeconds(4));
        answerAllAsTheyCome(writers, Duration.ofSeconds(5));
        assertEquals(199, permits(writers));
    }

    @Test
    void aWaitThatGraphAskedForSurvivesARestart() {
        throttle.restore(List.of(), Duration.ofSeconds(30));
        Writer writer = write();
        time.pass(Duration.ofSeconds(29));
        assertFalse(writer.hasPermit());
        throttle.restore(List.of(), Duration.ofSeconds(-1));
        assertEquals(SECOND, throttle.heldFor());
        time.pass(SECOND);
        assertTrue(writer.hasPermit());
    }

    @Test
    void anAdministratorsShareIsKeptAtOnce() {
        throttle.limit(Limits.DEFAULT.withWrites(10));
        List<Writer> writers = writes(30);
        answerAllAsTheyCome(writers, SECOND.multipliedBy(10));
        assertEquals(10, permits(writers));
        throttle.limit(Limits.DEFAULT.withWrites(15));
        answerAllAsTheyCome(writers, SECOND);
        assertEquals(15, permits(writers));
        assertThrows(IllegalArgumentException.class, () -> Limits.DEFAULT.withWrites(0));
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
