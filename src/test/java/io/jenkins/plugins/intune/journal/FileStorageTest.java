package io.jenkins.plugins.intune.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A journal in a real file. */
class FileStorageTest {

    private final FaultyChannel.Faults faults = new FaultyChannel.Faults();

    @TempDir
    private Path folder;

    private Path file;

    private final List<Journal> journals = new ArrayList<>();

    @BeforeEach
    void name() {
        file = folder.resolve("fleet.journal");
    }

    @AfterEach
    void close() {
        journals.forEach(Journal::close);
    }

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

    /** Java keeps the buffers for each thread, as large as the largest that was needed. */
    @Test
    void aLargeFileTakesLittleMemoryOutsideOfTheHeap() throws Exception {
        byte[] large = new byte[8_000_000];
        new Random(7).nextBytes(large);
        FileStorage storage = new FileStorage(file);
        long before = outsideOfTheHeap();

        storage.replace(large);
        assertArrayEquals(large, storage.read().orElseThrow());
        try (Storage.File open = storage.open()) {
            open.write(ByteBuffer.wrap(large), 5);
        }

        assertEquals(8_000_005, Files.size(file));
        assertEquals(large[7_999_999], storage.read().orElseThrow()[8_000_004]);
        assertTrue(outsideOfTheHeap() - before < 1_000_000, "a buffer for the whole file");
    }

    private static long outsideOfTheHeap() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    private Storage faulty() {
        return new FileStorage(
                file,
                (path, options) -> new FaultyChannel(
                        FileChannel.open(path, options),
                        Files.isDirectory(path) ? "folder" : path.getFileName().toString(),
                        faults));
    }

    private Journal journal(Storage storage) {
        Journal journal = new Journal(storage, Runnable::run);
        journals.add(journal);
        return journal;
    }

    private List<String> texts() throws JournalException {
        return Journal.read(new FileStorage(file)).stream()
                .map(JournalLine::text)
                .toList();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aJournalGoesOnInTheNextProcess() throws Exception {
        Journal journal = journal(new FileStorage(file));
        journal.append("{\"name\":\"Jürgen\"}").join();
        journal.append("{}").join();
        journal.close().join();

        Journal next = journal(new FileStorage(file));
        assertEquals(
                List.of(new JournalLine(1, "{\"name\":\"Jürgen\"}"), new JournalLine(1, "{}")),
                next.open().join());
        next.append("more").join();
        next.close().join();
        assertEquals(List.of("{\"name\":\"Jürgen\"}", "{}", "more"), texts());
        assertEquals(List.of("fleet.journal"), names());
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
    void whatManyThreadsAppendIsThereInTheOrderOfEach() throws Exception {
        ExecutorService disk = Executors.newFixedThreadPool(3);
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try {
            Journal journal = new Journal(new FileStorage(file), disk);
            List<CompletableFuture<Void>> saved = new ArrayList<>();
            for (int caller = 0; caller < 8; caller++) {
                String name = "caller " + caller + " line ";
                saved.add(CompletableFuture.runAsync(
                        () -> {
                            for (int line = 100; line < 200; line++) {
                                CompletableFuture<Void> next = journal.append(name + line);
                                if (line % 10 == 0) {
                                    next.join();
                                }
                            }
                        },
                        callers));
            }
            saved.forEach(CompletableFuture::join);
            journal.close().join();
        } finally {
            callers.shutdownNow();
            disk.shutdownNow();
        }
        List<String> texts = texts();
        assertEquals(800, new HashSet<>(texts).size());
        for (int caller = 0; caller < 8; caller++) {
            String name = "caller " + caller;
            List<String> own =
                    texts.stream().filter(text -> text.startsWith(name)).toList();
            assertEquals(own.stream().sorted().toList(), own);
        }
    }

    @Test
    void aDiskThatIsFullWithinALineTakesTheNextOneWhenThereIsRoom() throws Exception {
        Journal journal = journal(faulty());
        journal.append("before").join();
        faults.room = 12;
        CompletableFuture<Void> failed = journal.append("half of this");
        assertTrue(failed.isCompletedExceptionally());
        faults.room = Long.MAX_VALUE;
        journal.append("after").join();
        assertEquals(List.of("before", "after"), texts());
    }

    @Test
    void aJournalThatThereIsNoRoomForLeavesNothingBehind() throws Exception {
        faults.room = 5;
        Journal journal = journal(faulty());
        assertTrue(journal.append("{}").isCompletedExceptionally());
        assertEquals(List.of(), names());

        faults.room = Long.MAX_VALUE;
        journal.append("{}").join();
        faults.room = 30;
        assertTrue(journal.rewrite(List.of("x".repeat(50))).isCompletedExceptionally());
        assertEquals(List.of("{}"), texts());
        assertEquals(List.of("fleet.journal"), names());
    }

    @Test
    void aFailedForceIsAFailedLine() throws Exception {
        Journal journal = journal(faulty());
        journal.append("before").join();
        faults.forceFails = true;
        assertTrue(journal.append("lost").isCompletedExceptionally());
        faults.forceFails = false;
        journal.append("after").join();
        assertEquals(List.of("before", "after"), texts());
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

    /** Windows, and shares of it: there a folder cannot even be opened. */
    @Test
    void aFolderThatCannotBeForcedIsNoFailure() throws Exception {
        Storage storage = new FileStorage(file, (path, options) -> {
            if (path.equals(folder.toRealPath()) || path.equals(folder)) {
                throw new IOException("Invalid argument");
            }
            return FileChannel.open(path, options);
        });
        Journal journal = journal(storage);
        journal.append("a").join();
        journal.rewrite(List.of("b")).join();
        journal.append("c").join();
        assertEquals(List.of("b", "c"), texts());
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "cannot force a folder")
    void aFolderThatFailsToBeForcedIsOne() throws Exception {
        boolean[] fails = {false};
        Storage storage = new FileStorage(file, (path, options) -> {
            if (fails[0] && Files.isDirectory(path)) {
                throw new IOException("Input/output error");
            }
            return FileChannel.open(path, options);
        });
        Journal journal = journal(storage);
        journal.append("a").join();
        fails[0] = true;
        assertTrue(journal.rewrite(List.of("b")).isCompletedExceptionally());
        assertTrue(journal.append("c").isCompletedExceptionally());
        assertEquals(List.of("a"), texts());
        fails[0] = false;
        journal.append("d").join();
        assertEquals(List.of("a", "d"), texts());
    }

    /** Also its name is on the disk before a line in it is said to be. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "cannot force a folder")
    void fileAndFolderAreForcedInThisOrder() throws Exception {
        Journal journal = journal(faulty());
        journal.append("a").join();
        List<String> replace = List.of("fleet.journal.new", "folder", "folder");
        List<String> open = List.of("folder", "fleet.journal");
        List<String> append = List.of("fleet.journal");
        assertEquals(Stream.of(replace, open, append).flatMap(List::stream).toList(), faults.forced);
        faults.forced.clear();
        journal.append("b").join();
        assertEquals(append, faults.forced);
        faults.forced.clear();
        journal.rewrite(List.of("c")).join();
        assertEquals(replace, faults.forced);
    }

    @Test
    void nothingStaysOpen() throws Exception {
        Journal journal = journal(faulty());
        journal.append("a").join();
        assertEquals(List.of("fleet.journal"), faults.open);
        journal.rewrite(List.of("b")).join();
        assertEquals(List.of(), faults.open);
        journal.append("c").join();
        journal.close().join();
        assertEquals(List.of(), faults.open);
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
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a privilege there")
    void aLinkThatLeadsNowhereIsNotAnEmptyJournal() throws Exception {
        Files.createSymbolicLink(file, folder.resolve("not mounted"));
        assertCannotBeUsed("does not exist");
        assertTrue(Files.isSymbolicLink(file));
        assertEquals(List.of("fleet.journal"), names());
    }

    @Test
    void aFolderThatIsNotThereIsNotAnEmptyJournal() {
        file = folder.resolve("not mounted").resolve("fleet.journal");
        assertCannotBeUsed("does not exist");
        assertFalse(Files.exists(file.getParent()));
    }

    @Test
    void whatIsNotAFileIsNotAnEmptyJournal() throws Exception {
        Files.createDirectory(file);
        assertCannotBeUsed("The journal " + file + " cannot be read or written: ");
        assertTrue(Files.isDirectory(file));
    }

    private void assertCannotBeUsed(String reason) {
        JournalException unreadable = assertThrows(JournalException.class, this::texts);
        assertTrue(unreadable.getMessage().contains(reason), unreadable.getMessage());
        Journal journal = journal(new FileStorage(file));
        for (CompletableFuture<?> future : List.of(journal.open(), journal.append("{}"), journal.rewrite(List.of()))) {
            assertInstanceOf(
                    JournalException.class,
                    assertThrows(CompletionException.class, future::join).getCause());
        }
        journal.close().join();
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

    /** Interrupting a thread closes the channel that it writes to. */
    @Test
    void anInterruptedThreadCostsOneLineAndNoMore() throws Exception {
        Journal journal = journal(new FileStorage(file));
        journal.append("before").join();
        Thread.currentThread().interrupt();
        CompletableFuture<Void> failed = journal.append("lost");
        assertTrue(Thread.interrupted());
        Throwable failure = failed.handle((saved, thrown) -> thrown).join();
        assertInstanceOf(ClosedByInterruptException.class, failure.getCause());
        journal.append("after").join();
        assertEquals(List.of("before", "after"), texts());
    }

    @Test
    void aFileThatIsGoneIsNotOpened() {
        assertThrows(NoSuchFileException.class, () -> new FileStorage(file).open());
    }

    @Test
    void whatMayNotBeReadIsSaidInWords() {
        Storage storage = new FileStorage(file, (path, options) -> {
            throw new AccessDeniedException(path.toString());
        });
        CompletableFuture<Void> failed = journal(storage).append("{}");
        String message = failed.handle((saved, thrown) -> thrown).join().getMessage();
        String denied = "The journal " + file + " cannot be read or written: access to " + file + ".new is denied";
        assertEquals(denied, message);
    }

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

    @Test
    void isNamedByItsPath() {
        assertEquals(file.toString(), new FileStorage(file).toString());
    }

    @Test
    void damageInARealFileIsTold() throws Exception {
        Journal journal = journal(new FileStorage(file));
        journal.append("{\"device\":1}").join();
        journal.close().join();
        Files.writeString(file, Files.readString(file, UTF_8).replace("device", "Device"), UTF_8);
        DamagedJournalException damaged = assertThrows(DamagedJournalException.class, this::texts);
        assertTrue(damaged.getMessage().startsWith("The journal " + file + " is damaged in line 2"));
    }
}
