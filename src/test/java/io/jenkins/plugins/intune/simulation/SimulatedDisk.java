package io.jenkins.plugins.intune.simulation;

import io.jenkins.plugins.intune.journal.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * The disk of one simulated controller, as nasty as a real one may be: an operation can fail halfway, and the power can go
 * between any two operations and in the middle of one. What was forced stays. What was not stays in part: any part of it,
 * torn at any byte, with zeros or other bytes in place of some sectors. A force that failed leaves what it was for in doubt,
 * whatever later ones say, and a file that was put in another's place is there for good once the folder is forced.
 *
 * <p>A controller's processes come one after the other. {@link #kill} ends one, and {@link #losePower} also takes what was
 * not forced. What belongs to an ended process fails with {@link ProcessEnded} from then on; the next process asks for a
 * {@link #storage} of its own.
 *
 * <p>Everything happens at once and on the caller's thread. That a disk is slow is for the world's scheduler to show.
 */
public final class SimulatedDisk {

    /** What a process does with a file. */
    public enum Operation {
        READ,
        OPEN,
        SIZE,
        WRITE,
        TRUNCATE,
        FORCE,
        CLOSE,
        REPLACE
    }

    /** What becomes of it. */
    public enum Fault {
        NONE,

        /** It fails, perhaps after part of it has happened. */
        FAIL,

        /** The power goes while it happens. */
        POWER_LOSS
    }

    /** Decides what goes wrong. */
    @FunctionalInterface
    public interface Faults {

        /** Nothing does. */
        Faults NONE = operation -> Fault.NONE;

        /** Called once for each operation. */
        Fault next(Operation operation);
    }

    /**
     * A name and what it stands for.
     *
     * @param former what it stands for again if the power goes before the folder is forced: a file, or nothing at all; or
     *     {@code null} if the name is on the disk
     */
    private record Entry(SimulatedFile file, Optional<SimulatedFile> former) {}

    private static final Runnable NOTHING = () -> {};

    private final RandomGenerator random;
    private final Map<String, Entry> entries = new TreeMap<>();
    private Faults faults = Faults.NONE;
    private final Set<OpenFile> open = new HashSet<>();
    private int process;

    /**
     * @param random decides what becomes of what was not forced
     */
    public SimulatedDisk(RandomGenerator random) {
        this.random = random;
    }

    /** What goes wrong from now on. */
    public void setFaults(Faults faults) {
        this.faults = faults;
    }

    /** A file of the running process. */
    public Storage storage(String name) {
        return new ProcessStorage(name, process);
    }

    /** The process ends, and the system goes on: nothing is lost that was written. */
    public void kill() {
        process++;
        open.clear();
    }

    /** The process and the system end. */
    public void losePower() {
        kill();
        entries.replaceAll((name, entry) -> {
            boolean formerIsBack = entry.former() != null && random.nextBoolean();
            SimulatedFile file = formerIsBack ? entry.former().orElse(null) : entry.file();
            return new Entry(file == null ? null : file.afterPowerLoss(random), null);
        });
        entries.values().removeIf(entry -> entry.file() == null);
    }

    /** How many files the running process has open, apart from those that it may have open as long as it lives. */
    public int openFiles() {
        return (int) open.stream().filter(file -> !file.name.startsWith("/")).count();
    }

    /** The names of files that begin like this. */
    List<String> names(String beginning) {
        return entries.keySet().stream()
                .filter(name -> name.startsWith(beginning))
                .toList();
    }

    /** What is in a file, as a process sees it; empty if there is none. */
    public Optional<byte[]> content(String name) {
        return Optional.ofNullable(entries.get(name)).map(entry -> entry.file().content());
    }

    /** Changes a file behind the back of all processes. */
    public void put(String name, byte[] content) {
        entries.put(name, new Entry(new SimulatedFile(content), null));
    }

    /** Removes a file behind the back of all processes. */
    public void remove(String name) {
        entries.remove(name);
    }

    /**
     * Whether the operation is to fail.
     *
     * @param inPart what happens of it if it does, or if the power goes
     */
    private boolean fails(int owner, Operation operation, Runnable inPart) {
        if (owner != process) {
            throw new ProcessEnded();
        }
        Fault fault = faults.next(operation);
        if (fault == Fault.NONE) {
            return false;
        }
        inPart.run();
        if (fault == Fault.POWER_LOSS) {
            losePower();
            throw new ProcessEnded();
        }
        return true;
    }

    /** A file by its name, for one process. */
    private final class ProcessStorage implements Storage {

        private final String name;
        private final int owner;

        ProcessStorage(String name, int owner) {
            this.name = name;
            this.owner = owner;
        }

        @Override
        public Optional<byte[]> read() throws IOException {
            if (fails(owner, Operation.READ, NOTHING)) {
                throw new IOException("Input/output error");
            }
            return content(name);
        }

        @Override
        public File open() throws IOException {
            Entry entry = entries.get(name);
            if (fails(owner, Operation.OPEN, NOTHING)) {
                throw new IOException("Too many open files");
            }
            if (entry == null) {
                throw new NoSuchFileException(name);
            }
            entries.put(name, new Entry(entry.file(), null));
            OpenFile opened = new OpenFile(name, entry.file(), owner);
            open.add(opened);
            return opened;
        }

        @Override
        public void replace(byte[] content) throws IOException {
            Entry entry = entries.get(name);
            if (fails(owner, Operation.REPLACE, () -> replaceInPart(entry, content))) {
                throw new IOException("No space left on device");
            }
            if (entry != null && open.stream().anyMatch(file -> file.content == entry.file())) {
                throw new IOException("The file is in use");
            }
            entries.put(name, new Entry(new SimulatedFile(content), null));
        }

        /** Either it was not even written aside, or it is in place and only the folder was not forced. */
        private void replaceInPart(Entry entry, byte[] content) {
            if (random.nextBoolean()) {
                Optional<SimulatedFile> former = Optional.ofNullable(entry).map(Entry::file);
                if (entry != null && entry.former() != null && random.nextBoolean()) {
                    former = entry.former();
                }
                entries.put(name, new Entry(new SimulatedFile(content), former));
            }
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** A file that a process has open. */
    private final class OpenFile implements Storage.File {

        private final String name;
        private final SimulatedFile content;
        private final int owner;

        OpenFile(String name, SimulatedFile content, int owner) {
            this.name = name;
            this.content = content;
            this.owner = owner;
        }

        @Override
        public long size() throws IOException {
            if (fails(owner, Operation.SIZE, NOTHING)) {
                throw new IOException("Input/output error");
            }
            return content.size();
        }

        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
            int all = bytes.remaining();
            if (fails(
                    owner,
                    Operation.WRITE,
                    () -> content.write(bytes, SimulatedFile.part(all, random), (int) position))) {
                throw new IOException("No space left on device");
            }
            content.write(bytes, all, (int) position);
        }

        @Override
        public void truncate(long size) throws IOException {
            if (fails(owner, Operation.TRUNCATE, () -> truncateInPart((int) size))) {
                throw new IOException("Input/output error");
            }
            content.truncate((int) size);
        }

        private void truncateInPart(int size) {
            if (random.nextBoolean()) {
                content.truncate(size);
            }
        }

        @Override
        public void force() throws IOException {
            if (fails(owner, Operation.FORCE, this::forceInPart)) {
                throw new IOException("Input/output error");
            }
            content.force();
        }

        private void forceInPart() {
            if (random.nextBoolean()) {
                content.force();
            } else {
                content.failToForce();
            }
        }

        @Override
        public void close() throws IOException {
            open.remove(this);
            if (fails(owner, Operation.CLOSE, NOTHING)) {
                throw new IOException("Input/output error");
            }
        }
    }
}
