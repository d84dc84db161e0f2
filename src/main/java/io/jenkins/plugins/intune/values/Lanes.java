package io.jenkins.plugins.intune.values;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Shares threads between tasks that may block for long: each task runs in the lane of what it waits for, and a lane has few
 * threads. So whatever does not answer holds a few threads and never all of them.
 *
 * <p>When all threads are taken, lanes that wait get the next free one in turn, one task each. A task for which there is no
 * thread keeps its place. Thread-safe; never blocks, never fails.
 */
public final class Lanes {

    private static final Logger LOGGER = Logger.getLogger(Lanes.class.getName());

    private static final class Lane {
        private final Object key;
        private final int maxRunning;
        private final Deque<Runnable> waiting = new ArrayDeque<>();
        private int running;
        private boolean ready;

        Lane(Object key, int maxRunning) {
            this.key = key;
            this.maxRunning = maxRunning;
        }
    }

    private record Work(Lane lane, Runnable task) {}

    private final Executor threads;
    private final int maxRunning;
    private final Map<Object, Lane> lanes = new HashMap<>();
    /** The lanes that have a task and may run it. */
    private final Deque<Lane> ready = new ArrayDeque<>();

    private final Retry retry = new Retry(this::startReady);
    private int running;

    /**
     * @param threads runs tasks, as many at once as it is given
     * @param maxRunning the most tasks of all lanes together that run at once, at least 1
     */
    public Lanes(Executor threads, int maxRunning) {
        this.threads = threads;
        this.maxRunning = maxRunning;
    }

    /**
     * A lane, which exists as long as there is something in it.
     *
     * @param key what its tasks wait for; has value equality
     * @param maxRunning the most tasks of this lane that run at once, at least 1
     */
    public Executor of(Object key, int maxRunning) {
        return task -> add(key, maxRunning, task);
    }

    /** Why there are no threads at the moment, if Java refuses them. */
    public Optional<Throwable> refusal() {
        return retry.refusal();
    }

    private void add(Object key, int maxRunning, Runnable task) {
        synchronized (this) {
            Lane lane = lanes.computeIfAbsent(key, first -> new Lane(key, maxRunning));
            lane.waiting.addLast(task);
            queue(lane);
        }
        startReady();
    }

    private void startReady() {
        Work work = next();
        while (work != null && start(work)) {
            work = next();
        }
    }

    private boolean start(Work work) {
        try {
            threads.execute(() -> run(work));
            return true;
        } catch (RuntimeException | Error noThread) {
            // It stays the first of its lane until there is a thread, a new one or one that is there.
            synchronized (this) {
                work.lane.waiting.addFirst(work.task);
                free(work.lane);
            }
            retry.plan(noThread);
            return false;
        }
    }

    private void run(Work first) {
        for (Work work = first; work != null; work = next()) {
            try {
                work.task.run();
            } catch (Throwable mistake) {
                SystemLog.log(LOGGER, Level.SEVERE, "a task failed", mistake);
            }
            // An interrupt that a task has left behind is not the next one's.
            Thread.interrupted();
            synchronized (this) {
                free(work.lane);
            }
        }
    }

    private synchronized Work next() {
        if (running == maxRunning || ready.isEmpty()) {
            return null;
        }
        Lane lane = ready.pollFirst();
        lane.ready = false;
        lane.running++;
        running++;
        Work work = new Work(lane, lane.waiting.pollFirst());
        queue(lane);
        return work;
    }

    private void free(Lane lane) {
        lane.running--;
        running--;
        queue(lane);
        if (lane.running == 0 && lane.waiting.isEmpty()) {
            lanes.remove(lane.key);
        }
    }

    private void queue(Lane lane) {
        if (!lane.ready && !lane.waiting.isEmpty() && lane.running < lane.maxRunning) {
            lane.ready = true;
            ready.addLast(lane);
        }
    }
}
