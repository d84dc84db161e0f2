package io.jenkins.plugins.intune.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A real file. It may be a symbolic link to one, which is followed, also when the file is replaced. Its folder must be there:
 * a folder that is missing may be a volume that is not mounted, so nothing is known about the file then.
 */
public final class FileStorage implements Storage {

    /** Opens files, and folders too: the real way, or one that fails in a test. */
    @FunctionalInterface
    interface Opener {
        FileChannel open(Path path, OpenOption... options) throws IOException;
    }

    /** Puts a file in the place of another one in one step: the real way, or one that fails in a test. */
    @FunctionalInterface
    interface Mover {
        void move(Path from, Path to) throws IOException;
    }

    /** How much of a file is read or written at once: Java keeps a buffer of that size outside of the heap for each thread. */
    private static final int PIECE = 64 * 1024;

    /** Waits for whoever has a file open that is to be replaced, in milliseconds; a second in all. */
    private static final int[] WAITS = {10, 30, 60, 100, 200, 600};

    private final Supplier<Path> place;
    private final Opener opener;
    private final Mover mover;

    /** Whether the folder has been forced once, so that it is known that it can be. */
    private boolean folderCanBeForced;

    /**
     * @param file an absolute path
     */
    public FileStorage(Path file) {
        this(file, FileChannel::open);
    }

    /**
     * @param place where the file is at the moment, as an absolute path: its folder may be moved, also while the file is open
     */
    public FileStorage(Supplier<Path> place) {
        this(place, FileChannel::open, FileStorage::move);
    }

    FileStorage(Path file, Opener opener) {
        this(file, opener, FileStorage::move);
    }

    FileStorage(Path file, Opener opener, Mover mover) {
        this(() -> file, opener, mover);
    }

    private FileStorage(Supplier<Path> place, Opener opener, Mover mover) {
        this.place = place;
        this.opener = opener;
        this.mover = mover;
    }

    /** Replaces in one step, on Windows too. Where that cannot be done, a file that is there stays as it is. */
    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public Optional<byte[]> read() throws IOException {
        Path file = place.get();
        try {
            return Optional.of(readAll(file));
        } catch (NoSuchFileException missing) {
            if (Files.isSymbolicLink(file) || !Files.isDirectory(folder(file))) {
                throw missing;
            }
            return Optional.empty();
        }
    }

    private static byte[] readAll(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            byte[] content = new byte[Math.toIntExact(channel.size())];
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining() && channel.read(nextPiece(bytes)) >= 0) {
                bytes.limit(content.length);
            }
            return bytes.position() == content.length ? content : Arrays.copyOf(content, bytes.position());
        }
    }

    private static ByteBuffer nextPiece(ByteBuffer bytes) {
        return bytes.limit(Math.min(bytes.limit(), bytes.position() + PIECE));
    }

    @Override
    public File open() throws IOException {
        Path file = place.get();
        Path target = file.toRealPath();
        forceFolder(target);
        FileChannel channel = opener.open(target, StandardOpenOption.WRITE);
        Object key = Files.readAttributes(target, BasicFileAttributes.class).fileKey();
        return new OpenFile(channel, () -> hasMoved(file, key, channel));
    }

    /**
     * Whether there is another file in the place of the open one, or none. Jenkins copies a job's folder if it cannot rename
     * it: as long as the copy is not whole, it gets what is written to the file that is copied.
     *
     * @param key tells the open file from others, also from one at the same place; {@code null} where there is no such
     *     thing, as on Windows, where a file that is moved back while it is open is not noticed
     */
    private boolean hasMoved(Path before, Object key, FileChannel open) {
        Path now = place.get();
        boolean samePlace = now.equals(before);
        try {
            BasicFileAttributes there = Files.readAttributes(now, BasicFileAttributes.class);
            boolean another = key == null ? !samePlace : !key.equals(there.fileKey());
            return another && (samePlace || there.size() >= open.size() || !Files.exists(before));
        } catch (NoSuchFileException deleted) {
            // A folder that is being moved is not there either.
            return samePlace && Files.isDirectory(folder(now));
        } catch (IOException notThere) {
            return false;
        }
    }

    @Override
    public void replace(byte[] content) throws IOException {
        Path target = target();
        Path aside = target.resolveSibling(target.getFileName() + ".new");
        Files.deleteIfExists(aside);
        try {
            try (OpenFile open = new OpenFile(
                    opener.open(aside, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW), () -> false)) {
                open.write(ByteBuffer.wrap(content), 0);
                open.force();
            }
            copyPermissions(target, aside);
            forceFolder(target);
            moveInTime(aside, target);
        } catch (Throwable failure) {
            deleteAfter(failure, aside);
            throw failure;
        }
        forceFolder(target);
    }

    /**
     * Windows <a href="https://github.com/rust-lang/rust/issues/123985">refuses</a> while anybody has one of the two files
     * open: a page that reads the journal, or a virus scanner that looks at the new file. They are done in a moment.
     */
    private void moveInTime(Path aside, Path target) throws IOException {
        for (int wait : WAITS) {
            try {
                mover.move(aside, target);
                return;
            } catch (AtomicMoveNotSupportedException never) {
                // Some file systems cannot. What is not there yet needs no such step: whoever looks meanwhile finds
                // nothing.
                Files.move(aside, target);
                return;
            } catch (FileSystemException inUse) {
                waitAfter(inUse, wait);
            }
        }
        mover.move(aside, target);
    }

    private static void waitAfter(FileSystemException failure, int millis) throws FileSystemException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw failure;
        }
    }

    private static void deleteAfter(Throwable failure, Path aside) {
        try {
            Files.deleteIfExists(aside);
        } catch (IOException again) {
            failure.addSuppressed(again);
        }
    }

    @Override
    public String toString() {
        return place.get().toString();
    }

    private static Path folder(Path file) {
        return file.resolveSibling("");
    }

    /** Where the file is, or will be. */
    private Path target() throws IOException {
        Path file = place.get();
        try {
            return file.toRealPath();
        } catch (NoSuchFileException notYet) {
            return file;
        }
    }

    private static void copyPermissions(Path from, Path to) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(from, PosixFileAttributeView.class);
        if (view != null && Files.exists(from)) {
            Files.setPosixFilePermissions(to, view.readAttributes().permissions());
        }
    }

    /**
     * Brings the names in the file's folder to the disk. Windows and some network file systems cannot do that, and report it
     * in a way that cannot be distinguished from a failure. So a failure counts once it has succeeded before, and {@link
     * #replace} tries it before it needs it.
     */
    private void forceFolder(Path target) throws IOException {
        try (FileChannel folder = opener.open(folder(target), StandardOpenOption.READ)) {
            folder.force(true);
            folderCanBeForced = true;
        } catch (IOException failure) {
            if (folderCanBeForced) {
                throw failure;
            }
        }
    }

    private record OpenFile(FileChannel channel, BooleanSupplier moved) implements File {

        @Override
        public boolean hasMoved() {
            return moved.getAsBoolean();
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
            long next = position;
            int end = bytes.limit();
            while (bytes.hasRemaining()) {
                next += channel.write(nextPiece(bytes), next);
                bytes.limit(end);
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            channel.truncate(size);
        }

        @Override
        public void force() throws IOException {
            channel.force(true);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
