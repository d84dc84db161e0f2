package io.jenkins.plugins.intune.audit;

import io.jenkins.plugins.intune.driver.ManualPlatform;
import io.jenkins.plugins.intune.journal.ProcessFiles;
import io.jenkins.plugins.intune.journal.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/** A log on a disk that writes when the test says so, with a clock that the test sets. */
final class AuditBench implements AutoCloseable {

    final ManualPlatform clock = new ManualPlatform();
    final List<String> warnings = new ArrayList<>();
    int days = 90;
    /** Whether the disk takes nothing more. */
    boolean full;
    /** Whether it gives nothing. */
    boolean unreadable;

    private final Path folder;
    private ProcessFiles process = new ProcessFiles();
    private final Deque<Runnable> tasks = new ArrayDeque<>();

    AuditBench(Path folder) {
        this.folder = folder;
    }

    /** A log of a Jenkins that has just started; the one before has ended. */
    AuditLog log() {
        close();
        tasks.clear();
        process = new ProcessFiles();
        ProcessFiles mine = process;
        clock.pass(Duration.ofMillis(1));
        AuditFolder files = new AuditFolder(folder, file -> new FillingStorage(mine.storage(file)));
        return new AuditLog(files, () -> Duration.ofDays(days), clock, clock, tasks::add, tasks::add, warnings::add);
    }

    @Override
    public void close() {
        process.end();
    }

    /** Lets the disk do everything that is waiting. */
    void runDisk() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    /** Lets the disk do what was wanted last, while what came before still waits. */
    void runLatest() {
        tasks.removeLast().run();
    }

    /** Lets the disk do that many operations. */
    void runDisk(int count) {
        for (int i = 0; i < count; i++) {
            tasks.remove().run();
        }
    }

    /** The files, the earliest first. */
    List<Path> files() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** All that is written in them. */
    String text() {
        return files().stream().map(AuditBench::read).collect(Collectors.joining());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Writes a line to the last file as a plugin of some version does. */
    void append(int version, String text) throws IOException {
        byte[] sum = (version + " " + text).getBytes(StandardCharsets.UTF_8);
        CRC32C checksum = new CRC32C();
        checksum.update(sum);
        String line = version + " " + HexFormat.of().toHexDigits((int) checksum.getValue()) + " " + text + "\n";
        Files.writeString(files().get(files().size() - 1), line, StandardOpenOption.APPEND);
    }

    /** A file on a disk that may be full. */
    private final class FillingStorage implements Storage {

        private final Storage file;

        FillingStorage(Storage file) {
            this.file = file;
        }

        @Override
        public Optional<byte[]> read() throws IOException {
            if (unreadable) {
                throw new IOException("Stale file handle");
            }
            return file.read();
        }

        @Override
        public File open() throws IOException {
            fill();
            return file.open();
        }

        @Override
        public void replace(byte[] content) throws IOException {
            fill();
            file.replace(content);
        }

        private void fill() throws IOException {
            if (full) {
                throw new IOException("No space left on device");
            }
        }

        @Override
        public String toString() {
            return file.toString();
        }
    }
}
