package io.jenkins.plugins.intune.pipeline;

import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.intune.driver.Operation;
import io.jenkins.plugins.intune.fleet.FleetException;
import io.jenkins.plugins.intune.fleet.FleetPlan;
import io.jenkins.plugins.intune.fleet.FleetResult;
import io.jenkins.plugins.intune.record.UnderWay;
import io.jenkins.plugins.intune.request.RequestOptions;
import io.jenkins.plugins.intune.service.BuildFleet;
import io.jenkins.plugins.intune.service.BuildHost;
import io.jenkins.plugins.intune.service.RemoteAssistanceException;
import io.jenkins.plugins.intune.values.SystemLog;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** One run of the step for many devices. The plan is saved with the Pipeline, and what becomes of each in a file beside it. */
final class RequestFleetExecution extends AssistanceExecution<FleetResult> {

    private static final long serialVersionUID = 1L;

    private static final Logger LOGGER = Logger.getLogger(RequestFleetExecution.class.getName());

    private final FleetPlan plan;
    private final boolean onlyFailures;

    RequestFleetExecution(StepContext context, FleetPlan plan, String credentialsId, boolean onlyFailures) {
        super(context, credentialsId);
        this.plan = plan;
        this.onlyFailures = onlyFailures;
    }

    @Override
    RequestOptions options() {
        return plan.options();
    }

    @Override
    Operation<FleetResult> operate(BuildHost build) {
        return BuildFleet.begin(plan, build, isResumed());
    }

    @Override
    public CompletableFuture<Void> begun() {
        CompletableFuture<Void> noted = BuildFleet.begun(run(), key(), plan);
        // Only the program has the key of the journal: without it a crash would begin the list anew.
        return isResumed()
                ? noted
                : noted.thenCompose(done -> saveProgram())
                        .exceptionallyCompose(
                                unsaved -> CompletableFuture.failedFuture(FleetException.notSaved(unsaved)));
    }

    @Override
    CompletableFuture<Void> note(FleetResult result, Throwable failure) {
        return failure == null
                ? BuildFleet.ended(run(), key(), plan, result)
                : BuildFleet.failed(run(), key(), plan, failure);
    }

    @Override
    void conclude(FleetResult result) {
        sayWhoGetsLinks(plan.options());
        switch (result.verdict()) {
            case SUCCESS -> succeed(result);
            case UNSTABLE -> {
                mark(run(), result.message());
                succeed(result);
            }
            case FAILURE, ABORTED -> failAfterLog(RemoteAssistanceException.of(result));
        }
    }

    private void succeed(FleetResult result) {
        succeed(
                result.reports(),
                mayAssist ->
                        result.toMap(report -> !onlyFailures || report.outcome().isFailure(), mayAssist));
    }

    private void mark(Run<?, ?> build, String message) {
        build.setResult(Result.UNSTABLE);
        try {
            getContext()
                    .get(FlowNode.class)
                    .addOrReplaceAction(new WarningAction(Result.UNSTABLE).withMessage(message));
        } catch (IOException | InterruptedException unmarked) {
            // The devices were asked, even if the stage view does not show the result.
            SystemLog.log(LOGGER, Level.WARNING, "could not mark a stage of " + build + " as unstable", unmarked);
        }
    }

    @Override
    boolean asksRealm(FleetResult result) {
        return asksRealm(result.reports(), plan.options());
    }

    @Override
    UnderWay underWay() {
        return plan.options().dryRun() ? UnderWay.NOTHING : new UnderWay(Map.of(), Set.of(key()));
    }
}
