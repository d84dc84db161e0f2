package io.jenkins.plugins.intune.driver;

import io.jenkins.plugins.intune.graph.Connector;
import io.jenkins.plugins.intune.throttle.AppThrottle;
import io.jenkins.plugins.intune.values.Clocks;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The credential of a build, looked up every few seconds while it is in use: so a change takes effect soon, and a thousand
 * devices do not look it up a thousand times. What is found out about its app is shared, too. After a restart the app's
 * throttle first learns what the build sent before. Thread-safe; never blocks.
 */
public final class AccessCache {

    private static final Duration FRESH = Duration.ofSeconds(5);

    /** How long what was found out about the app is used. */
    private static final Duration FOUND_FRESH = Duration.ofMinutes(5);

    /** Longest time from saving a state until Intune counts the request. */
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(2);

    /** What was sent before a restart. */
    private record Earlier(List<Instant> sent, Instant heldUntil) {}

    private final Supplier<CompletableFuture<GraphAccess>> lookUp;
    private final Clocks clocks;
    private CompletableFuture<GraphAccess> access;
    private long accessAt;
    private final Found<Connector> connector = new Found<>();
    private final Found<Optional<List<String>>> roles = new Found<>();
    private volatile boolean known;
    /** What the throttle has not been told yet, or {@code null}. */
    private Earlier earlier;

    /**
     * @param lookUp finds the credential and makes it usable; fails with an exception whose message says in plain words what is
     *     wrong
     * @param known whether the credential was found before, by this build before a restart: what is not found then may be found
     *     again
     */
    public AccessCache(Supplier<CompletableFuture<GraphAccess>> lookUp, Clocks clocks, boolean known) {
        this.lookUp = lookUp;
        this.clocks = clocks;
        this.known = known;
    }

    /** The present access, or the reason why there is none. */
    public synchronized CompletableFuture<GraphAccess> get() {
        if (access == null || access.isCompletedExceptionally() || isOlder(accessAt, FRESH)) {
            accessAt = clocks.nanos();
            access = lookUp.get()
                    .thenApply(found -> found.by(token -> told(found.throttles().apply(token))));
            access.thenAccept(found -> known = true);
        }
        return access;
    }

    /**
     * What was sent before a restart, which Intune still counts: the throttle is told before anything leaves.
     *
     * @param sent when requests were sent, as far as they can have left
     * @param heldUntil until when Graph asked the whole app to wait; long ago if it did not
     */
    public synchronized void remember(Collection<Instant> sent, Instant heldUntil) {
        earlier = new Earlier(List.copyOf(sent), heldUntil);
    }

    private synchronized AppThrottle told(AppThrottle throttle) {
        if (earlier != null) {
            Instant now = clocks.now();
            throttle.restore(
                    earlier.sent().stream()
                            .map(at -> Duration.between(at.plus(ON_ITS_WAY), now))
                            .toList(),
                    Duration.between(now, earlier.heldUntil()));
            earlier = null;
        }
        return throttle;
    }

    /** Whether the credential was found at some time, so that a failure may pass. */
    boolean isKnown() {
        return known;
    }

    /** How far the connector is set up, as it was read a while ago or is read now. Never fails. */
    synchronized CompletableFuture<Connector> connector(Supplier<CompletableFuture<Connector>> read) {
        return connector.get(() -> read.get().exceptionally(unreadable -> Connector.UNKNOWN));
    }

    /** The app's permissions, in the same way; empty if a token does not tell them. Fails if there is no token. */
    synchronized CompletableFuture<Optional<List<String>>> roles(
            Supplier<CompletableFuture<Optional<List<String>>>> read) {
        return roles.get(read);
    }

    /** Something that was found out about the app. */
    private final class Found<T> {

        private CompletableFuture<T> latest;
        private long at;

        CompletableFuture<T> get(Supplier<CompletableFuture<T>> read) {
            if (latest == null || latest.isCompletedExceptionally() || isOlder(at, FOUND_FRESH)) {
                at = clocks.nanos();
                latest = read.get();
            }
            return latest;
        }
    }

    private boolean isOlder(long at, Duration age) {
        return clocks.nanos() - at > age.toNanos();
    }
}
