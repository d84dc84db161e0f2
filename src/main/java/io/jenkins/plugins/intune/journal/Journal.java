package io.jenkins.plugins.intune.journal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * A file of lines that only grows. A line is on disk before its future completes; lines that come while the disk is busy go
 * there together. What a crash leaves of a line whose future had not completed counts as not written, whatever bytes those
 * are; a write that fails is taken back before anything else is written; and a file that is damaged, or cannot be read, is
 * reported and never taken for an empty one.
 *
 * <p>Everything is done in the order in which it was asked for, on the given threads, one task for each write. A failure
 * concerns only those who wait for that operation, with a {@link JournalException}, whose message is ready for a log. The
 * futures complete on these threads: what follows belongs on others.
 *
 * <p>Nothing bounds how long a disk takes. Whoever cannot wait any longer cancels the future: what has not begun by then is
 * never done.
 *
 * <p>Thread-safe.
 */
public final class Journal {

    /** Something to do, and the future of whoever waits for it. */
    private sealed interface Work<T> {
        CompletableFuture<T> done();
    }

    /** A line to append, alone or together with its neighbours. */
    private record Line(Supplier<byte[]> bytes, CompletableFuture<Void> done) implements Work<Void> {}

    /** Anything else. */
    private record Task<T>(Callable<T> body, CompletableFuture<T> done) implements Work<T> {
        void run() throws Exception {
            if (!done.isDone()) {
                done.complete(body.call());
            }
        }
    }

    private final Storage storage;
    private final Executor disk;
    private final JournalFile file;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final Deque<Work<?>> waiting = new ArrayDeque<>();
    private boolean working;
    private boolean closing;

    /**
     * @param storage where it is kept; the file is made with the first line
     * @param disk threads that may wait for a disk
     */
    public Journal(Storage storage, Executor disk) {
        this.storage = storage;
        this.disk = disk;
        this.file = new JournalFile(storage);
    }

    /**
     * Reads a journal that another one may be writing to, on this thread, which may block. Nothing is changed.
     *
     * @return as {@link #open()}
     * @throws DamagedJournalException if something is missing that was on disk
     * @throws JournalException if the file cannot be read
     */
    public static List<JournalLine> read(Storage storage) throws JournalException {
        try {
            return new JournalFile(storage).read();
        } catch (Throwable failure) {
            throw JournalException.of(storage, failure);
        }
    }

    /**
     * Reads what is there. Lines may also be appended to a journal that was never opened; they go behind the last good one.
     *
     * @return the lines in the order in which they were appended; none if there is no file. Fails with a
     *     {@link DamagedJournalException} if something is missing that was on disk.
     */
    public CompletableFuture<List<JournalLine>> open() {
        return submit(new Task<>(file::read, new CompletableFuture<>()));
    }

    /**
     * Appends a line.
     *
     * @param text anything without a line feed
     * @return completes when the line is on disk. If it fails, the line is not in the journal. (Only if the failed write
     *     could not be taken back either may it be, and then nothing more is written before that succeeds.)
     * @throws IllegalArgumentException if there is a line feed in the text
     */
    public CompletableFuture<Void> append(String text) {
        byte[] line = LineFormat.line(text);
        return submit(new Line(() -> line, new CompletableFuture<>()));
    }

    /**
     * The same for a line that takes a while to make. It has its place now, and fails alone if it cannot be made.
     *
     * @param text makes it, on a thread that may wait for a disk
     */
    public CompletableFuture<Void> append(Supplier<String> text) {
        return submit(new Line(() -> LineFormat.line(text.get()), new CompletableFuture<>()));
    }

    /**
     * Replaces all lines that have been appended so far.
     *
     * @param texts as for {@link #append}
     * @return completes when they are on disk. If it fails, either the old lines or these are there, all of them.
     * @throws IllegalArgumentException if there is a line feed in a text
     */
    public CompletableFuture<Void> rewrite(List<String> texts) {
        List<byte[]> lines = texts.stream().map(LineFormat::line).toList();
        return submit(new Task<>(
                () -> {
                    file.rewrite(lines);
                    return null;
                },
                new CompletableFuture<>()));
    }

    /**
     * Closes the file when everything before is done. Later calls fail.
     *
     * @return the same result however often this is called
     */
    public CompletableFuture<Void> close() {
        submit(new Task<>(
                () -> {
                    file.close();
                    return null;
                },
                closed));
        // A caller that cancels its result does not cancel that of others.
        return closed.copy();
    }

    private <T> CompletableFuture<T> submit(Work<T> work) {
        synchronized (this) {
            if (closing) {
                return CompletableFuture.failedFuture(JournalException.closed(storage));
            }
            closing = work.done() == closed;
            waiting.add(work);
            if (working) {
                return work.done();
            }
            working = true;
        }
        handOver();
        return work.done();
    }

    private void handOver() {
        try {
            disk.execute(this::work);
        } catch (Throwable rejected) {
            List<Work<?>> all;
            synchronized (this) {
                all = List.copyOf(waiting);
                waiting.clear();
                working = false;
            }
            fail(all, rejected);
        }
    }

    /** One write, or one of the other tasks. Only one thread at a time is in here. */
    private void work() {
        List<Work<?>> together = new ArrayList<>();
        try {
            take(together);
            if (together.get(0) instanceof Task<?> task) {
                task.run();
            } else {
                write(together);
            }
        } catch (Throwable failure) {
            fail(together, failure);
        }
        synchronized (this) {
            if (waiting.isEmpty()) {
                working = false;
                return;
            }
        }
        handOver();
    }

    /** The next lines up to the next other task, or that task. */
    private synchronized void take(Collection<Work<?>> together) {
        together.add(waiting.remove());
        while (together.iterator().next() instanceof Line && waiting.peek() instanceof Line) {
            together.add(waiting.remove());
        }
    }

    private void write(List<Work<?>> together) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Work<?> work : together) {
            if (work instanceof Line line && !line.done().isDone()) {
                make(line).ifPresent(bytes::writeBytes);
            }
        }
        if (bytes.size() > 0) {
            file.append(bytes.toByteArray());
        }
        together.forEach(line -> line.done().complete(null));
    }

    private Optional<byte[]> make(Line line) {
        try {
            return Optional.of(line.bytes().get());
        } catch (Throwable failure) {
            fail(List.of(line), failure);
            return Optional.empty();
        }
    }

    private void fail(List<Work<?>> works, Throwable failure) {
        if (!works.isEmpty()) {
            JournalException inWords = JournalException.of(storage, failure);
            works.forEach(work -> work.done().completeExceptionally(inWords));
        }
    }
}
