package io.jenkins.plugins.intune.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * One call under way. Thread-safe; completes exactly once, with an {@link HttpReply} or an {@link HttpFailure}.
 */
public final class HttpExchange {

    private final HttpCall call;
    private final DepartureGate gate = new DepartureGate();
    private final BoundedResponseConsumer consumer = new BoundedResponseConsumer(this::completeEarly);
    private final CompletableFuture<HttpReply> reply = new CompletableFuture<>();
    private volatile Future<?> underlying;

    HttpExchange(HttpCall call) {
        this.call = call;
    }

    /** The answer, or an {@link HttpFailure}. Its callbacks run on a network thread and must not block. */
    public CompletableFuture<HttpReply> reply() {
        return reply;
    }

    /** Whether the request may have left for the server. */
    public boolean left() {
        return gate.left();
    }

    /** Gives up. What has not left by now will never leave. */
    public void cancel() {
        giveUp(left ->
                new HttpFailure(HttpFailure.Kind.CANCELLED, left, Messages._HttpFailure_cancelled(host()), null));
    }

    HttpCall call() {
        return call;
    }

    DepartureGate gate() {
        return gate;
    }

    BoundedResponseConsumer consumer() {
        return consumer;
    }

    /** The time is up. */
    void expire() {
        long seconds = Math.max(1, call.timeout().toSeconds());
        giveUp(left -> new HttpFailure(
                HttpFailure.Kind.TIMEOUT,
                left,
                left
                        ? Messages._HttpFailure_timeout(host(), seconds)
                        : Messages._HttpFailure_timeoutUnsent(host(), seconds),
                null));
    }

    /** Ties in the client's own handle, so that giving up also closes the connection. */
    void runsAs(Future<?> handle) {
        underlying = handle;
        if (reply.isDone()) {
            handle.cancel(true);
        }
    }

    void complete(HttpReply answer) {
        if (gate.left()) {
            reply.complete(answer);
        } else {
            // The server never got the request, so this answer to CONNECT is the proxy's own.
            reply.completeExceptionally(new HttpFailure(
                    HttpFailure.Kind.PROXY,
                    false,
                    answer.status(),
                    Messages._HttpFailure_proxy(answer.status(), host()),
                    null));
        }
    }

    void fail(Exception cause) {
        HttpFailure failure = FailureKinds.explain(call, cause, gate);
        if (failure.kind() == HttpFailure.Kind.BROKEN
                && gate.left()
                && consumer.partialReply().isPresent()) {
            reply.complete(consumer.partialReply().get());
        } else {
            reply.completeExceptionally(failure);
        }
    }

    private void completeEarly(HttpReply truncated) {
        complete(truncated);
        hangUp();
    }

    private void giveUp(Function<Boolean, HttpFailure> failure) {
        gate.close();
        boolean left = gate.left();
        consumer.partialReply().ifPresentOrElse(this::complete, () -> reply.completeExceptionally(failure.apply(left)));
        hangUp();
    }

    private void hangUp() {
        Future<?> handle = underlying;
        if (handle != null) {
            handle.cancel(true);
        }
    }

    private String host() {
        return call.uri().getHost();
    }
}
