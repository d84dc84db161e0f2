package io.jenkins.plugins.intune.pipeline;

import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.standin.StandIn;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** An administrator has Jenkins read its configuration again while a build waits: its job is a new object then. */
@WithJenkins
class ReloadJenkinsTest {

    private static final String LINK = "https://get.teamviewer.com/new-4712";

    private final StandIn standIn = StandIn.start();
    private JenkinsRule jenkins;

    @BeforeEach
    void prepare(JenkinsRule rule) throws Exception {
        jenkins = rule;
        IntuneJenkinsFixture.prepare(jenkins, standIn);
        standIn.answerAction(accepted());
        standIn.device("");
    }

    @AfterEach
    void close() {
        standIn.close();
    }

    private WorkflowRun begin(String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "job");
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job.scheduleBuild2(0).waitForStart();
    }

    private static String ask(String more) {
        return "requestRemoteAssistance(credentialsId: 'intune-app', deviceId: '" + DEVICE + "'" + more + ")";
    }

    @Test
    void theSessionIsThereForThoseWhoMayHaveIt() throws Exception {
        WorkflowRun build = begin(ask(", waitForSession: true, sessionTimeout: 120"));
        jenkins.waitForMessage("for the session link", build);

        jenkins.jenkins.reload();
        standIn.device(LINK);
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));

        Run<?, ?> now = jenkins.jenkins.getItemByFullName("job", Job.class).getBuildByNumber(1);
        try (JenkinsRule.WebClient browser = jenkins.createWebClient()) {
            assertTrue(browser.getPage(now).asNormalizedText().contains("Open the session"));
            assertEquals(
                    200,
                    browser.goTo(now.getUrl() + "remoteAssistance/")
                            .getWebResponse()
                            .getStatusCode());
        }
        assertEquals(1, standIn.actions().size());
    }

    @Test
    void aLaterStepStillGetsItsCredential() throws Exception {
        WorkflowRun build = begin("echo 'begun'\nsleep 5\n" + ask(""));
        jenkins.waitForMessage("begun", build);

        jenkins.jenkins.reload();

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
        assertEquals(1, standIn.actions().size());
    }
}
