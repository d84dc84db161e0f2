package io.jenkins.plugins.intune.simulation;

import io.jenkins.plugins.intune.journal.Storage;
import java.nio.ByteBuffer;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * A controller's disk as one process sees it through {@link java.nio.file.Files}, for what insists on a path: as much of a file
 * system as that needs. A file is written aside, and is on the disk when it is moved into place.
 */
final class SimulatedFiles extends FileSystem {

    /** A file that is written aside. */
    static final class Aside implements Storage.File {

        private byte[] content = {};

        byte[] content() {
            return content;
        }

        @Override
        public long size() {
            return content.length;
        }

        @Override
        public void write(ByteBuffer bytes, long position) {
            int from = (int) position;
            content = Arrays.copyOf(content, from + bytes.remaining());
            bytes.get(content, from, bytes.remaining());
        }

        @Override
        public void truncate(long size) {
            content = Arrays.copyOf(content, (int) size);
        }

        @Override
        public void force() {}

        @Override
        public void close() {}
    }

    final SimulatedDisk disk;
    final Map<String, Aside> asides = new HashMap<>();
    private final SimulatedFileProvider provider = new SimulatedFileProvider(this);

    SimulatedFiles(SimulatedDisk disk) {
        this.disk = disk;
    }

    @Override
    public SimulatedFileProvider provider() {
        return provider;
    }

    @Override
    public Path getPath(String first, String... more) {
        return new SimulatedPath(this, first);
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public String getSeparator() {
        return "/";
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Iterable<Path> getRootDirectories() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Iterable<FileStore> getFileStores() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
        return Set.of("basic");
    }

    @Override
    public PathMatcher getPathMatcher(String pattern) {
        throw new UnsupportedOperationException();
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
        throw new UnsupportedOperationException();
    }

    @Override
    public WatchService newWatchService() {
        throw new UnsupportedOperationException();
    }
}
