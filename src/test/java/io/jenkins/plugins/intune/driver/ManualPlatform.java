package io.jenkins.plugins.intune.driver;

import io.jenkins.plugins.intune.values.Clocks;
import io.jenkins.plugins.intune.values.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.random.RandomGenerator;

/** A machine whose clock the test sets: waits take no time. */
public final class ManualPlatform implements Clocks, Scheduler {

    private record Alarm(long at, FutureTask<Void> task) {}

    private static final Instant BEGIN = Instant.parse("2026-11-24T10:00:00Z");

    private final PriorityQueue<Alarm> alarms = new PriorityQueue<>(Comparator.comparingLong(Alarm::at));
    private long nanos;
    private Duration ahead = Duration.ZERO;
    /** Whether it is about to stop. */
    public volatile boolean stopping;

    /** The platform for a request: its events run on the thread that brings them. */
    public Platform platform() {
        SplittableRandom random = new SplittableRandom(1);
        RandomGenerator shared = () -> {
            synchronized (random) {
                return random.nextLong();
            }
        };
        return new Platform(this, this, Runnable::run, shared, () -> stopping);
    }

    @Override
    public synchronized Instant now() {
        return BEGIN.plusNanos(nanos).plus(ahead);
    }

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    /** Somebody sets the time of day. */
    public synchronized void setClock(Duration by) {
        ahead = ahead.plus(by);
    }

    @Override
    public synchronized Future<?> schedule(Duration delay, Runnable task) {
        Alarm alarm = new Alarm(nanos + delay.toNanos(), new FutureTask<>(task, null));
        alarms.add(alarm);
        return alarm.task();
    }

    /** Lets time pass, and with it whatever was to happen. */
    public void pass(Duration time) {
        long until = nanos() + time.toNanos();
        for (Alarm alarm = due(until); alarm != null; alarm = due(until)) {
            alarm.task().run();
        }
        synchronized (this) {
            nanos = until;
        }
    }

    /** Lets time pass until something happens that is scheduled; none, if nothing is. */
    public void passToNext() {
        List<Duration> standing = standing();
        if (!standing.isEmpty()) {
            pass(standing.get(0));
        }
    }

    private synchronized Alarm due(long until) {
        Alarm first = alarms.peek();
        if (first == null || first.at() > until) {
            return null;
        }
        alarms.poll();
        nanos = Math.max(nanos, first.at());
        return first;
    }

    /** The delays of the tasks that are still scheduled, shortest first. */
    public synchronized List<Duration> standing() {
        List<Duration> delays = new ArrayList<>();
        alarms.stream()
                .filter(alarm -> !alarm.task().isCancelled())
                .sorted(Comparator.comparingLong(Alarm::at))
                .forEach(alarm -> delays.add(Duration.ofNanos(alarm.at() - nanos)));
        return delays;
    }
}
