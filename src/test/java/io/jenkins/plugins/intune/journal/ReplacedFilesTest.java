package io.jenkins.plugins.intune.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A file is replaced as a whole, whoever has it open and whatever the file system is. */
class ReplacedFilesTest extends RealFilesFixture {

    /** As some network file systems are. Jenkins itself can do with them. */
    @Test
    void aFileSystemThatCannotReplaceInOneStepTakesANewFile() throws Exception {
        FileStorage storage = new FileStorage(file, FileChannel::open, (from, to) -> {
            throw new AtomicMoveNotSupportedException(from.toString(), to.toString(), "Invalid cross-device link");
        });

        storage.replace("new\n".getBytes(UTF_8));
        assertEquals("new\n", Files.readString(file));

        assertThrows(IOException.class, () -> storage.replace("other\n".getBytes(UTF_8)));
        assertEquals("new\n", Files.readString(file), "never without the one or the other");
        assertFalse(Files.exists(folder.resolve("fleet.journal.new")));
    }

    @Test
    void aRewriteLeavesOneFileAndGoesOnInIt() throws Exception {
        Journal journal = journal(faulty());
        journal.append("old").join();
        journal.rewrite(List.of("new", "newer")).join();
        journal.append("after").join();
        journal.close().join();
        assertEquals(List.of("new", "newer", "after"), texts());
        assertEquals(List.of("fleet.journal"), names());
    }

    @Test
    void aFailedForceIsAFailedRewrite() throws Exception {
        Journal journal = journal(faulty());
        journal.append("old").join();
        faults.forceFails = true;
        assertTrue(journal.rewrite(List.of("new")).isCompletedExceptionally());
        assertEquals(List.of("old"), texts());
        assertEquals(List.of("fleet.journal"), names());
    }

    /** As on Windows, where a page reads the journal or a virus scanner the new file. */
    @Test
    void aFileThatSomebodyReadsIsReplacedWhenTheyAreDone() throws Exception {
        int[] refusals = {0};
        Journal journal = journal(new FileStorage(file, FileChannel::open, (from, to) -> {
            if (refusals[0] > 0) {
                refusals[0]--;
                throw new AccessDeniedException(from + " -> " + to);
            }
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        }));
        journal.append("old").join();
        refusals[0] = 3;

        journal.rewrite(List.of("new")).join();

        assertEquals(0, refusals[0]);
        assertEquals(List.of("new"), texts());
    }

    @Test
    void aFileThatStaysInUseStaysAsItIs() throws Exception {
        journal(new FileStorage(file)).append("old").join();
        Storage inUse = new FileStorage(file, FileChannel::open, (from, to) -> {
            throw new FileSystemException(from.toString(), to.toString(), "used by another process");
        });

        CompletableFuture<Void> failed = journal(inUse).rewrite(List.of("new"));

        String said = failed.handle((saved, thrown) -> thrown).join().getMessage();
        assertTrue(said.endsWith("used by another process"), said);
        assertEquals(List.of("old"), texts());
        assertEquals(List.of("fleet.journal"), names());
    }

    /** Whoever is to stop does not wait. */
    @Test
    void anInterruptedThreadDoesNotWaitForAFileThatIsInUse() {
        int[] tries = {0};
        Storage inUse = new FileStorage(file, FileChannel::open, (from, to) -> {
            tries[0]++;
            Thread.currentThread().interrupt();
            throw new AccessDeniedException(from.toString());
        });

        assertTrue(journal(inUse).append("{}").isCompletedExceptionally());

        assertTrue(Thread.interrupted());
        assertEquals(1, tries[0]);
    }

    @Test
    void whatACrashLeftBesideTheFileIsInNobodysWay() throws Exception {
        Files.writeString(folder.resolve("fleet.journal.new"), "half of a");
        assertEquals(List.of(), texts());
        journal(new FileStorage(file)).append("{}").join();
        assertEquals(List.of("{}"), texts());
        assertEquals(List.of("fleet.journal"), names());
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a privilege there")
    void aLinkIsFollowedAndStays() throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere")).resolve("real.journal");
        Journal before = journal(new FileStorage(elsewhere));
        before.append("a").join();
        before.close().join();
        Files.createSymbolicLink(file, elsewhere);
        Journal journal = journal(new FileStorage(file));
        journal.append("b").join();
        journal.rewrite(List.of("c")).join();
        journal.append("d").join();
        assertTrue(Files.isSymbolicLink(file));
        assertEquals(List.of("c", "d"), texts());
        assertEquals(
                texts(),
                journal(new FileStorage(elsewhere)).open().join().stream()
                        .map(JournalLine::text)
                        .toList());
        assertEquals(List.of("elsewhere", "fleet.journal"), names());
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no such permissions")
    void aRewriteKeepsWhoMayReadTheFile() throws Exception {
        Journal journal = journal(new FileStorage(file));
        journal.append("a").join();
        for (String permissions : Set.of("rw-------", "rw-rw-rw-")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
            journal.rewrite(List.of("b")).join();
            assertEquals(permissions, PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        }
    }
}
