package io.jenkins.plugins.intune.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A call that left a moment ago and cannot be given up.
 *
 * @param reply its answer, now or later or never
 */
public record SampleExchange(CompletableFuture<HttpReply> reply) implements HttpExchange {

    /** One that has been answered. */
    public static HttpExchange answered(HttpReply reply) {
        return new SampleExchange(CompletableFuture.completedFuture(reply));
    }

    @Override
    public boolean left() {
        return true;
    }

    @Override
    public Duration sinceLeft() {
        return Duration.ZERO;
    }

    @Override
    public void cancel() {
        // Its answer comes all the same.
    }
}
