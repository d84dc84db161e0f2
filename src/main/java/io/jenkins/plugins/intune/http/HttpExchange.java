package io.jenkins.plugins.intune.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * One call under way. Thread-safe; completes exactly once, with an {@link HttpReply} or an {@link HttpFailure}.
 */
public interface HttpExchange {

    /** The answer, or an {@link HttpFailure}. Its callbacks may run on a network thread and must not block. */
    CompletableFuture<HttpReply> reply();

    /** Whether the request may have left for the server; {@code false} is certain. */
    boolean left();

    /** How long ago it left, at least zero; zero if it has not. */
    Duration sinceLeft();

    /** Gives up. What has not left by now will never leave. */
    void cancel();

    /** One that has failed before anything of it left. */
    static HttpExchange failed(HttpFailure failure) {
        CompletableFuture<HttpReply> reply = CompletableFuture.failedFuture(failure);
        return new HttpExchange() {
            @Override
            public CompletableFuture<HttpReply> reply() {
                return reply;
            }

            @Override
            public boolean left() {
                return false;
            }

            @Override
            public Duration sinceLeft() {
                return Duration.ZERO;
            }

            @Override
            public void cancel() {
                // The exchange has ended.
            }
        };
    }
}
