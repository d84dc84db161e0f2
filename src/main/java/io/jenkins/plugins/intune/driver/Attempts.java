package io.jenkins.plugins.intune.driver;

import io.jenkins.plugins.intune.request.RequestPlan;
import io.jenkins.plugins.intune.request.RequestState;
import io.jenkins.plugins.intune.values.GraphTenant;
import java.util.concurrent.CompletableFuture;

/** Tells the build of each attempt of a request before it leaves, for the assistance log. Used from one event at a time. */
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

    /** @return when it is in the log, and may leave */
    CompletableFuture<Void> leaving(RequestState state, GraphTenant tenant) {
        String before = latest;
        latest = state.clientRequestId();
        return host.leaving(plan, state, latest.equals(before) ? null : before, tenant);
    }
}
