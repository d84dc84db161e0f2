package io.jenkins.plugins.intune.fleet;

import io.jenkins.plugins.intune.graph.GraphAccess;
import io.jenkins.plugins.intune.graph.RemoteAssistanceException;
import io.jenkins.plugins.intune.graph.RemoteAssistanceRequest;
import io.jenkins.plugins.intune.graph.RequestHost;
import io.jenkins.plugins.intune.graph.RequestReport;
import io.jenkins.plugins.intune.graph.RequestState;
import io.jenkins.plugins.intune.graph.WriteTurn;
import io.jenkins.plugins.intune.graph.WriteTurns;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One device of a fleet: the same request as for a single device, with its state in the fleet's journal, without lines of
 * its own in the log, and with the first turn to write already in its hand.
 */
final class FleetItem implements RequestHost {

    private final int index;
    private final boolean waitsForSession;
    private final FleetParts fleet;
    private final RemoteAssistanceRequest request;
    private final AtomicReference<WriteTurn> firstTurn;
    private boolean written;

    /**
     * @param index its place in the plan
     * @param state where to go on
     * @param firstTurn the right to write, or {@code null} if it needs none or has to queue
     */
    FleetItem(FleetPlan plan, int index, RequestState state, WriteTurn firstTurn, FleetParts fleet) {
        this.index = index;
        this.fleet = fleet;
        this.firstTurn = new AtomicReference<>(firstTurn);
        waitsForSession = plan.waitsForSession();
        request = new RemoteAssistanceRequest(plan.request(index), state, this);
    }

    /** Starts or goes on; what is left of the request comes in any case. */
    CompletableFuture<RequestReport> start() {
        return request.start().handle((result, failure) -> {
            WriteTurn unused = firstTurn.getAndSet(null);
            if (unused != null) {
                unused.unused();
            }
            return failure instanceof RemoteAssistanceException ended ? ended.report() : result.report();
        });
    }

    /** Ends it, whatever it is doing. */
    void abort() {
        request.abort();
    }

    /** Whether it is on its way right now. */
    boolean sending() {
        return request.sending();
    }

    @Override
    public CompletableFuture<GraphAccess> access() {
        return fleet.access().get().thenApply(shared -> shared.withTurns(turns(shared.turns())));
    }

    private WriteTurns turns(WriteTurns shared) {
        return () -> {
            WriteTurn first = firstTurn.getAndSet(null);
            return first == null ? shared.take() : CompletableFuture.completedFuture(first);
        };
    }

    @Override
    public CompletableFuture<Void> save(RequestState state) {
        boolean worthIt =
                switch (state.phase()) {
                    case SENDING, IN_DOUBT -> true;
                    // What has left no trace yet begins anew after a restart.
                    case NEW, WAITING -> written;
                    case ACCEPTED -> waitsForSession;
                    // The end follows at once, and is kept in words of its own.
                    case FAILED -> false;
                };
        if (!worthIt) {
            return CompletableFuture.completedFuture(null);
        }
        written = true;
        return fleet.journal().state(index, state);
    }

    @Override
    public Optional<String> objection(String deviceId) {
        return fleet.claims().claim(deviceId, index) ? Optional.empty() : Optional.of(Messages.Fleet_duplicate());
    }

    @Override
    public void log(String line) {
        // A thousand devices would fill the log; the fleet says what matters.
    }

    @Override
    public Future<?> schedule(Duration delay, Runnable task) {
        return fleet.build().schedule(delay, task);
    }

    @Override
    public Executor executor() {
        return fleet.build().executor();
    }

    @Override
    public Instant now() {
        return fleet.build().now();
    }
}
