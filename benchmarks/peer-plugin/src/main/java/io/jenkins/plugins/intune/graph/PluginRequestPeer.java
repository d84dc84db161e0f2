package io.jenkins.plugins.intune.graph;

import io.jenkins.plugins.intune.bench.Endpoints;
import io.jenkins.plugins.intune.bench.Peer;
import io.jenkins.plugins.intune.driver.AccessCache;
import io.jenkins.plugins.intune.driver.RequestDriver;
import io.jenkins.plugins.intune.request.OnDoubt;
import io.jenkins.plugins.intune.request.RequestOptions;
import io.jenkins.plugins.intune.request.RequestPlan;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import io.jenkins.plugins.intune.values.Clocks;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The plugin's whole request, as a build makes it: it reads the device first, saves its state before it sends, takes a
 * permit under Intune's limit, and writes to a log. Only what Jenkins itself does is left out: finding the credential
 * and writing to disk.
 */
public final class PluginRequestPeer implements Peer {

    private final PluginParts parts;

    public PluginRequestPeer(Endpoints endpoints) throws InvalidInputException {
        parts = new PluginParts(endpoints);
    }

    @Override
    public CompletableFuture<Void> action(String device) {
        RequestOptions options = new RequestOptions(ApiVersion.AUTO, 3600, OnDoubt.FAIL, 0);
        BenchBuild build = new BenchBuild(parts);
        return new RequestDriver(
                        new RequestPlan(PluginParts.device(device), options, false),
                        RequestState.startingAt(Instant.now()),
                        false,
                        new BenchBuild.OfOneDevice(),
                        new AccessCache(build::access, Clocks.SYSTEM, false),
                        parts.platform(),
                        null)
                .start()
                .thenAccept(PluginRequestPeer::check);
    }

    private static void check(RequestReport report) {
        if (report.outcome().isFailure()) {
            throw new CompletionException(new IOException(report.message()));
        }
    }
}
