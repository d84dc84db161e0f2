package io.jenkins.plugins.intune.bench;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Intune's limits: a sliding window for each app, and one for all apps of the tenant. Thread-safe. */
final class Throttle {

    private final Map<String, ArrayDeque<Long>> ofApps = new HashMap<>();
    private final ArrayDeque<Long> ofTenant = new ArrayDeque<>();

    /**
     * Takes a place for a write that arrives now.
     *
     * @return empty if there was one, else how long until there is
     */
    synchronized Optional<Duration> take(String app, Behaviour behaviour) {
        ArrayDeque<Long> ofApp = ofApps.computeIfAbsent(app, first -> new ArrayDeque<>());
        long now = System.nanoTime();
        long window = behaviour.windowMillis() * 1_000_000L;
        long wait = Math.max(
                wait(ofApp, behaviour.limit(), now - window), wait(ofTenant, behaviour.tenantLimit(), now - window));
        if (wait == 0 || behaviour.strict()) {
            ofApp.add(now);
            ofTenant.add(now);
        }
        return wait == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(wait));
    }

    /** How long until there is a place, 0 if there is one. */
    private static long wait(ArrayDeque<Long> counted, int limit, long over) {
        while (!counted.isEmpty() && counted.peek() <= over) {
            counted.remove();
        }
        if (limit == 0 || counted.size() < limit) {
            return 0;
        }
        return counted.stream().skip(counted.size() - limit).findFirst().orElseThrow() - over;
    }
}
