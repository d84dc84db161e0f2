package io.jenkins.plugins.intune.driver;

import io.jenkins.plugins.intune.request.RequestPlan;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import java.util.concurrent.CompletableFuture;

/** Is told which requests may leave, before they do, and how they ended. Calls must not block. */
public interface RequestWitness {

    /**
     * A request is about to leave, with the attempt that the state has, or goes on after a restart and may have left before.
     * May be told twice of the same one.
     *
     * @param before the {@code client-request-id} of the attempt before, or {@code null} if this is the first
     * @param cloud the host of the Graph that gets it; {@code null} for one that goes on
     * @return the request leaves when this completes; must not fail, and be soon in any case
     */
    default CompletableFuture<Void> leaving(RequestPlan plan, RequestState state, String before, String cloud) {
        return CompletableFuture.completedFuture(null);
    }

    /**
     * A request has ended, also one that never left.
     *
     * @param last the state that it ended with, or, if there was a mistake, the one before
     */
    default void ended(RequestPlan plan, RequestState last, RequestReport report) {}
}
