package io.jenkins.plugins.intune.values;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A machine that has no thread to give for a while. */
class RetryTest {

    private static final Throwable REFUSAL = new OutOfMemoryError("unable to create native thread");

    private final Queue<Runnable> later = new ArrayDeque<>();
    private final AtomicInteger attempts = new AtomicInteger();

    @Test
    void thousandsWhoWaitAreOneAttempt() {
        Retry retry = new Retry(attempts::incrementAndGet, later::add);
        for (int i = 0; i < 1000; i++) {
            retry.plan(REFUSAL);
        }

        assertEquals(1, later.size());
        later.remove().run();

        assertEquals(1, attempts.get());
    }

    @Test
    void anAttemptThatFailsMayAskForTheNext() {
        Retry[] retry = new Retry[1];
        retry[0] = new Retry(
                () -> {
                    if (attempts.incrementAndGet() < 3) {
                        retry[0].plan(REFUSAL);
                    }
                },
                later::add);
        retry[0].plan(REFUSAL);
        while (!later.isEmpty()) {
            later.remove().run();
        }

        assertEquals(3, attempts.get());
    }

    @Test
    void whereTheTimerHasNoThreadEitherTheNextWhoComesByTries() {
        AtomicInteger refusals = new AtomicInteger(1);
        Retry retry = new Retry(attempts::incrementAndGet, attempt -> {
            if (refusals.getAndDecrement() > 0) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            later.add(attempt);
        });
        retry.plan(REFUSAL);
        assertEquals(0, later.size());

        retry.plan(REFUSAL);

        later.remove().run();
        assertEquals(1, attempts.get());
    }
}
