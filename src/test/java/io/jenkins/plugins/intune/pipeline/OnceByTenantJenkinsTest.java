package io.jenkins.plugins.intune.pipeline;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static io.jenkins.plugins.intune.standin.StandIn.action;
import static io.jenkins.plugins.intune.standin.StandIn.graphSays;
import static org.junit.jupiter.api.Assertions.assertEquals;

import hudson.model.Result;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.standin.IdTokens;
import io.jenkins.plugins.intune.standin.StandIn;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** Nobody keeps a device from being asked, or learns who asked it, by an app of another tenant. */
class OnceByTenantJenkinsTest {

    private static final String OTHER_TENANT = "99999999-9999-4999-8999-999999999999";
    private static final String TOKEN = token(StandIn.TENANT);
    private static final String OTHER_TOKEN = token(OTHER_TENANT);

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private final StandIn standIn = StandIn.start();

    @BeforeEach
    void prepare() {
        standIn.device("");
        entra(StandIn.TENANT, TOKEN);
        entra(OTHER_TENANT, OTHER_TOKEN);
        standIn.stub(action(".*")
                .withHeader("Authorization", equalTo("Bearer " + TOKEN))
                .willReturn(accepted()));
    }

    @AfterEach
    void close() {
        standIn.close();
    }

    private static String token(String tenant) {
        return IdTokens.of("{\"tid\":\"" + tenant + "\",\"appid\":\"" + StandIn.CLIENT + "\"}");
    }

    private void entra(String tenant, String token) {
        standIn.stub(post(urlPathEqualTo("/" + tenant + "/oauth2/v2.0/token")).willReturn(StandIn.token(token, 3599)));
    }

    private void credentials(JenkinsRule jenkins) throws Exception {
        IntuneJenkinsFixture.prepare(jenkins, standIn);
        IntuneJenkinsFixture.store(
                jenkins.jenkins, IntuneJenkinsFixture.app("other-app", OTHER_TENANT, StandIn.SECRET));
    }

    private static WorkflowRun begin(JenkinsRule jenkins, String name, String arguments) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(
                "requestRemoteAssistance deviceId: '" + DEVICE + "', notAgainWithin: 1440, " + arguments, true));
        return job.scheduleBuild2(0).waitForStart();
    }

    private static void end(JenkinsRule jenkins, WorkflowRun run, Result result) throws Exception {
        jenkins.assertBuildStatus(result, jenkins.waitForCompletion(run));
    }

    @Test
    void whatAnAppOfAnotherTenantAsksIsAnotherDevice() throws Throwable {
        standIn.stub(action(".*")
                .withHeader("Authorization", equalTo("Bearer " + OTHER_TOKEN))
                .willReturn(accepted()));
        sessions.then(jenkins -> {
            credentials(jenkins);
            end(jenkins, begin(jenkins, "elsewhere", "credentialsId: 'other-app'"), Result.SUCCESS);
        });
        sessions.then(jenkins -> {
            end(jenkins, begin(jenkins, "here", "credentialsId: 'intune-app'"), Result.SUCCESS);
            WorkflowRun dry = begin(jenkins, "curious", "credentialsId: 'other-app', dryRun: true");
            end(jenkins, dry, Result.FAILURE);
            jenkins.assertLogContains("elsewhere #1 asked this device at", dry);
            jenkins.assertLogNotContains("here #1 asked", dry);
        });
        assertEquals(2, standIn.actions().size());
    }

    @Test
    void whoWaitsBecauseOfAThrottleHasAskedNobodyAndHoldsNobodyUp() throws Throwable {
        standIn.stub(action(".*")
                .withHeader("Authorization", equalTo("Bearer " + TOKEN))
                .willReturn(graphSays(429).withHeader("Retry-After", "3600")));
        sessions.then(jenkins -> {
            credentials(jenkins);
            WorkflowRun waits = begin(jenkins, "waits", "credentialsId: 'intune-app', timeout: 86400");
            jenkins.waitForMessage("Waiting 3,600 s", waits);

            WorkflowRun dry = begin(jenkins, "second", "credentialsId: 'intune-app', dryRun: true");
            end(jenkins, dry, Result.SUCCESS);

            waits.doStop();
            jenkins.waitForCompletion(waits);
        });
    }
}
