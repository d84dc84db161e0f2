package io.jenkins.plugins.intune.http;

import io.jenkins.plugins.intune.values.Failures;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Function;

/** A call on its way through the {@link HttpTransport}. Thread-safe. */
final class ClientExchange implements HttpExchange {

    private final HttpCall call;
    private final String firstHop;
    private final Secrets secrets;
    private final DepartureGate gate = new DepartureGate();
    private final BoundedResponseConsumer consumer;
    private final CompletableFuture<HttpReply> reply = new CompletableFuture<>();
    private volatile Future<?> underlying;
    private volatile boolean hostFound;

    /** @param proxy the proxy settings */
    ClientExchange(HttpCall call, ProxySettings proxy) {
        this.call = call;
        firstHop = proxy.firstHop(call);
        secrets = CallSecrets.of(call, proxy);
        consumer = new BoundedResponseConsumer(HttpReply.BODY_LIMIT, secrets, this::completeEarly, this::breakOff);
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
        attempt(() -> giveUp(left -> HttpFailure.cancelled(call, left)));
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

    /** The host to connect to: the server's or the proxy's. */
    String firstHop() {
        return firstHop;
    }

    /**
     * The address to connect to is known.
     *
     * @return whether the call is still wanted
     */
    boolean hostFound() {
        hostFound = true;
        return !reply.isDone();
    }

    /**
     * The time is up.
     *
     * @param noThread why the host could not even be looked up, if that is so
     */
    void expire(Optional<Throwable> noThread) {
        attempt(() -> giveUp(left -> hostFound
                ? HttpFailure.timeout(call, left)
                : noThread.map(why -> HttpFailure.unusable(call, why))
                        .orElseGet(() -> HttpFailure.unresolved(call, firstHop))));
    }

    /** Runs a part of the work. Any failure ends the call, also an error of a library. */
    void attempt(Runnable work) {
        try {
            work.run();
        } catch (Throwable mistake) {
            fail(mistake);
        }
    }

    /** Takes the client's own handle, so that giving up also closes the connection. */
    void runsAs(Future<?> handle) {
        underlying = handle;
        if (reply.isDone()) {
            handle.cancel(true);
        }
    }

    void complete(HttpReply answer) {
        attempt(() -> settle(answer));
    }

    private void settle(HttpReply answer) {
        if (gate.left()) {
            reply.complete(answer);
        } else {
            // The server never got the request, so this answer to CONNECT is the proxy's own.
            reply.completeExceptionally(new HttpFailure(
                    HttpFailure.Kind.PROXY, false, answer.status(), ProxyLogin.withoutTunnel(answer, host()), null));
        }
    }

    void fail(Throwable thrown) {
        try {
            explain(Failures.cause(thrown));
        } catch (Throwable worse) {
            // A waiting caller must not wait for ever, even if the failure cannot be put into words.
            reply.completeExceptionally(worse);
        }
    }

    private void explain(Throwable cause) {
        HttpFailure failure = FailureKinds.explain(call, cause, gate, secrets);
        Optional<HttpReply> partial = consumer.partialReply();
        if (failure.kind() == HttpFailure.Kind.BROKEN && gate.left() && partial.isPresent()) {
            reply.complete(partial.get());
        } else {
            reply.completeExceptionally(failure);
        }
    }

    private void completeEarly(HttpReply truncated) {
        complete(truncated);
        hangUp();
    }

    /** Something in the plugin or a library failed while the answer was read. */
    private void breakOff(Throwable mistake) {
        fail(mistake);
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
