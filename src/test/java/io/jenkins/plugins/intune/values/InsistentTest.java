package io.jenkins.plugins.intune.values;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A machine that has no thread to give for a while. */
class InsistentTest {

    private final Queue<Runnable> later = new ArrayDeque<>();
    private final List<String> ran = new ArrayList<>();

    /** Has no thread so many times. */
    private Insistent refusing(int times) {
        AtomicInteger refusals = new AtomicInteger(times);
        return new Insistent(
                task -> {
                    if (refusals.getAndDecrement() > 0) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                    task.run();
                },
                later::add);
    }

    @Test
    void aTaskRunsOnceAsSoonAsThereIsAThread() {
        refusing(2).execute(() -> ran.add("task"));
        assertEquals(List.of(), ran);

        later.remove().run();
        assertEquals(List.of(), ran);
        later.remove().run();

        assertEquals(List.of("task"), ran);
        assertEquals(0, later.size());
    }

    @Test
    void theTimerMayHaveNoThreadEither() {
        Insistent threads = new Insistent(
                task -> {
                    throw new OutOfMemoryError("unable to create native thread");
                },
                again -> {
                    later.add(again);
                    throw new OutOfMemoryError("unable to create native thread");
                });

        threads.execute(() -> ran.add("task"));

        assertEquals(1, later.size());
    }
}
