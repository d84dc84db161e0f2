package io.jenkins.plugins.intune.service;

import java.io.PrintStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A build's log, which a plugin may send to a server: it may take no line, and there may be no thread for one, and neither is a
 * reason to ask nobody. Thread-safe; never blocks, never fails.
 */
final class BuildLog {

    private final Supplier<PrintStream> log;
    private final Executor thread;
    private final long maxWaitMillis;

    /**
     * @param thread runs one task at a time, so that lines stay in order, and never fails
     * @param maxWaitMillis longest wait for a log that takes no line
     */
    BuildLog(Supplier<PrintStream> log, Executor thread, long maxWaitMillis) {
        this.log = log;
        this.thread = thread;
        this.maxWaitMillis = maxWaitMillis;
    }

    /** Writes a line. */
    void write(String line) {
        thread.execute(() -> log.get().println(line));
    }

    /** Completes when all lines until now are written, or the wait for that is over. */
    CompletableFuture<Void> written() {
        CompletableFuture<Void> written = new CompletableFuture<>();
        thread.execute(() -> written.complete(null));
        return written.completeOnTimeout(null, maxWaitMillis, TimeUnit.MILLISECONDS);
    }
}
