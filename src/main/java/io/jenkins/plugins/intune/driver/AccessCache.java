package io.jenkins.plugins.intune.driver;

import io.jenkins.plugins.intune.graph.Connector;
import io.jenkins.plugins.intune.throttle.AppThrottle;
import io.jenkins.plugins.intune.values.Clocks;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The credential of a build, looked up every few seconds while it is in use: so a change counts soon, and a thousand devices do
 * not look it up a thousand times. What the tenant's connector is read as is shared likewise. Whoever comes to the app's throttle
 * by this way after a restart tells it first what the build asked before. Thread-safe; never blocks.
 */
public final class AccessCache {

    private static final Duration FRESH = Duration.ofSeconds(5);

    private static final Duration CONNECTOR_FRESH = Duration.ofMinutes(5);

    /** Longest time between saving a state and the count of the request at Intune. */
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(2);

    /** What was asked before a restart. */
    private record Earlier(List<Instant> sent, Instant heldUntil) {}

    private final Supplier<CompletableFuture<GraphAccess>> lookUp;
    private final Clocks clocks;
    private CompletableFuture<GraphAccess> access;
    private long accessAt;
    private CompletableFuture<Connector> connector;
    private long connectorAt;
    private volatile boolean known;
    /** What the throttle has not heard yet, or {@code null}. */
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

    /** The access of the moment, or the reason why there is none. */
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
     * What was asked before a restart, which Intune has not forgotten: the throttle hears of it before anything leaves.
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
        if (connector == null || isOlder(connectorAt, CONNECTOR_FRESH)) {
            connectorAt = clocks.nanos();
            connector = read.get().exceptionally(unreadable -> Connector.UNKNOWN);
        }
        return connector;
    }

    private boolean isOlder(long at, Duration age) {
        return clocks.nanos() - at > age.toNanos();
    }
}
