package io.jenkins.plugins.intune.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;

/** A real file, or folder, whose writes stop when there is no room any more, and whose force can fail. */
final class FaultyChannel extends PlainChannel {

    /** Most bytes that one call writes: channels may write fewer than they are given. */
    private static final int MAX_WRITTEN = 7;

    /** The faults for all channels of a test. */
    static final class Faults {

        /** How many bytes there is room for. */
        long room = Long.MAX_VALUE;

        boolean forceFails;

        /** What was forced, by name, in that order. */
        final List<String> forced = new ArrayList<>();

        /** What is open, by name. */
        final List<String> open = new ArrayList<>();
    }

    private final FileChannel real;
    private final String name;
    private final Faults faults;

    FaultyChannel(FileChannel real, String name, Faults faults) {
        this.real = real;
        this.name = name;
        this.faults = faults;
        faults.open.add(name);
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
        int count = (int) Math.min(Math.min(source.remaining(), MAX_WRITTEN), faults.room);
        if (count == 0) {
            throw new IOException("No space left on device");
        }
        int written = real.write(source.slice(source.position(), count), position);
        source.position(source.position() + written);
        faults.room -= written;
        return written;
    }

    @Override
    public void force(boolean metaData) throws IOException {
        if (faults.forceFails) {
            throw new IOException("Input/output error");
        }
        real.force(metaData);
        faults.forced.add(name);
    }

    @Override
    public long size() throws IOException {
        return real.size();
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        real.truncate(size);
        return this;
    }

    @Override
    protected void implCloseChannel() throws IOException {
        faults.open.remove(name);
        real.close();
    }
}
