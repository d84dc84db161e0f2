package io.jenkins.plugins.intune.parameter;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.jenkins.plugins.intune.parameter.ParameterJenkinsFixture.parameter;
import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleProject;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.standin.StandIn;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The name of a device does not keep Jenkins from saving its queue. */
@WithJenkins
class UnstorableQueueJenkinsTest {

    private final StandIn standIn = StandIn.start();

    @AfterEach
    void close() {
        standIn.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-", "\\uffff"})
    void theQueueIsSaved(String escaped, JenkinsRule jenkins) throws Exception {
        IntuneJenkinsFixture.prepare(jenkins, standIn);
        jenkins.jenkins.setCrumbIssuer(null);
        standIn.stub(StandIn.deviceRead()
                .willReturn(aResponse()
                        .withStatus(200)
                        .withHeader("Content-Type", "application/json")
                        .withBody("{\"id\":\"" + DEVICE + "\",\"deviceName\":\"Anna" + escaped + "s laptop\"}")));
        ParameterJenkinsFixture fixture = new ParameterJenkinsFixture(jenkins);
        WorkflowJob job = fixture.pipeline(parameter());
        FreeStyleProject other = jenkins.createFreeStyleProject("somebody-elses");
        jenkins.jenkins.doQuietDown();
        other.scheduleBuild2(0);
        assertEquals(201, fixture.start(job, DEVICE).statusCode());
        assertEquals(2, jenkins.jenkins.getQueue().getItems().length);

        jenkins.jenkins.getQueue().save();

        Path file = jenkins.jenkins.getRootDir().toPath().resolve("queue.xml");
        boolean kept = Files.exists(file) && Files.readString(file).contains("somebody-elses");
        jenkins.jenkins.getQueue().clear();
        jenkins.jenkins.doCancelQuietDown();
        assertTrue(kept, "what waits in the queue is lost with a restart");
    }
}
