package io.jenkins.plugins.intune.simulation;

import io.jenkins.plugins.intune.journal.PlainChannel;
import io.jenkins.plugins.intune.journal.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A file of {@link SimulatedFiles} that is open, to be read from its beginning or to be written anywhere. */
final class SimulatedChannel extends PlainChannel {

    private final Storage.File file;
    private final ByteBuffer content;

    /** A file that is written. */
    SimulatedChannel(Storage.File file) {
        this.file = file;
        content = null;
    }

    /** A file that is read. */
    SimulatedChannel(byte[] content) {
        file = null;
        this.content = ByteBuffer.wrap(content);
    }

    @Override
    public int read(ByteBuffer into) {
        int count = Math.min(into.remaining(), content.remaining());
        if (count == 0) {
            return -1;
        }
        into.put(content.slice(content.position(), count));
        content.position(content.position() + count);
        return count;
    }

    @Override
    public int write(ByteBuffer bytes, long at) throws IOException {
        int count = bytes.remaining();
        file.write(bytes, at);
        return count;
    }

    @Override
    public long size() throws IOException {
        return file == null ? content.limit() : file.size();
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        file.truncate(size);
        return this;
    }

    @Override
    public void force(boolean metaData) throws IOException {
        if (file != null) {
            file.force();
        }
    }

    @Override
    protected void implCloseChannel() throws IOException {
        if (file != null) {
            file.close();
        }
    }

    @Override
    public long position() {
        return content.position();
    }
}
