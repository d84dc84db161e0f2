package io.jenkins.plugins.intune.fleet;

import io.jenkins.plugins.intune.graph.BuildContext;
import io.jenkins.plugins.intune.graph.GraphAccess;
import io.jenkins.plugins.intune.http.HttpSender;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The credential as a whole fleet uses it: looked up every few seconds, so that a change counts soon and a thousand devices
 * do not ask a thousand times; and with its calls gathered in batches. Thread-safe.
 */
final class FleetAccess {

    private static final Duration FRESH = Duration.ofSeconds(5);

    private final BuildContext build;
    private final ReadPace pace = new ReadPace(System::nanoTime);
    private CompletableFuture<GraphAccess> latest;
    private Instant lookedUpAt;
    private BatchSender sender;
    private URI senderRoot;
    private volatile Supplier<? extends HttpSender> transport;

    FleetAccess(BuildContext build) {
        this.build = build;
    }

    /** The access of the moment; fails as {@link BuildContext#access()} does. */
    synchronized CompletableFuture<GraphAccess> get() {
        Instant now = build.now();
        boolean old = latest == null
                || latest.isCompletedExceptionally()
                || Duration.between(lookedUpAt, now).compareTo(FRESH) > 0;
        if (old) {
            lookedUpAt = now;
            latest = build.access().thenApply(this::gathering);
        }
        return latest;
    }

    private synchronized GraphAccess gathering(GraphAccess access) {
        transport = access.transport();
        URI root = access.endpoints().graphRoot();
        if (!root.equals(senderRoot)) {
            senderRoot = root;
            sender = new BatchSender(root, () -> transport.get(), build::schedule, pace);
        }
        BatchSender gathers = sender;
        return access.withTransport(() -> gathers);
    }
}
