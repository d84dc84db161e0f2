package io.jenkins.plugins.intune.simulation;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;

/** A name on a {@link SimulatedFiles}: a folder, a file in it, or a file's name alone. */
record SimulatedPath(SimulatedFiles files, String text) implements Path {

    @Override
    public FileSystem getFileSystem() {
        return files;
    }

    @Override
    public boolean isAbsolute() {
        return text.startsWith("/");
    }

    @Override
    public Path getFileName() {
        return new SimulatedPath(files, text.substring(text.lastIndexOf('/') + 1));
    }

    @Override
    public Path getParent() {
        int end = text.lastIndexOf('/');
        return end <= 0 ? null : new SimulatedPath(files, text.substring(0, end));
    }

    @Override
    public Path resolve(Path other) {
        String name = other.toString();
        return other.isAbsolute() ? other : name.isEmpty() ? this : new SimulatedPath(files, text + "/" + name);
    }

    @Override
    public Path normalize() {
        return this;
    }

    @Override
    public Path toAbsolutePath() {
        return this;
    }

    @Override
    public Path toRealPath(LinkOption... options) throws IOException {
        files.provider().checkAccess(this);
        return this;
    }

    @Override
    public int compareTo(Path other) {
        return text.compareTo(other.toString());
    }

    @Override
    public String toString() {
        return text;
    }

    @Override
    public Path getRoot() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int getNameCount() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Path getName(int index) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Path subpath(int from, int until) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean startsWith(Path other) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean endsWith(Path other) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Path relativize(Path other) {
        throw new UnsupportedOperationException();
    }

    @Override
    public URI toUri() {
        throw new UnsupportedOperationException();
    }

    @Override
    public WatchKey register(WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
        throw new UnsupportedOperationException();
    }
}
