package io.jenkins.plugins.intune.audit;

import static io.jenkins.plugins.intune.trail.AuditSamples.ALL;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.intune.driver.ManualPlatform;
import io.jenkins.plugins.intune.driver.SerialExecutor;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.standin.DeviceLists;
import io.jenkins.plugins.intune.trail.AuditLine;
import io.jenkins.plugins.intune.trail.Requester;
import io.jenkins.plugins.intune.values.GraphTenant;
import io.jenkins.plugins.intune.values.SystemLog;
import io.jenkins.plugins.intune.values.Wakeups;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A log collector, which is a handler of {@code java.util.logging}, fails or hangs for a while. */
class FailingCollectorTest {

    private enum Trouble {
        FAILS,
        HANGS
    }

    @TempDir
    private Path folder;

    private final ManualPlatform clock = new ManualPlatform();
    private final AtomicReference<Trouble> trouble = new AtomicReference<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Logger all = Logger.getLogger("io.jenkins.plugins.intune");
    private final Handler collector = new Handler() {
        @Override
        public void publish(LogRecord line) {
            if (trouble.get() == Trouble.FAILS) {
                throw new IllegalStateException("the collector is out of reach");
            } else if (trouble.get() == Trouble.HANGS) {
                try {
                    over.await();
                } catch (InterruptedException never) {
                    throw new IllegalStateException(never);
                }
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void collect() {
        all.addHandler(collector);
    }

    @AfterEach
    void end() {
        all.removeHandler(collector);
        over.countDown();
    }

    private AuditLine.Asked asked(int number) {
        Requester requester = new Requester("job", number, clock.now(), "anna", "SYSTEM");
        String device = DeviceLists.id(number);
        return new AuditLine.Asked(
                UUID.randomUUID(), null, clock.now(), GraphTenant.UNKNOWN, device, "LAPTOP", requester, 0);
    }

    /** As Jenkins' assistance log tells collectors and warns. */
    @ParameterizedTest
    @EnumSource
    void theLogGoesOn(Trouble kind) {
        AuditLog log = new AuditLog(
                folder.resolve("log"),
                () -> Duration.ofDays(90),
                clock,
                clock,
                Runnable::run,
                Runnable::run,
                words -> SystemLog.log(all, Level.WARNING, words));
        log.start();
        AuditLine.Asked one = asked(1);
        log.asked(one).join();

        trouble.set(kind);
        log.ended(one, Outcome.ACCEPTED, entry -> SystemLog.log(all, Level.INFO, "{}"))
                .join();
        log.opened(one.id(), "kim");

        log.asked(asked(2)).join();
        assertEquals(2, log.index().all(ALL, 10).count(), "entries on the page");
        assertEquals(1, log.index().find(one.id()).orElseThrow().opened().size(), "who opened the session");
        log.close().join();
    }

    @ParameterizedTest
    @EnumSource
    void noTimerIsLost(Trouble kind) {
        Wakeups wakeups = new Wakeups(clock, clock);
        List<String> ran = new ArrayList<>();
        wakeups.schedule(Duration.ofSeconds(1), () -> {
            throw new IllegalStateException("a mistake");
        });
        wakeups.schedule(Duration.ofSeconds(1), () -> ran.add("another request's timeout"));
        trouble.set(kind);

        clock.pass(Duration.ofSeconds(2));

        assertEquals(List.of("another request's timeout"), ran);
    }

    @ParameterizedTest
    @EnumSource
    void noRequestHangs(Trouble kind) {
        List<String> ran = new ArrayList<>();
        SerialExecutor events = new SerialExecutor(Runnable::run);
        trouble.set(kind);
        events.execute(() -> {
            throw new IllegalStateException("a mistake");
        });

        events.execute(() -> ran.add("a later event"));

        assertEquals(List.of("a later event"), ran);
    }
}
