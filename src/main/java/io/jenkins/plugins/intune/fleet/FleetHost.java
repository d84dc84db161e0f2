package io.jenkins.plugins.intune.fleet;

import io.jenkins.plugins.intune.driver.GraphAccess;
import io.jenkins.plugins.intune.request.Claim;
import io.jenkins.plugins.intune.request.RequestPlan;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import io.jenkins.plugins.intune.values.GraphTenant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What a fleet needs of the build that it runs in. The build is told of each device as of a single request. Calls must not
 * block unless they say so.
 */
public interface FleetHost {

    /** As {@link io.jenkins.plugins.intune.driver.RequestHost#awaited}, for each device that is about to be asked. */
    default CompletableFuture<Void> awaited() {
        return CompletableFuture.completedFuture(null);
    }

    /** Writes a line to the build's log. */
    void log(String line);

    /** Finds the credential and makes it usable. */
    CompletableFuture<GraphAccess> access();

    /**
     * The fleet begins, or resumes. Comes from the thread that starts it, and may block.
     *
     * @param status tells at any time, and without blocking, how far the fleet is; empty until it has begun
     */
    default void started(Supplier<Optional<FleetStatus>> status) {}

    /**
     * One of the fleet's requests is about to ask a device that no other of the fleet asks, as {@link
     * io.jenkins.plugins.intune.driver.RequestHost#claim} says.
     *
     * @param index its place in the fleet
     */
    default CompletableFuture<Claim> claim(
            int index, String deviceId, GraphTenant tenant, Consumer<CompletableFuture<?>> busy) {
        return CompletableFuture.completedFuture(Claim.GRANTED);
    }

    /** One of the fleet's requests had ended before a restart. The build may not have been told. */
    default void endedBefore(RequestReport report) {}

    /** As {@link io.jenkins.plugins.intune.driver.RequestWitness#leaving}. */
    default CompletableFuture<Void> leaving(RequestPlan plan, RequestState state, GraphTenant tenant) {
        return CompletableFuture.completedFuture(null);
    }

    /**
     * One of the fleet's requests waits, as {@link io.jenkins.plugins.intune.driver.RequestWitness#givesWay} says.
     *
     * @param index its place in the fleet
     */
    default void givesWay(int index, RequestState state) {}

    /**
     * One of the fleet's requests has ended, as {@link io.jenkins.plugins.intune.driver.RequestWitness#ended} says.
     *
     * @param index its place in the fleet
     */
    default CompletableFuture<Void> ended(int index, RequestPlan plan, RequestState last, RequestReport report) {
        return CompletableFuture.completedFuture(null);
    }
}
