package io.jenkins.plugins.intune.values;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Runs short tasks later, which never block. Thread-safe. */
@FunctionalInterface
public interface Scheduler {

    /**
     * Runs a task once.
     *
     * @param delay how long to wait before; at once, but not on the caller's thread, if it is zero or negative
     * @return cancelling it cancels the task, if it has not begun
     */
    Future<?> schedule(Duration delay, Runnable task);

    /**
     * One whose tasks run on a timer's threads. A timer may keep a cancelled task until its time comes: a caller with
     * thousands of tasks keeps a queue of its own and schedules for its head only.
     */
    static Scheduler on(ScheduledExecutorService timer) {
        return (delay, task) -> timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }
}
