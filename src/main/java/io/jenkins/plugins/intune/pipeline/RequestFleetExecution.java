package io.jenkins.plugins.intune.pipeline;

import hudson.AbortException;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.intune.fleet.FleetPlan;
import io.jenkins.plugins.intune.fleet.FleetResult;
import io.jenkins.plugins.intune.graph.Undertaking;
import io.jenkins.plugins.intune.service.BuildFleet;
import io.jenkins.plugins.intune.service.BuildHost;
import java.io.IOException;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** One run of the step for many devices. The plan is saved with the Pipeline, and what becomes of each in a file beside it. */
final class RequestFleetExecution extends AssistanceExecution<FleetResult> {

    private static final long serialVersionUID = 1L;

    private final FleetPlan plan;
    private final String credentialsId;

    RequestFleetExecution(StepContext context, FleetPlan plan, String credentialsId) {
        super(context);
        this.plan = plan;
        this.credentialsId = credentialsId;
    }

    @Override
    Undertaking<FleetResult> undertake(Run<?, ?> build, TaskListener listener) {
        return BuildFleet.begin(plan, BuildHost.unsaved(build, listener, credentialsId), key());
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
    void conclude(Run<?, ?> build, FleetResult result) throws IOException, InterruptedException {
        switch (result.verdict()) {
            case SUCCESS -> getContext().onSuccess(result.toMap(mayAssist()));
            case UNSTABLE -> {
                getContext()
                        .get(FlowNode.class)
                        .addOrReplaceAction(new WarningAction(Result.UNSTABLE).withMessage(result.message()));
                build.setResult(Result.UNSTABLE);
                getContext().onSuccess(result.toMap(mayAssist()));
            }
            case FAILURE, ABORTED -> getContext().onFailure(new AbortException(result.message()));
        }
    }
}
