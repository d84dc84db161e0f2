package io.jenkins.plugins.intune.simulation;

import io.jenkins.plugins.intune.driver.AccessCache;
import io.jenkins.plugins.intune.driver.Operation;
import io.jenkins.plugins.intune.driver.RequestDriver;
import io.jenkins.plugins.intune.driver.RequestHost;
import io.jenkins.plugins.intune.http.Json;
import io.jenkins.plugins.intune.request.RequestPlan;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A build that asks one device, as the step's execution runs it. */
final class PluginRequest implements CoreUnderTest.Run, RequestHost {

    private final PluginCore core;
    private final BuildPort port;
    private final CompletableFuture<Said> said = new CompletableFuture<>();
    private Operation<RequestReport> request;

    PluginRequest(PluginCore core, BuildPort port) {
        this.core = core;
        this.port = port;
    }

    PluginRequest begin() {
        BuildSpec spec = port.spec();
        boolean resumed = port.saved() != null;
        RequestState state = resumed
                ? RequestState.of(Json.object((String) port.saved()).orElseThrow())
                : RequestState.startingAt(port.machine.now());
        RequestPlan plan = new RequestPlan(Targets.of(spec.entries().get(0)), Targets.options(spec), false);
        AccessCache access = new AccessCache(() -> core.access(port), core.platform.clocks(), resumed);
        request = new RequestDriver(plan, state, resumed, this, access, core.platform, null);
        request.start().whenComplete((report, failure) -> {
            if (failure == null) {
                said.complete(new Said(report.outcome().name(), "", List.of(Targets.said(0, report)), null));
            } else {
                said.completeExceptionally(failure);
            }
        });
        return this;
    }

    @Override
    public CompletableFuture<Said> said() {
        return said;
    }

    @Override
    public void abort() {
        request.abort();
    }

    @Override
    public CompletableFuture<Void> save(RequestState state) {
        return port.save(Json.write(state.toMap()));
    }

    @Override
    public void log(String line) {
        port.log(line);
    }
}
