package io.jenkins.plugins.intune.driver;

import io.jenkins.plugins.intune.request.Phase;
import io.jenkins.plugins.intune.request.RequestPlan;
import io.jenkins.plugins.intune.request.RequestState;
import io.jenkins.plugins.intune.values.GraphTenant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** Saves a request, and tells the build of each attempt before it leaves, for the assistance log. Used from one event at a time. */
final class Attempts {

    private final RequestPlan plan;
    private final RequestHost host;
    /** The id of the latest attempt that is saved, or {@code null}. */
    private String latest;

    /** @param state where the request goes on */
    Attempts(RequestPlan plan, RequestHost host, RequestState state) {
        this.plan = plan;
        this.host = host;
        latest = state.attemptId();
    }

    /** Jenkins was restarted. */
    void resume(RequestState state) {
        // A crash may have lost the line, which also says that the attempt before is over; and what follows is waited
        // for.
        if (latest != null && (state.attempts() > 0 || state.mayHaveReached() || state.replaces() != null)) {
            host.leaving(plan, state, null);
            if (!state.mayHaveReached()) {
                host.backsOff(state);
            }
        }
    }

    /** Puts a state on disk. */
    CompletableFuture<Void> save(RequestState state) {
        boolean another = !Objects.equals(latest, state.attemptId());
        latest = state.attemptId();
        if (another && state.phase() != Phase.SAVING && state.replaces() != null) {
            // It goes on with another request of the build, and what it had sent itself counts no more.
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

    /** The latest attempt is saved, but has given its permit back meanwhile, and does not leave. */
    void savedTooLate(RequestState state) {
        // Whatever comes next comes in its place, and the one before must not stay in the log as if it were under way.
        if (state.replaces() != null) {
            host.leaving(plan, state, null);
        }
    }
}
