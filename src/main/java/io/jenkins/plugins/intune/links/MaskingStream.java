package io.jenkins.plugins.intune.links;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * A log that shows no session link. As long as there are no links, everything passes at once. After that, lines are checked
 * as a whole, so that a link that is written in pieces is found; text that cannot be part of a link passes when the log is
 * flushed. While nobody can say which links there are, nothing can be written.
 *
 * <p>Not thread-safe: writers must take turns, as with every log.
 */
@Restricted(NoExternalUse.class)
public final class MaskingStream extends OutputStream {

    /** Which links must not be shown. */
    @FunctionalInterface
    public interface Links {

        /** @throws IOException if that cannot be told at the moment */
        LinkDigests get() throws IOException;
    }

    /** Longest part of a line that is held back: a link is shorter, however it is escaped. */
    private static final int MAX_HELD = 64 * 1024;

    /** How much of a longer line is held back, because a link may have begun in it. */
    private static final int MAX_LINK = 16 * 1024;

    /** How often the links of any build have changed, so that it is cheap to see that they have not. */
    private static final AtomicLong CHANGES = new AtomicLong();

    private final OutputStream log;
    private final Links links;
    private LinkDigests current = LinkDigests.NONE;
    private long seenChanges = -1;
    private byte[] held = new byte[256];
    private int count;

    /**
     * @param log where it goes
     * @param links asked again after {@link #linksChanged()}, and after it has failed
     */
    public MaskingStream(OutputStream log, Links links) {
        this.log = log;
        this.links = links;
    }

    /** A build has a new link, which is masked in everything that is written from now on. */
    public static void linksChanged() {
        CHANGES.incrementAndGet();
    }

    @Override
    public void write(int b) throws IOException {
        look();
        if (current.isEmpty()) {
            log.write(b);
        } else {
            write(new byte[] {(byte) b}, 0, 1);
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        look();
        if (current.isEmpty()) {
            log.write(bytes, offset, length);
            return;
        }
        int end = offset + length;
        int from = offset;
        for (int i = offset; i < end; i++) {
            if (bytes[i] == '\n' || bytes[i] == '\r') {
                hold(bytes, from, i + 1);
                release(count);
                from = i + 1;
            }
        }
        hold(bytes, from, end);
    }

    private void look() throws IOException {
        long changes = CHANGES.get();
        if (changes != seenChanges) {
            current = links.get();
            // Not before: a failure is no answer, and what was true until then need not be true any more.
            seenChanges = changes;
        }
    }

    private void hold(byte[] bytes, int from, int to) throws IOException {
        int at = from;
        while (at < to) {
            int part = Math.min(to - at, MAX_HELD - count);
            if (count + part > held.length) {
                held = Arrays.copyOf(held, Math.min(MAX_HELD, Math.max(2 * held.length, count + part)));
            }
            System.arraycopy(bytes, at, held, count, part);
            count += part;
            at += part;
            if (count == MAX_HELD) {
                release(MAX_HELD - MAX_LINK);
            }
        }
    }

    /** Passes on at least so many bytes, but not half a link. */
    private void release(int least) throws IOException {
        LinkDigests.Masked masked = current.mask(held, count, least);
        log.write(masked.text(), 0, masked.length());
        System.arraycopy(held, masked.consumed(), held, 0, count - masked.consumed());
        count -= masked.consumed();
    }

    /** Passes on what cannot be part of a link, such as dots that show progress. */
    @Override
    public void flush() throws IOException {
        if (count > 0) {
            int harmless = current.harmless(held, count);
            log.write(held, 0, harmless);
            System.arraycopy(held, harmless, held, 0, count - harmless);
            count -= harmless;
        }
        log.flush();
    }

    @Override
    public void close() throws IOException {
        release(count);
        log.close();
    }
}
