package io.jenkins.plugins.intune.pipeline;

import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.standin.StandIn;
import java.time.Duration;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.flow.FlowDurabilityHint;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.properties.DurabilityHintJobProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * What {@code docs/pipeline.md} says of Pipelines that are not saved with every step: a crash ends them, and nobody is
 * asked twice.
 */
class DurabilityJenkinsTest {

    @RegisterExtension
    private final RealJenkinsExtension controller = IntuneJenkinsFixture.controller();

    private final StandIn standIn = StandIn.start();

    @AfterEach
    void close() {
        standIn.close();
    }

    @Test
    void aCrashEndsAPerformanceOptimizedBuildAndNobodyIsAskedTwice() throws Throwable {
        standIn.device("");
        standIn.answerAction(accepted().withFixedDelay(30_000));
        String root = standIn.root().toString();
        controller.startJenkins();
        controller.runRemotely((RealJenkinsExtension.Step) jenkins -> startBuild(jenkins, root));
        await().atMost(Duration.ofSeconds(60)).until(() -> standIn.actions().size() == 1);

        controller.stopJenkinsForcibly();
        controller.startJenkins();

        String ending = controller.runRemotely((RealJenkinsExtension.Step2<String>) KilledBuildJenkinsFixture::ending);
        assertFalse(ending.startsWith("SUCCESS"), ending);
        assertEquals(1, standIn.actions().size(), ending);
    }

    private static void startBuild(JenkinsRule jenkins, String root) throws Exception {
        IntuneJenkinsFixture.prepare(jenkins, root);
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "job");
        job.addProperty(new DurabilityHintJobProperty(FlowDurabilityHint.PERFORMANCE_OPTIMIZED));
        job.setDefinition(new CpsFlowDefinition(
                "requestRemoteAssistance credentialsId: 'intune-app', deviceId: '" + DEVICE + "', timeout: 60", true));
        job.scheduleBuild2(0).waitForStart();
    }
}
