package io.jenkins.plugins.intune.record;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static io.jenkins.plugins.intune.standin.StandIn.error;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Job;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.freestyle.RequestRemoteAssistanceBuilder;
import io.jenkins.plugins.intune.standin.StandIn;
import java.nio.file.Files;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A server's text may hold what JSON can and XML cannot: a build that remembers it can be saved all the same. */
@WithJenkins
class UnstorableCharactersJenkinsTest {

    private final StandIn standIn = StandIn.start();
    private JenkinsRule jenkins;

    @BeforeEach
    void prepare(JenkinsRule rule) throws Exception {
        jenkins = rule;
        IntuneJenkinsFixture.prepare(rule, standIn);
    }

    @AfterEach
    void close() {
        standIn.close();
    }

    private void assertKept(Run<?, ?> build, Result result) throws Exception {
        String xml = Files.readString(build.getRootDir().toPath().resolve("build.xml"));
        assertTrue(xml.contains("<result>" + result + "</result>"), xml);
        String name = build.getParent().getFullName();
        jenkins.jenkins.reload();
        Run<?, ?> again = jenkins.jenkins.getItemByFullName(name, Job.class).getBuildByNumber(1);
        assertNotNull(again.getAction(RemoteAssistanceAction.class), "the build has forgotten whom it asked");
        assertEquals(
                1, again.getAction(RemoteAssistanceAction.class).getRequests().size());
        assertEquals(result, again.getResult());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\uffff", "\\ufffe", "\\ud83d", "\\u0000"})
    void anErrorOfGraph(String escaped) throws Exception {
        standIn.answerAction(error(400, "BadRequest", "the device " + escaped + " has no user"));
        FreeStyleProject job = jenkins.createFreeStyleProject("ask");
        RequestRemoteAssistanceBuilder step = new RequestRemoteAssistanceBuilder();
        step.setCredentialsId("intune-app");
        step.setDeviceId(DEVICE);
        step.setTimeout(20);
        job.getBuildersList().add(step);
        FreeStyleBuild build = jenkins.buildAndAssertStatus(Result.FAILURE, job);
        assertKept(build, Result.FAILURE);
    }

    @Test
    void theNameOfADeviceInAPipeline() throws Exception {
        standIn.stub(StandIn.deviceRead()
                .willReturn(aResponse()
                        .withStatus(200)
                        .withHeader("Content-Type", "application/json")
                        .withBody("{\"id\":\"" + DEVICE + "\",\"deviceName\":\"Anna\\uffffs laptop\"}")));
        standIn.answerAction(accepted());
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "ask");
        job.setDefinition(new CpsFlowDefinition(
                "requestRemoteAssistance credentialsId: 'intune-app', deviceId: '" + DEVICE + "', timeout: 20", true));
        assertKept(jenkins.buildAndAssertSuccess(job), Result.SUCCESS);
    }
}
