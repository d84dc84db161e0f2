package io.jenkins.plugins.intune.audit;

import static io.jenkins.plugins.intune.trail.AuditSamples.TEN;
import static io.jenkins.plugins.intune.trail.AuditSamples.asked;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.intune.values.Clocks;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How lines of many builds come to a real disk. */
class AuditWriterTest {

    private static final int BUILDS = 4;
    private static final int LINES = 2_000;

    @TempDir
    private Path folder;

    @Test
    void aNewFileIsNoTroubleForWhoeverWritesAtThatMoment() throws Exception {
        AtomicLong looks = new AtomicLong();
        Clocks clock = new Clocks() {
            @Override
            public Instant now() {
                // Every few lines it is another day.
                return TEN.plus(Duration.ofDays(looks.getAndIncrement() / 40));
            }

            @Override
            public long nanos() {
                return System.nanoTime();
            }
        };
        List<String> warnings = new CopyOnWriteArrayList<>();
        ExecutorService disk = Executors.newFixedThreadPool(2);
        ExecutorService builds = Executors.newFixedThreadPool(BUILDS);
        AuditFolder files = new AuditFolder(folder.resolve("log"));
        AuditWriter writer =
                new AuditWriter(files, disk, clock, (delay, task) -> new CompletableFuture<Void>(), warnings::add);
        CompletableFuture<?>[] all = IntStream.range(0, BUILDS)
                .mapToObj(build -> CompletableFuture.runAsync(
                        () -> IntStream.range(0, LINES).forEach(i -> writer.append(asked(build * LINES + i))), builds))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(all).get(60, TimeUnit.SECONDS);
        builds.shutdown();

        writer.close().get(60, TimeUnit.SECONDS);

        disk.shutdown();
        assertEquals(List.of(), warnings);
        int written = 0;
        for (AuditFolder.Segment segment : files.segments()) {
            written += files.read(segment).size();
        }
        assertEquals(BUILDS * LINES, written);
    }
}
