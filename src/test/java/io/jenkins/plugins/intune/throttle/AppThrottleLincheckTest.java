package io.jenkins.plugins.intune.throttle;

import io.jenkins.plugins.intune.values.Clocks;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/**
 * Many threads at once, in orders that Lincheck chooses. Whatever they do and in whatever order: afterwards everybody who has
 * not left gets a permit without another call, and never more are held than permitted.
 */
public class AppThrottleLincheckTest {

    private static final Limits LIMITS = new Limits(2, 5, Duration.ofSeconds(20));

    private volatile long nanos;
    private final Queue<Alarm> alarms = new ConcurrentLinkedQueue<>();

    private final AppThrottle throttle = new AppThrottle(
            new Clocks() {
                @Override
                public Instant now() {
                    throw new AssertionError();
                }

                @Override
                public long nanos() {
                    return nanos;
                }
            },
            this::schedule,
            new SplittableRandom(1),
            LIMITS);

    /** Who waits for a permit: tickets, by a name that is fixed in advance, and reads. */
    private final Set<Object> waiting = ConcurrentHashMap.newKeySet();

    private final Queue<CompletableFuture<Ticket>> tickets = new ConcurrentLinkedQueue<>();
    private final Queue<Permit> writes = new ConcurrentLinkedQueue<>();
    private final Queue<Permit> reads = new ConcurrentLinkedQueue<>();
    private final AtomicInteger writing = new AtomicInteger();

    /** A wake-up that comes when the test says so. */
    private static final class Alarm implements Future<Void> {

        private final Runnable task;
        private volatile boolean cancelled;

        Alarm(Runnable task) {
            this.task = task;
        }

        void ring() {
            if (!cancelled) {
                task.run();
            }
        }

        @Override
        public boolean cancel(boolean mayInterrupt) {
            cancelled = true;
            return true;
        }

        @Override
        public boolean isCancelled() {
            return cancelled;
        }

        @Override
        public boolean isDone() {
            return cancelled;
        }

        @Override
        public Void get() {
            return null;
        }

        @Override
        public Void get(long timeout, TimeUnit unit) {
            return null;
        }
    }

    private Future<?> schedule(Duration delay, Runnable task) {
        Alarm alarm = new Alarm(task);
        alarms.add(alarm);
        return alarm;
    }

    /** Claims as soon as it is called. */
    private void queue(Function<Runnable, Ticket> queue) {
        CompletableFuture<Ticket> ticket = new CompletableFuture<>();
        waiting.add(ticket);
        ticket.complete(queue.apply(() ->
                ticket.thenAccept(called -> called.claim().thenAccept(permit -> {
                    waiting.remove(ticket);
                    if (writing.incrementAndGet() > LIMITS.writes()) {
                        throw new AssertionError("too many permits");
                    }
                    writes.add(permit);
                }))));
        tickets.add(ticket);
    }

    private Permit pollWrite() {
        Permit permit = writes.poll();
        if (permit != null) {
            writing.decrementAndGet();
        }
        return permit;
    }

    @Operation
    public void queueWrite() {
        queue(throttle::queueWrite);
    }

    @Operation
    public void leave() {
        CompletableFuture<Ticket> ticket = tickets.poll();
        if (ticket != null) {
            ticket.join().leave();
            waiting.remove(ticket);
        }
    }

    @Operation
    public void takeRead() {
        CompletableFuture<Permit> read = throttle.takeRead(Priority.DECIDING);
        waiting.add(read);
        read.thenAccept(permit -> {
            waiting.remove(read);
            reads.add(permit);
        });
    }

    @Operation
    public void doNotWrite() {
        Permit permit = pollWrite();
        if (permit != null) {
            permit.unused();
        }
    }

    @Operation
    public void postpone() {
        Permit permit = pollWrite();
        if (permit != null) {
            queue(permit::postpone);
        }
    }

    @Operation
    public void answer() {
        Permit permit = pollWrite();
        if (permit != null) {
            permit.answered(Duration.ZERO);
            permit.unused();
        }
    }

    @Operation
    public void throttle() {
        Permit permit = reads.poll();
        if (permit != null) {
            permit.throttled(Duration.ZERO, Optional.of(Duration.ofSeconds(1)));
        }
    }

    /** Ends everything that was begun. */
    @Validate
    public void nobodyWaitsForEver() {
        for (int i = 0; i < 20 && !waiting.isEmpty(); i++) {
            nanos += Duration.ofSeconds(61).toNanos();
            for (Permit permit = pollWrite(); permit != null; permit = pollWrite()) {
                permit.answered(Duration.ZERO);
            }
            for (Permit permit = reads.poll(); permit != null; permit = reads.poll()) {
                permit.answered(Duration.ZERO);
            }
            Alarm alarm = alarms.poll();
            if (alarm != null) {
                alarm.ring();
            }
        }
        if (!waiting.isEmpty()) {
            throw new AssertionError(waiting.size() + " are still waiting");
        }
    }

    @Test
    void modelChecking() {
        new ModelCheckingOptions()
                .iterations(6)
                .invocationsPerIteration(100)
                .threads(2)
                .actorsPerThread(2)
                .actorsBefore(2)
                .actorsAfter(0)
                // Classes that the lock guards and that know of no threads: each call is one step.
                .addGuarantee(ManagedStrategyGuaranteeKt.forClasses(
                                Allowance.class.getName(), TreeSet.class.getName(), LinkedHashSet.class.getName())
                        .allMethods()
                        .treatAsAtomic())
                .check(AppThrottleLincheckTest.class);
    }

    @Test
    void stress() {
        new StressOptions()
                .iterations(20)
                .invocationsPerIteration(1_000)
                .threads(3)
                .actorsPerThread(4)
                .actorsBefore(2)
                .actorsAfter(0)
                .check(AppThrottleLincheckTest.class);
    }
}
