package io.jenkins.plugins.intune;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test that leaves a file in a {@code @TempDir} open: Windows does not delete such a folder. Looks where Linux lists
 * what a process has open, and nowhere else.
 */
public final class ClosedFiles implements AfterEachCallback {

    private static final Path OPEN = Path.of("/proc/self/fd");

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        String temporary =
                Path.of(System.getProperty("java.io.tmpdir")).resolve("junit").toString();
        List<String> leftOpen = openFiles().stream()
                // What an earlier test has left open is not this one's doing.
                .filter(name -> name.startsWith(temporary) && !name.endsWith(" (deleted)"))
                .toList();
        assertEquals(List.of(), leftOpen, "left open");
    }

    private static List<String> openFiles() throws IOException {
        List<String> found = new ArrayList<>();
        if (Files.isDirectory(OPEN)) {
            try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(OPEN)) {
                for (Path descriptor : descriptors) {
                    try {
                        found.add(Files.readSymbolicLink(descriptor).toString());
                    } catch (NoSuchFileException closed) {
                        // It was the one that reads this list, or another thread's.
                    }
                }
            }
        }
        return found;
    }
}
