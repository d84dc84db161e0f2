package io.jenkins.plugins.intune.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.simulation.SimulatedDisk.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** What a journal promises. */
class JournalTest extends JournalOnSimulatedDisk {

    @Test
    void aLineIsOnTheDiskBeforeItsFutureCompletes() throws Exception {
        CompletableFuture<Void> saved = journal.append("{}");
        while (!saved.isDone()) {
            tasks.remove().run();
        }
        assertEquals(List.of("{}"), textsAfterPowerLoss());
    }

    @Test
    void linesThatComeWhileTheDiskIsBusyGoThereTogether() throws Exception {
        append("first");
        operations.clear();
        List<String> expected = new ArrayList<>(List.of("first"));
        List<CompletableFuture<Void>> saved = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            expected.add("line " + i);
            saved.add(journal.append("line " + i));
        }
        run();
        saved.forEach(CompletableFuture::join);
        assertEquals(List.of(Operation.WRITE, Operation.FORCE, Operation.WRITE), operations, "lines, and then a mark");
        assertEquals(expected, textsAfterPowerLoss());
    }

    @Test
    void oneTaskAtATimeIsHandedToTheDisk() {
        journal.append("a");
        journal.rewrite(List.of("b"));
        journal.append("c");
        for (int i = 0; i < 3; i++) {
            assertEquals(1, tasks.size());
            tasks.remove().run();
        }
        assertEquals(0, tasks.size());
    }

    @Test
    void readsWhatThereIsInOrder() {
        append("a", "b");
        append("c");
        CompletableFuture<List<JournalLine>> read = journal.open();
        run();
        assertEquals(List.of(new JournalLine(1, "a"), new JournalLine(1, "b"), new JournalLine(1, "c")), read.join());
        append("d");
        CompletableFuture<List<JournalLine>> later = newJournal().open();
        run();
        assertEquals(4, later.join().size());
    }

    @Test
    void mayBeReadBetweenLines() throws Exception {
        append("a");
        CompletableFuture<List<JournalLine>> read = journal.open();
        append("b");
        assertEquals(List.of(new JournalLine(1, "a")), read.join());
        broken.add(Operation.FORCE);
        journal.append("c");
        run();
        broken.clear();
        append("d");
        assertEquals(List.of("a", "b", "d"), textsAfterPowerLoss());
    }

    @Test
    void noFileIsAnEmptyJournalAndStaysNone() {
        CompletableFuture<List<JournalLine>> read = journal.open();
        CompletableFuture<Void> closed = journal.close();
        run();
        assertEquals(List.of(), read.join());
        closed.join();
        assertEquals(Optional.empty(), disk.content(NAME));
    }

    @Test
    void readingBesideTheOneWhoWritesChangesNothing() throws Exception {
        append("a");
        byte[] torn = Arrays.copyOf(content(), content().length - 2);
        disk.put(NAME, torn);
        operations.clear();
        assertEquals(List.of(new JournalLine(1, "a")), Journal.read(disk.storage(NAME)));
        assertArrayEquals(torn, content());
        assertEquals(List.of(Operation.READ), operations);
        assertEquals(List.of(), Journal.read(disk.storage("another")));
    }

    @Test
    void aNewerVersionsLineIsToldFromOneThatWasNotWritten() {
        append("mine");
        byte[] content = content();
        byte[] newer = LineFormat.line(LineFormat.VERSION + 1, "theirs");
        byte[] both = Arrays.copyOf(content, content.length + newer.length);
        System.arraycopy(newer, 0, both, content.length, newer.length);
        disk.put(NAME, both);
        journal = newJournal();
        CompletableFuture<List<JournalLine>> read = journal.open();
        run();
        assertEquals(List.of(new JournalLine(1, "mine"), new JournalLine(2, "theirs")), read.join());
        assertTrue(read.join().get(1).isNewer());
    }

    @Test
    void aRewriteGoesByWhatItIsGivenAndInItsTurn() throws Exception {
        append("old");
        CompletableFuture<Void> before = journal.append("old, too");
        CompletableFuture<Void> rewritten = journal.rewrite(List.of("new", "newer"));
        CompletableFuture<Void> after = journal.append("after");
        run();
        CompletableFuture.allOf(before, rewritten, after).join();
        assertEquals(List.of("new", "newer", "after"), textsAfterPowerLoss());
    }

    @Test
    void aRewriteMayBeTheFirst() throws Exception {
        CompletableFuture<Void> rewritten = journal.rewrite(List.of("a"));
        run();
        rewritten.join();
        assertEquals(List.of("a"), textsAfterPowerLoss());
    }

    @Test
    void closesAfterAllThatWasAskedForAndOnlyOnce() throws Exception {
        CompletableFuture<Void> saved = journal.append("a");
        CompletableFuture<Void> closed = journal.close();
        CompletableFuture<Void> closedAgain = journal.close();
        assertTrue(closed.cancel(false));
        CompletableFuture<Void> late = journal.append("b");
        CompletableFuture<List<JournalLine>> read = journal.open();
        assertFails("is closed", late);
        assertFails("is closed", read);
        assertFalse(closedAgain.isDone());
        run();
        saved.join();
        closedAgain.join();
        journal.close().join();
        assertEquals(0, disk.openFiles());
        assertEquals(List.of("a"), textsAfterPowerLoss());
    }

    /** A caller's own step after a save runs on the disk's thread, and may be wrong. */
    @Test
    void aCallerThatFailsAfterItsSaveTakesNoOtherWithIt() {
        CompletableFuture<Void> wrong = journal.append("a").thenRun(() -> {
            throw new IllegalStateException();
        });
        CompletableFuture<Void> saved = journal.append("b");
        CompletableFuture<Void> later = journal.close();
        run();
        assertTrue(wrong.isCompletedExceptionally());
        saved.join();
        later.join();
    }

    @Test
    void aCallerMayAppendWhenItsSaveIsDone() throws Exception {
        CompletableFuture<Void> second = journal.append("a").thenCompose(saved -> journal.append("b"));
        run();
        second.join();
        assertEquals(List.of("a", "b"), textsAfterPowerLoss());
    }

    @Test
    void noThreadForTheDiskIsAFailureLikeAnyOther() throws Exception {
        boolean[] isShut = {true};
        journal = new Journal(disk.storage(NAME), task -> {
            if (isShut[0]) {
                throw new RejectedExecutionException("shut down");
            }
            tasks.add(task);
        });
        CompletableFuture<Void> first = journal.append("a");
        assertFails("shut down", first);

        isShut[0] = false;
        CompletableFuture<List<JournalLine>> read = journal.open();
        CompletableFuture<Void> second = journal.append("b");
        CompletableFuture<Void> third = journal.append("c");
        isShut[0] = true;
        tasks.remove().run();
        assertEquals(List.of(), read.join());
        assertFails("shut down", second);
        assertFails("shut down", third);

        isShut[0] = false;
        append("d");
        assertEquals(List.of("d"), textsAfterPowerLoss());
    }

    /** A disk that hangs does not keep callers beyond their deadline, and what was given up is not done later. */
    @Test
    void whatIsCancelledBeforeItBeginsIsNeverDone() throws Exception {
        append("a");
        CompletableFuture<Void> cancelled = journal.append("b");
        CompletableFuture<Void> saved = journal.append("c");
        CompletableFuture<Void> rewritten = journal.rewrite(List.of("d"));
        assertTrue(cancelled.cancel(false));
        assertTrue(rewritten.cancel(false));
        run();
        saved.join();
        operations.clear();
        CompletableFuture<Void> alone = journal.append("e");
        assertTrue(alone.cancel(false));
        run();
        assertEquals(List.of(), operations);
        assertEquals(List.of("a", "c"), textsAfterPowerLoss());
    }

    @Test
    void aLineFeedIsRefusedAtOnce() {
        assertThrows(IllegalArgumentException.class, () -> journal.append("{\n}"));
        assertThrows(IllegalArgumentException.class, () -> journal.rewrite(List.of("{\n}")));
        assertEquals(0, tasks.size());
    }
}
