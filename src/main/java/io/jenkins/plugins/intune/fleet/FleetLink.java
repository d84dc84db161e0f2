package io.jenkins.plugins.intune.fleet;

import io.jenkins.plugins.intune.driver.AccessCache;
import io.jenkins.plugins.intune.driver.GraphAccess;
import io.jenkins.plugins.intune.driver.Platform;
import io.jenkins.plugins.intune.graph.TokenException;
import io.jenkins.plugins.intune.request.RequestOptions;
import io.jenkins.plugins.intune.throttle.AppThrottle;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;

/**
 * A fleet's way to its app's throttle. A credential that cannot be found for a moment, or a token endpoint that is down,
 * delays the fleet, and fails its devices only after as much time as a device has. Used from one event at a time, but for
 * {@link #timeFor} and {@link #heldFor}.
 */
final class FleetLink {

    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration MAX_WAIT = Duration.ofSeconds(15);

    /** Longest wait for a credentials provider: as long as one of many devices may be in line. */
    private static final Duration MAX_LOOK_UP = Duration.ofMinutes(30);

    private final AccessCache access;
    private final Platform platform;
    private final Duration patience;
    private final boolean dryRun;
    private volatile AppThrottle latest;
    /** Ends the look-up under way, of which there is one at a time, or begins the next; null before the first. */
    private Future<?> timer;

    private Duration wait;
    private long downSince;

    /** @param options how long to try before the devices that are left are given up, and whether they are only looked at */
    FleetLink(AccessCache access, Platform platform, RequestOptions options) {
        this.access = access;
        this.platform = platform;
        patience = options.timeout();
        dryRun = options.dryRun();
    }

    /**
     * Tells the throttle, once there is one, what was sent before a restart, and until when Graph asked the whole app
     * to wait.
     */
    void remember(Collection<FleetLine> lines) {
        access.remember(
                lines.stream().map(FleetLine::sentAt).filter(Objects::nonNull).toList(),
                lines.stream()
                        .map(FleetLine::heldUntil)
                        .filter(Objects::nonNull)
                        .max(Comparator.naturalOrder())
                        .orElse(Instant.EPOCH));
    }

    /** The credential made usable. */
    CompletableFuture<GraphAccess> access() {
        CompletableFuture<GraphAccess> found = access.get().copy();
        if (!found.isDone()) {
            String late = Messages.FleetLink_lateCredential(MAX_LOOK_UP.toMinutes());
            Future<?> patience = platform.scheduler()
                    .schedule(MAX_LOOK_UP, () -> found.completeExceptionally(new TimeoutException(late)));
            found.whenComplete((usable, failure) -> patience.cancel(false));
            timer = patience;
        }
        return found;
    }

    /** @param next the next try, of which there is one at a time, too */
    void waitFor(Future<?> next) {
        timer = next;
    }

    /** Leaves no timer behind. */
    void end() {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    /** The throttle for the present token. */
    CompletableFuture<AppThrottle> throttle() {
        return access().thenCompose(found -> found.tokens().current().thenApply(found.throttles()))
                .thenApply(this::found);
    }

    private synchronized AppThrottle found(AppThrottle throttle) {
        latest = throttle;
        wait = null;
        return throttle;
    }

    /** How long to wait before the next try, after one has failed; empty if that is final, or has had its time. */
    synchronized Optional<Duration> nextTry(Throwable failure) {
        if (failure instanceof TokenException token && !token.temporary()) {
            return Optional.empty();
        }
        long now = platform.clocks().nanos();
        if (wait == null) {
            wait = FIRST_WAIT;
            downSince = now;
        }
        if (now - downSince >= patience.toNanos()) {
            return Optional.empty();
        }
        Duration current = wait;
        wait = wait.compareTo(MAX_WAIT) < 0 ? wait.multipliedBy(2) : wait;
        return Optional.of(current);
    }

    /** The shortest time for so many devices, as far as is known. */
    Duration timeFor(int devices) {
        AppThrottle throttle = latest;
        if (throttle == null) {
            return Duration.ZERO;
        }
        return dryRun ? throttle.timeForReads(devices) : throttle.timeFor(devices);
    }

    /** How long nothing of the app may leave because Graph said so, as far as is known; zero for not at all. */
    Duration heldFor() {
        AppThrottle throttle = latest;
        return throttle == null ? Duration.ZERO : throttle.heldFor();
    }
}
