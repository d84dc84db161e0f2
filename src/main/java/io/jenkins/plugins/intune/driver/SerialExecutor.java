package io.jenkins.plugins.intune.driver;

import io.jenkins.plugins.intune.values.Retry;
import io.jenkins.plugins.intune.values.SystemLog;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs tasks one after the other on the threads of another executor, in the order in which they came. With it, a state
 * machine whose events arrive on many threads needs no lock, and so cannot deadlock. A task that fails, even with an error of
 * a library, does not affect others, and one for which there is no thread keeps its place. Never fails.
 */
public final class SerialExecutor implements Executor {

    private static final Logger LOGGER = Logger.getLogger(SerialExecutor.class.getName());

    private final Executor threads;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private final Retry retry = new Retry(this::start);
    private boolean busy;

    public SerialExecutor(Executor threads) {
        this.threads = threads;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (this) {
            waiting.addLast(task);
        }
        start();
    }

    private void start() {
        synchronized (this) {
            if (busy || waiting.isEmpty()) {
                return;
            }
            busy = true;
        }
        try {
            threads.execute(this::drain);
        } catch (RuntimeException | Error noThread) {
            // The tasks stay, and run as soon as there is a thread.
            synchronized (this) {
                busy = false;
            }
            retry.plan(noThread);
        }
    }

    private void drain() {
        for (Runnable task = next(); task != null; task = next()) {
            try {
                task.run();
            } catch (Throwable mistake) {
                SystemLog.log(LOGGER, Level.SEVERE, "an event failed", mistake);
            }
        }
    }

    private synchronized Runnable next() {
        Runnable task = waiting.pollFirst();
        busy = task != null;
        return task;
    }
}
