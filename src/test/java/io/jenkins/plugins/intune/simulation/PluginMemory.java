package io.jenkins.plugins.intune.simulation;

import io.jenkins.plugins.intune.driver.AskedDevices;
import io.jenkins.plugins.intune.request.RequestReport;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Which devices a build has asked, put together when the first of its requests wants to know, as {@code BuildMemory} does it. */
final class PluginMemory {

    private final PluginRequest build;
    private CompletableFuture<AskedDevices> asked;

    PluginMemory(PluginRequest build) {
        this.build = build;
    }

    CompletableFuture<AskedDevices> devices() {
        if (asked == null || asked.isCompletedExceptionally()) {
            Machine machine = build.port.machine;
            asked = CompletableFuture.supplyAsync(this::underWay, machine.disk())
                    .thenCompose(Function.identity())
                    .thenApplyAsync(this::read, machine.disk());
        }
        return asked;
    }

    /** The Pipeline tells on its own thread. */
    private CompletableFuture<Map<String, RequestReport>> underWay() {
        CompletableFuture<Map<String, RequestReport>> others = new CompletableFuture<>();
        build.port.onPipeline(() -> others.complete(build.underWay()));
        return others;
    }

    private AskedDevices read(Map<String, RequestReport> goingOn) {
        build.port.readFails().ifPresent(failure -> {
            throw new UncheckedIOException(failure);
        });
        AskedDevices devices = new AskedDevices();
        build.ended().forEach(devices::restore);
        goingOn.forEach(devices::resume);
        return devices;
    }

    void abandon(String step) {
        if (asked != null) {
            asked.thenAccept(devices -> devices.abandon(step));
        }
    }
}
