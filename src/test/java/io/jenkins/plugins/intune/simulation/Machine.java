package io.jenkins.plugins.intune.simulation;

import io.jenkins.plugins.intune.values.Clocks;
import io.jenkins.plugins.intune.values.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;

/**
 * A controller's process from its start to its death: clocks, a timer, threads. When it is dead nothing that it had
 * planned happens any more, and whatever the core of it still calls has no effect.
 */
final class Machine implements Clocks, Scheduler {

    private static final Duration LONGEST = Duration.ofDays(365);
    private static final int DISK_THREADS = 2;

    final World world;
    final Controller controller;
    /** Counted from 1. */
    final int incarnation;

    private final int subject;
    private final long origin;
    private final RandomGenerator random;
    private final SimulatedThreads events;
    private final SimulatedThreads disk;
    private final SimulatedThreads logReading;
    private final SimulatedThreads logWriting;
    private long pausedUntil;
    private boolean dead;

    Machine(World world, Controller controller, int incarnation) {
        this.world = world;
        this.controller = controller;
        this.incarnation = incarnation;
        subject = controller.number << 8 | incarnation & 0xFF;
        // A clock of a process may begin anywhere, also right before the end of all numbers.
        origin = world.dice.oneOf(
                "origin of nanos", subject, 0L, -world.now(), Long.MAX_VALUE - 3 * World.SECOND, 1L << 40);
        random = new Chance(world.dice.choose("random of a machine", subject, Integer.MAX_VALUE));
        events = new SimulatedThreads(this, 1, Delay.THREAD, subject);
        disk = new SimulatedThreads(this, DISK_THREADS, Delay.DISK, subject);
        logReading = new SimulatedThreads(this, 1, Delay.DISK, subject);
        logWriting = new SimulatedThreads(this, 1, Delay.DISK, subject);
    }

    boolean lives() {
        return !dead;
    }

    void die() {
        dead = true;
    }

    /** Nothing happens in it for some time, and then everything at once. */
    void pause(long nanos) {
        pausedUntil = world.now() + nanos;
    }

    long pausedUntil() {
        return pausedUntil;
    }

    /** Something has happened within it. */
    void afterEvent() {
        if (!dead) {
            controller.reached(Moment.EVENT);
        }
    }

    @Override
    public Instant now() {
        return controller.timeOfDay();
    }

    @Override
    public long nanos() {
        return world.now() + origin;
    }

    @Override
    public Future<?> schedule(Duration delay, Runnable task) {
        Duration bounded = delay.compareTo(LONGEST) > 0 ? LONGEST : delay.isNegative() ? Duration.ZERO : delay;
        return world.after(bounded.toNanos() + world.dice.nanos(Delay.TIMER, subject), this, true, task);
    }

    /** One thread for short tasks, which runs them in their order. */
    Executor events() {
        return events;
    }

    /** A few threads that may block. */
    Executor disk() {
        return disk;
    }

    /** A thread that reads the assistance log, and may block. */
    Executor logReading() {
        return logReading;
    }

    /** Another one that writes it. */
    Executor logWriting() {
        return logWriting;
    }

    /** Random numbers for the core. */
    RandomGenerator random() {
        return random;
    }

    /** Something of the outside happens to it later. */
    Event after(long delay, Runnable task) {
        return world.after(delay, this, false, task);
    }

    /** Tells differences between this machine and others, in what the dice are asked. */
    int subject() {
        return subject;
    }

    /** Whether the disk holds a thread for good. */
    boolean diskHangs() {
        return disk.hangs() || logReading.hangs() || logWriting.hangs();
    }

    /** The longest that a task had to wait for its thread, in nanoseconds. */
    long slowest() {
        return events.longest() + disk.longest() + logReading.longest() + logWriting.longest();
    }

    @Override
    public String toString() {
        return controller.name + (incarnation == 1 ? "" : "." + incarnation);
    }
}
