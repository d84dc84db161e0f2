package io.jenkins.plugins.intune.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.journal.Storage;
import io.jenkins.plugins.intune.simulation.SimulatedDisk.Fault;
import io.jenkins.plugins.intune.simulation.SimulatedDisk.Faults;
import io.jenkins.plugins.intune.simulation.SimulatedDisk.Operation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The simulated disk takes all that a real one may take, and nothing that it may not. */
class SimulatedDiskTest {

    private static final String NAME = "file";

    private interface Scenario {
        void play(SimulatedDisk disk) throws IOException;
    }

    /** All that may be in the file after a power loss, zeros as {@code _}, "none" for no file. */
    private static Set<String> outcomes(Scenario scenario) throws IOException {
        Set<String> outcomes = new TreeSet<>();
        for (int seed = 0; seed < 2_000; seed++) {
            SimulatedDisk disk = new SimulatedDisk(new SplittableRandom(seed));
            scenario.play(disk);
            disk.setFaults(Faults.NONE);
            disk.losePower();
            outcomes.add(disk.content(NAME).map(SimulatedDiskTest::text).orElse("none"));
        }
        return outcomes;
    }

    private static String text(byte[] content) {
        return new String(content, StandardCharsets.ISO_8859_1).replace('\0', '_');
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Storage.File begin(SimulatedDisk disk) throws IOException {
        disk.storage(NAME).replace(bytes("on disk,").array());
        return disk.storage(NAME).open();
    }

    @Test
    void whatIsForcedStays() throws Exception {
        assertEquals(Set.of("on disk, too"), outcomes(disk -> {
            Storage.File file = begin(disk);
            file.write(bytes(" too"), 8);
            file.force();
        }));
    }

    @Test
    void whatIsNotForcedStaysInPartAtMost() throws Exception {
        Set<String> outcomes = outcomes(disk -> begin(disk).write(bytes(" too"), 8));
        assertTrue(outcomes.containsAll(Set.of(
                "on disk,", "on disk, ", "on disk, t", "on disk, to", "on disk, too", "on disk,____", "on disk,__oo")));
        assertTrue(outcomes.stream().allMatch(left -> left.startsWith("on disk,") && left.length() <= 12));
    }

    @Test
    void aFailedForceIsNotMadeUpForByALaterOne() throws Exception {
        Set<String> outcomes = outcomes(disk -> {
            Storage.File file = begin(disk);
            file.write(bytes(" too"), 8);
            disk.setFaults(operation -> Fault.FAIL);
            assertThrows(IOException.class, file::force);
            disk.setFaults(Faults.NONE);
            file.force();
        });
        assertTrue(outcomes.containsAll(Set.of("on disk, too", "on disk,____")));
    }

    @Test
    void butByWritingAgain() throws Exception {
        assertEquals(Set.of("on disk, too"), outcomes(disk -> {
            Storage.File file = begin(disk);
            file.write(bytes(" too"), 8);
            disk.setFaults(operation -> Fault.FAIL);
            assertThrows(IOException.class, file::force);
            disk.setFaults(Faults.NONE);
            file.write(bytes("k, too"), 6);
            file.force();
        }));
    }

    @Test
    void whatIsCutOffComesBackUntilThatIsForced() throws Exception {
        Set<String> outcomes = outcomes(disk -> {
            Storage.File file = begin(disk);
            file.truncate(4);
            file.truncate(2);
            file.write(bytes("e"), 2);
        });
        assertTrue(outcomes.containsAll(Set.of("on", "one", "on disk,", "onedisk,")));
        assertEquals(Set.of("on"), outcomes(disk -> {
            Storage.File file = begin(disk);
            file.truncate(2);
            file.force();
        }));
    }

    @Test
    void aReplacedFileIsThereForGoodOrComesBackIfItsFolderWasNotForced() throws Exception {
        assertEquals(Set.of("new"), outcomes(disk -> {
            begin(disk).close();
            disk.storage(NAME).replace(bytes("new").array());
        }));
        Scenario failed = disk -> {
            begin(disk).close();
            disk.setFaults(operation -> Fault.FAIL);
            assertThrows(
                    IOException.class,
                    () -> disk.storage(NAME).replace(bytes("new").array()));
            disk.setFaults(Faults.NONE);
        };
        assertEquals(Set.of("new", "on disk,"), outcomes(failed));

        Set<String> settled = outcomes(disk -> {
            failed.play(disk);
            String before = text(disk.storage(NAME).read().orElseThrow());
            disk.storage(NAME).open();
            disk.losePower();
            assertEquals(before, text(disk.content(NAME).orElseThrow()), "opening makes certain which one it is");
        });
        assertEquals(Set.of("new", "on disk,"), settled);
    }

    @Test
    void aNewFileMayBeGone() throws Exception {
        assertEquals(Set.of("new", "none"), outcomes(disk -> {
            disk.setFaults(operation -> Fault.FAIL);
            assertThrows(
                    IOException.class,
                    () -> disk.storage(NAME).replace(bytes("new").array()));
        }));
    }

    @Test
    void aFailedWriteMayHaveWrittenAnyPart() throws Exception {
        Set<String> visible = new TreeSet<>();
        outcomes(disk -> {
            Storage.File file = begin(disk);
            disk.setFaults(operation -> operation == Operation.WRITE ? Fault.FAIL : Fault.NONE);
            assertThrows(IOException.class, () -> file.write(bytes(" too"), 8));
            visible.add(text(disk.storage(NAME).read().orElseThrow()));
        });
        assertEquals(Set.of("on disk,", "on disk, ", "on disk, t", "on disk, to", "on disk, too"), visible);
    }

    @Test
    void anEndedProcessReachesNothingAnyMore() throws Exception {
        SimulatedDisk disk = new SimulatedDisk(new SplittableRandom(1));
        Storage storage = disk.storage(NAME);
        Storage.File file = begin(disk);
        file.write(bytes(" too"), 8);
        assertEquals(1, disk.openFiles());
        disk.kill();
        assertEquals(0, disk.openFiles());
        assertThrows(ProcessEnded.class, file::force);
        assertThrows(ProcessEnded.class, storage::read);
        assertEquals("on disk, too", text(disk.storage(NAME).read().orElseThrow()), "the system has it");

        Storage.File next = disk.storage(NAME).open();
        disk.setFaults(operation -> Fault.POWER_LOSS);
        assertThrows(ProcessEnded.class, next::force);
        disk.setFaults(Faults.NONE);
        assertThrows(ProcessEnded.class, next::size);
    }

    @Test
    void aFileInUseCannotBeReplaced() throws Exception {
        SimulatedDisk disk = new SimulatedDisk(new SplittableRandom(1));
        assertEquals(Optional.empty(), disk.storage(NAME).read());
        Storage.File file = begin(disk);
        assertThrows(IOException.class, () -> disk.storage(NAME).replace(new byte[0]));
        file.close();
        disk.storage(NAME).replace(new byte[0]);
        assertEquals(0, disk.storage(NAME).open().size());
    }
}
