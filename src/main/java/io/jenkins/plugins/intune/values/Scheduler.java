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
     * @return cancelling it calls the task off, if it has not begun
     */
    Future<?> schedule(Duration delay, Runnable task);

    /**
     * One whose tasks run on a timer's threads. A timer may keep what was called off until its time comes: whoever schedules
     * by the thousand keeps a queue of its own and schedules for its head only.
     */
    static Scheduler on(ScheduledExecutorService timer) {
        return (delay, task) -> timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }
}
