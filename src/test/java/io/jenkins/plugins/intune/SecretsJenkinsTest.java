package io.jenkins.plugins.intune;

import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.SECRET;
import static io.jenkins.plugins.intune.standin.StandIn.TOKEN;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static io.jenkins.plugins.intune.standin.StandIn.error;
import static io.jenkins.plugins.intune.standin.StandIn.refusal;
import static io.jenkins.plugins.intune.standin.StandIn.tokenRequest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Result;
import io.jenkins.plugins.intune.standin.StandIn;
import java.util.List;
import java.util.logging.Level;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.LogRecorder;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The secret and the token stand nowhere on disk and in no log, whatever happens. */
@WithJenkins
class SecretsJenkinsTest {

    @Test
    void theWholeJenkinsHomeHoldsNeitherSecretNorToken(JenkinsRule jenkins) throws Exception {
        LogRecorder log = new LogRecorder()
                .record("io.jenkins.plugins.intune", Level.ALL)
                .record("com.microsoft.aad.msal4j", Level.ALL)
                .capture(10_000);
        try (StandIn standIn = StandIn.start()) {
            IntuneJenkinsFixture.prepare(jenkins, standIn);
            WorkflowJob job = jenkins.createProject(WorkflowJob.class);
            job.setDefinition(new CpsFlowDefinition(
                    "requestRemoteAssistance credentialsId: 'intune-app', deviceId: '" + DEVICE + "'", true));

            standIn.answerAction(accepted());
            jenkins.buildAndAssertStatus(Result.SUCCESS, job);
            standIn.answerAction(error(403, "Forbidden", "no"));
            jenkins.buildAndAssertStatus(Result.FAILURE, job);
            standIn.stub(tokenRequest().willReturn(refusal(401, 7000215, "Invalid client secret provided.")));
            jenkins.buildAndAssertStatus(Result.FAILURE, job);

            assertTrue(standIn.tokenForms().get(0).contains(SECRET), "it was there to be found");
        }
        for (String hidden : List.of(SECRET, TOKEN)) {
            assertEquals(
                    List.of(),
                    FileSearch.filesThatHold(jenkins.jenkins.getRootDir().toPath(), hidden));
            assertTrue(log.getMessages().stream().noneMatch(line -> line.contains(hidden)), "a log holds " + hidden);
            assertTrue(Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().contains(hidden)));
        }
    }
}
