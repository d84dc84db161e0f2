package io.jenkins.plugins.intune.pipeline;

import static io.jenkins.plugins.intune.IntuneJenkinsFixture.entries;
import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.driver.Operation;
import io.jenkins.plugins.intune.index.AuditEntry;
import io.jenkins.plugins.intune.record.FleetRecord;
import io.jenkins.plugins.intune.record.RemoteAssistanceAction;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.service.GracefulShutdown;
import io.jenkins.plugins.intune.standin.StandIn;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.job.properties.DisableResumeJobProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** A build that Pipeline ends without a word to its steps: nobody else is asked, and what was asked is known. */
class EndedBuildJenkinsTest {

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private final StandIn standIn = StandIn.start();

    @AfterEach
    void close() {
        standIn.close();
    }

    private WorkflowJob job(JenkinsRule jenkins, String script) throws Exception {
        IntuneJenkinsFixture.prepare(jenkins, standIn);
        standIn.answerAction(accepted());
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "job");
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    private static RemoteAssistanceAction page(WorkflowRun build) {
        return build.getAction(RemoteAssistanceAction.class);
    }

    /** Only the first window of Intune's limit is asked at once. */
    @Test
    void aFleetWhoseBuildIsKilledAsksNobodyMore() throws Throwable {
        sessions.then(jenkins -> {
            standIn.device("");
            WorkflowRun build = job(jenkins, """
                    def ids = (1..600).collect { String.format('7f1c2a44-1d0e-4b5f-9a86-%012d', it) }
                    requestRemoteAssistance credentialsId: 'intune-app', devices: ids, failWhen: 'never'
                    """).scheduleBuild2(0).waitForStart();
            await().atMost(Duration.ofSeconds(60)).until(() -> standIn.actions().size() >= 20);

            build.doKill();

            await().atMost(Duration.ofSeconds(60))
                    .until(() -> page(build).getFleets().get(0).getMessage() != null);
            FleetRecord fleet = page(build).getFleets().get(0);
            int asked = standIn.actions().size();
            assertEquals("aborted", fleet.getVerdict());
            assertEquals(600, fleet.getAccepted() + fleet.getInDoubt() + fleet.getFailed() + fleet.getNotAsked());
            assertTrue(fleet.getNotAsked() > 300, fleet::getMessage);
            await().until(() -> !build.isLogUpdated());
            jenkins.assertLogContains(fleet.getMessage(), build);
            await().until(() ->
                    entries().size() == asked && entries().stream().allMatch(entry -> entry.outcome() != null));
        });
    }

    @Test
    void aRequestWhoseBuildIsKilledWhileItWaitsForItsSessionIsKnown() throws Throwable {
        sessions.then(jenkins -> {
            WorkflowRun build = waiting(job(
                    jenkins,
                    "requestRemoteAssistance credentialsId: 'intune-app', deviceId: '" + DEVICE
                            + "', waitForSession: true"));

            build.doKill();

            assertKnown(build);
        });
    }

    @Test
    void aRequestWhoseBuildIsNotToBeResumedIsKnownAfterAnOrderlyStop() throws Throwable {
        sessions.then(jenkins -> {
            WorkflowJob job = job(
                    jenkins,
                    "requestRemoteAssistance credentialsId: 'intune-app', deviceId: '" + DEVICE
                            + "', waitForSession: true");
            job.addProperty(new DisableResumeJobProperty());
            waiting(job);
        });
        sessions.then(jenkins -> assertKnown(
                jenkins.jenkins.getItemByFullName("job", WorkflowJob.class).getBuildByNumber(1)));
    }

    /** The disk is slow, and the build is killed before the step has begun. */
    @Test
    void whatBeginsWhenItsBuildHasEndedIsAborted() throws Throwable {
        sessions.then(jenkins -> {
            WorkflowRun build = jenkins.buildAndAssertSuccess(job(jenkins, "echo 'done'"));
            AtomicBoolean aborted = new AtomicBoolean();
            Operation<String> late = new Operation<>() {
                @Override
                public CompletableFuture<String> start() {
                    return new CompletableFuture<>();
                }

                @Override
                public void abort() {
                    aborted.set(true);
                }

                @Override
                public String status() {
                    return "beginning";
                }

                @Override
                public boolean sending() {
                    return false;
                }
            };

            try (GracefulShutdown.Running running = GracefulShutdown.get().add(build, late, late.start(), true)) {
                assertTrue(aborted.get() && running.isAborted());
            }
        });
    }

    private WorkflowRun waiting(WorkflowJob job) throws Exception {
        standIn.device("");
        WorkflowRun build = job.scheduleBuild2(0).waitForStart();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> JenkinsRule.getLog(build).contains("for the session link"));
        return build;
    }

    private static void assertKnown(WorkflowRun build) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> page(build) != null && !page(build).getRequests().isEmpty());
        assertEquals("no_session", page(build).getRequests().get(0).getOutcome());
        await().until(() -> entries().stream().map(AuditEntry::outcome).toList().equals(List.of(Outcome.NO_SESSION)));
    }
}
