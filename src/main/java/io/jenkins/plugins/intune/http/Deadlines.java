package io.jenkins.plugins.intune.http;

import io.jenkins.plugins.intune.values.Scheduler;
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

    private final LongSupplier nanoTime;
    private final Scheduler alarm;
    /** When the time is up for what, in nanoseconds of the clock. */
    private final Map<Runnable, Long> pending = new IdentityHashMap<>();

    private Future<?> next;
    private long nextAt;

    /** @param nanoTime a clock that never goes back, normally {@link System#nanoTime} */
    Deadlines(LongSupplier nanoTime, Scheduler alarm) {
        this.nanoTime = nanoTime;
        this.alarm = alarm;
    }

    /**
     * Runs a task when a time is up, unless it is {@linkplain #remove removed} before.
     *
     * @param task tells itself from others by identity
     */
    synchronized void add(Runnable task, Duration timeout) {
        long at = nanoTime.getAsLong() + timeout.toNanos();
        pending.put(task, at);
        if (next == null || at - nextAt < 0) {
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
        callOff();
    }

    private void setAlarm(long at) {
        callOff();
        nextAt = at;
        next = alarm.schedule(Duration.ofNanos(Math.max(0, at - nanoTime.getAsLong())), this::ring);
    }

    private void callOff() {
        if (next != null) {
            next.cancel(false);
            next = null;
        }
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
            Map.Entry<Runnable, Long> one = all.next();
            long at = one.getValue();
            if (at - now <= 0) {
                due.add(one.getKey());
                all.remove();
            } else if (earliest == null || at - earliest < 0) {
                earliest = at;
            }
        }
        callOff();
        if (earliest != null) {
            setAlarm(earliest);
        }
        return due;
    }
}
