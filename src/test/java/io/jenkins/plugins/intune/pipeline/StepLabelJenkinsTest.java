package io.jenkins.plugins.intune.pipeline;

import static io.jenkins.plugins.intune.standin.DeviceLists.id;
import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Result;
import hudson.model.Run;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jenkinsci.plugins.workflow.actions.ArgumentsAction;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.graph.StepNode;
import org.jenkinsci.plugins.workflow.graphanalysis.DepthFirstScanner;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What views of a Pipeline show beside the step's name. */
@WithJenkins
class StepLabelJenkinsTest {

    private static List<String> labels(JenkinsRule jenkins, String... arguments) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(
                Arrays.stream(arguments)
                        .map(next ->
                                "try { requestRemoteAssistance " + next + " } catch (Exception e) { echo e.message }")
                        .collect(Collectors.joining("\n")),
                true));
        WorkflowRun run = jenkins.buildAndAssertStatus(Result.SUCCESS, job);
        List<String> labels = new ArrayList<>();
        for (FlowNode node : new DepthFirstScanner().allNodes(run.getExecution())) {
            if (node instanceof StepNode step
                    && step.getDescriptor() instanceof RequestRemoteAssistanceStep.DescriptorImpl) {
                labels.add(0, String.valueOf(ArgumentsAction.getStepArgumentsAsString(node)));
            }
        }
        return labels;
    }

    @Test
    void theDeviceInWordsOrHowManyThereAre(JenkinsRule jenkins) throws Exception {
        String twelve = "[" + "'".concat(String.join("', '", ids(12))).concat("'") + "]";

        assertEquals(
                List.of(
                        "managed device " + DEVICE,
                        "Dry run: managed device " + DEVICE,
                        "managed device " + DEVICE,
                        "the device with the serial number \"5CD1234XYZ\"",
                        "managed device " + DEVICE + " of user anna@contoso.com",
                        "12 devices",
                        "one device",
                        "3 devices"),
                labels(
                        jenkins,
                        "credentialsId: 'no', deviceId: '" + DEVICE + "'",
                        "credentialsId: 'no', deviceId: '" + DEVICE + "', dryRun: true",
                        "credentialsId: 'no', device: managedDevice('" + DEVICE + "')",
                        "credentialsId: 'no', device: bySerialNumber('5CD1234XYZ'), timeout: 5",
                        "credentialsId: 'no', device: userDevice(userId: 'anna@contoso.com', id: '" + DEVICE + "')",
                        "credentialsId: 'no', devices: " + twelve,
                        "credentialsId: 'no', devices: [bySerialNumber('5CD1234XYZ')]",
                        "credentialsId: 'no', devices: ['" + id(1) + "'], deviceLines: '" + id(2) + "\\n" + id(3)
                                + "'"));
    }

    @Test
    void thePageOfStepsShowsTheDevice(JenkinsRule jenkins) throws Exception {
        labels(jenkins, "credentialsId: 'no', device: bySerialNumber('5CD1234XYZ')");
        Run<?, ?> run = jenkins.jenkins.getAllItems(WorkflowJob.class).get(0).getLastBuild();

        try (JenkinsRule.WebClient browser = jenkins.createWebClient()) {
            String steps = browser.getPage(run, "flowGraphTable").asNormalizedText();
            assertTrue(steps.contains("the device with the serial number \"5CD1234XYZ\""), steps);
        }
    }

    @Test
    void whatIsWrongHasNone(JenkinsRule jenkins) throws Exception {
        assertEquals(
                List.of("null", "null", "null"),
                labels(
                        jenkins,
                        "credentialsId: 'no', deviceId: 'x'",
                        "credentialsId: 'no', device: bySerialNumber('')",
                        "credentialsId: 'no', deviceLines: 'x'"));
    }

    private static List<String> ids(int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            ids.add(id(i));
        }
        return ids;
    }
}
