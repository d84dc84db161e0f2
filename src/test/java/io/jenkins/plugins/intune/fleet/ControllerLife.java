package io.jenkins.plugins.intune.fleet;

import io.jenkins.plugins.intune.http.HttpExchange;
import io.jenkins.plugins.intune.http.HttpSender;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One controller from its start to its death. Knows whether it has something to do or waits for an answer: as long as it
 * does not, only time can bring it on. Thread-safe.
 */
final class ControllerLife implements Executor {

    private final Executor threads;
    private final AtomicInteger busy = new AtomicInteger();
    private volatile boolean dead;

    ControllerLife(Executor threads) {
        this.threads = threads;
    }

    /** Runs nothing any more. */
    void end() {
        dead = true;
    }

    /** Whether it has nothing to do and no call under way. */
    boolean isIdle() {
        return busy.get() == 0;
    }

    @Override
    public void execute(Runnable task) {
        busy.incrementAndGet();
        threads.execute(() -> {
            try {
                if (!dead) {
                    task.run();
                }
            } finally {
                busy.decrementAndGet();
            }
        });
    }

    /** Sends as another sender does. A call is over when whoever has sent it knows its answer. */
    HttpSender sender(HttpSender sender) {
        return call -> {
            busy.incrementAndGet();
            HttpExchange exchange = sender.send(call);
            // The first to ask for the answer is the last to be told of it.
            exchange.reply().whenComplete((reply, failure) -> busy.decrementAndGet());
            return exchange;
        };
    }
}
