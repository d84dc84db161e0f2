package io.jenkins.plugins.intune.pipeline;

import static io.jenkins.plugins.intune.standin.DeviceLists.filters;
import static io.jenkins.plugins.intune.standin.DeviceLists.id;
import static io.jenkins.plugins.intune.standin.DeviceLists.list;
import static io.jenkins.plugins.intune.standin.DeviceLists.search;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static io.jenkins.plugins.intune.standin.StandIn.action;
import static io.jenkins.plugins.intune.standin.StandIn.error;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import hudson.model.Result;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.record.FleetRecord;
import io.jenkins.plugins.intune.record.RemoteAssistanceAction;
import io.jenkins.plugins.intune.standin.StandIn;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.graphanalysis.DepthFirstScanner;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The step with many devices in a real Pipeline. */
@WithJenkins
class FleetPipelineJenkinsTest {

    private final StandIn standIn = StandIn.start();
    private JenkinsRule jenkins;

    @BeforeEach
    void prepare(JenkinsRule rule) throws Exception {
        jenkins = rule;
        IntuneJenkinsFixture.prepare(rule, standIn);
        standIn.answerAction(accepted());
    }

    @AfterEach
    void close() {
        standIn.close();
    }

    private WorkflowJob job(String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    private WorkflowRun build(Result expected, String script) throws Exception {
        return jenkins.buildAndAssertStatus(expected, job(script));
    }

    private List<String> asked() {
        return standIn.actions().stream()
                .map(LoggedRequest::getUrl)
                .map(url -> url.replaceAll(".*/([^/]+)/requestRemoteAssistance", "$1"))
                .sorted()
                .toList();
    }

    /** Four devices, one of which Intune does not know. */
    private String fourWithOneUnknown(String more) {
        standIn.stub(action(".*" + id(2)).willReturn(error(404, "ResourceNotFound", "No device.")));
        return "requestRemoteAssistance(credentialsId: 'intune-app', devices: ['%s', '%s', '%s', '%s']%s)"
                .formatted(id(1), id(2), id(3), id(4), more);
    }

    @Test
    void idsAndKindsAreMixedAndTheMapTellsOfEach() throws Exception {
        standIn.stub(search().willReturn(list(2, 2)));

        WorkflowRun run = build(Result.SUCCESS, """
            def three = 3
            def r = requestRemoteAssistance(credentialsId: 'intune-app', devices: [
                '%s', bySerialNumber('SN-2'), "7f1c2a44-1d0e-4b5f-9a86-00000000000${three}", managedDevice('%s')])
            echo "counts ${r.findAll { it.key != 'results' }}"
            for (d in r.results) { echo "device ${d.deviceId} ${d.outcome} ${d.attempts} ${d.requestId} ${d.message}" }
            """.formatted(id(1), id(1)));

        assertEquals(List.of(id(1), id(2), id(3)), asked());
        assertEquals(List.of("serialNumber eq 'SN-2'"), filters(standIn));
        jenkins.assertLogContains(
                "counts [total:3, accepted:3, sessions:0, withoutSession:0, failed:0, inDoubt:0, duplicates:0,"
                        + " recentlyAsked:0, notAsked:0, wouldAsk:0, wouldFail:0]",
                run);
        for (int i = 1; i <= 3; i++) {
            jenkins.assertLogContains("device " + id(i) + " accepted 1 5a9cb2a8-0000-4000-8000-00000000beef null", run);
        }
        jenkins.assertLogContains("Left out, because their devices are in the list already: 1.", run);
        jenkins.assertLogContains("Intune accepted 3 of 3 requests.", run);
    }

    @Test
    void aTextOfLinesIsTakenInADeclarativePipeline() throws Exception {
        standIn.stub(search().willReturn(list(2, 2)));

        build(Result.SUCCESS, """
            pipeline {
              agent none
              stages {
                stage('ask') {
                  steps {
                    requestRemoteAssistance credentialsId: 'intune-app', deviceLines: '''# the lab
            %s

            deviceName: LAPTOP-2
            '''
                  }
                }
                stage('ask by name') {
                  steps {
                    requestRemoteAssistance credentialsId: 'intune-app', devices: ['%s', comanagedDevice('%s')]
                  }
                }
              }
            }
            """.formatted(id(1), id(3), id(4)));

        assertEquals(List.of(id(1), id(2), id(3), id(4)), asked());
    }

    @Test
    void anyFailureFailsTheBuildUnlessItIsSaidOtherwise() throws Exception {
        WorkflowRun run = build(Result.FAILURE, fourWithOneUnknown(""));

        jenkins.assertLogContains("404 Not Found, code ResourceNotFound: \"No device.\"", run);
        jenkins.assertLogContains("Intune accepted 3 of 4 requests. Refused or never sent: 1.", run);
        jenkins.assertLogNotContains("\tat ", run);
        assertEquals(4, asked().size());
        build(Result.FAILURE, fourWithOneUnknown(", failWhen: '25%'"));
    }

    @Test
    void fewerFailuresMakeBuildAndStageUnstableAndThePipelineGoesOn() throws Exception {
        for (String failWhen : List.of("all", "26%")) {
            WorkflowRun run = build(
                    Result.UNSTABLE,
                    "def r = " + fourWithOneUnknown(", failWhen: '" + failWhen + "'") + "\n"
                            + "echo \"failed: ${r.results.findAll { it.outcome == 'failed' }.deviceId}\"");

            jenkins.assertLogContains("failed: [" + id(2) + "]", run);
            FlowNode step = new DepthFirstScanner()
                    .findFirstMatch(run.getExecution(), node -> node.getAction(WarningAction.class) != null);
            assertEquals("requestRemoteAssistance", step.getDisplayFunctionName());
            WarningAction warning = step.getAction(WarningAction.class);
            assertEquals(Result.UNSTABLE, warning.getResult());
            assertEquals("Intune accepted 3 of 4 requests. Refused or never sent: 1.", warning.getMessage());
        }
    }

    @Test
    void whereAllFailEveryChoiceFailsTheBuild() throws Exception {
        standIn.answerAction(error(404, "ResourceNotFound", "No device."));

        build(
                Result.FAILURE,
                "requestRemoteAssistance credentialsId: 'intune-app', failWhen: 'all', devices: ['" + id(1) + "']");
    }

    @Test
    void whatCannotBeUsedIsNamedAndNothingIsSent() throws Exception {
        Map<String, String> wrong = Map.of(
                "deviceLines: '" + id(1) + "\\n# comment\\nLAPTOP 7'",
                "deviceLines: Line 3: \"LAPTOP 7\" is neither",
                "devices: ['" + id(1) + "', 'LAPTOP 7']",
                "devices: Entry 2: Intune device ID (id): \"LAPTOP 7\" is not a GUID",
                "devices: ['" + id(1) + "', null]",
                "Entry 2: device: There is no device in it.",
                "devices: []",
                "devices: There is no device in it.",
                "deviceLines: '# nobody'",
                "deviceLines: There is no device in it.",
                "devices: ['" + id(1) + "'], failWhen: '101%'",
                "failWhen: \"101%\" is not a choice.",
                "devices: ['" + id(1) + "'], deviceId: '" + id(2) + "'",
                "Give either one device",
                "deviceLines: '" + id(1) + "', device: bySerialNumber('X')",
                "Give either one device");
        for (Map.Entry<String, String> one : wrong.entrySet()) {
            WorkflowRun run =
                    build(Result.FAILURE, "requestRemoteAssistance credentialsId: 'intune-app', " + one.getKey());

            jenkins.assertLogContains(one.getValue(), run);
            jenkins.assertLogNotContains("\tat ", run);
        }
        assertEquals(0, standIn.requests());
    }

    @Test
    void anAbortEndsItAndSaysHowFarItCame() throws Exception {
        standIn.answerAction(accepted().withFixedDelay(60_000));
        WorkflowRun run = job("requestRemoteAssistance credentialsId: 'intune-app', devices: ['%s', '%s']"
                        .formatted(id(1), id(2)))
                .scheduleBuild2(0)
                .waitForStart();
        await().until(() -> !standIn.actions().isEmpty());

        run.getExecutor().interrupt();

        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
        jenkins.assertLogContains("Aborted. Until then Intune had accepted 0 requests, 2 are in doubt", run);
        await().until(() -> fleet(run).getVerdict().equals("aborted"));
        assertTrue(fleet(run).getMessage().startsWith("Aborted."), fleet(run)::getMessage);
    }

    private static FleetRecord fleet(WorkflowRun run) {
        return run.getAction(RemoteAssistanceAction.class).getFleets().get(0);
    }
}
