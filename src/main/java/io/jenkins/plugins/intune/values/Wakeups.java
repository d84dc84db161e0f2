package io.jenkins.plugins.intune.values;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A scheduler for thousands of short tasks, most of which are cancelled: all of them share one task of another scheduler, and
 * a cancelled task is forgotten at once. A task that fails does not affect others, and a scheduler that refuses
 * is asked again. Thread-safe; never fails.
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
    private final Retry retry;
    private long numbers;
    private Future<?> timer;
    private long timerAt;

    /** @param scheduler runs one task at a time for all of them */
    public Wakeups(Clocks clocks, Scheduler scheduler) {
        this(clocks, scheduler, Retry.SOON);
    }

    /** @param soon asks the scheduler again a little later */
    Wakeups(Clocks clocks, Scheduler scheduler, Executor soon) {
        this.clocks = clocks;
        this.scheduler = scheduler;
        retry = new Retry(this::setTimer, soon);
        long origin = clocks.nanos();
        tasks = new TreeSet<>(
                Comparator.<Task>comparingLong(task -> task.at - origin).thenComparingLong(task -> task.number));
    }

    @Override
    public Future<?> schedule(Duration delay, Runnable body) {
        synchronized (this) {
            Task task = new Task(body, clocks.nanos() + delay.toNanos(), numbers++);
            tasks.add(task);
            setTimer();
            return task;
        }
    }

    private synchronized void forget(Task task) {
        tasks.remove(task);
    }

    /** Makes sure that the timer comes when the first task is due. */
    private synchronized void setTimer() {
        if (tasks.isEmpty() || timer != null && timerAt - tasks.first().at <= 0) {
            return;
        }
        long at = tasks.first().at;
        try {
            Future<?> sooner = scheduler.schedule(Duration.ofNanos(Math.max(0, at - clocks.nanos())), this::fire);
            cancelTimer();
            timer = sooner;
            timerAt = at;
        } catch (RuntimeException | Error refused) {
            // Perhaps nobody comes by any more, and what waits here would wait for ever.
            retry.plan(refused);
        }
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
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
        // It may be a later one that is set: a scheduler that refuses can have taken the task all the same.
        cancelTimer();
        setTimer();
        return due;
    }
}
