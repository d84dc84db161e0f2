package io.jenkins.plugins.intune.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The file of one journal: a real one, or that of a simulation. {@link #toString()} names it for people.
 *
 * <p>All methods may block. None is thread-safe: a journal calls one after the other.
 */
public interface Storage {

    /**
     * Reads the whole file.
     *
     * @return empty only if it is certain that there is no file
     */
    Optional<byte[]> read() throws IOException;

    /**
     * Opens the file, which must exist, for writing. When this returns, the file's name is on disk: what {@link #replace}
     * left uncertain is certain now.
     */
    File open() throws IOException;

    /**
     * Replaces the file, if any, with one of this content. When this returns, all of that is on disk. When it throws, either
     * file is there, whole, and after a power loss either may be.
     *
     * <p>The file must not be open. Windows refuses even while somebody reads it.
     */
    void replace(byte[] content) throws IOException;

    /** The open file. */
    interface File extends Closeable {

        /** Whether the journal's file is at another place by now, so that this one may be what a copy has left behind. */
        default boolean hasMoved() {
            return false;
        }

        /** Its size in bytes. */
        long size() throws IOException;

        /**
         * Writes at a place in the file, or at its end. Some of the bytes may have been written when this throws.
         *
         * @param position from 0 to the file's size
         */
        void write(ByteBuffer bytes, long position) throws IOException;

        /** Cuts off what is behind the given size, if anything is. */
        void truncate(long size) throws IOException;

        /**
         * Waits until everything written is on disk. When this throws, nobody knows which bytes are, and no later call
         * makes up for it: the system may already have dropped them.
         */
        void force() throws IOException;
    }
}
