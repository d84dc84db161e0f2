package io.jenkins.plugins.intune.simulation;

import io.jenkins.plugins.intune.audit.AuditWitness;
import io.jenkins.plugins.intune.driver.AccessCache;
import io.jenkins.plugins.intune.driver.Operation;
import io.jenkins.plugins.intune.driver.RequestDriver;
import io.jenkins.plugins.intune.driver.StepRun;
import io.jenkins.plugins.intune.request.RequestPlan;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import io.jenkins.plugins.intune.simulation.Said.End;
import io.jenkins.plugins.intune.simulation.Said.OfEntry;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** A step that asks a device, in one process. */
final class PluginStep implements StepRun.Host<RequestReport> {

    final SimulatedStep step;

    private final PluginBranch branch;
    private final PluginRequest build;
    private final BuildPort port;
    private final String key;
    /** Where its request begins, or goes on. */
    private final RequestState state;

    private final StepRun<RequestReport> life;
    /** What the build remembers of it in the end, or null. */
    private RequestReport noted;

    /** @param resumed whether it began in an earlier process */
    PluginStep(
            PluginBranch branch,
            PluginRequest build,
            SimulatedStep step,
            String key,
            RequestState state,
            boolean resumed) {
        this.branch = branch;
        this.build = build;
        this.step = step;
        this.key = key;
        this.state = state;
        port = build.port;
        life = new StepRun<>(this, resumed);
    }

    void begin() {
        step.begin(port.machine.world.now());
        port.surround(step, this::stop);
        port.findBuild(() -> port.findBuild(this::prepare));
    }

    private void prepare() {
        if (life.isResumed() && port.loses(step)) {
            life.fail(new IOException("The step cannot go on."));
        } else {
            life.begin(operate());
        }
    }

    private Operation<RequestReport> operate() {
        boolean resumed = life.isResumed();
        RequestPlan plan = new RequestPlan(Targets.of(step.entry()), Targets.options(port.spec(), step.branch), false);
        AccessCache access =
                new AccessCache(() -> build.core.access(port, step), build.core.platform.clocks(), resumed);
        PluginHost host = new PluginHost(build, step, key, plan, branch::save);
        return new RequestDriver(plan, state, resumed, host, access, build.core.platform, null);
    }

    void stop() {
        step.stopped = true;
        life.stop(new CancellationException());
    }

    @Override
    public Executor disk() {
        // It reads nothing there, and its saves have threads of their own.
        return Runnable::run;
    }

    @Override
    public Runnable running(Operation<RequestReport> operation, CompletableFuture<RequestReport> end) {
        return () -> {};
    }

    @Override
    public CompletableFuture<Void> ended(RequestReport report, Throwable failure) {
        note(key, report);
        return CompletableFuture.completedFuture(null);
    }

    private void note(String request, RequestReport report) {
        noted = report;
        build.record(request, report);
    }

    @Override
    public void conclude(RequestReport report, Throwable failure) {
        end();
    }

    @Override
    public void fail(Throwable cause) {
        end();
    }

    @Override
    public CompletableFuture<Void> abandoned() {
        CompletableFuture<Void> told = CompletableFuture.completedFuture(null);
        for (Map.Entry<String, RequestState> broken : branch.underWay().entrySet()) {
            if (broken.getValue().sent().attempts() > 0) {
                note(broken.getKey(), RequestReport.brokenOff(broken.getValue()));
            }
            if (build.core.witness(port.build) instanceof AuditWitness witness) {
                told = witness.brokenOff(broken.getValue());
            }
        }
        build.memory.abandon(key);
        return told;
    }

    private void end() {
        End unnoted = life.isResumed() ? End.UNKNOWN : End.NOT_ASKED;
        branch.ended(
                this, noted == null ? new OfEntry(step.branch, unnoted, "", null) : Targets.said(step.branch, noted));
    }
}
