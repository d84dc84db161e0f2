package io.jenkins.plugins.intune.simulation;

import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Something that is to happen at a moment of the world, unless it is cancelled or the machine that it belongs to dies. */
final class Event implements Future<Void>, Comparable<Event> {

    /** Null for what happens outside of the controllers. */
    final Machine owner;

    final Runnable task;
    /** Whether the core asked its timer for it. */
    final boolean timer;

    private final long tieBreak;
    private final long number;
    long time;
    private boolean cancelled;
    private boolean done;

    Event(Machine owner, long time, long tieBreak, long number, boolean timer, Runnable task) {
        this.owner = owner;
        this.time = time;
        this.tieBreak = tieBreak;
        this.number = number;
        this.timer = timer;
        this.task = task;
    }

    /** Whether it is still to happen. */
    boolean stands() {
        return !cancelled && !done && (owner == null || owner.lives());
    }

    void run() {
        done = true;
        task.run();
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        if (done || cancelled) {
            return false;
        }
        cancelled = true;
        return true;
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    @Override
    public boolean isDone() {
        return done || cancelled;
    }

    @Override
    public Void get() {
        throw new AssertionError("the core must not wait for a task");
    }

    @Override
    public Void get(long timeout, TimeUnit unit) {
        return get();
    }

    @Override
    public int compareTo(Event other) {
        int order = Long.compare(time, other.time);
        if (order == 0) {
            order = Long.compare(tieBreak, other.tieBreak);
        }
        return order == 0 ? Long.compare(number, other.number) : order;
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(number);
    }
}
