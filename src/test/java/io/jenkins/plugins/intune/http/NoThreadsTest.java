package io.jenkins.plugins.intune.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import io.jenkins.plugins.intune.standin.StandIn;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A machine that has no thread to give when an HTTP client begins or ends. */
class NoThreadsTest {

    private static final int TRIES = 50;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final List<Thread> network = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        timer.shutdownNow();
    }

    private HttpTransport transport(ThreadFactory threads, Executor closing) {
        return new HttpTransport(
                ProxySettings.DIRECT,
                StandIn.trust(),
                "test",
                timer,
                SystemDefaultDnsResolver.INSTANCE,
                closing,
                builder -> builder.setThreadFactory(threads));
    }

    private static Thread refused(Runnable task) {
        return new Thread(task) {
            @Override
            public synchronized void start() {
                throw new OutOfMemoryError("unable to create native thread");
            }
        };
    }

    private Thread networkThread(Runnable task) {
        Thread thread = new Thread(task);
        network.add(thread);
        return thread;
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "its handles are not counted")
    void aClientThatCannotBeginLeavesNothingOpen() {
        CurrentTransport current = new CurrentTransport(proxy -> transport(NoThreadsTest::refused, Runnable::run));
        assertThrows(OutOfMemoryError.class, () -> current.get(ProxySettings.DIRECT));
        long before = openFiles();

        for (int i = 0; i < TRIES; i++) {
            assertThrows(OutOfMemoryError.class, () -> current.get(ProxySettings.DIRECT));
        }

        long more = openFiles() - before;
        assertTrue(more < TRIES, () -> more + " files are left open");
    }

    private static long openFiles() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getOpenFileDescriptorCount();
    }

    @Test
    void aClientForWhoseEndThereWasNoThreadEndsWhenThereIsOne() {
        AtomicInteger asked = new AtomicInteger();
        HttpTransport transport = transport(this::networkThread, task -> {
            if (asked.incrementAndGet() == 1) {
                throw new RejectedExecutionException("no thread");
            }
            new Thread(task).start();
        });

        transport.retire();

        await().atMost(Duration.ofSeconds(60)).until(() -> network.stream().noneMatch(Thread::isAlive));
        assertEquals(2, asked.get());
    }
}
