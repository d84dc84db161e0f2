package io.jenkins.plugins.intune.driver;

import io.jenkins.plugins.intune.http.HttpExchange;
import io.jenkins.plugins.intune.http.HttpReply;
import io.jenkins.plugins.intune.throttle.Permit;
import io.jenkins.plugins.intune.values.Clocks;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** The action on its way, with the permit that it uses. Used from one event at a time. */
final class ActionCall {

    private final Executor events;
    private final Clocks clocks;
    private HttpExchange exchange;

    ActionCall(Executor events, Clocks clocks) {
        this.events = events;
        this.clocks = clocks;
    }

    /** Whether it is under way and may have left. */
    boolean left() {
        return exchange != null && exchange.left();
    }

    /**
     * @param call begins the call
     * @param ended gets the reply or the failure, as an event
     */
    void send(Permit permit, Supplier<HttpExchange> call, BiConsumer<HttpReply, Throwable> ended) {
        HttpExchange begun;
        try {
            begun = call.get();
        } catch (RuntimeException | Error mistake) {
            permit.unused();
            throw mistake;
        }
        exchange = begun;
        begun.reply().whenComplete((reply, thrown) -> {
            try {
                PacedSender.settle(permit, begun, reply, clocks);
            } finally {
                // Whatever becomes of the permit, the request waits for its answer.
                events.execute(() -> {
                    exchange = null;
                    ended.accept(reply, thrown);
                });
            }
        });
    }

    void cancel() {
        if (exchange != null) {
            exchange.cancel();
        }
    }
}
