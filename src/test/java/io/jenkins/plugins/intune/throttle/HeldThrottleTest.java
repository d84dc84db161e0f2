package io.jenkins.plugins.intune.throttle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What Graph, an administrator or an earlier process of Jenkins has asked for. */
class HeldThrottleTest extends ThrottleFixture {

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

    /** A machine without a thread, or memory, to give. */
    @Test
    void aWakeUpThatTheTimerRefusesIsSetALittleLaterAlthoughNobodyElseComes() throws Exception {
        CompletableFuture<Void> setAgain = new CompletableFuture<>();
        AtomicInteger attempts = new AtomicInteger();
        AppThrottle refused = new AppThrottle(
                time,
                (delay, task) -> {
                    if (attempts.incrementAndGet() == 1) {
                        throw new RejectedExecutionException("no thread");
                    }
                    Future<?> scheduled = time.schedule(delay, task);
                    setAgain.complete(null);
                    return scheduled;
                },
                new SplittableRandom(1),
                Limits.DEFAULT);
        refused.restore(List.of(), SECOND);

        CompletableFuture<Permit> read = refused.takeRead(Priority.DECIDING);

        setAgain.get(60, TimeUnit.SECONDS);
        time.pass(SECOND);
        assertTrue(read.isDone());
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
}
