package io.jenkins.plugins.intune.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Real files of a process that can end. The system closes then what it has open; else Windows would not let the next process
 * replace such a file, nor the test delete its folder.
 */
public final class ProcessFiles {

    private final List<FileChannel> open = new ArrayList<>();
    private boolean ended;

    /** A file of this process. */
    public Storage storage(Path file) {
        return new FileStorage(file, this::open);
    }

    private synchronized FileChannel open(Path path, OpenOption... options) throws IOException {
        if (ended) {
            throw new IOException("this process has ended");
        }
        FileChannel channel = FileChannel.open(path, options);
        open.add(channel);
        return channel;
    }

    /** The process ends. */
    public synchronized void end() {
        ended = true;
        for (FileChannel channel : open) {
            try {
                channel.close();
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }
}
