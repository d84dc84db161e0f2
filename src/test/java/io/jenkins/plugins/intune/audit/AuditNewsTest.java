package io.jenkins.plugins.intune.audit;

import static io.jenkins.plugins.intune.trail.AuditSamples.KIM;
import static io.jenkins.plugins.intune.trail.AuditSamples.again;
import static io.jenkins.plugins.intune.trail.AuditSamples.asked;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.intune.driver.ManualPlatform;
import io.jenkins.plugins.intune.index.AuditEntry;
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

    /** @param read at which of the reads of a file that happens */
    private AuditLog log(int read, Runnable whileReading) {
        AtomicInteger reads = new AtomicInteger();
        AuditFolder files = new AuditFolder(folder.resolve("log"), file -> new Storage() {
            private final Storage real = new FileStorage(file);

            @Override
            public Optional<byte[]> read() throws IOException {
                Optional<byte[]> content = real.read();
                if (reads.incrementAndGet() == read) {
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

    /** A request that another Jenkins made. */
    private AuditLine.Asked askedBefore() {
        log = log(0, () -> {});
        log.start();
        AuditLine.Asked line = asked(1, clock.now(), KIM);
        log.asked(line);
        log.close().join();
        clock.pass(Duration.ofSeconds(9));
        return line;
    }

    /** The log is read after this Jenkins has begun a file of its own. */
    private void assertTold(Outcome outcome, Runnable whileReading) {
        log = log(1, whileReading);
        log.start();
        log.close().join();
        assertEquals(List.of(outcome.name()), news);
    }

    private void tell(AuditEntry entry) {
        news.add(entry.outcome().name());
    }

    @Test
    void collectorsHearOfARequestThatBeginsAndEndsMeanwhile() {
        askedBefore();
        AuditLine.Asked line = asked(2, clock.now(), KIM);
        assertTold(Outcome.ACCEPTED, () -> {
            log.asked(line);
            log.ended(line, Outcome.ACCEPTED, this::tell);
        });
    }

    @Test
    void collectorsHearOfARequestThatResumesAndEndsMeanwhile() {
        AuditLine.Asked line = askedBefore();
        assertTold(Outcome.SESSION, () -> {
            log.resumed(line);
            log.ended(line, Outcome.SESSION, this::tell);
        });
    }

    @Test
    void collectorsHearOfADoubtThatIsLeftBehindMeanwhile() {
        AuditLine.Asked line = askedBefore();
        assertTold(Outcome.IN_DOUBT, () -> {
            log.resumed(line);
            log.leftBehind(line.id(), line, line.sequence(), this::tell);
        });
    }

    /** A step that resumes ends in doubt; a later step sends it again, and Graph accepts. */
    @Test
    void whatIsToldLastIsWhatIsTrue() {
        AuditLine.Asked first = askedBefore();
        log = log(2, () -> {
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
