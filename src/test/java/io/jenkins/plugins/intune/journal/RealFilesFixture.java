package io.jenkins.plugins.intune.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Journals in real files. */
abstract class RealFilesFixture {

    final FaultyChannel.Faults faults = new FaultyChannel.Faults();

    @TempDir
    Path folder;

    Path file;

    final List<Journal> journals = new ArrayList<>();

    @BeforeEach
    void name() {
        file = folder.resolve("fleet.journal");
    }

    @AfterEach
    void close() {
        journals.forEach(Journal::close);
    }

    Storage faulty() {
        return new FileStorage(
                file,
                (path, options) -> new FaultyChannel(
                        FileChannel.open(path, options),
                        Files.isDirectory(path) ? "folder" : path.getFileName().toString(),
                        faults));
    }

    Journal journal(Storage storage) {
        Journal journal = new Journal(storage, Runnable::run);
        journals.add(journal);
        return journal;
    }

    List<String> texts() throws JournalException {
        return Journal.read(new FileStorage(file)).stream()
                .map(JournalLine::text)
                .toList();
    }

    List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
