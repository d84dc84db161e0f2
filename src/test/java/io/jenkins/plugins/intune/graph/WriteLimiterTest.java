package io.jenkins.plugins.intune.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class WriteLimiterTest {

    private record Due(long at, FutureTask<Void> task) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return Long.compare(at, other.at);
        }
    }

    private long nanos = 1;
    private final PriorityQueue<Due> alarms = new PriorityQueue<>();
    private final WriteLimiter limiter = new WriteLimiter(() -> nanos, (delay, task) -> {
        FutureTask<Void> alarm = new FutureTask<>(task, null);
        alarms.add(new Due(nanos + delay.toNanos(), alarm));
        return alarm;
    });

    private void pass(Duration time) {
        long until = nanos + time.toNanos();
        while (!alarms.isEmpty() && alarms.peek().at() <= until) {
            Due next = alarms.poll();
            nanos = Math.max(nanos, next.at());
            next.task().run();
        }
        nanos = until;
    }

    private List<WriteTurn> takeAll() {
        List<WriteTurn> turns = new ArrayList<>();
        for (int i = 0; i < WriteLimiter.WRITES; i++) {
            WriteTurn turn = limiter.take().join();
            assertEquals(Duration.ZERO, turn.untilTime());
            turns.add(turn);
        }
        return turns;
    }

    @Test
    void letsABurstThroughAndThenMakesWaitFromTheAnswersOn() {
        List<WriteTurn> turns = takeAll();
        CompletableFuture<WriteTurn> next = limiter.take();
        pass(Duration.ofSeconds(60));
        assertFalse(next.isDone(), "nobody knows yet when Intune counted the others");

        turns.get(0).answered(Duration.ZERO);
        pass(WriteLimiter.WINDOW.minus(WriteLimiter.LEAD).minusMillis(1));
        assertFalse(next.isDone());
        pass(Duration.ofMillis(1));
        assertTrue(next.isDone(), "early enough to prepare the write");
        assertEquals(WriteLimiter.LEAD, next.join().untilTime());
    }

    @Test
    void firstComeFirstServed() {
        List<WriteTurn> turns = takeAll();
        CompletableFuture<WriteTurn> first = limiter.take();
        CompletableFuture<WriteTurn> second = limiter.take();
        turns.get(0).answered(Duration.ZERO);
        pass(WriteLimiter.WINDOW);
        assertTrue(first.isDone());
        assertFalse(second.isDone());
    }

    @Test
    void whoeverLeavesTheQueueHoldsNobodyUp() {
        List<WriteTurn> turns = takeAll();
        CompletableFuture<WriteTurn> impatient = limiter.take();
        CompletableFuture<WriteTurn> patient = limiter.take();
        impatient.cancel(false);
        turns.get(0).unused();
        assertTrue(patient.isDone());
    }

    @Test
    void anUnusedTurnDoesNotMakeAPlaceFreeBeforeItsTime() {
        takeAll().forEach(turn -> turn.answered(Duration.ZERO));
        pass(WriteLimiter.WINDOW.minus(WriteLimiter.LEAD));
        limiter.take().join().unused();
        assertEquals(WriteLimiter.LEAD, limiter.take().join().untilTime());
    }

    @Test
    void givingBackTwiceCountsOnce() {
        List<WriteTurn> turns = takeAll();
        turns.get(0).unused();
        turns.get(0).unused();
        turns.get(0).answered(Duration.ZERO);
        assertTrue(limiter.take().isDone());
        assertFalse(limiter.take().isDone());
    }

    /** Who waits for the place of a write that was answered so late. */
    private CompletableFuture<WriteTurn> nextAfterAnswerThatTook(Duration slow) {
        List<WriteTurn> turns = takeAll();
        CompletableFuture<WriteTurn> next = limiter.take();
        pass(slow);
        turns.get(0).answered(slow);
        return next;
    }

    private static void throttle(WriteTurn turn) {
        turn.throttled(Duration.ofSeconds(10));
        turn.answered(Duration.ZERO);
    }

    @Test
    void anAnswerThatIsSlowDoesNotHoldUpTheNextWindow() {
        Duration slow = Duration.ofSeconds(15);
        CompletableFuture<WriteTurn> next = nextAfterAnswerThatTook(slow);
        pass(WriteLimiter.WINDOW.plus(WriteLimiter.TRANSIT).minus(slow).minus(WriteLimiter.LEAD));
        assertTrue(next.isDone());
        assertEquals(WriteLimiter.LEAD, next.join().untilTime());
    }

    @Test
    void anAnswerThatComesAfterAWholeWindowLeavesItsPlaceFree() {
        CompletableFuture<WriteTurn> next = nextAfterAnswerThatTook(Duration.ofSeconds(60));
        assertTrue(next.join().untilTime().compareTo(Duration.ZERO) <= 0);
    }

    @Test
    void noWindowOfIntunesHoldsMoreThanItAllows() {
        Random random = new Random(7);
        List<Long> counted = new ArrayList<>();
        List<CompletableFuture<WriteTurn>> queue = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            queue.add(limiter.take());
        }
        // Each write takes up to three seconds to leave and as many to be answered; meanwhile, and soon after it left,
        // it
        // is counted.
        while (counted.size() < 2_000) {
            for (CompletableFuture<WriteTurn> place : List.copyOf(queue)) {
                if (place.isDone() && place.join().untilTime().compareTo(Duration.ZERO) <= 0) {
                    queue.remove(place);
                    long left = nanos + random.nextLong(3_000_000_000L);
                    long answered = left + random.nextLong(3_000_000_000L);
                    counted.add(random.nextLong(left, Math.min(answered, left + WriteLimiter.TRANSIT.toNanos()) + 1));
                    WriteTurn turn = place.join();
                    FutureTask<Void> answer =
                            new FutureTask<>(() -> turn.answered(Duration.ofNanos(nanos - left)), null);
                    alarms.add(new Due(answered, answer));
                }
            }
            pass(Duration.ofMillis(50));
        }
        counted.sort(null);
        for (int i = WriteLimiter.WRITES; i < counted.size(); i++) {
            long span = counted.get(i) - counted.get(i - WriteLimiter.WRITES);
            assertTrue(span >= WriteLimiter.WINDOW.toNanos(), "writes " + i + " came after " + span + " ns");
        }
    }

    @Test
    void whatWasWrittenBeforeARestartCountsAsLongAsIntuneRemembers() {
        List<Duration> ages = new ArrayList<>();
        for (int i = 0; i < WriteLimiter.WRITES; i++) {
            ages.add(Duration.ofSeconds(i == 0 ? 21 : 15));
        }
        limiter.recall(ages);

        assertTrue(limiter.take().isDone(), "one was too long ago");
        CompletableFuture<WriteTurn> next = limiter.take();
        assertFalse(next.isDone());
        pass(Duration.ofSeconds(3));
        assertEquals(WriteLimiter.LEAD, next.join().untilTime());
    }

    @Test
    void oneThrottledWriteHoldsNobodyUpButManyDo() {
        WriteTurn lonely = limiter.take().join();
        throttle(lonely);
        assertEquals(Duration.ZERO, limiter.take().join().untilTime());

        for (int i = 1; i < WriteLimiter.TOO_MANY_THROTTLED; i++) {
            throttle(limiter.take().join());
        }
        CompletableFuture<WriteTurn> held = limiter.take();
        assertFalse(held.isDone());
        pass(Duration.ofSeconds(8));
        assertEquals(WriteLimiter.LEAD, held.join().untilTime());
    }
}
