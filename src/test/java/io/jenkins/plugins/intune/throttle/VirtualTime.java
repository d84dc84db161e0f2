package io.jenkins.plugins.intune.throttle;

import io.jenkins.plugins.intune.values.Clocks;
import io.jenkins.plugins.intune.values.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;

/** A clock that moves on when nothing is left to do, and runs what is due: everything happens on one thread. */
final class VirtualTime implements Clocks, Scheduler {

    private record Due(long at, long order, FutureTask<Void> task) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Due> agenda = new PriorityQueue<>();
    /** Near the end of what a long can hold, as a machine's clock may be. */
    private final long start = Long.MAX_VALUE - Duration.ofSeconds(50).toNanos();

    private long passed;
    private long order;

    @Override
    public Instant now() {
        throw new AssertionError("the time of day may jump, so nothing here goes by it");
    }

    @Override
    public long nanos() {
        return start + passed;
    }

    @Override
    public Future<?> schedule(Duration delay, Runnable task) {
        FutureTask<Void> future = new FutureTask<>(task, null);
        agenda.add(new Due(passed + Math.max(0, delay.toNanos()), order++, future));
        return future;
    }

    /** Time since the beginning. */
    Duration passed() {
        return Duration.ofNanos(passed);
    }

    /** How many tasks are still to come, without cancelled ones. */
    int pending() {
        agenda.removeIf(due -> due.task().isCancelled());
        return agenda.size();
    }

    void pass(Duration time) {
        long until = passed + time.toNanos();
        while (!agenda.isEmpty() && agenda.peek().at() <= until) {
            runNext();
        }
        passed = until;
    }

    /** Lets time pass until that is so, but at most until the given time since the beginning. */
    void passUntil(BooleanSupplier reached, Duration most) {
        while (!reached.getAsBoolean() && !agenda.isEmpty() && agenda.peek().at() <= most.toNanos()) {
            runNext();
        }
    }

    private void runNext() {
        Due next = agenda.poll();
        passed = next.at();
        next.task().run();
        if (!next.task().isCancelled()) {
            try {
                next.task().get();
            } catch (InterruptedException | java.util.concurrent.ExecutionException failed) {
                throw new AssertionError(failed.getCause());
            }
        }
    }
}
