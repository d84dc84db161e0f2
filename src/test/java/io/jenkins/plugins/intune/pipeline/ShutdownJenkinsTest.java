package io.jenkins.plugins.intune.pipeline;

import static io.jenkins.plugins.intune.standin.DeviceLists.id;
import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.device.ManagedDevice;
import io.jenkins.plugins.intune.freestyle.RequestRemoteAssistanceBuilder;
import io.jenkins.plugins.intune.index.AuditEntry;
import io.jenkins.plugins.intune.record.AssistanceLog;
import io.jenkins.plugins.intune.record.FleetRecord;
import io.jenkins.plugins.intune.record.RemoteAssistanceAction;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.standin.StandIn;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** A Jenkins that is stopped while an answer is on its way waits for it, a little. */
class ShutdownJenkinsTest {

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private final StandIn standIn = StandIn.start();

    /** The answers take a while; the devices show no link, so that only the answer can say that it was accepted. */
    @BeforeEach
    void answerSlowly() {
        standIn.device("https://get.teamviewer.com/s1");
        standIn.answerAction(accepted().withFixedDelay(2_000));
    }

    @AfterEach
    void close() {
        standIn.close();
    }

    private void pipelineStoppedWhileSending(String devices, int actions) throws Throwable {
        sessions.then(jenkins -> {
            IntuneJenkinsFixture.prepare(jenkins, standIn);
            WorkflowJob job = jenkins.createProject(WorkflowJob.class, "job");
            job.setDefinition(new CpsFlowDefinition(
                    "requestRemoteAssistance credentialsId: 'intune-app', timeout: 60, " + devices, true));
            job.scheduleBuild2(0).waitForStart();
            await().atMost(Duration.ofSeconds(30)).until(() -> standIn.actions().size() == actions);
        });
        sessions.then(jenkins -> {
            WorkflowRun run =
                    jenkins.jenkins.getItemByFullName("job", WorkflowJob.class).getBuildByNumber(1);
            jenkins.assertBuildStatus(Result.SUCCESS, jenkins.waitForCompletion(run));
            jenkins.assertLogNotContains("Jenkins was stopped", run);
        });
        assertEquals(actions, standIn.actions().size());
    }

    @Test
    void thePipelineKnowsItsAnswer() throws Throwable {
        pipelineStoppedWhileSending("deviceId: '" + DEVICE + "'", 1);
    }

    @Test
    void theFleetKnowsItsAnswers() throws Throwable {
        pipelineStoppedWhileSending("devices: ['" + id(1) + "', '" + id(2) + "']", 2);
    }

    @Test
    void theFreestyleBuildRemembersItsAnswer() throws Throwable {
        sessions.then(jenkins -> {
            IntuneJenkinsFixture.prepare(jenkins, standIn);
            FreeStyleProject job = jenkins.createFreeStyleProject("job");
            RequestRemoteAssistanceBuilder step = new RequestRemoteAssistanceBuilder();
            step.setCredentialsId("intune-app");
            step.setDeviceId(DEVICE);
            job.getBuildersList().add(step);
            job.scheduleBuild2(0).waitForStart();
            await().atMost(Duration.ofSeconds(30)).until(() -> standIn.actions().size() == 1);
        });
        sessions.then(jenkins -> {
            Run<?, ?> build = jenkins.jenkins
                    .getItemByFullName("job", FreeStyleProject.class)
                    .getBuildByNumber(1);
            RemoteAssistanceAction remembered = build.getAction(RemoteAssistanceAction.class);
            assertTrue(remembered != null, () -> "nothing is remembered: " + log(build));
            assertEquals("accepted", remembered.getRequests().get(0).getOutcome());
        });
    }

    private void stopWhileItWaitsForSessions(
            Consumer<RequestRemoteAssistanceBuilder> devices, int actions, Consumer<RemoteAssistanceAction> check)
            throws Throwable {
        standIn.device("");
        standIn.answerAction(accepted());
        sessions.then(jenkins -> {
            IntuneJenkinsFixture.prepare(jenkins, standIn);
            FreeStyleProject job = jenkins.createFreeStyleProject("job");
            RequestRemoteAssistanceBuilder step = new RequestRemoteAssistanceBuilder();
            step.setCredentialsId("intune-app");
            step.setWaitForSession(true);
            devices.accept(step);
            job.getBuildersList().add(step);
            job.scheduleBuild2(0).waitForStart();
            await().atMost(Duration.ofSeconds(30)).until(() -> standIn.actions().size() == actions);
        });
        sessions.then(jenkins -> {
            Run<?, ?> build = jenkins.jenkins
                    .getItemByFullName("job", FreeStyleProject.class)
                    .getBuildByNumber(1);
            assertEquals(Result.ABORTED, build.getResult());
            check.accept(build.getAction(RemoteAssistanceAction.class));
            await().until(() -> !AssistanceLog.get().log().isReading());
            List<AuditEntry> entries = IntuneJenkinsFixture.entries();
            assertEquals(actions, entries.size());
            assertTrue(entries.stream().allMatch(entry -> entry.outcome() == Outcome.NO_SESSION), entries::toString);
        });
    }

    @Test
    void theFreestyleBuildRemembersThatItWaitedForASession() throws Throwable {
        stopWhileItWaitsForSessions(
                step -> step.setDeviceId(DEVICE),
                1,
                remembered -> assertEquals(
                        "no_session", remembered.getRequests().get(0).getOutcome()));
    }

    @Test
    void soDoesAFreestyleBuildWithAList() throws Throwable {
        stopWhileItWaitsForSessions(
                step -> step.setDevices(List.of(new ManagedDevice(id(1)), new ManagedDevice(id(2)))), 2, remembered -> {
                    FleetRecord fleet = remembered.getFleets().get(0);
                    assertEquals("aborted", fleet.getVerdict());
                    assertEquals(2, fleet.getAccepted());
                });
    }

    private static String log(Run<?, ?> build) {
        try {
            return JenkinsRule.getLog(build);
        } catch (Exception unreadable) {
            return unreadable.toString();
        }
    }

    /** Some are on their way, some are about to leave, and the others queue. */
    @Test
    void aFleetThatIsStoppedInTheMiddleIsInDoubtAboutNobody() throws Throwable {
        sessions.then(jenkins -> {
            IntuneJenkinsFixture.prepare(jenkins, standIn);
            WorkflowJob job = jenkins.createProject(WorkflowJob.class, "job");
            job.setDefinition(new CpsFlowDefinition("""
                    def ids = (1..150).collect { String.format('7f1c2a44-1d0e-4b5f-9a86-%012d', it) }
                    requestRemoteAssistance credentialsId: 'intune-app', devices: ids, timeout: 60
                    """, true));
            job.scheduleBuild2(0).waitForStart();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> !standIn.actions().isEmpty());
        });
        sessions.then(jenkins -> {
            WorkflowRun run =
                    jenkins.jenkins.getItemByFullName("job", WorkflowJob.class).getBuildByNumber(1);
            jenkins.assertBuildStatus(Result.SUCCESS, jenkins.waitForCompletion(run));
        });
        assertEquals(150, standIn.actions().size());
    }
}
