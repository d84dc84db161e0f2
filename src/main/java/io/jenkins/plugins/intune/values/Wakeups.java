package io.jenkins.plugins.intune.values;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A scheduler for thousands of short tasks, most of which are cancelled: all of them share one task of another scheduler, and
 * a cancelled task is forgotten at once. A task that fails does not affect others. Thread-safe.
 */
public final class Wakeups implements Scheduler {

    private static final Logger LOGGER = Logger.getLogger(Wakeups.class.getName());

    private final class Task extends FutureTask<Void> {

        private final long at;
        private final long number;

        Task(Runnable body, long at, long number) {
            super(body, null);
            this.at = at;
            this.number = number;
        }

        @Override
        protected void setException(Throwable failure) {
            SystemLog.log(LOGGER, Level.SEVERE, "a task failed", failure);
            super.setException(failure);
        }

        @Override
        protected void done() {
            if (isCancelled()) {
                forget(this);
            }
        }
    }

    private final Clocks clocks;
    private final Scheduler scheduler;
    private final TreeSet<Task> tasks;
    private long numbers;
    private Future<?> timer;
    private long timerAt;

    /** @param scheduler runs one task at a time for all of them */
    public Wakeups(Clocks clocks, Scheduler scheduler) {
        this.clocks = clocks;
        this.scheduler = scheduler;
        long origin = clocks.nanos();
        tasks = new TreeSet<>(
                Comparator.<Task>comparingLong(task -> task.at - origin).thenComparingLong(task -> task.number));
    }

    @Override
    public Future<?> schedule(Duration delay, Runnable body) {
        synchronized (this) {
            Task task = new Task(body, clocks.nanos() + delay.toNanos(), numbers++);
            tasks.add(task);
            if (timer == null || task.at - timerAt < 0) {
                setTimer(task.at);
            }
            return task;
        }
    }

    private synchronized void forget(Task task) {
        tasks.remove(task);
    }

    private void setTimer(long at) {
        if (timer != null) {
            timer.cancel(false);
        }
        timerAt = at;
        timer = scheduler.schedule(Duration.ofNanos(Math.max(0, at - clocks.nanos())), this::fire);
    }

    private void fire() {
        // Outside the lock, because tasks lead into code with locks of its own.
        due().forEach(Task::run);
    }

    private synchronized List<Task> due() {
        long now = clocks.nanos();
        List<Task> due = new ArrayList<>();
        while (!tasks.isEmpty() && tasks.first().at - now <= 0) {
            due.add(tasks.pollFirst());
        }
        timer = null;
        if (!tasks.isEmpty()) {
            setTimer(tasks.first().at);
        }
        return due;
    }
}
