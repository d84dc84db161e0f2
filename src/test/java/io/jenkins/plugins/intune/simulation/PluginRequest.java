package io.jenkins.plugins.intune.simulation;

import io.jenkins.plugins.intune.driver.AccessCache;
import io.jenkins.plugins.intune.driver.AskedDevices;
import io.jenkins.plugins.intune.driver.Operation;
import io.jenkins.plugins.intune.driver.RequestDriver;
import io.jenkins.plugins.intune.driver.RequestHost;
import io.jenkins.plugins.intune.http.Json;
import io.jenkins.plugins.intune.request.Claim;
import io.jenkins.plugins.intune.request.RequestPlan;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** A build that asks one device, as the step's execution runs it: once, or in one step after another, as a loop does. */
final class PluginRequest implements CoreUnderTest.Run, RequestHost {

    /**
     * What is saved of the build.
     *
     * @param ended what is left of the steps that have ended
     * @param state where the step of the moment stands, as it is on disk
     */
    private record Program(List<RequestReport> ended, String state) {}

    private final PluginCore core;
    private final BuildPort port;
    private final CompletableFuture<Said> said = new CompletableFuture<>();
    private final AskedDevices asked = new AskedDevices();
    private List<RequestReport> ended = List.of();
    private boolean aborted;
    private Operation<RequestReport> request;

    PluginRequest(PluginCore core, BuildPort port) {
        this.core = core;
        this.port = port;
    }

    PluginRequest begin() {
        if (port.saved() instanceof Program program) {
            ended = program.ended;
            for (int step = 0; step < ended.size(); step++) {
                asked.restore(String.valueOf(step), ended.get(step));
            }
            step(RequestState.of(Json.object(program.state).orElseThrow()), true);
        } else {
            step(RequestState.startingAt(port.machine.now()), false);
        }
        return this;
    }

    private void step(RequestState state, boolean resumed) {
        BuildSpec spec = port.spec();
        port.build.step = ended.size();
        port.build.saidBefore =
                ended.stream().map(report -> Targets.said(0, report)).toList();
        RequestPlan plan = new RequestPlan(Targets.of(spec.entries().get(0)), Targets.options(spec), false);
        AccessCache access = new AccessCache(() -> core.access(port), core.platform.clocks(), resumed);
        request = new RequestDriver(plan, state, resumed, this, access, core.platform, null);
        request.start().whenComplete((report, failure) -> {
            if (failure != null) {
                said.completeExceptionally(failure);
            } else if (ended.size() + 1 < spec.steps() && !aborted) {
                next(report.withSession(link -> null));
            } else {
                said.complete(new Said(report.outcome().name(), "", List.of(Targets.said(0, report)), null, null));
            }
        });
    }

    /** The Pipeline is saved between two steps, and nobody waits for that. */
    private void next(RequestReport report) {
        ended = Stream.concat(ended.stream(), Stream.of(report)).toList();
        RequestState fresh = RequestState.startingAt(port.machine.now());
        save(fresh);
        step(fresh, false);
    }

    @Override
    public CompletableFuture<Said> said() {
        return said;
    }

    @Override
    public void abort() {
        aborted = true;
        request.abort();
    }

    @Override
    public CompletableFuture<Void> save(RequestState state) {
        return port.save(new Program(ended, Json.write(state.toMap())));
    }

    @Override
    public CompletableFuture<Claim> claim(String deviceId, String cloud, Runnable busy) {
        return port.spec().dryRun()
                ? asked.look(deviceId, busy)
                : asked.claim(deviceId, String.valueOf(ended.size()), false, busy);
    }

    @Override
    public void ended(RequestPlan plan, RequestState last, RequestReport report) {
        asked.ended(String.valueOf(ended.size()), report);
    }

    @Override
    public void log(String line) {
        port.log(line);
    }
}
