package io.jenkins.plugins.intune.driver;

import io.jenkins.plugins.intune.request.RequestPlan;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import io.jenkins.plugins.intune.values.GraphTenant;
import java.util.concurrent.CompletableFuture;

/** Is told which requests may leave, before they do, and how they ended. Calls must not block. */
public interface RequestWitness {

    /**
     * A request is about to leave, with the attempt that the state has and that is on disk; or it resumes after a restart and
     * may have left before; or it goes on with an earlier request of the build. May come twice for the same attempt.
     *
     * @param tenant whose device is asked; {@code null} for what may have left before
     * @return completes when the request may leave; must not fail, and must complete soon in any case
     */
    default CompletableFuture<Void> leaving(RequestPlan plan, RequestState state, GraphTenant tenant) {
        return CompletableFuture.completedFuture(null);
    }

    /**
     * A request makes way: it waits before another attempt, or was accepted and waits for its session, and asks nobody
     * before it claims its device anew.
     *
     * @param state with the attempt before, if there was any
     */
    default void givesWay(RequestState state) {}

    /**
     * A request has ended, also one that never left.
     *
     * @param last the state that it ended with, or, after an error in the plugin, the one before
     * @return completes when nothing of that can be lost any more, and whoever waits for the request may go on; must not
     *     fail, and must complete soon in any case
     */
    default CompletableFuture<Void> ended(RequestPlan plan, RequestState last, RequestReport report) {
        return CompletableFuture.completedFuture(null);
    }
}
