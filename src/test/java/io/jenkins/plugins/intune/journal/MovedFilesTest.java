package io.jenkins.plugins.intune.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The folder of a file that is being written is renamed, or moved to another disk. */
class MovedFilesTest extends RealFilesFixture {

    /** A job is renamed while one of its builds writes to the journal, or is about to. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "does not move a folder with an open file in it")
    void aFileWhoseFolderIsMovedIsFoundWhereItIs() throws Exception {
        Files.createDirectory(folder.resolve("before"));
        file = folder.resolve("before").resolve("fleet.journal");
        Journal late = journal(new FileStorage(() -> file.resolveSibling("late.journal")));
        Journal journal = journal(new FileStorage(() -> file));
        journal.append("a").join();

        file = Files.move(file.getParent(), folder.resolve("after")).resolve("fleet.journal");
        journal.append("b").join();
        late.append("c").join();
        assertEquals(List.of("a", "b"), texts());
        journal.rewrite(List.of("d")).join();

        assertEquals(List.of("d"), texts());
        assertTrue(Files.exists(file.resolveSibling("late.journal")));
    }

    /** As Jenkins moves a job whose folder cannot be renamed: on Windows, while a file in it is open, or to another disk. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "does not delete a file that is open")
    void aFileWhoseFolderIsCopiedAndDeletedGoesOnInTheCopy() throws Exception {
        Path before = Files.createDirectory(folder.resolve("before"));
        file = before.resolve("fleet.journal");
        Journal journal = journal(new FileStorage(() -> file));
        journal.append("a").join();

        Path after = Files.createDirectory(folder.resolve("after")).resolve("fleet.journal");
        Files.copy(file, after);
        Files.delete(file);
        Files.delete(before);
        file = after;
        journal.append("b").join();

        assertEquals(List.of("a", "b"), texts());
    }

    /** The same, and a line comes while the file is being copied: what is at the new place is not the whole file yet. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "does not delete a file that is open")
    void aFileThatIsBeingCopiedTakesLinesMeanwhile() throws Exception {
        Path before = Files.createDirectory(folder.resolve("before"));
        file = before.resolve("fleet.journal");
        Path old = file;
        Journal journal = journal(new FileStorage(() -> file));
        journal.append("a").join();

        Path after = Files.createDirectory(folder.resolve("after")).resolve("fleet.journal");
        Files.createFile(after);
        file = after;
        journal.append("b").join();
        Files.copy(old, after, StandardCopyOption.REPLACE_EXISTING);
        Files.delete(old);
        Files.delete(before);
        journal.append("c").join();

        assertEquals(List.of("a", "b", "c"), texts());
    }

    /** Moved to another disk and back, while a device's session is waited for and nothing is written. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "does not tell one file from another at the same place")
    void aFileWhoseFolderIsCopiedThereAndBackGoesOnInTheCopy() throws Exception {
        Path home = Files.createDirectory(folder.resolve("before")).resolve("fleet.journal");
        file = home;
        Journal journal = journal(new FileStorage(() -> file));
        journal.append("a").join();

        Path away = Files.createDirectory(folder.resolve("after")).resolve("fleet.journal");
        Files.copy(home, away);
        Files.delete(home);
        file = away;
        Files.copy(away, home);
        Files.delete(away);
        file = home;
        journal.append("b").join();

        assertEquals(List.of("a", "b"), texts());
    }
}
