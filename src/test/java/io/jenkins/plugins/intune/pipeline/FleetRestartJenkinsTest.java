package io.jenkins.plugins.intune.pipeline;

import static io.jenkins.plugins.intune.standin.StandIn.acceptedWithinLimit;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.jenkins.plugins.intune.FileSearch;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.record.AssistanceLog;
import io.jenkins.plugins.intune.record.BuildRecords;
import io.jenkins.plugins.intune.record.FleetRecord;
import io.jenkins.plugins.intune.record.RemoteAssistanceAction;
import io.jenkins.plugins.intune.record.UnderWay;
import io.jenkins.plugins.intune.standin.StandIn;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** A Pipeline with a fleet whose Jenkins is restarted in the middle of it. */
class FleetRestartJenkinsTest {

    /** More than Intune lets through at once, so that some have not had their turn. */
    private static final int DEVICES = 240;

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private final StandIn standIn = StandIn.start();

    @AfterEach
    void close() {
        standIn.close();
    }

    @Test
    void itGoesOnWithTheOthersAndAsksNobodyTwice() throws Throwable {
        standIn.device("");
        standIn.answerAction(acceptedWithinLimit());
        sessions.then(jenkins -> {
            IntuneJenkinsFixture.prepare(jenkins, standIn);
            WorkflowJob job = jenkins.createProject(WorkflowJob.class, "job");
            job.setDefinition(new CpsFlowDefinition("""
                    def ids = (1..%d).collect { String.format('7f1c2a44-1d0e-4b5f-9a86-%%012d', it) }
                    def r = requestRemoteAssistance(
                        credentialsId: 'intune-app', devices: ids, timeout: 60, failWhen: 'all')
                    echo "of ${r.results.size()} devices ${r.results*.deviceId.toSet().size()}"
                    """.formatted(DEVICES), true));
            job.scheduleBuild2(0).waitForStart();
            await().atMost(Duration.ofSeconds(60)).until(() -> standIn.actions().size() >= 200);
        });
        sessions.then(jenkins -> {
            WorkflowRun run =
                    jenkins.jenkins.getItemByFullName("job", WorkflowJob.class).getBuildByNumber(1);

            jenkins.waitForCompletion(run);

            jenkins.assertLogContains("Resuming after a restart: ", run);
            jenkins.assertLogContains("of 240 devices 240", run);
            FleetRecord fleet =
                    run.getAction(RemoteAssistanceAction.class).getFleets().get(0);
            assertEquals(DEVICES, fleet.getAccepted() + fleet.getInDoubt(), fleet::getMessage);
            assertTrue(fleet.getAccepted() >= DEVICES - 200, fleet::getMessage);
            assertEquals(
                    1, run.getAction(RemoteAssistanceAction.class).getFleets().size());
            for (String hidden : List.of(StandIn.SECRET, StandIn.TOKEN)) {
                assertEquals(
                        List.of(),
                        FileSearch.filesThatHold(jenkins.jenkins.getRootDir().toPath(), hidden));
            }
        });
        // The new Jenkins does not know what the old one sent a moment ago, so that Graph throttles some, which are
        // sent again.
        assertEquals(DEVICES, standIn.actions().size() - standIn.throttled(), "each was let through once");
        assertEquals(
                DEVICES,
                standIn.actions().stream().map(LoggedRequest::getUrl).distinct().count());
    }

    @Test
    void aListWhoseStepCannotGoOnIsNotSaidToBeRunning() throws Throwable {
        sessions.then(jenkins -> {
            WorkflowJob job = jenkins.createProject(WorkflowJob.class, "job");
            job.setDefinition(new CpsFlowDefinition("sleep 600", true));
            WorkflowRun run = job.scheduleBuild2(0).waitForStart();
            BuildRecords.record(run, FleetRecord.begun("step", 3, false), Runnable::run)
                    .join();

            BuildRecords.abandon(
                            run,
                            "step",
                            new UnderWay(Map.of(), Set.of("step")),
                            AssistanceLog.get().witness(AssistanceLog.requester(run, "somebody")),
                            Runnable::run)
                    .join();

            FleetRecord fleet =
                    run.getAction(RemoteAssistanceAction.class).getFleets().get(0);
            assertTrue(run.isBuilding(), "the Pipeline may have caught it");
            assertEquals("aborted", fleet.getVerdict());
            assertTrue(fleet.getMessage().startsWith("Interrupted before its end"), fleet::getMessage);
        });
    }
}
