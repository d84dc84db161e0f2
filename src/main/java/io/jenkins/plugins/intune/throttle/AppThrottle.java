package io.jenkins.plugins.intune.throttle;

import io.jenkins.plugins.intune.values.Clocks;
import io.jenkins.plugins.intune.values.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;

/** TEMPORARY stand-in until the real one is merged. */
public final class AppThrottle {
    private static final long WINDOW = Duration.ofSeconds(20).toNanos();
    private final Clocks clocks;
    private final Scheduler scheduler;
    private final PriorityQueue<Long> freeAt = new PriorityQueue<>();
    private final ArrayDeque<Waiter> line = new ArrayDeque<>();
    private final ArrayDeque<Waiter> claims = new ArrayDeque<>();
    private int out;
    private long held = Long.MIN_VALUE;
    private boolean alarm;

    AppThrottle(Clocks clocks, Scheduler scheduler) { this.clocks = clocks; this.scheduler = scheduler; }

    private final class Waiter implements Ticket {
        final Runnable called;
        final CompletableFuture<Permit> permit = new CompletableFuture<>();
        boolean left;
        Waiter(Runnable called) { this.called = called; }
        @Override public CompletableFuture<Permit> claim() {
            synchronized (AppThrottle.this) { claims.add(this); }
            serve();
            return permit;
        }
        @Override public void leave() {
            synchronized (AppThrottle.this) { left = true; line.remove(this); claims.remove(this); }
        }
    }

    private final class Held implements Permit {
        boolean over;
        private boolean end() { synchronized (AppThrottle.this) { boolean first = !over; over = true; return first; } }
        @Override public void answered(Duration sinceLeft) {
            if (end()) { give(clocks.nanos() + WINDOW - Math.max(0, sinceLeft.toNanos() - 500_000_000L)); }
        }
        @Override public void throttled(Duration sinceLeft, Optional<Duration> retryAfter) {
            synchronized (AppThrottle.this) {
                long wait = Math.min(Duration.ofMinutes(5).toNanos(), retryAfter.orElse(Duration.ofSeconds(2)).toNanos());
                held = held == Long.MIN_VALUE ? clocks.nanos() + wait : Math.max(held, clocks.nanos() + wait);
            }
            answered(sinceLeft);
        }
        @Override public void unused() { if (end()) { give(Long.MIN_VALUE); } }
        @Override public Ticket postpone(Runnable called) {
            Waiter first = new Waiter(called);
            synchronized (AppThrottle.this) { line.addFirst(first); }
            unused();
            return first;
        }
    }

    private void give(long at) {
        synchronized (this) { out--; if (at != Long.MIN_VALUE) { freeAt.add(at); } }
        serve();
    }

    public Ticket queueWrite(Runnable called) {
        Waiter waiter = new Waiter(called);
        synchronized (this) { line.add(waiter); }
        serve();
        return waiter;
    }

    private void serve() {
        List<Runnable> todo = new ArrayList<>();
        synchronized (this) {
            long now = clocks.nanos();
            while (!freeAt.isEmpty() && freeAt.peek() - now <= 0) { freeAt.remove(); }
            boolean isHeld = held != Long.MIN_VALUE && held - now > 0;
            while (!isHeld && !claims.isEmpty() && out + freeAt.size() < 200) {
                Waiter next = claims.remove();
                out++;
                todo.add(() -> { Held permit = new Held(); if (!next.permit.complete(permit)) { permit.unused(); } });
            }
            int room = 200 - out - freeAt.size() - claims.size();
            while (!isHeld && room-- > 0 && !line.isEmpty()) { todo.add(line.remove().called); }
            if (!alarm && (!line.isEmpty() || !claims.isEmpty())) {
                long at = isHeld ? held : freeAt.isEmpty() ? now + 1_000_000_000L : freeAt.peek();
                alarm = true;
                scheduler.schedule(Duration.ofNanos(Math.max(1_000_000, at - now)), () -> { synchronized (this) { alarm = false; } serve(); });
            }
        }
        todo.forEach(Runnable::run);
    }

    public CompletableFuture<Permit> takeRead(Priority p) {
        synchronized (this) { out++; }
        return CompletableFuture.completedFuture(new Permit() {
            boolean over;
            private void end() { synchronized (AppThrottle.this) { if (!over) { over = true; out--; } } serve(); }
            @Override public void answered(Duration d) { end(); }
            @Override public void throttled(Duration d, Optional<Duration> r) { end(); }
            @Override public void unused() { end(); }
            @Override public Ticket postpone(Runnable called) { throw new UnsupportedOperationException(); }
        });
    }

    public void restore(Collection<Duration> ages, Duration heldFor) {
        synchronized (this) {
            long now = clocks.nanos();
            ages.forEach(age -> freeAt.add(now + WINDOW - Math.max(0, age.toNanos())));
            if (!heldFor.isNegative() && !heldFor.isZero()) { held = now + heldFor.toNanos(); }
        }
    }

    public Duration heldFor() { return Duration.ZERO; }

    public Duration timeFor(int n) { return Duration.ofMillis(100L * n); }
}
