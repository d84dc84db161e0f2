package io.jenkins.plugins.intune.throttle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Reads have a limit of their own, and an order by what they are for. */
class ThrottledReadsTest extends ThrottleFixture {

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
}
