package io.jenkins.plugins.intune.throttle;

import io.jenkins.plugins.intune.values.Clocks;
import io.jenkins.plugins.intune.values.Retry;
import io.jenkins.plugins.intune.values.Scheduler;
import io.jenkins.plugins.intune.values.SystemLog;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;

/**
 * Keeps the requests of one app in one tenant under Intune's limits, across all builds: first come, first served, as fast as
 * the limits permit. Adapts to others that use the same limits ({@link Share}).
 *
 * <p>Writes queue in two steps, because what has to be known right before a write is read first: a ticket is called shortly
 * before its time, and claimed when the reading is done. A ticket that is called and not claimed delays nobody.
 *
 * <p>Thread-safe; never blocks. Callbacks run outside of the lock, one after the other.
 */
public final class AppThrottle {

    /** How long before its time a ticket is called, at most. */
    static final Duration LEAD = Duration.ofSeconds(2);

    /** Longest time in line that is not counted as a wait. */
    private static final long MOMENT = Duration.ofMillis(100).toNanos();

    private static final Logger LOGGER = Logger.getLogger(AppThrottle.class.getName());

    private final Clocks clocks;
    private final WakeUp wakeUp;
    private final Retry retry = new Retry(this::serve);
    private final ThrottleCounts counts;
    private final Runnable noteUse;
    private final Duration window;
    private final long start;

    private final Allowance writes;
    private final Allowance reads;
    private long heldUntil;

    private final WriteQueue queue = new WriteQueue();
    /** The reads that wait, by priority, the highest first. */
    private final Map<Priority, Set<CompletableFuture<Permit>>> waiting = new EnumMap<>(Priority.class);

    private long tickets;
    private boolean serving;

    /**
     * @param scheduler runs the wake-up
     * @param random spreads what several controllers do; used under this throttle's lock
     */
    public AppThrottle(Clocks clocks, Scheduler scheduler, RandomGenerator random, Limits limits) {
        this(clocks, scheduler, random, limits, new ThrottleCounts(), () -> {});
    }

    /**
     * @param counts the counters that all throttles share
     * @param noteUse runs under its lock whenever somebody begins to use it
     */
    AppThrottle(
            Clocks clocks,
            Scheduler scheduler,
            RandomGenerator random,
            Limits limits,
            ThrottleCounts counts,
            Runnable noteUse) {
        this.clocks = clocks;
        this.counts = counts;
        this.noteUse = noteUse;
        wakeUp = new WakeUp(scheduler, this::wake);
        window = limits.window();
        start = clocks.nanos();
        writes = new Allowance(limits.writes(), window.toNanos(), random);
        reads = new Allowance(limits.reads(), window.toNanos(), random);
        for (Priority priority : Priority.values()) {
            waiting.put(priority, new LinkedHashSet<>());
        }
    }

    /** Changes how many requests may leave, from now on. The window stays what it is. */
    public void limit(Limits changed) {
        synchronized (this) {
            writes.limit(changed.writes());
            reads.limit(changed.reads());
        }
        serve();
    }

    /**
     * Joins the queue of writes.
     *
     * @param called runs when a permit will be free soon, {@link #LEAD} before that at most; perhaps at once
     */
    public Ticket queueWrite(Runnable called) {
        WriteTicket ticket;
        synchronized (this) {
            ticket = join(new WriteTicket(this, ++tickets, called));
        }
        serve();
        return ticket;
    }

    /** Joins the queue without serving it yet. */
    synchronized WriteTicket join(WriteTicket ticket) {
        noteUse.run();
        ticket.since = now();
        queue.add(ticket);
        return ticket;
    }

    void claim(WriteTicket ticket) {
        synchronized (this) {
            queue.claim(ticket);
            ticket.since = now();
        }
        serve();
    }

    void leave(WriteTicket ticket) {
        synchronized (this) {
            queue.remove(ticket);
        }
        serve();
    }

    /**
     * Asks for a read.
     *
     * @return the permit, when the read may leave; cancelling it leaves the queue
     */
    public CompletableFuture<Permit> takeRead(Priority priority) {
        Set<CompletableFuture<Permit>> readers = waiting.get(priority);
        CompletableFuture<Permit> reader = new CompletableFuture<>();
        synchronized (this) {
            noteUse.run();
            readers.add(reader);
        }
        reader.whenComplete((permit, cancelled) -> {
            if (cancelled != null) {
                synchronized (this) {
                    readers.remove(reader);
                }
                serve();
            }
        });
        serve();
        return reader;
    }

    /**
     * Counts what happened before a restart, which Intune still counts.
     *
     * @param agesOfWrites how long ago each write was made; what is negative counts as zero
     * @param heldFor how long nothing may leave because Graph said so; zero or less for not at all
     */
    public void restore(Collection<Duration> agesOfWrites, Duration heldFor) {
        synchronized (this) {
            noteUse.run();
            long now = now();
            agesOfWrites.forEach(age -> writes.restore(nanos(age), now));
            hold(now + nanos(heldFor));
        }
        serve();
    }

    /** How long nothing may leave because Graph said so; zero for not at all. */
    public synchronized Duration heldFor() {
        return Duration.ofNanos(Math.max(0, heldUntil - now()));
    }

    /** Shortest time for so many writes at the present pace. */
    public synchronized Duration timeFor(int count) {
        return timeFor(count, writes);
    }

    /** Shortest time for so many reads at the present pace. */
    public synchronized Duration timeForReads(int count) {
        return timeFor(count, reads);
    }

    private Duration timeFor(int count, Allowance allowance) {
        return heldFor().plus(window.multipliedBy(count).dividedBy(allowance.size()));
    }

    /** Whether it could be forgotten without changing anything. */
    synchronized boolean knowsNothing() {
        long now = now();
        return queue.isIdle()
                && waiting.values().stream().allMatch(Set::isEmpty)
                && writes.knowsNothing(now)
                && reads.knowsNothing(now);
    }

    /** Ends a permit, if that has not been done before. */
    void end(HeldPermit permit, LongConsumer ending) {
        synchronized (this) {
            if (permit.end()) {
                ending.accept(now());
            }
        }
        serve();
    }

    /** A permit ends with a throttled answer. */
    void endThrottled(HeldPermit permit, LongConsumer ending) {
        counts.countThrottled();
        end(permit, ending);
    }

    /** Under the lock. */
    void hold(long until) {
        heldUntil = Math.max(heldUntil, until);
        writes.hold(until);
        reads.hold(until);
    }

    private long now() {
        return clocks.nanos() - start;
    }

    /** From zero to {@link Permit#MAX_HOLD}, which is more than any window. */
    static long nanos(Duration duration) {
        return duration.isNegative()
                ? 0
                : (duration.compareTo(Permit.MAX_HOLD) < 0 ? duration : Permit.MAX_HOLD).toNanos();
    }

    private void wake() {
        synchronized (this) {
            wakeUp.came();
        }
        serve();
    }

    /** Does all that can be done now. A thread that comes while another one serves leaves the work to that one. */
    private void serve() {
        synchronized (this) {
            if (serving) {
                return;
            }
            serving = true;
        }
        for (Runnable next = next(); next != null; next = next()) {
            try {
                next.run();
            } catch (RuntimeException | Error mistake) {
                // An error in one callback does not affect the others.
                SystemLog.log(LOGGER, Level.SEVERE, "a request failed when it could go on", mistake);
            }
        }
    }

    /** What is to be done next; {@code null} for nothing now: then the wake-up is set, or soon. */
    private synchronized Runnable next() {
        try {
            return choose();
        } catch (RuntimeException | Error refused) {
            // Whoever came by has an answer to pass on, and nothing to do with the timer.
            serving = false;
            retry.plan(refused);
            return null;
        }
    }

    private Runnable choose() {
        long now = now();
        long write = queue.isClaimed() ? writes.earliest(1, now) : Share.NEVER;
        if (write <= now) {
            WriteTicket ticket = queue.nextClaimed();
            noteWait(ticket, now);
            if (ticket.waited) {
                counts.countWaited();
            }
            return give(writes, ticket.permit, ticket, now);
        }
        Set<CompletableFuture<Permit>> readers = readers();
        long read = readers.isEmpty() ? Share.NEVER : reads.earliest(1, now);
        if (read <= now) {
            CompletableFuture<Permit> reader = readers.iterator().next();
            readers.remove(reader);
            return give(reads, reader, null, now);
        }
        long call = queue.nextCall(writes, now);
        if (call <= now) {
            WriteTicket ticket = queue.call(now);
            noteWait(ticket, now);
            return ticket.callback;
        }
        serving = false;
        wakeUp.set(Math.min(Math.min(write, read), call), now);
        return null;
    }

    /** A ticket's time in line is over, before it is called or after it was claimed. */
    private static void noteWait(WriteTicket ticket, long now) {
        ticket.waited |= now - ticket.since > MOMENT;
    }

    /** Those whose turn it is; empty if nobody waits to read. */
    private Set<CompletableFuture<Permit>> readers() {
        for (Set<CompletableFuture<Permit>> readers : waiting.values()) {
            if (!readers.isEmpty()) {
                return readers;
            }
        }
        return Set.of();
    }

    private Runnable give(Allowance allowance, CompletableFuture<Permit> to, WriteTicket ticket, long now) {
        allowance.give(now);
        HeldPermit permit = new HeldPermit(this, allowance, ticket, now);
        return () -> {
            if (!to.complete(permit)) {
                permit.unused();
            }
        };
    }
}
