package io.jenkins.plugins.intune.throttle;

import io.jenkins.plugins.intune.values.Scheduler;
import java.time.Duration;
import java.util.concurrent.Future;

/** One task that runs later, at the earliest moment that anybody asked for. Not thread-safe, but for the task itself. */
final class WakeUp {

    private final Scheduler scheduler;
    private final Runnable task;
    private Future<?> scheduled;
    private long moment;

    /** @param task calls {@link #came} first */
    WakeUp(Scheduler scheduler, Runnable task) {
        this.scheduler = scheduler;
        this.task = task;
    }

    /**
     * Runs the task at that moment, or before it if that is set already.
     *
     * @param at {@link Share#NEVER} to call it off
     */
    void set(long at, long now) {
        if (scheduled != null && at != Share.NEVER && moment <= at) {
            return;
        }
        if (scheduled != null) {
            scheduled.cancel(false);
            scheduled = null;
        }
        if (at != Share.NEVER) {
            moment = at;
            scheduled = scheduler.schedule(Duration.ofNanos(at - now), task);
        }
    }

    /** The task has begun. */
    void came() {
        scheduled = null;
    }
}
