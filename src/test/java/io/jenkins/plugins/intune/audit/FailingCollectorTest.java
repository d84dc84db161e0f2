package io.jenkins.plugins.intune.audit;

import static io.jenkins.plugins.intune.trail.AuditSamples.ALL;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.intune.driver.ManualPlatform;
import io.jenkins.plugins.intune.driver.SerialExecutor;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.trail.AuditLine;
import io.jenkins.plugins.intune.trail.Requester;
import io.jenkins.plugins.intune.values.GraphTenant;
import io.jenkins.plugins.intune.values.Mistakes;
import io.jenkins.plugins.intune.values.Wakeups;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log collector, which is a handler of {@code java.util.logging}, fails for a while. */
class FailingCollectorTest {

    @TempDir
    private Path folder;

    private final ManualPlatform clock = new ManualPlatform();
    private final AtomicBoolean broken = new AtomicBoolean();
    private final Logger all = Logger.getLogger("io.jenkins.plugins.intune");
    private final Handler collector = new Handler() {
        @Override
        public void publish(LogRecord line) {
            if (broken.get()) {
                throw new IllegalStateException("the collector is out of reach");
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
    }

    private AuditLine.Asked asked(int number) {
        Requester requester = new Requester("job", number, clock.now(), "anna", "SYSTEM");
        String device = "7f1c2a44-1d0e-4b5f-9a86-00000000000" + number;
        return new AuditLine.Asked(
                UUID.randomUUID(), null, clock.now(), GraphTenant.UNKNOWN, device, "LAPTOP", requester, 0);
    }

    /** As Jenkins' assistance log tells collectors and warns. */
    @Test
    void theLogGoesOnWhenTheCollectorWorksAgain() {
        AuditLog log = new AuditLog(
                folder.resolve("log"),
                () -> Duration.ofDays(90),
                clock,
                clock,
                Runnable::run,
                Runnable::run,
                words -> Mistakes.warn(all, words));
        log.start();
        AuditLine.Asked one = asked(1);
        log.asked(one).join();

        broken.set(true);
        log.ended(one, Outcome.ACCEPTED, entry -> all.info("{}")).join();
        broken.set(false);

        log.asked(asked(2)).join();
        assertEquals(2, log.index().all(ALL, 10).count(), "entries on the page");
    }

    @Test
    void noTimerIsLost() {
        Wakeups wakeups = new Wakeups(clock, clock);
        List<String> ran = new ArrayList<>();
        wakeups.schedule(Duration.ofSeconds(1), () -> {
            throw new IllegalStateException("a mistake");
        });
        wakeups.schedule(Duration.ofSeconds(1), () -> ran.add("another request's timeout"));
        broken.set(true);

        clock.pass(Duration.ofSeconds(2));

        assertEquals(List.of("another request's timeout"), ran);
    }

    @Test
    void noRequestHangs() {
        List<String> ran = new ArrayList<>();
        SerialExecutor events = new SerialExecutor(Runnable::run);
        broken.set(true);
        events.execute(() -> {
            throw new IllegalStateException("a mistake");
        });

        events.execute(() -> ran.add("a later event"));

        assertEquals(List.of("a later event"), ran);
    }
}
