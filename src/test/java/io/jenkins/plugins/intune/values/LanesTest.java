package io.jenkins.plugins.intune.values;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Threads that are shared, and tasks that hold them. */
class LanesTest {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch answer = new CountDownLatch(1);
    private final AtomicInteger hanging = new AtomicInteger();

    @AfterEach
    void close() {
        answer.countDown();
        threads.shutdownNow();
    }

    private void hang() {
        hanging.incrementAndGet();
        try {
            answer.await();
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
        hanging.decrementAndGet();
    }

    @Test
    void whatDoesNotAnswerHoldsItsOwnThreadsOnly() throws Exception {
        Lanes lanes = new Lanes(threads, 8);
        for (int i = 0; i < 100; i++) {
            lanes.of("hangs", 2).execute(this::hang);
        }

        CompletableFuture.runAsync(() -> {}, lanes.of("answers", 2)).get(10, TimeUnit.SECONDS);

        await().until(() -> hanging.get() == 2);
        CompletableFuture.runAsync(() -> {}, lanes.of("answers", 2)).get(10, TimeUnit.SECONDS);
        assertEquals(2, hanging.get());
    }

    @Test
    void noMoreThreadsAreTakenThanThereAre() {
        Lanes lanes = new Lanes(threads, 8);
        for (int i = 0; i < 100; i++) {
            lanes.of(i, 2).execute(this::hang);
        }
        await().until(() -> hanging.get() == 8);

        CompletableFuture<Void> late = CompletableFuture.runAsync(() -> {}, lanes.of("late", 2));
        assertTrue(!late.isDone());
        answer.countDown();

        late.orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Test
    void lanesThatWaitGetTheNextThreadInTurn() {
        List<String> order = new ArrayList<>();
        List<Runnable> started = new ArrayList<>();
        Lanes lanes = new Lanes(started::add, 1);
        for (int i = 0; i < 3; i++) {
            lanes.of("greedy", 5).execute(() -> order.add("greedy"));
        }
        lanes.of("modest", 5).execute(() -> order.add("modest"));

        started.get(0).run();

        assertEquals(List.of("greedy", "greedy", "modest", "greedy"), order);
        assertEquals(1, started.size(), "a thread that is free takes the next task by itself");
    }

    @Test
    void aTaskThatFailsTakesNoOtherWithIt() throws Exception {
        Lanes lanes = new Lanes(threads, 1);
        Executor lane = lanes.of("one", 1);
        lane.execute(() -> {
            throw new NoSuchMethodError("of a library");
        });

        CompletableFuture.runAsync(() -> {}, lane).get(10, TimeUnit.SECONDS);
    }

    @Test
    void anInterruptThatATaskLeavesBehindIsNotTheNextOnes() {
        List<Boolean> interrupted = new ArrayList<>();
        List<Runnable> started = new ArrayList<>();
        Lanes lanes = new Lanes(started::add, 1);
        lanes.of("a build", 1).execute(() -> Thread.currentThread().interrupt());
        lanes.of("another build", 1)
                .execute(() -> interrupted.add(Thread.currentThread().isInterrupted()));

        started.get(0).run();

        assertEquals(List.of(false), interrupted);
    }

    @Test
    void aTaskForWhichThereIsNoNewThreadRunsOnOneThatIsThere() {
        List<Runnable> threads = new ArrayList<>();
        List<String> ran = new ArrayList<>();
        Lanes lanes = new Lanes(
                task -> {
                    if (!threads.isEmpty()) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                    threads.add(task);
                },
                4);
        lanes.of("a build", 1).execute(() -> ran.add("first"));
        lanes.of("another build", 1).execute(() -> ran.add("second"));

        threads.get(0).run();

        assertEquals(List.of("first", "second"), ran);
    }

    private static Executor refusingOnce() {
        AtomicInteger refusals = new AtomicInteger(1);
        return task -> {
            if (refusals.getAndDecrement() > 0) {
                throw new RejectedExecutionException("no thread");
            }
            task.run();
        };
    }

    @Test
    void aTaskForWhichThereWasNoThreadRunsWhenThereIsOneAlthoughNoOtherComes() throws Exception {
        CompletableFuture<Void> ran = new CompletableFuture<>();
        Lanes lanes = new Lanes(refusingOnce(), 4);
        lanes.of("one", 1).execute(() -> ran.complete(null));

        ran.get(60, TimeUnit.SECONDS);
    }

    @Test
    void aTaskForWhichThereWasNoThreadRunsBeforeTheNextOfItsLane() {
        List<Integer> ran = new ArrayList<>();
        Lanes lanes = new Lanes(refusingOnce(), 4);
        Executor lane = lanes.of("one", 1);

        lane.execute(() -> ran.add(1));
        lane.execute(() -> ran.add(2));

        assertEquals(List.of(1, 2), ran);
    }
}
