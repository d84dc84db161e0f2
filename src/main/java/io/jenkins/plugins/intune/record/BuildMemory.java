package io.jenkins.plugins.intune.record;

import hudson.model.Run;
import io.jenkins.plugins.intune.driver.AskedDevices;
import io.jenkins.plugins.intune.request.RequestReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Which devices a build has asked, put together when the first of its requests in this run of Jenkins wants to know: from what
 * the build remembers of those that have ended, from the journals of its fleets, and from requests that go on after a restart.
 * Thread-safe.
 */
final class BuildMemory {

    private CompletableFuture<AskedDevices> asked;

    /**
     * The devices. Fails if what the build remembers cannot be read; the next call tries again.
     *
     * @param disk where reading may block
     * @param underWay the build's requests that began before a restart and have not ended, each under its key; may block to
     *     begin with
     */
    synchronized CompletableFuture<AskedDevices> of(
            Run<?, ?> run,
            RemoteAssistanceAction action,
            Executor disk,
            Supplier<CompletableFuture<Map<String, RequestReport>>> underWay) {
        if (asked == null || asked.isCompletedExceptionally()) {
            asked = CompletableFuture.supplyAsync(() -> read(run, action), disk)
                    .thenCompose(devices -> underWay.get().thenApply(others -> {
                        others.forEach(devices::restore);
                        return devices;
                    }));
        }
        return asked;
    }

    private static AskedDevices read(Run<?, ?> run, RemoteAssistanceAction action) {
        AskedDevices devices = new AskedDevices();
        try {
            for (FleetRecord fleet : action.getFleets()) {
                FleetFiles.asked(run, fleet.getKey())
                        .forEach((index, report) ->
                                devices.restore(RemoteAssistanceAction.key(fleet.getKey(), index), report));
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(Messages.BuildMemory_unreadable(unreadable.getMessage()), unreadable);
        }
        action.getRequests().forEach(record -> devices.restore(record.getKey(), record.report()));
        return devices;
    }
}
