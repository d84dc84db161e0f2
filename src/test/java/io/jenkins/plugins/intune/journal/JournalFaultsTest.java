package io.jenkins.plugins.intune.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.simulation.SimulatedDisk;
import io.jenkins.plugins.intune.simulation.SimulatedDisk.Fault;
import io.jenkins.plugins.intune.simulation.SimulatedDisk.Faults;
import io.jenkins.plugins.intune.simulation.SimulatedDisk.Operation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a journal promises where the disk does not do what it should. */
class JournalFaultsTest extends JournalOnSimulatedDisk {

    @Test
    void aLineThatIsNotOnTheDiskYetIsNotSaidToBe() {
        disk.setFaults(operation -> operation == Operation.FORCE ? Fault.POWER_LOSS : Fault.NONE);
        CompletableFuture<Void> saved = journal.append("{}");
        run();
        assertFails("This process has ended.", saved);
    }

    /** Also one that is cut within a character, or within the line feed's place. */
    @Test
    void aTornTailCountsAsNotWritten() throws Exception {
        append("{\"name\":\"Anna\"}");
        int good = content().length;
        append("{\"name\":\"Jürgen 李\"}");
        byte[] whole = content();
        int end = whole.length - LineFormat.mark(good + 99).length;
        for (int length = good; length < end; length++) {
            disk.put(NAME, Arrays.copyOf(whole, length));
            assertGoesOnAfter("{\"name\":\"Anna\"}");
            byte[] zeros = Arrays.copyOf(Arrays.copyOf(whole, length), end);
            disk.put(NAME, zeros);
            assertGoesOnAfter("{\"name\":\"Anna\"}");
        }
    }

    private void assertGoesOnAfter(String text) throws JournalException {
        journal = newJournal();
        CompletableFuture<List<JournalLine>> read = journal.open();
        run();
        assertEquals(List.of(new JournalLine(1, text)), read.join());
        append("next");
        assertEquals(List.of(text, "next"), textsAfterPowerLoss());
    }

    @ParameterizedTest
    @EnumSource(names = {"WRITE", "FORCE"})
    void aFailedWriteIsTakenBackBeforeTheNext(Operation operation) throws Exception {
        append("before");
        int[] left = {1};
        disk.setFaults(next -> next == operation && left[0]-- > 0 ? Fault.FAIL : Fault.NONE);
        CompletableFuture<Void> failed = journal.append("half of this gets there, or all, or nothing");
        CompletableFuture<Void> failedToo = journal.append("and so with this");
        run();
        assertFails("", failed);
        assertFails("", failedToo);
        assertEquals(List.of(new JournalLine(1, "before")), Journal.read(disk.storage(NAME)), "taken back at once");
        append("after", "more");
        assertEquals(List.of("before", "after", "more"), textsAfterPowerLoss());
    }

    @Test
    void aFullDiskFailsWithTheSystemsWords() {
        append("before");
        broken.add(Operation.WRITE);
        CompletableFuture<Void> failed = journal.append("{}");
        run();
        assertFails("The journal fleet.journal cannot be read or written: No space left on device", failed);
    }

    @ParameterizedTest
    @EnumSource(names = {"OPEN", "SIZE", "TRUNCATE", "FORCE"})
    void nothingIsDoneUntilAFailedWriteIsTakenBack(Operation operation) throws Exception {
        append("before");
        broken.add(Operation.FORCE);
        broken.add(operation);
        // At once, so that nothing of it happens.
        disk.setFaults(next -> {
            if (broken.contains(next)) {
                throw new IllegalStateException("not now");
            }
            return Fault.NONE;
        });
        CompletableFuture<Void> failed = journal.append("this is there, and is not to be");
        run();
        assertFails("not now", failed);
        broken.remove(Operation.FORCE);
        broken.add(operation);

        CompletableFuture<Void> appended = journal.append("x");
        CompletableFuture<Void> rewritten = journal.rewrite(List.of("y"));
        CompletableFuture<List<JournalLine>> read = journal.open();
        run();
        assertFails("", appended);
        assertFails("", rewritten);
        assertFails("", read);
        assertEquals(0, disk.openFiles());

        broken.clear();
        append("after");
        assertEquals(List.of("before", "after"), textsAfterPowerLoss());
    }

    @Test
    void aMarkThatCouldNotBeWrittenSpoilsNothing() throws Exception {
        append("a");
        int[] writes = {0};
        disk.setFaults(next -> next == Operation.WRITE && ++writes[0] == 2 ? Fault.FAIL : Fault.NONE);
        append("b");
        assertEquals(0, disk.openFiles());
        append("c");
        assertEquals(List.of("a", "b", "c"), textsAfterPowerLoss());
    }

    /** What a process leaves in the system's cache can have failed to get to the disk before. */
    @Test
    void whatWasOnlyReadIsBroughtToTheDiskWithTheNextLine() throws Exception {
        for (int seed = 0; seed < 50; seed++) {
            SimulatedDisk nasty = new SimulatedDisk(new SplittableRandom(seed));
            journal = new Journal(nasty.storage(NAME), tasks::add);
            append("a");
            nasty.setFaults(next -> next == Operation.FORCE || next == Operation.OPEN ? Fault.FAIL : Fault.NONE);
            CompletableFuture<Void> unknown = journal.append("b");
            run();
            assertFails("", unknown);
            nasty.kill();

            nasty.setFaults(Faults.NONE);
            journal = new Journal(nasty.storage(NAME), tasks::add);
            CompletableFuture<List<JournalLine>> read = journal.open();
            run();
            append("c");
            nasty.losePower();
            List<JournalLine> expected = new ArrayList<>(read.join());
            expected.add(new JournalLine(1, "c"));
            assertEquals(expected, Journal.read(nasty.storage(NAME)), "with seed " + seed);
        }
    }

    @Test
    void aFailedRewriteLeavesTheOldLinesOrTheNewAndTakesMore() throws Exception {
        for (int seed = 0; seed < 20; seed++) {
            SimulatedDisk nasty = new SimulatedDisk(new SplittableRandom(seed));
            journal = new Journal(nasty.storage(NAME), tasks::add);
            append("old");
            nasty.setFaults(next -> next == Operation.REPLACE ? Fault.FAIL : Fault.NONE);
            CompletableFuture<Void> rewritten = journal.rewrite(List.of("new"));
            run();
            assertFails("", rewritten);
            append("after");
            nasty.losePower();
            List<String> texts = Journal.read(nasty.storage(NAME)).stream()
                    .map(JournalLine::text)
                    .toList();
            assertTrue(List.of(List.of("old", "after"), List.of("new", "after")).contains(texts), texts::toString);
        }
    }

    @Test
    void aFileThatCannotBeReadIsNotAnEmptyOne() throws Exception {
        append("a");
        byte[] content = content();
        journal = newJournal();
        broken.add(Operation.READ);
        CompletableFuture<List<JournalLine>> read = journal.open();
        CompletableFuture<Void> appended = journal.append("b");
        CompletableFuture<Void> rewritten = journal.rewrite(List.of());
        run();
        assertFails("cannot be read or written: Input/output error", read);
        assertFails("cannot be read or written: Input/output error", appended);
        assertFails("cannot be read or written: Input/output error", rewritten);
        assertThrows(JournalException.class, () -> Journal.read(disk.storage(NAME)));
        assertArrayEquals(content, content());

        broken.clear();
        append("c");
        assertEquals(List.of("a", "c"), textsAfterPowerLoss());
    }

    @Test
    void aDamagedFileIsToldAndLeftAsItIs() {
        append("a", "b");
        byte[] damaged = content();
        damaged[LineFormat.mark(0).length + 11] ^= 1;
        disk.put(NAME, damaged);
        journal = newJournal();
        CompletableFuture<List<JournalLine>> read = journal.open();
        CompletableFuture<Void> appended = journal.append("c");
        CompletableFuture<Void> rewritten = journal.rewrite(List.of("d"));
        CompletableFuture<Void> closed = journal.close();
        run();
        for (CompletableFuture<?> future : List.of(read, appended, rewritten)) {
            assertFails("is damaged in line 2", future);
            assertInstanceOf(DamagedJournalException.class, failure(future));
        }
        closed.join();
        assertArrayEquals(damaged, content());
        assertThrows(DamagedJournalException.class, () -> Journal.read(disk.storage(NAME)));
    }

    /** Nothing follows the last line but its mark. */
    @Test
    void damageOfTheLastLineIsToldToo() {
        append("a", "b");
        byte[] damaged = content();
        int last = new String(damaged, StandardCharsets.UTF_8).lastIndexOf("b\n");
        damaged[last] ^= 1;
        disk.put(NAME, damaged);
        assertThrows(DamagedJournalException.class, () -> Journal.read(disk.storage(NAME)));
    }

    @Test
    void aFileThatHasBecomeShorterIsDamaged() {
        append("a");
        int length = content().length;
        append("b");
        broken.add(Operation.FORCE);
        CompletableFuture<Void> failed = journal.append("c");
        run();
        assertFails("", failed);
        broken.clear();
        disk.put(NAME, Arrays.copyOf(content(), length));
        CompletableFuture<Void> next = journal.append("d");
        run();
        assertFails("has become shorter", next);
        assertEquals(0, disk.openFiles());
    }

    @Test
    void aFileThatIsGoneIsNotMadeAnew() {
        append("a");
        broken.add(Operation.FORCE);
        journal.append("b");
        run();
        broken.clear();
        disk.remove(NAME);
        CompletableFuture<Void> next = journal.append("c");
        run();
        assertFails("cannot be read or written: fleet.journal does not exist", next);
        assertEquals(Optional.empty(), disk.content(NAME));
    }

    @Test
    void closingTakesBackWhatCouldNotBeBefore() throws Exception {
        append("a");
        broken.add(Operation.FORCE);
        CompletableFuture<Void> failed = journal.append("b");
        run();
        assertFails("", failed);
        broken.clear();
        CompletableFuture<Void> closed = journal.close();
        run();
        closed.join();
        assertEquals(0, disk.openFiles());
        assertEquals(List.of(new JournalLine(1, "a")), Journal.read(disk.storage(NAME)));
        assertEquals(List.of("a"), textsAfterPowerLoss());
    }

    @Test
    void closingSaysIfThatCannotBeDone() {
        append("a");
        broken.add(Operation.FORCE);
        journal.append("b");
        CompletableFuture<Void> closed = journal.close();
        run();
        assertFails("Input/output error", closed);
        assertEquals(0, disk.openFiles());
    }

    @Test
    void closingSaysIfTheFileCannotBeClosed() {
        append("a");
        broken.add(Operation.CLOSE);
        CompletableFuture<Void> closed = journal.close();
        run();
        assertFails("Input/output error", closed);
        assertEquals(0, disk.openFiles());
    }

    @Test
    void aFileThatCannotBeClosedStopsNoRewrite() throws Exception {
        append("a");
        broken.add(Operation.CLOSE);
        CompletableFuture<Void> rewritten = journal.rewrite(List.of("b"));
        run();
        rewritten.join();
        assertEquals(List.of("b"), textsAfterPowerLoss());
    }

    /** Anything that a disk throws, also if it is no I/O exception. */
    @Test
    void aTaskThatFailsTakesNoOtherWithIt() throws Exception {
        append("a");
        int[] writes = {0};
        disk.setFaults(next -> {
            if (next == Operation.WRITE && writes[0]++ == 0) {
                throw new OutOfMemoryError("no room for this");
            }
            return Fault.NONE;
        });
        CompletableFuture<Void> failed = journal.append("b");
        CompletableFuture<List<JournalLine>> between = journal.open();
        CompletableFuture<Void> saved = journal.append("c");
        run();
        assertFails("no room for this", failed);
        assertEquals(1, between.join().size());
        saved.join();
        assertEquals(List.of("a", "c"), textsAfterPowerLoss());
    }
}
