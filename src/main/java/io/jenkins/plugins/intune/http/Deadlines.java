package io.jenkins.plugins.intune.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;

/**
 * The deadlines of all calls under way, with one alarm for all of them. An alarm for each call would wake the timer's
 * thread for each, which cost more than everything else that the plugin does for a call; nearly all calls are answered
 * long before their time is up.
 *
 * <p>Thread-safe. A deadline's task runs on the timer's thread and must be short.
 */
final class Deadlines {

    /** Runs a task later. */
    @FunctionalInterface
    interface Timer {
        /** Cancelling the future calls the task off. */
        Future<?> schedule(Duration delay, Runnable task);
    }

    private final LongSupplier nanoTime;
    private final Timer timer;
    /** When the time is up for what, in nanoseconds of the clock. */
    private final Map<Runnable, Long> pending = new IdentityHashMap<>();

    private Future<?> alarm;
    private long alarmAt;

    /** @param nanoTime a clock that never goes back, normally {@link System#nanoTime} */
    Deadlines(LongSupplier nanoTime, Timer timer) {
        this.nanoTime = nanoTime;
        this.timer = timer;
    }

    /**
     * Runs a task when a time is up, unless it is {@linkplain #remove removed} before.
     *
     * @param task tells itself from others by identity
     */
    synchronized void add(Runnable task, Duration timeout) {
        long at = nanoTime.getAsLong() + timeout.toNanos();
        pending.put(task, at);
        if (alarm == null || at - alarmAt < 0) {
            setAlarm(at);
        }
    }

    /** The task is not wanted any more. The alarm stands: the next call can do with it. */
    synchronized void remove(Runnable task) {
        pending.remove(task);
    }

    /** Calls everything off. */
    synchronized void close() {
        pending.clear();
        if (alarm != null) {
            alarm.cancel(false);
            alarm = null;
        }
    }

    private void setAlarm(long at) {
        if (alarm != null) {
            alarm.cancel(false);
        }
        alarmAt = at;
        alarm = timer.schedule(Duration.ofNanos(Math.max(0, at - nanoTime.getAsLong())), this::ring);
    }

    private void ring() {
        // Outside the lock, because tasks lead into code with locks of its own.
        due().forEach(Runnable::run);
    }

    private synchronized List<Runnable> due() {
        long now = nanoTime.getAsLong();
        List<Runnable> due = new ArrayList<>();
        Long earliest = null;
        for (Iterator<Map.Entry<Runnable, Long>> all = pending.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Runnable, Long> next = all.next();
            long at = next.getValue();
            if (at - now <= 0) {
                due.add(next.getKey());
                all.remove();
            } else if (earliest == null || at - earliest < 0) {
                earliest = at;
            }
        }
        if (alarm != null) {
            alarm.cancel(false);
            alarm = null;
        }
        if (earliest != null) {
            setAlarm(earliest);
        }
        return due;
    }
}
