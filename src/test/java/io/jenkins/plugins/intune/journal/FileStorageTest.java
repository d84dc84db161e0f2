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
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A journal in a real file. */
class FileStorageTest extends RealFilesFixture {

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
