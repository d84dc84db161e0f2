package io.jenkins.plugins.intune.http;

import java.time.Duration;
import java.util.concurrent.Future;

/** Runs a task later. Thread-safe; the tasks are short and never block. */
@FunctionalInterface
public interface Alarm {

    /** Cancelling the future calls the task off. */
    Future<?> schedule(Duration delay, Runnable task);
}
