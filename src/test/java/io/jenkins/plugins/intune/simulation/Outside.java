package io.jenkins.plugins.intune.simulation;

import io.jenkins.plugins.intune.graph.CloudEndpoints;
import java.net.URI;

/**
 * What is outside of the controllers.
 *
 * @param limits Intune's limits for an app in this world, which the core knows
 * @param logged whether the core keeps an assistance log; where nobody asks it, that only takes time
 */
record Outside(
        World world,
        Tenant tenant,
        SimulatedEntra entra,
        SimulatedIntune intune,
        Ledger ledger,
        Limits limits,
        boolean logged) {

    /** So many calls of an app in any 20 seconds. */
    record Limits(int writes, int reads) {}

    static final CloudEndpoints ENDPOINTS =
            new CloudEndpoints(URI.create(SimulatedIntune.ROOT), URI.create("https://login.test"));
}
