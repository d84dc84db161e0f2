package io.jenkins.plugins.intune.service;

import static io.jenkins.plugins.intune.standin.DeviceLists.id;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import hudson.model.Result;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.settings.IntuneConfiguration;
import io.jenkins.plugins.intune.standin.StandIn;
import java.time.Duration;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What an administrator says about requests in 20 seconds. */
@WithJenkins
class RequestLimitJenkinsTest {

    @Test
    void aLimitHoldsForRunningBuildsFromTheMomentItIsSaved(JenkinsRule jenkins) throws Exception {
        try (StandIn standIn = StandIn.start()) {
            IntuneJenkinsFixture.prepare(jenkins, standIn);
            standIn.answerAction(accepted());
            IntuneConfiguration.get().setRequestLimit(1);
            WorkflowJob job = jenkins.createProject(WorkflowJob.class);
            String devices = List.of(id(1), id(2), id(3), id(4)).stream()
                    .map(id -> "'" + id + "'")
                    .toList()
                    .toString();
            job.setDefinition(new CpsFlowDefinition(
                    "requestRemoteAssistance(credentialsId: 'intune-app', devices: " + devices + ")", true));

            WorkflowRun run = job.scheduleBuild2(0).waitForStart();
            await().until(() -> standIn.actions().size() == 1);
            await().during(Duration.ofSeconds(3))
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> standIn.actions().size() == 1);
            IntuneConfiguration.get().setRequestLimit(null);

            await().until(() -> standIn.actions().size() == 4);
            assertEquals(Result.SUCCESS, jenkins.waitForCompletion(run).getResult());
        }
    }
}
