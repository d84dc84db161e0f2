package io.jenkins.plugins.intune.driver;

import io.jenkins.plugins.intune.graph.GraphError;
import io.jenkins.plugins.intune.http.HttpCall;
import io.jenkins.plugins.intune.http.HttpExchange;
import io.jenkins.plugins.intune.http.HttpFailure;
import io.jenkins.plugins.intune.http.HttpReply;
import io.jenkins.plugins.intune.http.HttpSender;
import io.jenkins.plugins.intune.http.RetryAfter;
import io.jenkins.plugins.intune.throttle.AppThrottle;
import io.jenkins.plugins.intune.throttle.Permit;
import io.jenkins.plugins.intune.throttle.Priority;
import io.jenkins.plugins.intune.values.Clocks;
import io.jenkins.plugins.intune.values.Scheduler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Sends reads under Graph's limit: each waits for its permit first, and the answer tells the throttle what Graph says.
 * Calls come one after the other; {@link #cancel()} gives up the one under way. Thread-safe.
 */
public final class PacedSender implements HttpSender {

    private final Supplier<? extends HttpSender> transport;
    private final AppThrottle throttle;
    private final Priority priority;
    private final Clocks clocks;
    /** Ends a wait for a permit that takes too long; null if the caller does that. */
    private final Scheduler patience;

    private Paced latest;
    private boolean cancelled;

    /** @param transport sends calls, with the HTTP client that is the present one when a permit has come */
    PacedSender(Supplier<? extends HttpSender> transport, AppThrottle throttle, Priority priority, Clocks clocks) {
        this(transport, throttle, priority, clocks, null);
    }

    private PacedSender(
            Supplier<? extends HttpSender> transport,
            AppThrottle throttle,
            Priority priority,
            Clocks clocks,
            Scheduler patience) {
        this.transport = transport;
        this.throttle = throttle;
        this.priority = priority;
        this.clocks = clocks;
        this.patience = patience;
    }

    /**
     * Sends reads for somebody who looks at a form: after all of the app's builds, and not at all if there is no permit
     * within the call's own time.
     */
    public static HttpSender forForm(
            Supplier<? extends HttpSender> transport, AppThrottle throttle, Platform platform) {
        return new PacedSender(transport, throttle, Priority.FORMS, platform.clocks(), platform.scheduler());
    }

    @Override
    public HttpExchange send(HttpCall call) {
        Paced exchange = new Paced(call);
        boolean over;
        synchronized (this) {
            latest = exchange;
            over = cancelled;
        }
        if (over) {
            exchange.cancel();
        } else if (patience != null && throttle.heldFor().compareTo(call.timeout()) >= 0) {
            exchange.expire();
        } else {
            exchange.begin(throttle.takeRead(priority));
            expireInTime(exchange);
        }
        return exchange;
    }

    private void expireInTime(Paced exchange) {
        if (patience != null && !exchange.reply.isDone()) {
            Future<?> expiry = patience.schedule(exchange.call.timeout(), exchange::expire);
            exchange.reply.whenComplete((answer, failure) -> expiry.cancel(false));
        }
    }

    /** Gives up what is under way, and whatever would follow. */
    void cancel() {
        Paced current;
        synchronized (this) {
            cancelled = true;
            current = latest;
        }
        if (current != null) {
            current.cancel();
        }
    }

    /** Whether a call waits for its permit, so that nothing of it has left. */
    synchronized boolean isQueued() {
        return latest != null && latest.carrier() == null && !latest.reply().isDone();
    }

    /** Tells the throttle how a call ended; if that fails, it counts as one that Intune may have counted. */
    static void settle(Permit permit, HttpExchange exchange, HttpReply reply, Clocks clocks) {
        try {
            tell(permit, exchange, reply, clocks);
        } catch (RuntimeException | Error mistake) {
            permit.unanswered(Duration.ZERO);
            throw mistake;
        }
    }

    private static void tell(Permit permit, HttpExchange exchange, HttpReply reply, Clocks clocks) {
        Optional<Duration> retryAfter = reply == null ? Optional.empty() : RetryAfter.of(reply, clocks.now());
        boolean throttled = reply != null && (reply.status() == 429 || reply.status() == 503 && retryAfter.isPresent());
        if (throttled && GraphError.of(reply).isGraphs()) {
            permit.throttled(exchange.sinceLeft(), retryAfter);
        } else if (reply != null) {
            permit.answered(exchange.sinceLeft());
        } else if (exchange.left()) {
            permit.unanswered(exchange.sinceLeft());
        } else {
            permit.unused();
        }
    }

    /** One call, perhaps still waiting for its permit. */
    private final class Paced implements HttpExchange {

        private final HttpCall call;
        private final CompletableFuture<HttpReply> reply = new CompletableFuture<>();
        private CompletableFuture<Permit> awaited;
        private HttpExchange carrier;
        private boolean over;

        Paced(HttpCall call) {
            this.call = call;
        }

        void begin(CompletableFuture<Permit> permit) {
            synchronized (this) {
                awaited = permit;
            }
            permit.whenComplete((granted, refused) -> {
                if (granted == null) {
                    reply.completeExceptionally(HttpFailure.cancelled(call, false));
                } else {
                    go(granted);
                }
            });
        }

        private void go(Permit permit) {
            synchronized (this) {
                if (over) {
                    permit.unused();
                    return;
                }
            }
            HttpExchange sent;
            try {
                sent = transport.get().send(call);
            } catch (RuntimeException | Error mistake) {
                permit.unused();
                reply.completeExceptionally(mistake);
                return;
            }
            sent.reply().whenComplete((answer, failure) -> {
                try {
                    settle(permit, sent, answer, clocks);
                } finally {
                    if (answer != null) {
                        reply.complete(answer);
                    } else {
                        reply.completeExceptionally(failure);
                    }
                }
            });
            boolean late;
            synchronized (this) {
                carrier = sent;
                late = over;
            }
            if (late) {
                sent.cancel();
            }
        }

        @Override
        public CompletableFuture<HttpReply> reply() {
            return reply;
        }

        @Override
        public boolean left() {
            HttpExchange sent = carrier();
            return sent != null && sent.left();
        }

        @Override
        public Duration sinceLeft() {
            HttpExchange sent = carrier();
            return sent == null ? Duration.ZERO : sent.sinceLeft();
        }

        private synchronized HttpExchange carrier() {
            return carrier;
        }

        /** Leaves the queue, if the permit has not come. */
        void expire() {
            CompletableFuture<Permit> permit;
            synchronized (this) {
                if (carrier != null || over) {
                    return;
                }
                over = true;
                permit = awaited;
            }
            reply.completeExceptionally(HttpFailure.throttled(call));
            if (permit != null) {
                permit.cancel(false);
            }
        }

        @Override
        public void cancel() {
            CompletableFuture<Permit> permit;
            HttpExchange sent;
            synchronized (this) {
                over = true;
                permit = awaited;
                sent = carrier;
            }
            if (sent != null) {
                sent.cancel();
            } else {
                if (permit != null) {
                    permit.cancel(false);
                }
                reply.completeExceptionally(HttpFailure.cancelled(call, false));
            }
        }
    }
}
