package io.jenkins.plugins.intune.pipeline;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.fleet.FailWhen;
import io.jenkins.plugins.intune.fleet.FleetCounts;
import io.jenkins.plugins.intune.fleet.FleetResult;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.request.ReportFixture;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.standin.DeviceLists;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.CpsFlowExecution;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jenkinsci.plugins.workflow.steps.SynchronousStepExecution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.kohsuke.stapler.DataBoundConstructor;

/**
 * What the map of a fleet takes in the program of its Pipeline, which Jenkins writes anew at many of its steps. {@code
 * -Dintune.fleet=50000} for fifty thousand devices, of which one in a hundred has failed.
 */
@WithJenkins
class FleetMapJenkinsTest {

    private static final int DEVICES = Integer.getInteger("intune.fleet", 5_000);

    private static RequestReport report(int number) {
        Instant now = Instant.now().plusMillis(number);
        boolean failed = number % 100 == 0;
        String device = DeviceLists.id(number);
        return ReportFixture.of(failed ? Outcome.FAILED : Outcome.ACCEPTED)
                .device("managed device " + device, device, "LAPTOP-" + number)
                .message(failed ? "Intune refused: 404 Not Found. " + "There is no such device. ".repeat(5) : null)
                .began(now)
                .accepted(failed ? null : now.plusMillis(200))
                .sent(UUID.randomUUID().toString(), UUID.randomUUID().toString(), ReportFixture.trace(1, now))
                .report();
    }

    /** Gives a Pipeline the map that {@link RequestFleetExecution} makes of a fleet that has ended. */
    public static final class EndedFleet extends Step {

        private final boolean onlyFailures;

        @DataBoundConstructor
        public EndedFleet(boolean onlyFailures) {
            this.onlyFailures = onlyFailures;
        }

        @Override
        public StepExecution start(StepContext context) {
            boolean failures = onlyFailures;
            return new SynchronousStepExecution<Map<String, Object>>(context) {
                private static final long serialVersionUID = 1L;

                @Override
                protected Map<String, Object> run() {
                    int failed = DEVICES / 100;
                    return new FleetResult(
                                    FailWhen.Verdict.SUCCESS,
                                    "",
                                    "",
                                    new FleetCounts(DEVICES, DEVICES - failed, 0, 0, failed, 0, 0, 0, 0, 0, 0),
                                    IntStream.rangeClosed(1, DEVICES)
                                            .mapToObj(FleetMapJenkinsTest::report)
                                            .toList())
                            .toMap(report -> !failures || report.outcome().isFailure(), false);
                }
            };
        }

        @TestExtension
        public static final class DescriptorImpl extends StepDescriptor {

            @Override
            public Set<? extends Class<?>> getRequiredContext() {
                return Set.of();
            }

            @Override
            public String getFunctionName() {
                return "endedFleet";
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theProgramOfAPipelineHoldsIt(boolean onlyFailures, JenkinsRule jenkins) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "job");
        job.setDefinition(new CpsFlowDefinition(
                "def r = endedFleet(" + onlyFailures + ")\necho \"${r.total} ${r.results.size()}\"\nsleep 300", true));
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("Sleeping for", run);
        ((CpsFlowExecution) run.getExecution()).waitForSuspension();
        long size = Files.size(run.getRootDir().toPath().resolve("program.dat"));
        run.doStop();
        jenkins.waitForCompletion(run);

        int listed = onlyFailures ? DEVICES / 100 : DEVICES;
        System.out.printf(
                "FleetMapJenkinsTest: %d devices, %d in the map: program.dat %d bytes, %d for each that is listed%n",
                DEVICES, listed, size, size / listed);
        jenkins.assertLogContains(DEVICES + " " + listed, run);
        assertTrue(size < 20_000 + 1_000L * listed, size + " bytes");
    }
}
