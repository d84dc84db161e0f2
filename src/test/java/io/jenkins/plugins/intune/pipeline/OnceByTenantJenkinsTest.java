package io.jenkins.plugins.intune.pipeline;

import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static io.jenkins.plugins.intune.standin.StandIn.action;
import static io.jenkins.plugins.intune.standin.StandIn.graphSays;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.cloudbees.plugins.credentials.CredentialsScope;
import hudson.model.Result;
import hudson.util.Secret;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.credentials.ClientSecret;
import io.jenkins.plugins.intune.credentials.EntraAppCredentials;
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

    private static final String OTHER_APP = "88888888-8888-4888-8888-888888888888";
    private static final String OTHER_APPS_TOKEN = token(StandIn.TENANT, OTHER_APP);

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
        return token(tenant, StandIn.CLIENT);
    }

    private static String token(String tenant, String app) {
        return IdTokens.of("{\"tid\":\"" + tenant + "\",\"appid\":\"" + app + "\"}");
    }

    private void entra(String tenant, String token) {
        standIn.stub(post(urlPathEqualTo("/" + tenant + "/oauth2/v2.0/token")).willReturn(StandIn.token(token, 3599)));
    }

    private void credentials(JenkinsRule jenkins) throws Exception {
        IntuneJenkinsFixture.prepare(jenkins, standIn);
        IntuneJenkinsFixture.store(
                jenkins.jenkins, IntuneJenkinsFixture.app("other-app", OTHER_TENANT, StandIn.SECRET));
    }

    /** Another app of the same tenant. */
    private static EntraAppCredentials otherApp() throws Exception {
        EntraAppCredentials app = new EntraAppCredentials(
                CredentialsScope.GLOBAL,
                "throttled",
                "",
                StandIn.TENANT,
                OTHER_APP,
                new ClientSecret(Secret.fromString(StandIn.SECRET)));
        app.setCloud("custom");
        return app;
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
            end(jenkins, begin(jenkins, "abroad", "credentialsId: 'other-app'"), Result.SUCCESS);
        });
        sessions.then(jenkins -> {
            end(jenkins, begin(jenkins, "home", "credentialsId: 'intune-app'"), Result.SUCCESS);
            WorkflowRun dry = begin(jenkins, "curious", "credentialsId: 'other-app', dryRun: true");
            end(jenkins, dry, Result.FAILURE);
            jenkins.assertLogContains("abroad #1 asked this device at", dry);
            jenkins.assertLogNotContains("home #1 asked", dry);
        });
        assertEquals(2, standIn.actions().size());
    }

    @Test
    void whoWaitsBecauseOfAThrottleHasAskedNobodyAndHoldsNobodyUp() throws Throwable {
        standIn.stub(post(urlPathEqualTo("/" + StandIn.TENANT + "/oauth2/v2.0/token"))
                .atPriority(1)
                .withRequestBody(containing(OTHER_APP))
                .willReturn(StandIn.token(OTHER_APPS_TOKEN, 3599)));
        standIn.stub(action(".*")
                .withHeader("Authorization", equalTo("Bearer " + OTHER_APPS_TOKEN))
                .willReturn(graphSays(429).withHeader("Retry-After", "3600")));
        sessions.then(jenkins -> {
            credentials(jenkins);
            IntuneJenkinsFixture.store(jenkins.jenkins, otherApp());
            WorkflowRun waits = begin(jenkins, "waits", "credentialsId: 'throttled', timeout: 86400");
            jenkins.waitForMessage("Waiting 3,600 s", waits);

            end(jenkins, begin(jenkins, "asks", "credentialsId: 'intune-app'"), Result.SUCCESS);

            waits.doStop();
            jenkins.waitForCompletion(waits);
        });
    }
}
