package io.jenkins.plugins.intune.simulation;

import io.jenkins.plugins.intune.audit.StepClaims;
import io.jenkins.plugins.intune.driver.RequestHost;
import io.jenkins.plugins.intune.driver.RequestWitness;
import io.jenkins.plugins.intune.request.Claim;
import io.jenkins.plugins.intune.request.RequestPlan;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import io.jenkins.plugins.intune.values.GraphTenant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/** A build as the request of one of its steps sees it. */
final class PluginHost implements RequestHost {

    private final BuildPort port;
    private final SimulatedStep step;
    private final String key;
    private final Function<RequestState, CompletableFuture<Void>> store;
    private final RequestWitness witness;
    private final StepClaims claims;

    PluginHost(
            PluginRequest build,
            SimulatedStep step,
            String key,
            RequestPlan plan,
            Function<RequestState, CompletableFuture<Void>> store) {
        port = build.port;
        this.step = step;
        this.key = key;
        this.store = store;
        witness = build.core.witness(port.build);
        claims = new StepClaims(
                build::asked, build.memory::ended, build.core.log, PluginCore.requester(port.build), plan.options());
    }

    @Override
    public CompletableFuture<Void> save(RequestState state) {
        return store.apply(state);
    }

    @Override
    public CompletableFuture<Claim> claim(String deviceId, GraphTenant tenant, Consumer<CompletableFuture<?>> told) {
        SimulatedStep.Claim wanted = step.claims(port.machine, deviceId);
        Consumer<CompletableFuture<?>> busy = end -> {
            wanted.waits = true;
            told.accept(end);
        };
        return claims.claim(key, deviceId, tenant, busy).whenComplete((judged, failure) -> wanted.answered());
    }

    @Override
    public CompletableFuture<Void> awaited() {
        return port.awaited();
    }

    @Override
    public CompletableFuture<Void> leaving(RequestPlan plan, RequestState state, GraphTenant tenant) {
        return witness.leaving(plan, state, tenant);
    }

    @Override
    public void givesWay(RequestState state) {
        witness.givesWay(state);
        claims.givesWay(key);
    }

    @Override
    public CompletableFuture<Void> ended(RequestPlan plan, RequestState last, RequestReport report) {
        CompletableFuture<Void> told = witness.ended(plan, last, report);
        claims.ended(key, report);
        return told;
    }

    @Override
    public void log(String line) {
        port.log(line);
    }
}
