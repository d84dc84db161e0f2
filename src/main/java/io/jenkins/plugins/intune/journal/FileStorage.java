package io.jenkins.plugins.intune.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Optional;

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

    private final Path file;
    private final Opener opener;

    /** Whether the folder has been forced once, so that it is known that it can be. */
    private boolean folderCanBeForced;

    /**
     * @param file an absolute path
     */
    public FileStorage(Path file) {
        this(file, FileChannel::open);
    }

    FileStorage(Path file, Opener opener) {
        this.file = file;
        this.opener = opener;
    }

    @Override
    public Optional<byte[]> read() throws IOException {
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException missing) {
            if (Files.isSymbolicLink(file) || !Files.isDirectory(folder(file))) {
                throw missing;
            }
            return Optional.empty();
        }
    }

    @Override
    public File open() throws IOException {
        Path target = file.toRealPath();
        forceFolder(target);
        return new OpenFile(opener.open(target, StandardOpenOption.WRITE));
    }

    @Override
    public void replace(byte[] content) throws IOException {
        Path target = target();
        Path aside = target.resolveSibling(target.getFileName() + ".new");
        Files.deleteIfExists(aside);
        try {
            try (OpenFile open =
                    new OpenFile(opener.open(aside, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW))) {
                open.write(ByteBuffer.wrap(content), 0);
                open.force();
            }
            copyPermissions(target, aside);
            forceFolder(target);
            // Replaces in one step, on Windows too. Where that cannot be done it fails, and the file stays as it is.
            Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            deleteAfter(failure, aside);
            throw failure;
        }
        forceFolder(target);
    }

    private static void deleteAfter(IOException failure, Path aside) {
        try {
            Files.deleteIfExists(aside);
        } catch (IOException again) {
            failure.addSuppressed(again);
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }

    private static Path folder(Path file) {
        return file.resolveSibling("");
    }

    /** Where the file is, or will be. */
    private Path target() throws IOException {
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

    private record OpenFile(FileChannel channel) implements File {

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
            long next = position;
            while (bytes.hasRemaining()) {
                next += channel.write(bytes, next);
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
