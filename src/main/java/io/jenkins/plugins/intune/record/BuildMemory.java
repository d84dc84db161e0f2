package io.jenkins.plugins.intune.record;

import hudson.model.Run;
import io.jenkins.plugins.intune.driver.AskedDevices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Which devices a build has asked, put together when the first of its requests in this run of Jenkins wants to know: from
 * what the build remembers of those that have ended, from the journals of its fleets, and from requests that resume after a
 * restart. Thread-safe.
 */
final class BuildMemory {

    private CompletableFuture<AskedDevices> asked;

    /**
     * The devices. Fails if what the build remembers cannot be read; the next call tries again.
     *
     * @param disk where reading may block
     * @param underWay finds out what resumes after a restart; may block at first
     */
    synchronized CompletableFuture<AskedDevices> of(
            Run<?, ?> run,
            RemoteAssistanceAction action,
            Executor disk,
            Supplier<CompletableFuture<UnderWay>> underWay) {
        if (asked == null || asked.isCompletedExceptionally()) {
            // A request that ends meanwhile reports that afterwards.
            asked = CompletableFuture.supplyAsync(underWay, disk)
                    .thenCompose(Function.identity())
                    .thenApplyAsync(goingOn -> read(run, action, goingOn), disk);
        }
        return asked;
    }

    /** A step cannot go on after a restart. */
    synchronized void abandon(String step) {
        if (asked != null) {
            asked.thenAccept(devices -> devices.abandon(step));
        }
    }

    private static AskedDevices read(Run<?, ?> run, RemoteAssistanceAction action, UnderWay goingOn) {
        AskedDevices devices = new AskedDevices();
        action.getRequests().forEach(record -> devices.restore(record.getKey(), record.report()));
        goingOn.requests().forEach(devices::resume);
        try {
            for (FleetRecord fleet : action.getFleets()) {
                boolean goesOn = goingOn.fleets().contains(fleet.getKey());
                FleetFiles.asked(run, fleet.getKey()).forEach((index, entry) -> {
                    String key = RemoteAssistanceAction.key(fleet.getKey(), index);
                    if (goesOn && !entry.ended()) {
                        devices.resume(key, entry.report());
                    } else {
                        devices.restore(key, entry.report());
                    }
                });
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(Messages.BuildMemory_unreadable(unreadable.getMessage()), unreadable);
        }
        return devices;
    }
}
