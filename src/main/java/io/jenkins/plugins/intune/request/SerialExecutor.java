package io.jenkins.plugins.intune.request;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;

/**
 * Runs tasks one after the other on the threads of another executor, in the order in which they came. With it, a state
 * machine whose events arrive on many threads needs no lock, and so cannot deadlock.
 */
public final class SerialExecutor implements Executor {

    private final Executor threads;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private boolean busy;

    public SerialExecutor(Executor threads) {
        this.threads = threads;
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
            task.run();
        }
    }

    private synchronized Runnable next() {
        Runnable task = waiting.pollFirst();
        busy = task != null;
        return task;
    }
}
