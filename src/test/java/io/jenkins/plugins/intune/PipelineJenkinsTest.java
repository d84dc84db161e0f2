package io.jenkins.plugins.intune;

import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static io.jenkins.plugins.intune.standin.StandIn.error;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import hudson.model.Result;
import io.jenkins.plugins.intune.standin.StandIn;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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

    private WorkflowRun build(Result expected, boolean sandbox, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, sandbox));
        return jenkins.buildAndAssertStatus(expected, job);
    }
}
