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

        turns.get(0).answered();
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
        turns.get(0).answered();
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
        takeAll().forEach(WriteTurn::answered);
        pass(WriteLimiter.WINDOW.minus(WriteLimiter.LEAD));
        limiter.take().join().unused();
        assertEquals(WriteLimiter.LEAD, limiter.take().join().untilTime());
    }

    @Test
    void givingBackTwiceCountsOnce() {
        List<WriteTurn> turns = takeAll();
        turns.get(0).unused();
        turns.get(0).unused();
        turns.get(0).answered();
        assertTrue(limiter.take().isDone());
        assertFalse(limiter.take().isDone());
    }

    @Test
    void noWindowOfIntunesHoldsMoreThanItAllows() {
        Random random = new Random(7);
        List<Long> counted = new ArrayList<>();
        List<CompletableFuture<WriteTurn>> queue = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            queue.add(limiter.take());
        }
        // Each write is counted at some moment between its leaving and its answer, up to three seconds later.
        while (counted.size() < 2_000) {
            for (CompletableFuture<WriteTurn> place : List.copyOf(queue)) {
                if (place.isDone() && place.join().untilTime().compareTo(Duration.ZERO) <= 0) {
                    queue.remove(place);
                    long latency = random.nextLong(3_000_000_000L);
                    counted.add(nanos + random.nextLong(latency + 1));
                    FutureTask<Void> answer = new FutureTask<>(place.join()::answered, null);
                    alarms.add(new Due(nanos + latency, answer));
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
        lonely.throttled(Duration.ofSeconds(10));
        assertEquals(Duration.ZERO, limiter.take().join().untilTime());

        for (int i = 1; i < WriteLimiter.TOO_MANY_THROTTLED; i++) {
            limiter.take().join().throttled(Duration.ofSeconds(10));
        }
        CompletableFuture<WriteTurn> held = limiter.take();
        assertFalse(held.isDone());
        pass(Duration.ofSeconds(8));
        assertEquals(WriteLimiter.LEAD, held.join().untilTime());
    }
}
