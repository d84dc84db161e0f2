package io.jenkins.plugins.intune.http;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Runs a task later. Thread-safe; the tasks are short and never block. */
@FunctionalInterface
public interface Alarm {

    /** Cancelling the future calls the task off. */
    Future<?> schedule(Duration delay, Runnable task);

    /** One that a timer runs. */
    static Alarm on(ScheduledExecutorService timer) {
        return (delay, task) -> timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }
}
