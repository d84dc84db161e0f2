package io.jenkins.plugins.intune.graph;

import io.jenkins.plugins.intune.driver.GraphAccess;
import io.jenkins.plugins.intune.driver.RequestHost;
import io.jenkins.plugins.intune.fleet.FleetHost;
import io.jenkins.plugins.intune.request.RequestState;
import java.util.concurrent.CompletableFuture;

/** A build without a log and without a disk: what Jenkins itself does is left out. */
public final class BenchBuild implements FleetHost {

    private final PluginParts parts;

    public BenchBuild(PluginParts parts) {
        this.parts = parts;
    }

    @Override
    public CompletableFuture<GraphAccess> access() {
        return CompletableFuture.supplyAsync(() -> parts.access, parts.blocking);
    }

    @Override
    public void log(String line) {
        // A build writes it to its log.
    }

    /** The same for a request for one device. */
    static final class OfOneDevice implements RequestHost {

        @Override
        public CompletableFuture<Void> save(RequestState state) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void log(String line) {
            // A build writes it to its log.
        }
    }
}
