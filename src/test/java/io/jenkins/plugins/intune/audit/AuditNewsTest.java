package io.jenkins.plugins.intune.audit;

import static io.jenkins.plugins.intune.trail.AuditSamples.KIM;
import static io.jenkins.plugins.intune.trail.AuditSamples.again;
import static io.jenkins.plugins.intune.trail.AuditSamples.asked;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.intune.driver.ManualPlatform;
import io.jenkins.plugins.intune.journal.FileStorage;
import io.jenkins.plugins.intune.journal.Storage;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.trail.AuditLine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens while a large log is being read after a restart. */
class AuditNewsTest {

    @TempDir
    Path folder;

    private final ManualPlatform clock = new ManualPlatform();
    private final List<String> news = new ArrayList<>();
    private AuditLog log;

    private AuditLog log(Runnable whileReading) {
        AtomicInteger reads = new AtomicInteger();
        AuditFolder files = new AuditFolder(folder.resolve("log"), file -> new Storage() {
            private final Storage real = new FileStorage(file);

            @Override
            public Optional<byte[]> read() throws IOException {
                Optional<byte[]> content = real.read();
                if (reads.incrementAndGet() == 2) {
                    whileReading.run();
                }
                return content;
            }

            @Override
            public File open() throws IOException {
                return real.open();
            }

            @Override
            public void replace(byte[] content) throws IOException {
                real.replace(content);
            }
        });
        return new AuditLog(files, () -> Duration.ofDays(90), clock, clock, Runnable::run, Runnable::run, words -> {});
    }

    /** A step that resumes ends in doubt; a later step sends it again, and Graph accepts. */
    @Test
    void whatIsToldLastIsWhatIsTrue() {
        log = log(() -> {});
        log.start();
        AuditLine.Asked first = asked(1, clock.now(), KIM);
        log.asked(first);
        log.close().join();
        clock.pass(Duration.ofSeconds(9));
        log = log(() -> {
            log.resumed(first);
            log.ended(first, Outcome.IN_DOUBT, entry -> news.add("in doubt"));
            log.resumed(first);
            clock.pass(Duration.ofSeconds(2));
            AuditLine.Asked second = again(first, 2, clock.now());
            log.asked(second);
            log.ended(second, Outcome.ACCEPTED, entry -> news.add("accepted"));
        });
        log.start();
        assertEquals(
                Outcome.ACCEPTED, log.index().find(first.id()).orElseThrow().outcome());
        assertEquals("accepted", news.get(news.size() - 1), () -> "log collectors were told " + news);
        log.close().join();
    }
}
