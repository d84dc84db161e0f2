package io.jenkins.plugins.intune.pipeline;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static io.jenkins.plugins.intune.standin.StandIn.action;
import static io.jenkins.plugins.intune.standin.StandIn.token;
import static io.jenkins.plugins.intune.standin.StandIn.tokenRequest;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.github.tomakehurst.wiremock.stubbing.Scenario;
import hudson.model.Result;
import io.jenkins.plugins.intune.FileSearch;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.graph.DeviceAddress;
import io.jenkins.plugins.intune.record.AssistanceRecord;
import io.jenkins.plugins.intune.record.BuildRecords;
import io.jenkins.plugins.intune.record.RemoteAssistanceAction;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.request.RequestPlan;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import io.jenkins.plugins.intune.standin.StandIn;
import java.time.Duration;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** A Pipeline whose Jenkins is restarted while the step is in one of its states. */
class RestartJenkinsTest {

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private final StandIn standIn = StandIn.start();

    @AfterEach
    void close() {
        standIn.close();
    }

    /** Something to wait for before the restart. */
    @FunctionalInterface
    private interface Until {
        boolean holds(WorkflowRun run) throws Exception;
    }

    /**
     * Builds, restarts Jenkins when the condition holds, lets time pass until the build ends, and returns the build's log.
     */
    private void restartWhen(Until condition, Result expected, String... logged) throws Throwable {
        restartWhen("", condition, expected, logged);
    }

    /** @param more further arguments of the step */
    private void restartWhen(String more, Until condition, Result expected, String... logged) throws Throwable {
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
        sessions.then(jenkins -> {
            WorkflowRun run =
                    jenkins.jenkins.getItemByFullName("job", WorkflowJob.class).getBuildByNumber(1);
            jenkins.assertBuildStatus(expected, jenkins.waitForCompletion(run));
            for (String line : logged) {
                jenkins.assertLogContains(line, run);
            }
            for (String hidden : List.of(StandIn.SECRET, StandIn.TOKEN, "teamviewer")) {
                assertEquals(
                        List.of(),
                        FileSearch.filesThatHold(jenkins.jenkins.getRootDir().toPath(), hidden));
            }
        });
    }

    private static boolean says(WorkflowRun run, String text) throws Exception {
        return JenkinsRule.getLog(run).contains(text);
    }

    @Test
    void beforeItIsSentItIsSentAfterwards() throws Throwable {
        standIn.device("");
        standIn.stub(tokenRequest()
                .inScenario("token")
                .whenScenarioStateIs(Scenario.STARTED)
                .willSetStateTo("quick")
                .willReturn(token(StandIn.TOKEN, 3599).withFixedDelay(20_000)));
        standIn.stub(
                tokenRequest().inScenario("token").whenScenarioStateIs("quick").willReturn(token(StandIn.TOKEN, 3599)));
        standIn.answerAction(accepted());

        restartWhen(run -> standIn.tokenRequests().size() == 1, Result.SUCCESS, "Intune accepted");

        assertEquals(1, standIn.actions().size());
    }

    @Test
    void whileWaitingForTheSessionItIsWaitedForAfterwards() throws Throwable {
        standIn.device("");
        standIn.answerAction(accepted());

        restartWhen(
                ", waitForSession: true",
                run -> {
                    boolean waiting = says(run, "Waiting up to 300 s for the session link");
                    if (waiting) {
                        standIn.device("", "https://get.teamviewer.com/new");
                    }
                    return waiting;
                },
                Result.SUCCESS,
                "The session link for managed device");

        assertEquals(1, standIn.actions().size());
    }

    /** It may be over by then, or another one may stand in its place. */
    @Test
    void aSessionThatTheBuildHasNotedIsTheEndAlthoughThePipelineWasNotTold() throws Throwable {
        standIn.device("");
        standIn.answerAction(accepted());

        restartWhen(
                ", waitForSession: true, sessionTimeout: 60",
                run -> {
                    boolean waiting = says(run, "Waiting up to 60 s for the session link");
                    if (waiting) {
                        noteSession(run);
                    }
                    return waiting;
                },
                Result.SUCCESS);

        assertEquals(1, standIn.actions().size());
        sessions.then(jenkins -> assertEquals(
                List.of("session"),
                jenkins
                        .jenkins
                        .getItemByFullName("job", WorkflowJob.class)
                        .getBuildByNumber(1)
                        .getAction(RemoteAssistanceAction.class)
                        .getRequests()
                        .stream()
                        .map(AssistanceRecord::getOutcome)
                        .toList()));
    }

    private static void noteSession(WorkflowRun run) throws Exception {
        FlowExecution pipeline = run.getExecutionPromise().get();
        RequestRemoteAssistanceExecution step = (RequestRemoteAssistanceExecution)
                pipeline.getCurrentExecutions(false).get().get(0);
        RequestState state = step.underWay().requests().get(step.key()).finishing(Outcome.SESSION, null, null);
        RequestPlan plan = new RequestPlan(DeviceAddress.managedDevice(DEVICE), step.options(), false);
        RequestReport report = RequestReport.of(plan, state, "https://get.teamviewer.com/noted");
        BuildRecords.record(run, step.key(), report, Runnable::run).join();
    }

    @Test
    void aThrottleIsWaitedOutAcrossTheRestart() throws Throwable {
        standIn.device("");
        standIn.stub(action(".*")
                .inScenario("throttle")
                .whenScenarioStateIs(Scenario.STARTED)
                .willSetStateTo("calm")
                .willReturn(StandIn.graphSays(429).withHeader("Retry-After", "15")));
        standIn.stub(
                action(".*").inScenario("throttle").whenScenarioStateIs("calm").willReturn(accepted()));

        restartWhen(
                run -> says(run, "Waiting 15 s"),
                Result.SUCCESS,
                "Microsoft Graph had told the app to wait",
                "Intune accepted");

        assertEquals(2, standIn.actions().size());
        long between = standIn.actions().get(1).getLoggedDate().getTime()
                - standIn.actions().get(0).getLoggedDate().getTime();
        assertEquals(true, between >= 15_000, "the second request came after " + between + " ms");
    }

    @Test
    void whileItIsBeingSentTheNewLinkTellsAfterwards() throws Throwable {
        standIn.device("https://get.teamviewer.com/s1", "https://get.teamviewer.com/s2");
        standIn.answerAction(accepted().withFixedDelay(30_000));

        restartWhen(run -> standIn.actions().size() == 1, Result.SUCCESS, "Jenkins was stopped", "after all");

        assertEquals(1, standIn.actions().size());
    }

    @Test
    void whileItIsBeingSentWithoutALinkItIsInDoubt() throws Throwable {
        standIn.device("https://get.teamviewer.com/s1");
        standIn.answerAction(accepted().withFixedDelay(30_000));

        restartWhen(
                run -> standIn.actions().size() == 1,
                Result.FAILURE,
                "It is in doubt whether remote assistance was requested for managed device " + DEVICE,
                "It was not sent again",
                "client-request-id " + "");

        assertEquals(1, standIn.actions().size());
    }

    @Test
    void whileTheDeviceIsAskedItIsAskedAgain() throws Throwable {
        standIn.device("", "", "", "", "https://get.teamviewer.com/s2");
        standIn.answerAction(aResponse().withStatus(502));

        restartWhen(
                run -> says(run, "Checking whether a new session link"),
                Result.SUCCESS,
                "502 Bad Gateway",
                "after all");

        assertEquals(1, standIn.actions().size());
    }
}
