package io.jenkins.plugins.intune.fleet;

import io.jenkins.plugins.intune.http.HttpCall;
import io.jenkins.plugins.intune.http.HttpExchange;
import io.jenkins.plugins.intune.http.HttpFailure;
import io.jenkins.plugins.intune.http.HttpReply;
import io.jenkins.plugins.intune.http.HttpSender;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A call that goes out together with others, with an answer of its own. It counts as left from the moment that its batch
 * is on the way, because it cannot be taken out of it again. Thread-safe.
 */
final class BatchedCall implements HttpExchange {

    private enum State {
        GATHERING,
        DEPARTED,
        OVER
    }

    private final HttpCall call;
    private final CompletableFuture<HttpReply> reply = new CompletableFuture<>();
    private State state = State.GATHERING;
    private HttpExchange carrier;
    private boolean alone;

    BatchedCall(HttpCall call) {
        this.call = call;
    }

    HttpCall call() {
        return call;
    }

    @Override
    public CompletableFuture<HttpReply> reply() {
        return reply;
    }

    @Override
    public synchronized boolean left() {
        return state == State.DEPARTED && (carrier == null || carrier.left());
    }

    @Override
    public synchronized Duration sinceLeft() {
        return carrier == null ? Duration.ZERO : carrier.sinceLeft();
    }

    @Override
    public void cancel() {
        giveUp(false);
    }

    /** The time is up. */
    void expire() {
        giveUp(true);
    }

    /** Goes, unless it was given up before. */
    synchronized boolean depart() {
        if (state != State.GATHERING) {
            return false;
        }
        state = State.DEPARTED;
        return true;
    }

    /** It is on its way in this batch. */
    synchronized void goesWith(HttpExchange batch) {
        carrier = batch;
    }

    /** Sends it by itself. */
    void goAlone(HttpSender sender) {
        if (reply.isDone()) {
            return;
        }
        HttpExchange own = sender.send(call);
        synchronized (this) {
            carrier = own;
            alone = true;
        }
        own.reply().whenComplete((answer, failure) -> {
            if (failure == null) {
                answered(answer);
            } else {
                failed(failure);
            }
        });
        if (reply.isDone()) {
            own.cancel();
        }
    }

    void answered(HttpReply answer) {
        reply.complete(answer);
    }

    void failed(Throwable failure) {
        reply.completeExceptionally(failure);
    }

    private void giveUp(boolean late) {
        HttpExchange own = null;
        boolean left;
        synchronized (this) {
            left = left();
            if (state == State.GATHERING) {
                state = State.OVER;
            } else if (alone) {
                own = carrier;
            }
        }
        if (own != null) {
            own.cancel();
            left = own.left();
        }
        failed(late ? HttpFailure.timeout(call, left) : HttpFailure.cancelled(call, left));
    }
}
