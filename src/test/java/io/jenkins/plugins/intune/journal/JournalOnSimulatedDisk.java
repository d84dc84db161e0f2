package io.jenkins.plugins.intune.journal;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.simulation.SimulatedDisk;
import io.jenkins.plugins.intune.simulation.SimulatedDisk.Fault;
import io.jenkins.plugins.intune.simulation.SimulatedDisk.Faults;
import io.jenkins.plugins.intune.simulation.SimulatedDisk.Operation;
import io.jenkins.plugins.intune.values.Failures;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/** A journal on a disk that writes, or fails, when the test says so. */
abstract class JournalOnSimulatedDisk {

    static final String NAME = "fleet.journal";

    final SimulatedDisk disk = new SimulatedDisk(new SplittableRandom(1));
    final Deque<Runnable> tasks = new ArrayDeque<>();
    final List<Operation> operations = new ArrayList<>();
    final EnumSet<Operation> broken = EnumSet.noneOf(Operation.class);
    Journal journal = newJournal();

    Journal newJournal() {
        disk.setFaults(operation -> {
            operations.add(operation);
            return broken.contains(operation) ? Fault.FAIL : Fault.NONE;
        });
        return new Journal(disk.storage(NAME), tasks::add);
    }

    /** Lets the disk do everything that is waiting. */
    void run() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    void append(String... texts) {
        for (String text : texts) {
            CompletableFuture<Void> saved = journal.append(text);
            run();
            saved.join();
        }
    }

    /** What the next process reads after the power went. */
    List<String> textsAfterPowerLoss() throws JournalException {
        disk.losePower();
        disk.setFaults(Faults.NONE);
        return Journal.read(disk.storage(NAME)).stream().map(JournalLine::text).toList();
    }

    byte[] content() {
        return disk.content(NAME).orElseThrow();
    }

    static Throwable failure(CompletableFuture<?> future) {
        return Failures.cause(future.handle((done, thrown) -> thrown).join());
    }

    static void assertFails(String reason, CompletableFuture<?> future) {
        assertTrue(future.isDone(), "nobody was told");
        JournalException failure = assertInstanceOf(JournalException.class, failure(future));
        assertTrue(failure.getMessage().contains(reason), failure.getMessage());
        assertTrue(failure.getMessage().contains(NAME), failure.getMessage());
    }
}
