package io.jenkins.plugins.intune.pipeline;

import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.standin.StandIn;
import java.time.Duration;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** A step that asks again, and a crash right after its request has left, while another branch keeps its Pipeline busy. */
class FleetAgainKillJenkinsTest {

    @RegisterExtension
    private final RealJenkinsExtension controller = IntuneJenkinsFixture.controller();

    private final StandIn standIn = StandIn.start();

    @AfterEach
    void close() {
        standIn.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"devices: ['" + DEVICE + "']", "deviceId: '" + DEVICE + "'"})
    void aRestartIsNoNewAttempt(String device) throws Throwable {
        standIn.device("");
        standIn.answerAction(accepted(), accepted().withFixedDelay(20_000), accepted());
        String root = standIn.root().toString();
        controller.startJenkins();
        controller.runRemotely((RealJenkinsExtension.Step) jenkins -> startBuild(jenkins, root, device));
        await().atMost(Duration.ofMinutes(1)).until(() -> standIn.actions().size() == 2);

        controller.stopJenkinsForcibly();
        controller.startJenkins();

        String ending = controller.runRemotely((RealJenkinsExtension.Step2<String>) KilledBuildJenkinsFixture::ending);
        assertEquals(2, standIn.actions().size(), ending);
    }

    private static void startBuild(JenkinsRule jenkins, String root, String device) throws Exception {
        IntuneJenkinsFixture.prepare(jenkins, root);
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "job");
        job.setDefinition(new CpsFlowDefinition("""
                requestRemoteAssistance credentialsId: 'intune-app', deviceId: '%s', timeout: 60
                parallel asks: {
                    requestRemoteAssistance credentialsId: 'intune-app', %s, timeout: 60, askAgain: true, failWhen: 'never'
                }, computes: {
                    long until = new Date().time + 15000
                    while (new Date().time < until) { }
                }
                """.formatted(DEVICE, device), true));
        job.scheduleBuild2(0).waitForStart();
    }
}
