package io.jenkins.plugins.intune.driver;

import io.jenkins.plugins.intune.values.Insistent;
import io.jenkins.plugins.intune.values.SystemLog;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs tasks one after the other on the threads of another executor, in the order in which they came. With it, a state
 * machine whose events arrive on many threads needs no lock, and so cannot deadlock. A task that fails, even with an error of
 * a library, does not affect others.
 */
public final class SerialExecutor implements Executor {

    private static final Logger LOGGER = Logger.getLogger(SerialExecutor.class.getName());

    private final Executor threads;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private boolean busy;

    public SerialExecutor(Executor threads) {
        this.threads = new Insistent(threads);
    }

    @Override
    public void execute(Runnable task) {
        synchronized (this) {
            waiting.addLast(task);
            if (busy) {
                return;
            }
            busy = true;
        }
        threads.execute(this::drain);
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
