package io.jenkins.plugins.intune.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WriteLimiterTest {

    private final AtomicLong nanos = new AtomicLong();
    private final WriteLimiter limiter = new WriteLimiter(nanos::get);

    @Test
    void letsABurstThroughAndThenMakesWait() {
        for (int i = 0; i < WriteLimiter.WRITES; i++) {
            assertEquals(Duration.ZERO, limiter.reserve());
        }
        assertEquals(WriteLimiter.WINDOW, limiter.reserve());

        nanos.addAndGet(WriteLimiter.WINDOW.toNanos() / 2);
        assertEquals(WriteLimiter.WINDOW.dividedBy(2), limiter.reserve());
    }

    @Test
    void noWindowHoldsMoreThanIntuneAllows() {
        Random random = new Random(7);
        List<Long> sent = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            nanos.addAndGet(random.nextInt(60_000_000));
            sent.add(nanos.get() + limiter.reserve().toNanos());
        }
        for (int i = WriteLimiter.WRITES; i < sent.size(); i++) {
            long span = sent.get(i) - sent.get(i - WriteLimiter.WRITES);
            assertTrue(span >= WriteLimiter.WINDOW.toNanos(), "writes " + i + " came after " + span + " ns");
        }
    }
}
