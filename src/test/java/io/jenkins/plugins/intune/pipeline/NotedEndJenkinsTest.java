package io.jenkins.plugins.intune.pipeline;

import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import hudson.model.Result;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.graph.DeviceAddress;
import io.jenkins.plugins.intune.graph.SessionLink;
import io.jenkins.plugins.intune.record.AssistanceRecord;
import io.jenkins.plugins.intune.record.BuildRecords;
import io.jenkins.plugins.intune.record.RemoteAssistanceAction;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.request.RequestPlan;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import io.jenkins.plugins.intune.request.Trace;
import io.jenkins.plugins.intune.standin.StandIn;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** Jenkins dies when the build's page has a request's end, and the Pipeline's program, whose save was slow, has not. */
class NotedEndJenkinsTest {

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private final StandIn standIn = StandIn.start();

    @AfterEach
    void close() {
        standIn.close();
    }

    private interface Until {
        boolean holds(WorkflowRun run) throws Exception;
    }

    private void restartWhen(String more, Until condition) throws Throwable {
        sessions.then(jenkins -> {
            IntuneJenkinsFixture.prepare(jenkins, standIn);
            WorkflowJob job = jenkins.createProject(WorkflowJob.class, "job");
            job.setDefinition(new CpsFlowDefinition(
                    "requestRemoteAssistance credentialsId: 'intune-app', deviceId: '" + DEVICE + "', timeout: 60"
                            + more,
                    true));
            WorkflowRun run = job.scheduleBuild2(0).waitForStart();
            await().atMost(Duration.ofSeconds(30)).until(() -> condition.holds(run));
        });
    }

    private static RequestState state(WorkflowRun run, RequestRemoteAssistanceExecution[] found) throws Exception {
        RequestRemoteAssistanceExecution step = (RequestRemoteAssistanceExecution) run.getExecutionPromise()
                .get()
                .getCurrentExecutions(false)
                .get()
                .get(0);
        found[0] = step;
        return step.underWay().requests().get(step.key());
    }

    /** Intune said 204; the page has that, and the program, whose save took more than ten seconds, has not. */
    private static void noteAccepted(WorkflowRun run) throws Exception {
        RequestRemoteAssistanceExecution[] step = new RequestRemoteAssistanceExecution[1];
        RequestState end = state(run, step)
                .answered("graph-id")
                .accepted(Instant.now(), false)
                .finishing(Outcome.ACCEPTED, null, null);
        RequestPlan plan = new RequestPlan(DeviceAddress.managedDevice(DEVICE), step[0].options(), false);
        BuildRecords.record(run, step[0].key(), RequestReport.of(plan, end, null), Runnable::run)
                .join();
    }

    private List<String> outcomes(JenkinsRule jenkins) {
        return jenkins
                .jenkins
                .getItemByFullName("job", WorkflowJob.class)
                .getBuildByNumber(1)
                .getAction(RemoteAssistanceAction.class)
                .getRequests()
                .stream()
                .map(AssistanceRecord::getOutcome)
                .toList();
    }

    private void endsAsAccepted() throws Throwable {
        sessions.then(jenkins -> {
            assertEquals(List.of("accepted"), outcomes(jenkins), "the page has it right after the start");
            WorkflowRun run =
                    jenkins.jenkins.getItemByFullName("job", WorkflowJob.class).getBuildByNumber(1);
            jenkins.waitForCompletion(run);
            assertEquals(List.of("accepted"), outcomes(jenkins), "it has been accepted");
            assertEquals(1, standIn.actions().size(), "nobody is asked again");
            jenkins.assertBuildStatus(Result.SUCCESS, run);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ", onDoubt: 'resend'"})
    void anAcceptedRequestThatTheBuildHasNotedStaysAcceptedAndNobodyIsAskedAgain(String more) throws Throwable {
        standIn.device("");
        standIn.answerAction(accepted().withFixedDelay(30_000));
        restartWhen(more, run -> {
            boolean sent = standIn.actions().size() == 1;
            if (sent) {
                noteAccepted(run);
            }
            return sent;
        });
        endsAsAccepted();
    }

    /** The link's time is over, or its key cannot be read; the page still has its digest. */
    @Test
    void theSessionOfSomebodyElseIsNotTakenForTheOneThatTheBuildHasNoted() throws Throwable {
        standIn.device("");
        standIn.answerAction(accepted());
        restartWhen(", waitForSession: true, sessionTimeout: 60", run -> {
            boolean waiting = JenkinsRule.getLog(run).contains("Waiting up to 60 s for the session link");
            if (waiting) {
                RequestRemoteAssistanceExecution[] step = new RequestRemoteAssistanceExecution[1];
                RequestState last = state(run, step).finishing(Outcome.SESSION, null, null);
                RequestPlan plan = new RequestPlan(DeviceAddress.managedDevice(DEVICE), step[0].options(), false);
                RequestReport of = RequestReport.of(plan, last, null);
                Trace t = of.trace();
                String own = "https://get.teamviewer.com/own";
                RequestReport report = new RequestReport(
                        of.device(),
                        of.deviceId(),
                        of.deviceName(),
                        of.lookUp(),
                        Outcome.SESSION,
                        null,
                        of.startedAt(),
                        // So that the link is not kept any longer.
                        Instant.now().minus(Duration.ofDays(30)),
                        of.requestId(),
                        of.clientRequestId(),
                        of.attempts(),
                        own,
                        null,
                        new Trace(
                                t.ordinal(),
                                t.sentAt(),
                                t.sequence(),
                                t.resends(),
                                t.linkBefore(),
                                t.errorBefore(),
                                t.reason(),
                                SessionLink.digest(own)),
                        of.logId());
                BuildRecords.record(run, step[0].key(), report, Runnable::run).join();
                standIn.device("https://get.teamviewer.com/of-somebody-else");
            }
            return waiting;
        });
        sessions.then(jenkins -> {
            WorkflowRun run =
                    jenkins.jenkins.getItemByFullName("job", WorkflowJob.class).getBuildByNumber(1);
            jenkins.waitForCompletion(run);
            AssistanceRecord record =
                    run.getAction(RemoteAssistanceAction.class).getRequests().get(0);
            assertEquals("session", record.getOutcome());
            assertFalse(record.isSession(), "the link is somebody else's");
            assertNull(record.getSessionUrl());
            jenkins.assertLogContains("so this step has none", run);
        });
    }
}
