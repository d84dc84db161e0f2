package io.jenkins.plugins.intune.driver;

import io.jenkins.plugins.intune.request.Phase;
import io.jenkins.plugins.intune.request.RequestPlan;
import io.jenkins.plugins.intune.request.RequestState;
import io.jenkins.plugins.intune.values.GraphTenant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * Saves a request, and tells the build of each attempt before it leaves, for the assistance log. Used from one event at a time.
 */
final class AttemptRecorder {

    private final RequestPlan plan;
    private final RequestHost host;
    /** The id of the request that the log was told of, or {@code null}. */
    private String told;

    /** @param state where the request goes on */
    AttemptRecorder(RequestPlan plan, RequestHost host, RequestState state) {
        this.plan = plan;
        this.host = host;
        told = state.sent().logId();
    }

    /** Jenkins was restarted. */
    void resume(RequestState state) {
        if (told != null && !state.mayHaveReached()) {
            // First, so that its device does not count as asked for a moment.
            host.givesWay(state);
        }
        if (told != null && state.wasSent()) {
            // A crash may have lost the line; and what follows is waited for.
            host.leaving(plan, state, null);
        }
    }

    /** Puts a state on disk. */
    CompletableFuture<Void> save(RequestState state) {
        boolean another = !Objects.equals(told, state.sent().logId());
        told = state.sent().logId();
        if (another && state.phase() != Phase.SAVING) {
            // It goes on with an earlier request of the build, whose end is waited for from now on.
            host.leaving(plan, state, null);
        }
        return host.save(state);
    }

    /**
     * The latest attempt is saved, and about to leave. Only then is it told of, because what a crash forgets was not to be in
     * the log.
     *
     * @return when it is in the log, and may leave
     */
    CompletableFuture<Void> leaving(RequestState state, GraphTenant tenant) {
        return host.leaving(plan, state, tenant);
    }
}
