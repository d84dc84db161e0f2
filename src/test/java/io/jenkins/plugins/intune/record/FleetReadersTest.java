package io.jenkins.plugins.intune.record;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many people who look at large fleets at once. */
class FleetReadersTest {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch disk = new CountDownLatch(1);
    private final AtomicInteger reading = new AtomicInteger();

    @AfterEach
    void end() {
        disk.countDown();
        threads.shutdownNow();
    }

    /** Reads as long as the disk takes. */
    private CompletableFuture<String> read(FleetReaders readers, String person) {
        CompletableFuture<String> end = new CompletableFuture<>();
        threads.execute(() -> {
            try {
                end.complete(readers.read(person, () -> {
                    reading.incrementAndGet();
                    try {
                        disk.await();
                    } catch (InterruptedException stopped) {
                        Thread.currentThread().interrupt();
                    }
                    return person;
                }));
            } catch (Exception failure) {
                end.completeExceptionally(failure);
            }
        });
        return end;
    }

    @Test
    void nobodyKeepsAllOthersOut() throws Exception {
        FleetReaders readers = new FleetReaders(Duration.ofMinutes(1));
        read(readers, "greedy");
        read(readers, "greedy");
        await().until(() -> reading.get() == 2);

        for (int again = 0; again < 50; again++) {
            assertThrows(FleetReaders.BusyException.class, () -> readers.read("greedy", () -> "more"));
        }

        assertEquals("rows", readers.read("anna", () -> "rows"));
        disk.countDown();
        await().until(() -> "rows".equals(attempt(readers, "greedy")));
    }

    private static String attempt(FleetReaders readers, String person) {
        try {
            return readers.read(person, () -> "rows");
        } catch (Exception busy) {
            return busy.getMessage();
        }
    }

    @Test
    void whoeverComesFifthWaits() throws Exception {
        FleetReaders readers = new FleetReaders(Duration.ofMinutes(1));
        List<CompletableFuture<String>> all = new ArrayList<>();
        for (String person : List.of("a", "b", "c", "d", "e")) {
            all.add(read(readers, person));
        }
        await().until(() -> reading.get() == 4);

        disk.countDown();

        for (CompletableFuture<String> end : all) {
            end.get(30, TimeUnit.SECONDS);
        }
        assertEquals(5, reading.get());
    }

    @Test
    void whoeverWaitsTooLongIsToldToTryAgain() {
        FleetReaders readers = new FleetReaders(Duration.ofMillis(20));
        List.of("a", "b", "c", "d").forEach(person -> read(readers, person));
        await().until(() -> reading.get() == 4);

        assertThrows(FleetReaders.BusyException.class, () -> readers.read("e", () -> "rows"));
    }
}
