package io.jenkins.plugins.intune.graph;

import io.jenkins.plugins.intune.http.HttpCall;
import io.jenkins.plugins.intune.http.HttpExchange;
import io.jenkins.plugins.intune.http.HttpFailure;
import io.jenkins.plugins.intune.http.HttpReply;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * A call of which only its own answer counts: caches and proxies have been seen to hand out another call's. Graph returns the
 * {@code client-request-id} that it was sent.
 *
 * @see <a href="https://github.com/Azure/azure-sdk-for-net/issues/31975">An answer with another id</a>
 */
record OwnAnswer(HttpExchange exchange, CompletableFuture<HttpReply> reply) implements HttpExchange {

    static final String ID = "client-request-id";

    static HttpExchange of(HttpCall call, HttpExchange exchange) {
        CompletableFuture<HttpReply> own = new CompletableFuture<>();
        exchange.reply().whenComplete((reply, failure) -> {
            if (failure != null) {
                own.completeExceptionally(failure);
            } else if (isAnothers(reply, call.headers().get(ID))) {
                own.completeExceptionally(HttpFailure.anothers(call));
            } else {
                own.complete(reply);
            }
        });
        return new OwnAnswer(exchange, own);
    }

    /** An answer without the header says nothing about it. One that has it twice, in one line or two, has been seen, too. */
    private static boolean isAnothers(HttpReply reply, String id) {
        List<String> returned = reply.headers().getOrDefault(ID, List.of());
        return !returned.isEmpty()
                && returned.stream()
                        .noneMatch(value -> value.toLowerCase(Locale.ROOT).contains(id));
    }

    @Override
    public boolean left() {
        return exchange.left();
    }

    @Override
    public Duration sinceLeft() {
        return exchange.sinceLeft();
    }

    @Override
    public void cancel() {
        exchange.cancel();
    }
}
