package io.jenkins.plugins.intune.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A journal on its disk: what is written, forced and taken back, one after the other.
 *
 * <p>Not thread-safe, and every method may block.
 */
final class JournalFile {

    private static final long UNKNOWN = -1;
    private static final long NONE = 0;
    private static final byte[] NOTHING = {};

    private final Storage storage;

    /** How many bytes of the file are good. They are on disk, but for the {@link #doubtful} ones. */
    private long good = UNKNOWN;

    /**
     * The last of the good bytes, from the last mark on, as far as they were only read. They may come from the system's cache
     * and not be on disk; and if an earlier process failed to force them, no later force brings them there. They have to be
     * written again.
     */
    private byte[] doubtful = NOTHING;

    /** The file while it is open for writing, or {@code null}. */
    private Storage.File file;

    /** Where the open file ends: behind the good bytes, and a mark that may not be on disk yet. */
    private long end;

    /** Whether there may be bytes of a failed write behind the good ones. The file is not open then. */
    private boolean failed;

    JournalFile(Storage storage) {
        this.storage = storage;
    }

    /** The lines that are there; none if there is no file. */
    List<JournalLine> read() throws IOException {
        takeBackWhatFailed();
        letGo();
        return look();
    }

    /**
     * Writes lines, and returns when they are on disk. If this throws, they are not in the file. If they could not be taken
     * back either, they may be until that succeeds, and nothing else is done before; the exception has another one
     * suppressed then.
     */
    void append(byte[] lines) throws IOException {
        if (file != null && file.hasMoved()) {
            letGo();
        }
        open();
        try {
            file.write(ByteBuffer.wrap(lines), end);
            file.force();
        } catch (Throwable failure) {
            failed = true;
            letGo();
            try {
                takeBackWhatFailed();
            } catch (Throwable again) {
                failure.addSuppressed(again);
            }
            throw failure;
        }
        end += lines.length;
        good = end;
        try {
            mark();
        } catch (Throwable inPart) {
            // The mark only helps to find damage. A part of it is cut off when the file is opened again.
            letGo();
        }
    }

    /** Writes the mark that all before is on disk. Nobody waits until the mark is, too: the next write brings it there. */
    private void mark() throws IOException {
        byte[] mark = LineFormat.mark(end);
        file.write(ByteBuffer.wrap(mark), end);
        end += mark.length;
    }

    /** Replaces all lines with these. If this throws, the old ones or these are there, on disk. */
    void rewrite(List<byte[]> lines) throws IOException {
        takeBackWhatFailed();
        if (good == UNKNOWN) {
            // What cannot be read is not overwritten.
            look();
        }
        letGo();
        replace(lines);
    }

    /** Closes the file. */
    void close() throws IOException {
        takeBackWhatFailed();
        if (file != null) {
            Storage.File open = file;
            file = null;
            open.close();
        }
    }

    private void takeBackWhatFailed() throws IOException {
        if (failed) {
            open();
        }
    }

    private List<JournalLine> look() throws IOException {
        good = UNKNOWN;
        Optional<byte[]> bytes = storage.read();
        if (bytes.isEmpty()) {
            good = NONE;
            return List.of();
        }
        LineFormat.Contents contents = LineFormat.read(storage.toString(), bytes.get());
        good = contents.end();
        doubtful = Arrays.copyOfRange(bytes.get(), contents.proven(), contents.end());
        return contents.lines();
    }

    private void replace(List<byte[]> lines) throws IOException {
        byte[] content = LineFormat.file(lines);
        good = UNKNOWN;
        storage.replace(content);
        good = content.length;
        doubtful = NOTHING;
    }

    /** Opens the file behind its last good line, cuts off what follows, and brings all that it holds to the disk. */
    private void open() throws IOException {
        if (file != null) {
            return;
        }
        if (good == UNKNOWN) {
            look();
        }
        if (good == NONE) {
            replace(List.of());
        }
        file = storage.open();
        try {
            if (file.size() < good) {
                throw DamagedJournalException.cut(storage);
            }
            file.truncate(good);
            file.write(ByteBuffer.wrap(doubtful), good - doubtful.length);
            file.force();
        } catch (Throwable failure) {
            letGo();
            throw failure;
        }
        doubtful = NOTHING;
        end = good;
        failed = false;
    }

    /** Closes the file, if it is open, so that it is looked at again before anything more is written. */
    private void letGo() {
        Storage.File open = file;
        file = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException | RuntimeException ignored) {
                // All that counts has been forced.
            }
        }
    }
}
