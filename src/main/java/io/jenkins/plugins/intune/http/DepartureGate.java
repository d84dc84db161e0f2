package io.jenkins.plugins.intune.http;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.client5.http.async.AsyncExecChain;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.RequestNotExecutedException;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * Decides, once and for all, whether a request leaves. The client asks to pass when it has a connection and is about to
 * write; whoever cancels or times out closes the gate. Only one of the two wins, so "never sent" is a fact and not a
 * guess. Thread-safe.
 */
final class DepartureGate {

    private enum State {
        WAITING,
        LEFT,
        CLOSED
    }

    /** The name of the step at which a request passes its gate: see {@link #depart}. */
    static final String NAME = "departure";

    private static final String ATTRIBUTE = DepartureGate.class.getName();

    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private volatile long passedAt;

    /** The gate of the request that this context belongs to. */
    static DepartureGate of(HttpContext context) {
        return (DepartureGate) context.getAttribute(ATTRIBUTE);
    }

    /** The step of the client at which the connection is open, the proxy's tunnel included, and writing is next. */
    static void depart(
            HttpRequest request,
            AsyncEntityProducer entity,
            AsyncExecChain.Scope scope,
            AsyncExecChain chain,
            AsyncExecCallback callback)
            throws HttpException, IOException {
        DepartureGate gate = of(scope.clientContext);
        if (!gate.pass()) {
            throw gate.left()
                    ? new IOException("the request was about to be sent a second time")
                    : new RequestNotExecutedException("cancelled before it was sent");
        }
        // Whoever asks for a password from now on is not the proxy that it is for: that is an answer, and nothing is
        // sent again.
        scope.clientContext.setRequestConfig(RequestConfig.copy(scope.clientContext.getRequestConfigOrDefault())
                .setAuthenticationEnabled(false)
                .build());
        try {
            chain.proceed(request, entity, scope, callback);
        } catch (Error mistake) {
            // An error would end the network thread, and with it the calls of others.
            throw new IOException(mistake.toString(), mistake);
        }
    }

    void attachTo(HttpContext context) {
        context.setAttribute(ATTRIBUTE, this);
    }

    /**
     * The request is about to be written. Returns {@code false} if it must not be: the gate is closed, or it has left before.
     */
    boolean pass() {
        if (state.get() == State.WAITING) {
            // Before the state, so that a thread which sees that the request has left sees the time too.
            passedAt = System.nanoTime();
        }
        return state.compareAndSet(State.WAITING, State.LEFT);
    }

    /** Nothing may leave from now on. Has no effect on what has left already. */
    void close() {
        state.compareAndSet(State.WAITING, State.CLOSED);
    }

    boolean left() {
        return state.get() == State.LEFT;
    }

    /** How long ago it left, or zero if it has not. */
    Duration sinceLeft() {
        return left() ? Duration.ofNanos(System.nanoTime() - passedAt) : Duration.ZERO;
    }

    /** The client reported that the connection had not taken a single byte of the request. */
    void returned() {
        state.set(State.CLOSED);
    }
}
