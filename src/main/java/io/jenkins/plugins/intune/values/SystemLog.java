package io.jenkins.plugins.intune.values;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Jenkins' own log. Whoever listens to it, such as a log collector of another plugin, may fail or hang, and whoever writes
 * to it must do neither: requests wait for one another, and a timer's thread is everybody's. So lines are written by a
 * thread of their own, in order; of too many that wait the later are dropped, and their number is told. Thread-safe; never
 * blocks, never fails.
 */
public final class SystemLog {

    /** Most lines that wait to be written. */
    static final int MAX_WAITING = 10_000;

    private static final SystemLog LOG = new SystemLog(thread());

    private final Executor thread;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger dropped = new AtomicInteger();

    /** @param thread runs one task after the other, and never fails */
    SystemLog(Executor thread) {
        this.thread = thread;
    }

    private static Executor thread() {
        Executor threads = new ThreadPoolExecutor(0, 2, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(task, "intune-remote-assistance-system-log");
            thread.setDaemon(true);
            return thread;
        });
        // One at a time; the other thread may be about to end.
        return new Lanes(threads, 1).of(SystemLog.class, 1);
    }

    /** Writes a line. */
    public static void log(Logger logger, Level level, String words) {
        log(logger, level, words, null);
    }

    /** Writes a line with an exception. */
    public static void log(Logger logger, Level level, String words, Throwable thrown) {
        LOG.write(logger, level, words, thrown);
    }

    /** Completes when all lines until now are written, or dropped. */
    public static CompletableFuture<Void> written() {
        CompletableFuture<Void> written = new CompletableFuture<>();
        LOG.run(() -> written.complete(null));
        return written;
    }

    void write(Logger logger, Level level, String words, Throwable thrown) {
        if (!logger.isLoggable(level)) {
            return;
        }
        if (waiting.get() >= MAX_WAITING) {
            dropped.incrementAndGet();
            return;
        }
        try {
            LogRecord line = new LogRecord(level, words);
            line.setLoggerName(logger.getName());
            // Or else it would be looked for among the callers, of which this thread has none.
            line.setSourceClassName(logger.getName());
            line.setSourceMethodName("");
            line.setThrown(thrown);
            run(() -> {
                waiting.decrementAndGet();
                logger.log(line);
                int gone = dropped.getAndSet(0);
                if (gone > 0) {
                    logger.warning(gone + " lines were dropped here, because they could not be written in time");
                }
            });
            waiting.incrementAndGet();
        } catch (RuntimeException | Error noMemory) {
            // Whoever tells of a failure is in the middle of making up for it.
            dropped.incrementAndGet();
        }
    }

    private void run(Runnable task) {
        thread.execute(() -> {
            try {
                task.run();
            } catch (RuntimeException | Error unheard) {
                // There is nobody left to tell.
            }
        });
    }
}
