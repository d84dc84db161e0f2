package io.jenkins.plugins.intune.bench;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;

/** Intune's limit: a sliding window. Thread-safe. */
final class Window {

    private final ArrayDeque<Long> taken = new ArrayDeque<>();
    private int fullest;

    /**
     * Takes a place for a write that arrives now.
     *
     * @return empty if there was one, else how long until there is
     */
    synchronized Optional<Duration> take(int limit, int windowMillis) {
        if (limit == 0) {
            return Optional.empty();
        }
        long now = System.nanoTime();
        long window = windowMillis * 1_000_000L;
        while (!taken.isEmpty() && now - taken.peekFirst() >= window) {
            taken.removeFirst();
        }
        if (taken.size() >= limit) {
            return Optional.of(Duration.ofNanos(taken.peekFirst() + window - now));
        }
        taken.addLast(now);
        fullest = Math.max(fullest, taken.size());
        return Optional.empty();
    }

    /** The most writes that it took within one window. */
    synchronized int fullest() {
        return fullest;
    }
}
