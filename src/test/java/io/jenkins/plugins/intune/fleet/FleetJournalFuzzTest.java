package io.jenkins.plugins.intune.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.jenkins.plugins.intune.journal.JournalException;
import io.jenkins.plugins.intune.journal.JournalLine;
import io.jenkins.plugins.intune.journal.Storage;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Journals, as disks give them back, and lines of them that another version may have written. */
class FleetJournalFuzzTest {

    @FuzzTest
    void anyJournal(byte[] file) {
        try {
            FleetJournal.reports(new ReadOnly(file), true).forEach(report -> assertTrue(report.outcome() != null));
        } catch (JournalException said) {
            assertEquals(1, said.getMessage().lines().count(), said::getMessage);
        }
        new String(file, StandardCharsets.UTF_8).lines().limit(20).forEach(FleetJournalFuzzTest::anyLine);
    }

    /** A line as the checksum lets it through, so that the fuzzer need not find checksums. */
    private static void anyLine(String line) {
        String text = line.substring(Math.max(0, line.indexOf('{')));
        FleetLine.read(new JournalLine(1, text))
                .filter(read -> !read.isUnknown())
                .ifPresent(read -> {
                    FleetLine again =
                            FleetLine.read(new JournalLine(1, read.write())).orElseThrow();
                    assertEquals(read.index(), again.index());
                    assertEquals(read.write(), again.write());
                });
    }

    /** A file that is only read. */
    private record ReadOnly(byte[] content) implements Storage {

        @Override
        public Optional<byte[]> read() {
            return Optional.of(content);
        }

        @Override
        public File open() {
            throw new IllegalStateException("it is only read");
        }

        @Override
        public void replace(byte[] ignored) {
            throw new IllegalStateException("it is only read");
        }

        @Override
        public String toString() {
            return "fuzzed";
        }
    }
}
