package io.jenkins.plugins.intune.fleet;

import io.jenkins.plugins.intune.driver.GraphAccess;
import io.jenkins.plugins.intune.driver.RequestWitness;
import java.util.concurrent.CompletableFuture;

/** What a fleet needs of the build that it runs in. Of each device it is told as of a single request. Calls must not block. */
public interface FleetHost extends RequestWitness {

    /** Writes a line to the build's log. */
    void log(String line);

    /** Finds the credential and makes it usable. */
    CompletableFuture<GraphAccess> access();
}
