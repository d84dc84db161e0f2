package io.jenkins.plugins.intune.graph;

import io.jenkins.plugins.intune.values.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;

/**
 * Keeps the writes of one app in one tenant under Intune's limit, across all builds: first come, first served, as fast as
 * the limit allows and no faster.
 *
 * <p>A write takes a place for {@link #WINDOW} from its answer on, because Intune counted it somewhen before it answered:
 * so no window of Intune's holds more than {@link #WRITES}, however long the writes took to leave. An answer that is slow
 * counts as if it had come {@link #TRANSIT} after the write left. Others who write in
 * the app's name are not known here; when Intune throttles again and again although places were free, everybody waits.
 *
 * <p>Thread-safe.
 *
 * @see <a href="https://learn.microsoft.com/graph/throttling-limits#intune-service-limits">Intune service limits</a>
 */
public final class WriteLimiter implements WriteTurns {

    /** Writes that Intune takes from an app in a tenant within {@link #WINDOW}. */
    static final int WRITES = 200;

    /** The window of the limit. */
    static final Duration WINDOW = Duration.ofSeconds(20);

    /**
     * So long after it left, at most, a write has been counted: an answer that takes longer is late for reasons that come
     * after the count. Should it be wrong once, that costs a throttled write.
     */
    static final Duration TRANSIT = Duration.ofMillis(500);

    /** So long before its time a turn is given out, for what has to be read and saved before the write. */
    static final Duration LEAD = Duration.ofSeconds(2);

    /** So many throttled writes within a window are no accident: somebody else uses the limit up. */
    static final int TOO_MANY_THROTTLED = WRITES / 10;

    private final LongSupplier nanoTime;
    private final Scheduler alarm;
    private final Queue<CompletableFuture<WriteTurn>> waiting = new ArrayDeque<>();
    /** When the places become free that a write has used, earliest first. */
    private final Queue<Long> freeAt = new PriorityQueue<>();
    /** When writes were throttled, earliest first. */
    private final Queue<Long> throttledAt = new ArrayDeque<>();
    /** Places given out whose writes have not been answered. */
    private int taken;

    private long heldUntil = Long.MIN_VALUE;
    private boolean alarmSet;

    /**
     * @param nanoTime a clock that never goes back
     * @param alarm runs a task later; its tasks are short and never block
     */
    WriteLimiter(LongSupplier nanoTime, Scheduler alarm) {
        this.nanoTime = nanoTime;
        this.alarm = alarm;
    }

    /** A limiter that goes by the clock of this machine. */
    public static WriteLimiter on(ScheduledExecutorService timer) {
        return new WriteLimiter(System::nanoTime, Scheduler.on(timer));
    }

    /** How long so many writes take at least. */
    public static Duration timeFor(int writes) {
        return WINDOW.multipliedBy(writes).dividedBy(WRITES);
    }

    /** @return a turn, at most {@link #LEAD} before its time */
    @Override
    public CompletableFuture<WriteTurn> take() {
        CompletableFuture<WriteTurn> place = new CompletableFuture<>();
        synchronized (this) {
            waiting.add(place);
        }
        serve();
        return place;
    }

    @Override
    public synchronized void recall(Collection<Duration> ages) {
        long now = nanoTime.getAsLong();
        for (Duration age : ages) {
            if (age.compareTo(WINDOW) < 0) {
                freeAt.add(
                        now + WINDOW.minus(Durations.longer(Duration.ZERO, age)).toNanos());
            }
        }
    }

    /** Gives out what can be given out now, outside the lock, because turns lead into code with locks of its own. */
    private void serve() {
        for (Given given = next(); given != null; given = next()) {
            if (!given.to().complete(given.turn())) {
                given.turn().unused();
            }
        }
    }

    private record Given(CompletableFuture<WriteTurn> to, WriteTurn turn) {}

    private synchronized Given next() {
        while (!waiting.isEmpty() && waiting.peek().isDone()) {
            waiting.remove();
        }
        if (waiting.isEmpty()) {
            return null;
        }
        forget();
        long now = nanoTime.getAsLong();
        long time = now;
        if (taken + freeAt.size() >= WRITES) {
            Long earliest = freeAt.peek();
            if (earliest == null) {
                // All places are with writes on their way: the first answer goes on here.
                return null;
            }
            time = earliest;
        }
        time = Math.max(time, heldUntil);
        if (time - now > LEAD.toNanos()) {
            wakeIn(Duration.ofNanos(time - now).minus(LEAD));
            return null;
        }
        if (taken + freeAt.size() >= WRITES) {
            freeAt.remove();
        }
        taken++;
        return new Given(waiting.remove(), new WriteTurn(this, nanoTime, time));
    }

    private void wakeIn(Duration delay) {
        if (!alarmSet) {
            alarmSet = true;
            alarm.schedule(delay, () -> {
                synchronized (this) {
                    alarmSet = false;
                }
                serve();
            });
        }
    }

    /** @param free when the place becomes free, which may be past */
    void giveBack(long free) {
        synchronized (this) {
            taken--;
            freeAt.add(free);
        }
        serve();
    }

    /** Intune throttled a write. */
    synchronized void throttled(Duration askedToWait) {
        long now = nanoTime.getAsLong();
        forget();
        throttledAt.add(now);
        if (throttledAt.size() >= TOO_MANY_THROTTLED) {
            Duration wait = askedToWait.compareTo(WINDOW) < 0 ? askedToWait : WINDOW;
            heldUntil = Math.max(heldUntil, now + wait.toNanos());
        }
    }

    /** Drops what a window no longer sees. */
    private void forget() {
        long now = nanoTime.getAsLong();
        while (!freeAt.isEmpty() && freeAt.peek() - now <= 0) {
            freeAt.remove();
        }
        while (!throttledAt.isEmpty() && now - throttledAt.peek() > WINDOW.toNanos()) {
            throttledAt.remove();
        }
    }
}
