package io.jenkins.plugins.intune.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Time, and what happens in it: one event after the other, on the one thread that there is, in an order that the seed
 * decides. Between two events no time passes but in the world.
 */
final class World {

    static final long SECOND = 1_000_000_000L;

    /** The true time of day when a world begins. */
    static final Instant BEGINNING = Instant.parse("2026-11-24T10:00:00Z");

    /** Most events of a world: one with more goes round in circles. */
    private static final int MAX_EVENTS = 400_000;

    /** Longest story that is kept, in lines. */
    private static final int MAX_STORY = 50_000;

    final Dice dice;
    final Findings findings = new Findings();
    /** Whether somebody wants to read what happens. */
    final boolean telling;

    private final Chance order;
    private final PriorityQueue<Event> queue = new PriorityQueue<>();
    private final List<String> story = new ArrayList<>();
    private long now;
    private long number;
    private int events;
    private int fingerprint;

    World(long seed, Dice dice, boolean telling) {
        this.dice = dice;
        this.telling = telling;
        order = new Chance(Chance.mix(seed, 77));
    }

    /** Nanoseconds since the world began. */
    long now() {
        return now;
    }

    /** The true time of day. */
    Instant trueTime() {
        return BEGINNING.plusNanos(now);
    }

    /** Something happens outside of the controllers, so many nanoseconds from now. */
    Event after(long delay, Runnable task) {
        return after(delay, null, false, task);
    }

    /** Something happens within a machine, if it lives as long as that. */
    Event after(long delay, Machine owner, boolean timer, Runnable task) {
        Event event = new Event(owner, now + Math.max(0, delay), order.nextLong(), number++, timer, task);
        queue.add(event);
        return event;
    }

    /**
     * Lets time pass.
     *
     * @param until what happens later than this is left in the queue
     */
    void run(long until) {
        while (!queue.isEmpty() && queue.peek().time <= until && !findings.isHopeless()) {
            Event event = queue.poll();
            if (event.stands()) {
                run(event);
            }
        }
        now = Math.max(now, until);
    }

    /** The moment of the next event, or -1 if nothing more will ever happen. */
    long next() {
        while (!queue.isEmpty() && !queue.peek().stands()) {
            queue.poll();
        }
        return queue.isEmpty() ? -1 : queue.peek().time;
    }

    private void run(Event event) {
        if (event.owner != null && event.owner.pausedUntil() > event.time) {
            event.time = event.owner.pausedUntil();
            queue.add(event);
            return;
        }
        now = event.time;
        if (++events > MAX_EVENTS) {
            findings.add(Finding.ENDLESS, "more than " + MAX_EVENTS + " events have happened, and there is no end");
            return;
        }
        fingerprint = fingerprint * 31 + Long.hashCode(now);
        try {
            event.run();
        } catch (ProcessEnded death) {
            // It was on its way to the disk when it died; nothing of what it would have done happens.
        } catch (Throwable escaped) {
            findings.add(Finding.ESCAPED, "a task ended with " + escaped + trace(escaped));
        }
        if (event.owner != null) {
            event.owner.afterEvent();
        }
    }

    /** Something tries to wait for what is still to come, and has to fail. */
    void blocked() {
        findings.add(Finding.BLOCKED, "a task waits" + trace(new Throwable()));
    }

    private static String trace(Throwable thrown) {
        StringBuilder lines = new StringBuilder();
        int count = 0;
        for (StackTraceElement frame : thrown.getStackTrace()) {
            if (!frame.getClassName().startsWith("java.") && count++ < 12) {
                lines.append("\n        at ").append(frame);
            }
        }
        return lines.toString();
    }

    /** What the core has asked a machine's timer for, and has not called off. */
    List<Event> timers(Machine machine) {
        List<Event> standing = new ArrayList<>();
        for (Event event : queue) {
            if (event.timer && event.owner == machine && event.stands()) {
                standing.add(event);
            }
        }
        return standing;
    }

    /** Tells what happens. To be called only while {@link #telling}, because texts cost time. */
    void tell(String who, String what) {
        if (story.size() < MAX_STORY) {
            story.add(String.format("%12.3f s  %-14s %s", now / (double) SECOND, who, what));
        }
    }

    List<String> story() {
        return story;
    }

    /** How many events have happened. */
    int events() {
        return events;
    }

    /** Differs between two runs that differ. */
    int fingerprint() {
        return fingerprint;
    }

    static long nanos(Duration duration) {
        return duration.toNanos();
    }
}
