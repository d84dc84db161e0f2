package io.jenkins.plugins.intune.pipeline;

import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static io.jenkins.plugins.intune.standin.StandIn.error;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import hudson.ProxyConfiguration;
import hudson.model.Result;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.standin.Squid;
import io.jenkins.plugins.intune.standin.StandIn;
import java.nio.file.Path;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The step in a real Pipeline. */
@WithJenkins
class PipelineJenkinsTest {

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

    @Test
    void scriptedInTheSandboxWithoutANodeReturnsTheMap() throws Exception {
        standIn.answerAction(accepted());

        WorkflowRun run = build(Result.SUCCESS, true, """
                def r = requestRemoteAssistance(credentialsId: 'intune-app', deviceId: '%s')
                echo "status=${r.status} device=${r.deviceId} request=${r.requestId} attempts=${r.attempts}"
                if (r.clientRequestId.length() != 36 || r.durationMillis < 0) { error('incomplete: ' + r) }
                """.formatted(DEVICE));

        jenkins.assertLogContains(
                "status=204 device=" + DEVICE + " request=5a9cb2a8-0000-4000-8000-00000000beef attempts=1", run);
        LoggedRequest sent = standIn.actions().get(0);
        assertEquals("/v1.0/deviceManagement/managedDevices/" + DEVICE + "/requestRemoteAssistance", sent.getUrl());
        assertEquals("Bearer " + StandIn.TOKEN, sent.getHeader("Authorization"));
    }

    @Test
    void declarativeDirectlyInSteps() throws Exception {
        standIn.answerAction(accepted());

        build(Result.SUCCESS, true, """
                pipeline {
                  agent none
                  stages {
                    stage('ask') {
                      steps {
                        requestRemoteAssistance credentialsId: 'intune-app', device: comanagedDevice('%s'), timeout: 60
                      }
                    }
                    stage('script') {
                      steps {
                        script {
                          def r = requestRemoteAssistance(credentialsId: 'intune-app', deviceId: '%s')
                          echo "again: ${r.status}"
                        }
                      }
                    }
                  }
                }
                """.formatted(DEVICE, DEVICE));

        assertEquals(
                "/beta/deviceManagement/comanagedDevices/" + DEVICE + "/requestRemoteAssistance",
                standIn.actions().get(0).getUrl());
    }

    @Test
    void outsideTheSandbox() throws Exception {
        standIn.answerAction(accepted());

        build(Result.SUCCESS, false, "requestRemoteAssistance credentialsId: 'intune-app', deviceId: '" + DEVICE + "'");
    }

    /** It would be lost in a restart, and the Pipeline that goes on would ask again. */
    @Test
    void theBuildStepOfFreestyleJobsRefusesAndNamesTheStep() throws Exception {
        WorkflowRun run = build(
                Result.FAILURE,
                true,
                "node { step([$class: 'RequestRemoteAssistanceBuilder', credentialsId: 'intune-app', deviceId: '"
                        + DEVICE + "']) }");

        jenkins.assertLogContains("In a Pipeline, use the step requestRemoteAssistance", run);
        assertEquals(List.of(), standIn.actions());
    }

    @Test
    void unknownDeviceFailsInPlainWords() throws Exception {
        standIn.answerAction(error(404, "ResourceNotFound", "No device."));

        WorkflowRun run = build(
                Result.FAILURE,
                true,
                "requestRemoteAssistance credentialsId: 'intune-app', deviceId: '" + DEVICE + "'");

        jenkins.assertLogContains("404 Not Found, code ResourceNotFound: \"No device.\"", run);
        jenkins.assertLogContains("Intune knows no such device", run);
        jenkins.assertLogNotContains("\tat ", run);
    }

    @Test
    void whileThrottledItBlocksNoRestartAndAnAbortEndsItAtOnce() throws Exception {
        standIn.answerAction(StandIn.graphSays(429).withHeader("Retry-After", "100"));
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(
                "requestRemoteAssistance credentialsId: 'intune-app', deviceId: '" + DEVICE + "'", true));
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("Waiting 100 s", run);
        StepExecution step = run.getExecution().getCurrentExecutions(true).get().get(0);

        assertFalse(step.blocksRestart());
        assertTrue(step.getStatus().startsWith("waiting until 20"), step.getStatus());

        run.getExecutor().interrupt();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
        jenkins.assertLogContains("Aborted. No remote assistance request for managed device", run);
    }

    @Test
    void whileItIsBeingSentARestartWaitsAndAnAbortSaysThatItLeft() throws Exception {
        standIn.answerAction(accepted().withFixedDelay(60_000));
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(
                "requestRemoteAssistance credentialsId: 'intune-app', deviceId: '" + DEVICE + "'", true));
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        await().until(() -> standIn.actions().size() == 1);
        StepExecution step = run.getExecution().getCurrentExecutions(true).get().get(0);

        assertTrue(step.blocksRestart());

        run.getExecutor().interrupt();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
        jenkins.assertLogContains("had left", run);
    }

    @Test
    void throughTheProxyOfJenkins(@TempDir Path folder) throws Exception {
        assumeTrue(Squid.installed().isPresent(), "no Squid is installed (Debian: apt-get install squid)");
        standIn.answerAction(accepted());
        try (Squid squid = Squid.start(folder, true, "")) {
            jenkins.jenkins.setProxy(
                    new ProxyConfiguration("127.0.0.1", squid.port(), Squid.USER, Squid.PASSWORD, "*.example"));
            String ask = "requestRemoteAssistance credentialsId: 'intune-app', deviceId: '" + DEVICE + "'";
            build(Result.SUCCESS, true, ask);
            // Tunnels are logged when they end, which changing the proxy brings about.
            jenkins.jenkins.setProxy(
                    new ProxyConfiguration("127.0.0.1", squid.port(), Squid.USER, "wrong", "localhost"));
            build(Result.SUCCESS, true, ask);
            await().until(() ->
                    squid.log().contains("CONNECT localhost:" + standIn.root().getPort()));

            jenkins.jenkins.setProxy(new ProxyConfiguration("127.0.0.1", squid.port(), Squid.USER, "wrong", ""));
            WorkflowRun refused = build(Result.FAILURE, true, ask);
            jenkins.assertLogContains("The proxy answered 407", refused);
            jenkins.assertLogContains("nothing was sent", refused);
        }
        assertEquals(2, standIn.actions().size());
    }

    private WorkflowRun build(Result expected, boolean sandbox, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, sandbox));
        return jenkins.buildAndAssertStatus(expected, job);
    }
}
