package io.jenkins.plugins.intune.journal;

import io.jenkins.plugins.intune.simulation.SimulatedDisk;
import io.jenkins.plugins.intune.simulation.SimulatedDisk.Fault;
import io.jenkins.plugins.intune.simulation.SimulatedDisk.Faults;
import io.jenkins.plugins.intune.simulation.SimulatedDisk.Operation;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * One history of a journal, decided by a seed: lines that come while others are being written, rewrites, cancellations,
 * readers, a disk that fails or is full, processes that are killed and power that goes at any operation, and the processes
 * that come after. Whenever the journal is read, that is held against what its callers were told.
 */
final class JournalHistory {

    private static final String NAME = "journal";
    private static final int STEPS = 40;

    private final SplittableRandom random;
    private final SimulatedDisk disk;
    private final int failuresInThousand;
    private final int powerLossesInThousand;
    private final Promises promises = new Promises();
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private Journal journal;
    private boolean isFull;
    private boolean powerIsGone = true;
    private int lines;

    JournalHistory(long seed) {
        random = new SplittableRandom(seed);
        disk = new SimulatedDisk(random);
        failuresInThousand = new int[] {0, 10, 100, 400}[random.nextInt(4)];
        powerLossesInThousand = new int[] {0, 5, 30}[random.nextInt(3)];
    }

    void run() throws JournalException {
        disk.setFaults(this::fault);
        beginProcess();
        for (int i = 0; i < STEPS; i++) {
            step();
            if (powerIsGone) {
                beginProcess();
            }
        }
        endWell();
    }

    private Fault fault(Operation operation) {
        if (random.nextInt(1000) < powerLossesInThousand) {
            powerIsGone = true;
            return Fault.POWER_LOSS;
        }
        boolean needsRoom = operation == Operation.WRITE || operation == Operation.REPLACE;
        return isFull && needsRoom || random.nextInt(1000) < failuresInThousand ? Fault.FAIL : Fault.NONE;
    }

    private void step() throws DamagedJournalException {
        switch (random.nextInt(16)) {
            case 0, 1, 2, 3, 4 -> append();
            case 5 -> rewrite();
            case 6 -> isFull = random.nextInt(4) == 0;
            case 7 -> read();
            case 8 -> promises.cancelLatest();
            case 9 -> {
                disk.losePower();
                powerIsGone = true;
            }
            case 10 -> {
                disk.kill();
                beginProcess();
            }
            case 11 -> close();
            case 12 -> journal.open();
            default -> runTask();
        }
    }

    private void append() {
        for (int i = random.nextInt(3); i >= 0; i--) {
            String text = nextText();
            promises.append(text, journal.append(text));
        }
    }

    private void rewrite() {
        List<String> texts =
                IntStream.range(0, random.nextInt(4)).mapToObj(i -> nextText()).toList();
        promises.rewrite(texts, journal.rewrite(texts));
    }

    private String nextText() {
        lines++;
        return "{\"" + lines + "\":\"" + "ü".repeat(random.nextInt(40)) + "\"}";
    }

    /** Reads as a page does, beside the journal that writes. */
    private void read() throws DamagedJournalException {
        try {
            promises.check(texts(Journal.read(disk.storage(NAME))));
        } catch (DamagedJournalException damaged) {
            throw damaged;
        } catch (JournalException failed) {
            // The disk would not let it, and nothing else was said.
        }
    }

    private void runTask() {
        if (tasks.size() > 1) {
            throw new AssertionError("Two tasks at once");
        }
        if (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    private void runTasks() {
        while (!tasks.isEmpty() && !powerIsGone) {
            runTask();
        }
    }

    private void close() throws DamagedJournalException {
        CompletableFuture<Void> closed = journal.close();
        runTasks();
        if (!powerIsGone) {
            if (!closed.isDone() || disk.openFiles() > 0) {
                throw new AssertionError("Closed, and yet there is something left");
            }
            beginProcess();
        }
    }

    /** Starts processes until one can read what the last one left. */
    private void beginProcess() throws DamagedJournalException {
        boolean onDisk = powerIsGone;
        List<JournalLine> read = null;
        while (read == null) {
            promises.processEnded();
            tasks.clear();
            powerIsGone = false;
            journal = new Journal(disk.storage(NAME), tasks::add);
            CompletableFuture<List<JournalLine>> opened = journal.open();
            runTasks();
            onDisk |= powerIsGone;
            if (!opened.isCompletedExceptionally()) {
                read = opened.join();
            } else if (opened.handle((lines, thrown) -> thrown).join() instanceof DamagedJournalException damaged) {
                throw damaged;
            }
        }
        promises.found(texts(read), onDisk);
    }

    /** When the disk does what it is told, so does the journal, and leaves nothing open. */
    private void endWell() throws JournalException {
        isFull = false;
        disk.setFaults(Faults.NONE);
        CompletableFuture<Void> last = journal.append("{}");
        promises.append("{}", last);
        CompletableFuture<Void> closed = journal.close();
        runTasks();
        last.join();
        closed.join();
        if (disk.openFiles() > 0) {
            throw new AssertionError("Closed, and the file is open");
        }
        disk.losePower();
        List<String> texts = texts(Journal.read(disk.storage(NAME)));
        promises.check(texts);
        if (!texts.get(texts.size() - 1).equals("{}")) {
            throw new AssertionError("The last line is missing");
        }
    }

    private static List<String> texts(List<JournalLine> lines) {
        return lines.stream().map(JournalLine::text).toList();
    }
}
