package io.jenkins.plugins.intune.simulation;

import io.jenkins.plugins.intune.journal.Storage;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.spi.FileSystemProvider;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is done with {@link SimulatedFiles}. Names without a dot are folders, which are always there. */
final class SimulatedFileProvider extends FileSystemProvider {

    private static final FileTime LONG_AGO = FileTime.fromMillis(0);

    private record Attributes(boolean isDirectory, long size) implements BasicFileAttributes {

        @Override
        public FileTime lastModifiedTime() {
            return LONG_AGO;
        }

        @Override
        public FileTime lastAccessTime() {
            return LONG_AGO;
        }

        @Override
        public FileTime creationTime() {
            return LONG_AGO;
        }

        @Override
        public boolean isRegularFile() {
            return !isDirectory;
        }

        @Override
        public boolean isSymbolicLink() {
            return false;
        }

        @Override
        public boolean isOther() {
            return false;
        }

        @Override
        public Object fileKey() {
            return null;
        }
    }

    private final SimulatedFiles files;

    SimulatedFileProvider(SimulatedFiles files) {
        this.files = files;
    }

    private static boolean isFolder(Path path) {
        return !path.toString().contains(".");
    }

    private Storage storage(Path path) {
        return files.disk.storage(path.toString());
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        return newFileChannel(path, options, attributes);
    }

    @Override
    public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        if (options.contains(StandardOpenOption.CREATE_NEW)) {
            SimulatedFiles.Aside aside = new SimulatedFiles.Aside();
            files.asides.put(path.toString(), aside);
            return new SimulatedChannel(aside);
        }
        if (options.contains(StandardOpenOption.WRITE)) {
            return new SimulatedChannel(storage(path).open());
        }
        byte[] content = isFolder(path)
                ? new byte[0]
                : storage(path).read().orElseThrow(() -> new NoSuchFileException(path.toString()));
        return new SimulatedChannel(content);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path folder, DirectoryStream.Filter<? super Path> filter) {
        List<Path> found = files.disk.names(folder + "/").stream()
                .<Path>map(name -> new SimulatedPath(files, name))
                .toList();
        return new DirectoryStream<>() {
            @Override
            public Iterator<Path> iterator() {
                return found.iterator();
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
        throw new FileAlreadyExistsException(folder.toString());
    }

    @Override
    public void delete(Path path) throws IOException {
        checkAccess(path);
        if (files.asides.remove(path.toString()) == null) {
            files.disk.remove(path.toString());
        }
    }

    @Override
    public void move(Path from, Path to, CopyOption... options) throws IOException {
        storage(to).replace(files.asides.remove(from.toString()).content());
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        String name = path.toString();
        if (!isFolder(path)
                && !files.asides.containsKey(name)
                && files.disk.content(name).isEmpty()) {
            throw new NoSuchFileException(name);
        }
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        checkAccess(path);
        return type.cast(new Attributes(isFolder(path), 0));
    }

    @Override
    public <V extends FileAttributeView> V getFileAttributeView(Path path, Class<V> type, LinkOption... options) {
        return null;
    }

    @Override
    public String getScheme() {
        return "simulated";
    }

    @Override
    public boolean isSameFile(Path one, Path other) {
        return one.equals(other);
    }

    @Override
    public boolean isHidden(Path path) {
        return false;
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        return files;
    }

    @Override
    public Path getPath(URI uri) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void copy(Path from, Path to, CopyOption... options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileStore getFileStore(Path path) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options) {
        throw new UnsupportedOperationException();
    }
}
