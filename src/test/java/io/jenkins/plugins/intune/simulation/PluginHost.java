package io.jenkins.plugins.intune.simulation;

import io.jenkins.plugins.intune.driver.AskedDevices;
import io.jenkins.plugins.intune.driver.RequestHost;
import io.jenkins.plugins.intune.request.Claim;
import io.jenkins.plugins.intune.request.RequestPlan;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** A build as one of its steps sees it: does with {@link AskedDevices} what {@code BuildHost} does. */
final class PluginHost implements RequestHost {

    private final PluginRequest build;
    private final SimulatedStep step;
    private final String key;
    private final Function<RequestState, CompletableFuture<Void>> store;
    private final PluginClaims recent;
    private CompletableFuture<AskedDevices> asked;
    private boolean over;

    PluginHost(
            PluginRequest build,
            SimulatedStep step,
            String key,
            Function<RequestState, CompletableFuture<Void>> store) {
        this.build = build;
        this.step = step;
        this.key = key;
        this.store = store;
        recent = new PluginClaims(build.core.log, build.port.build);
    }

    @Override
    public CompletableFuture<Void> save(RequestState state) {
        return store.apply(state);
    }

    @Override
    public CompletableFuture<Claim> claim(String deviceId, String cloud, Consumer<CompletableFuture<?>> told) {
        SimulatedStep.Claim wanted = step.claims(build.port.machine, deviceId);
        Consumer<CompletableFuture<?>> busy = end -> {
            wanted.waits = true;
            told.accept(end);
        };
        boolean again = build.port.spec().askAgain();
        CompletableFuture<Claim> claim = build.port.spec().dryRun()
                ? ifGranted(
                        again
                                ? CompletableFuture.completedFuture(Claim.GRANTED)
                                : asked().thenCompose(devices -> devices.look(deviceId, busy)),
                        () -> recent.look(deviceId, cloud))
                : ifGranted(
                        asked().thenCompose(devices -> unlessOver(() -> devices.claim(deviceId, key, again, busy))),
                        () -> unlessOver(() -> recent.claim(deviceId, cloud)));
        return claim.whenComplete((judged, failure) -> wanted.answered());
    }

    private static CompletableFuture<Claim> ifGranted(
            CompletableFuture<Claim> ofBuild, Supplier<CompletableFuture<Claim>> ofAll) {
        return ofBuild.thenCompose(
                claim -> claim.equals(Claim.GRANTED) ? ofAll.get() : CompletableFuture.completedFuture(claim));
    }

    private CompletableFuture<Claim> unlessOver(Supplier<CompletableFuture<Claim>> claim) {
        return over ? CompletableFuture.failedFuture(new CancellationException()) : claim.get();
    }

    private CompletableFuture<AskedDevices> asked() {
        if (asked == null || asked.isCompletedExceptionally()) {
            asked = CompletableFuture.supplyAsync(build.memory::devices, build.port.machine.disk())
                    .thenCompose(Function.identity());
        }
        return asked;
    }

    @Override
    public CompletableFuture<Void> leaving(RequestPlan plan, RequestState state, String before, String cloud) {
        return build.core.log == null
                ? CompletableFuture.completedFuture(null)
                : build.core.log.leaving(build.port.build, plan, state, before, cloud);
    }

    @Override
    public void ended(RequestPlan plan, RequestState last, RequestReport report) {
        if (build.core.log != null) {
            build.core.log.ended(build.port.build, last, report);
        }
        over = true;
        recent.ended();
        asked().thenAccept(devices -> devices.ended(key, report));
    }

    @Override
    public void log(String line) {
        build.port.log(line);
    }
}
