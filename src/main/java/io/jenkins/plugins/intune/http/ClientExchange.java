package io.jenkins.plugins.intune.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Function;

/** A call on its way through the {@link HttpTransport}. Thread-safe. */
final class ClientExchange implements HttpExchange {

    private final HttpCall call;
    private final DepartureGate gate = new DepartureGate();
    private final BoundedResponseConsumer consumer;
    private final CompletableFuture<HttpReply> reply = new CompletableFuture<>();
    private volatile Future<?> underlying;

    ClientExchange(HttpCall call) {
        this.call = call;
        consumer = new BoundedResponseConsumer(call.bodyLimit(), this::completeEarly);
    }

    @Override
    public CompletableFuture<HttpReply> reply() {
        return reply;
    }

    @Override
    public boolean left() {
        return gate.left();
    }

    @Override
    public Duration sinceLeft() {
        return gate.sinceLeft();
    }

    @Override
    public void cancel() {
        giveUp(left -> HttpFailure.cancelled(call, left));
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
        giveUp(left -> HttpFailure.timeout(call, left));
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
