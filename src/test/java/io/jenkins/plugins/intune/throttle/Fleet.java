package io.jenkins.plugins.intune.throttle;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.SplittableRandom;

/**
 * One controller with many devices, each asked as the plugin does it: a ticket, a read when it is called, a claim, a save, a
 * connection, the request. It queues for one device after the other, and for each anew that was throttled.
 */
final class Fleet {

    /**
     * @param min shortest time from leaving to the answer
     * @param max longest
     * @param save longest time that a save takes
     */
    record Speed(Duration min, Duration max, Duration save) {

        static final Speed NEAR = of(2, 15, 10);
        static final Speed USUAL = of(30, 200, 30);
        static final Speed FAR = of(30, 800, 100);

        static Speed of(int min, int max, int save) {
            return new Speed(Duration.ofMillis(min), Duration.ofMillis(max), Duration.ofMillis(save));
        }
    }

    private static final int CONNECTIONS = 24;

    /** What was read longer ago is read again before the request leaves. */
    private static final Duration FRESH = Duration.ofSeconds(5);

    private final VirtualTime time;
    private final LimitedServer server;
    private final String app;
    private final Speed speed;
    private final SplittableRandom random;
    private final AppThrottle throttle;
    private final ArrayDeque<Runnable> forConnection = new ArrayDeque<>();
    private int connections;
    private int toBegin;
    private int toAccept;
    private int throttled;
    private Duration begun;
    private Duration ended;
    private boolean nextIsQueued;

    Fleet(VirtualTime time, LimitedServer server, String app, int devices, Speed speed, SplittableRandom random) {
        this.time = time;
        this.server = server;
        this.app = app;
        this.speed = speed;
        this.random = random;
        toBegin = devices;
        toAccept = devices;
        throttle = new AppThrottle(time, time, random.split(), Limits.DEFAULT);
    }

    void begin() {
        begun = time.passed();
        queueNext();
    }

    AppThrottle throttle() {
        return throttle;
    }

    boolean isDone() {
        return toAccept == 0;
    }

    int throttled() {
        return throttled;
    }

    Duration took() {
        return ended.minus(begun);
    }

    Duration ended() {
        return ended;
    }

    private void queueNext() {
        if (!nextIsQueued && toBegin > 0) {
            nextIsQueued = true;
            Device device = new Device();
            device.ticket = throttle.queueWrite(() -> time.schedule(Duration.ZERO, () -> {
                nextIsQueued = false;
                toBegin--;
                device.read();
                queueNext();
            }));
        }
    }

    private Duration between(Duration min, Duration max) {
        double chance = random.nextDouble();
        return min.plusNanos((long) (max.minus(min).toNanos() * chance * chance));
    }

    private final class Device {

        private Ticket ticket;
        private Duration readAt;

        void read() {
            throttle.takeRead(Priority.DECIDING).thenAccept(permit -> {
                Duration round = between(speed.min(), speed.max());
                time.schedule(round, () -> {
                    permit.answered(round);
                    readAt = time.passed();
                    ticket.claim().thenAccept(this::leave);
                });
            });
        }

        private void leave(Permit permit) {
            if (time.passed().minus(readAt).compareTo(FRESH) > 0) {
                ticket = permit.postpone(this::read);
                return;
            }
            time.schedule(between(Duration.ZERO, speed.save()), () -> {
                if (connections < CONNECTIONS) {
                    connections++;
                    send(permit);
                } else {
                    forConnection.add(() -> send(permit));
                }
            });
        }

        private void send(Permit permit) {
            Duration round = between(speed.min(), speed.max());
            time.schedule(round.dividedBy(2), () -> {
                LimitedServer.Answer answer = server.take(app);
                time.schedule(round.minus(round.dividedBy(2)), () -> answered(permit, answer, round));
            });
        }

        private void answered(Permit permit, LimitedServer.Answer answer, Duration round) {
            Runnable next = forConnection.poll();
            if (next == null) {
                connections--;
            } else {
                next.run();
            }
            if (answer.accepted()) {
                toAccept--;
                ended = time.passed();
                permit.answered(round);
            } else {
                throttled++;
                permit.throttled(round, answer.retryAfter());
                ticket = throttle.queueWrite(this::read);
            }
        }
    }
}
