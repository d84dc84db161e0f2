package io.jenkins.plugins.intune.driver;

import io.jenkins.plugins.intune.graph.CloudEndpoints;
import io.jenkins.plugins.intune.graph.DeviceDetails;
import io.jenkins.plugins.intune.graph.DeviceQuery;
import io.jenkins.plugins.intune.graph.DeviceSearch;
import io.jenkins.plugins.intune.graph.DeviceTarget;
import io.jenkins.plugins.intune.graph.GraphAnswer;
import io.jenkins.plugins.intune.graph.GraphProbe;
import io.jenkins.plugins.intune.http.HttpReply;
import io.jenkins.plugins.intune.http.HttpSender;
import io.jenkins.plugins.intune.retry.CallPolicy;
import io.jenkins.plugins.intune.retry.ReadFailure;
import io.jenkins.plugins.intune.throttle.Priority;
import io.jenkins.plugins.intune.values.Failures;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Reads devices for somebody who waits, as requests do: with the token that they use, under the app's throttle and by
 * the one rule for calls, but for a bounded time. Changes nothing. Thread-safe; never blocks.
 */
public final class DeviceReads {

    /** How often a read is made in all while it fails without being throttled. */
    private static final int MAX_READS = 2;

    /**
     * What a read came to.
     *
     * @param value what was read
     * @param failure why nothing was read, without words; empty if Graph has said that there is no such thing
     * @param wording says why there is no value, in the language of the thread that asks
     */
    public record Outcome<T>(Optional<T> value, Optional<ReadFailure> failure, Supplier<String> wording) {

        /** A read that nobody waits for any longer. */
        public static <T> Outcome<T> late() {
            return givenUp(ReadFailure.Kind.TEMPORARY);
        }

        private static <T> Outcome<T> givenUp(ReadFailure.Kind kind) {
            ReadFailure failure = new ReadFailure(kind, true, "", Optional.empty());
            return new Outcome<>(Optional.empty(), Optional.of(failure), () -> "");
        }

        /** A read that failed without an answer of Graph. */
        public static <T> Outcome<T> failed(Throwable failure) {
            return new Outcome<>(
                    Optional.empty(),
                    Optional.of(ReadFailure.of(Failures.cause(failure))),
                    () -> Failures.reason(failure));
        }
    }

    /** One attempt. */
    private interface Attempt<T> {
        CompletableFuture<Outcome<T>> at(CloudEndpoints endpoints, HttpSender sender, String token, Duration timeout);
    }

    private final GraphAccess access;
    private final Platform platform;

    /** @param access the way to Graph, as one app */
    public DeviceReads(GraphAccess access, Platform platform) {
        this.access = access;
        this.platform = platform;
    }

    /** Lists devices whose value begins with the query's, see {@link DeviceSearch#beginningWith}; completes in time. */
    public CompletableFuture<Outcome<DeviceSearch.Listing>> beginningWith(DeviceQuery query, Duration limit) {
        return new Read<DeviceSearch.Listing>(
                        (endpoints, sender, token, timeout) -> new DeviceSearch(endpoints, () -> sender)
                                .beginningWith(query, token, timeout)
                                .thenApply(found -> outcome(
                                        Optional.of(found),
                                        found.refusal(),
                                        () -> found.refusal()
                                                .map(GraphAnswer::explainList)
                                                .orElse(""))),
                        Priority.FORMS,
                        limit)
                .begin();
    }

    /**
     * Finds the one device that is meant; completes in time.
     *
     * @param scope tells the devices that may be meant; the others are not there
     */
    public CompletableFuture<Outcome<DeviceDetails>> find(
            DeviceTarget target, Predicate<DeviceDetails> scope, Duration limit) {
        return new Read<DeviceDetails>(
                        (endpoints, sender, token, timeout) -> new GraphProbe(endpoints, () -> sender)
                                .device(target, scope, token, timeout)
                                .thenApply(found -> outcome(found.device(), found.refusal(), found.wording())),
                        Priority.DECIDING,
                        limit)
                .begin();
    }

    private <T> Outcome<T> outcome(Optional<T> value, Optional<HttpReply> refusal, Supplier<String> wording) {
        return refusal.map(reply -> new Outcome<T>(
                        Optional.empty(),
                        Optional.of(ReadFailure.of(reply, "", platform.clocks().now())),
                        wording))
                .orElseGet(() -> new Outcome<>(value, Optional.empty(), wording));
    }

    /** One read, attempt after attempt. */
    private final class Read<T> {

        private final Attempt<T> attempt;
        private final Duration limit;
        private final Priority priority;
        private final long until;
        private final CompletableFuture<Outcome<T>> result = new CompletableFuture<>();
        private CallPolicy tries = CallPolicy.FRESH;
        private PacedSender underWay;

        Read(Attempt<T> attempt, Priority priority, Duration limit) {
            this.attempt = attempt;
            this.priority = priority;
            this.limit = limit;
            until = platform.clocks().nanos() + limit.toNanos();
        }

        CompletableFuture<Outcome<T>> begin() {
            Future<?> timer = platform.scheduler().schedule(limit, this::giveUp);
            result.whenComplete((outcome, mistake) -> {
                timer.cancel(false);
                cancel();
            });
            next(null);
            return result;
        }

        /** Ends a read whose time is up. One that is still in line was held back by the app's limit or by Graph. */
        private void giveUp() {
            PacedSender sender = underWay();
            boolean queued = sender != null && sender.isQueued();
            result.complete(Outcome.givenUp(queued ? ReadFailure.Kind.LATER : ReadFailure.Kind.TEMPORARY));
        }

        private synchronized PacedSender underWay() {
            return underWay;
        }

        private Duration left() {
            return Duration.ofNanos(until - platform.clocks().nanos());
        }

        /** @param refused a token that Graph has refused, or {@code null} */
        private void next(String refused) {
            if (result.isDone()) {
                return;
            }
            CompletableFuture<String> token = refused == null
                    ? access.tokens().current()
                    : access.tokens().renewed(refused);
            token.whenComplete((granted, failure) -> {
                if (failure != null) {
                    judge(Outcome.failed(failure), null);
                } else {
                    read(granted)
                            .whenComplete((outcome, mistake) ->
                                    judge(mistake == null ? outcome : Outcome.failed(mistake), granted));
                }
            });
        }

        private CompletableFuture<Outcome<T>> read(String token) {
            try {
                PacedSender sender = new PacedSender(
                        access.transport(), access.throttles().apply(token), priority, platform.clocks());
                synchronized (this) {
                    underWay = sender;
                }
                if (result.isDone()) {
                    sender.cancel();
                }
                return attempt.at(access.endpoints(), sender, token, left());
            } catch (RuntimeException | Error mistake) {
                return CompletableFuture.failedFuture(mistake);
            }
        }

        private void judge(Outcome<T> outcome, String token) {
            if (outcome.failure().isEmpty()) {
                result.complete(outcome);
                return;
            }
            CallPolicy.Verdict verdict = tries.after(
                    outcome.failure().get(),
                    MAX_READS,
                    left(),
                    platform.random().nextDouble());
            tries = verdict.tries();
            switch (verdict.step()) {
                case RENEW -> next(token);
                case RETRY -> platform.scheduler().schedule(verdict.delay(), () -> next(null));
                default -> result.complete(outcome);
            }
        }

        private void cancel() {
            PacedSender sender = underWay();
            if (sender != null) {
                sender.cancel();
            }
        }
    }
}
