package io.jenkins.plugins.intune.driver;

import io.jenkins.plugins.intune.request.Phase;
import io.jenkins.plugins.intune.request.RequestPlan;
import io.jenkins.plugins.intune.request.RequestState;
import io.jenkins.plugins.intune.values.GraphTenant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Saves a request, and tells the build of each attempt before it leaves, for the assistance log. Used from one event at a time. */
final class Attempts {

    private final RequestPlan plan;
    private final RequestHost host;
    /** The id of the latest attempt that the build was told of, or {@code null}. */
    private String latest;

    /** @param state where the request goes on */
    Attempts(RequestPlan plan, RequestHost host, RequestState state) {
        this.plan = plan;
        this.host = host;
        latest = state.clientRequestId();
    }

    /** Jenkins was restarted. */
    void resume(RequestState state) {
        if (latest != null && state.mayHaveReached()) {
            // A crash may have lost the line.
            host.leaving(plan, state, null, null);
        }
    }

    /**
     * Puts a state on disk.
     *
     * @param tenant whose device is asked
     * @return when it is there, and an attempt that it is about in the assistance log, so that the attempt may leave
     */
    CompletableFuture<Void> save(RequestState state, Supplier<GraphTenant> tenant) {
        CompletableFuture<Void> saved = host.save(state);
        if (state.phase() != Phase.SAVING) {
            return saved;
        }
        String before = latest;
        latest = state.clientRequestId();
        CompletableFuture<Void> noted = host.leaving(plan, state, latest.equals(before) ? null : before, tenant.get());
        return saved.thenCombine(noted, (both, done) -> both);
    }
}
