package io.jenkins.plugins.intune.pipeline;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.intune.driver.Operation;
import io.jenkins.plugins.intune.fleet.FleetPlan;
import io.jenkins.plugins.intune.fleet.FleetResult;
import io.jenkins.plugins.intune.record.FleetFiles;
import io.jenkins.plugins.intune.service.BuildFleet;
import io.jenkins.plugins.intune.service.BuildHost;
import java.io.IOException;
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
    private final String credentialsId;

    RequestFleetExecution(StepContext context, FleetPlan plan, String credentialsId) {
        super(context);
        this.plan = plan;
        this.credentialsId = credentialsId;
    }

    @Override
    Operation<FleetResult> operate(Run<?, ?> build, TaskListener log) {
        return BuildFleet.begin(
                plan, BuildHost.unsaved(build, log, requester(build), credentialsId), key(), isResumed());
    }

    @Override
    void ended(Run<?, ?> build, FleetResult result) {
        BuildFleet.ended(build, key(), result);
    }

    @Override
    void failed(Run<?, ?> build, Throwable failure) {
        BuildFleet.failed(build, key(), failure);
    }

    @Override
    void conclude(Run<?, ?> build, FleetResult result) {
        switch (result.verdict()) {
            case SUCCESS -> succeed(result);
            case UNSTABLE -> {
                mark(build, result.message());
                succeed(result);
            }
            case FAILURE, ABORTED -> fail(result.message(), result, true);
        }
    }

    private void succeed(FleetResult result) {
        getContext().onSuccess(result.toMap(handsOut(result.reports())));
    }

    private void mark(Run<?, ?> build, String message) {
        build.setResult(Result.UNSTABLE);
        try {
            getContext()
                    .get(FlowNode.class)
                    .addOrReplaceAction(new WarningAction(Result.UNSTABLE).withMessage(message));
        } catch (IOException | InterruptedException unmarked) {
            // The devices were asked, whatever the view of the stages shows.
            LOGGER.log(Level.WARNING, unmarked, () -> "could not mark a stage of " + build + " as unstable");
        }
    }

    /** Before a device is asked a line is on disk, so without a journal nobody was. */
    @Override
    boolean mayHaveReached(@CheckForNull FleetResult result) {
        if (result != null) {
            return result.mayHaveReached();
        }
        Run<?, ?> build = run();
        return build == null ? isResumed() : FleetFiles.isBegun(build, key());
    }
}
