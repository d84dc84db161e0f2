package io.jenkins.plugins.intune.standin;

import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** Intune's limit, as strict as it can be: 200 writes in any 20 seconds, throttled ones among them. Thread-safe. */
final class WriteLimit implements ResponseDefinitionTransformerV2 {

    static final String NAME = "write-limit";

    private static final int WRITES = 200;
    private static final long WINDOW = Duration.ofSeconds(20).toNanos();

    private final ArrayDeque<Long> counted = new ArrayDeque<>();
    private final AtomicInteger throttled = new AtomicInteger();
    private final LongSupplier nanos;

    /** @param nanos a monotonic clock, in nanoseconds */
    WriteLimit(LongSupplier nanos) {
        this.nanos = nanos;
    }

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public boolean applyGlobally() {
        return false;
    }

    @Override
    public synchronized ResponseDefinition transform(ServeEvent event) {
        long now = nanos.getAsLong();
        while (!counted.isEmpty() && now - counted.peekFirst() >= WINDOW) {
            counted.removeFirst();
        }
        counted.addLast(now);
        if (counted.size() > WRITES) {
            throttled.incrementAndGet();
            return StandIn.error(429, "TooManyRequests", "Too many requests").build();
        }
        return event.getResponseDefinition();
    }

    int throttled() {
        return throttled.get();
    }
}
