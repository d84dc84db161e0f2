package io.jenkins.plugins.intune.pipeline;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.jenkins.plugins.intune.standin.DeviceLists.id;
import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static io.jenkins.plugins.intune.standin.StandIn.action;
import static io.jenkins.plugins.intune.standin.StandIn.error;
import static org.junit.jupiter.api.Assertions.assertEquals;

import hudson.model.Result;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.standin.StandIn;
import java.util.regex.Pattern;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What {@code retry} repeats: it asks nobody again who may have been asked, and goes on with the first request. */
@WithJenkins
class RetryJenkinsTest {

    private static final String STEP = "requestRemoteAssistance credentialsId: 'intune-app', timeout: 6, ";
    private static final String ONE = STEP + "deviceId: '" + DEVICE + "'";
    private static final String TWO = STEP + "devices: ['" + id(1) + "', '" + id(2) + "']";

    private static final String DOUBT = "It is in doubt whether remote assistance was requested";
    private static final String NO_SESSION = "but no session link appeared within";

    private final StandIn standIn = StandIn.start();
    private JenkinsRule jenkins;

    @BeforeEach
    void prepare(JenkinsRule rule) throws Exception {
        jenkins = rule;
        IntuneJenkinsFixture.prepare(rule, standIn);
        standIn.device("");
    }

    @AfterEach
    void close() {
        standIn.close();
    }

    private WorkflowRun build(Result expected, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return jenkins.buildAndAssertStatus(expected, job);
    }

    private void assertLogged(int times, String text, WorkflowRun run) throws Exception {
        String log = JenkinsRule.getLog(run);
        assertEquals(
                times,
                Pattern.compile(Pattern.quote(text)).matcher(log).results().count(),
                log);
    }

    @Test
    void whatIsInDoubtIsLookedAtAgain() throws Exception {
        standIn.answerAction(aResponse().withStatus(502));

        WorkflowRun run = build(Result.FAILURE, "retry(3) { " + ONE + " }");

        assertEquals(1, standIn.actions().size());
        jenkins.assertLogContains(DOUBT, run);
        assertLogged(2, "This build asked managed device " + DEVICE + " already", run);
    }

    @Test
    void neverFailsAndTellsTheOutcome() throws Exception {
        standIn.answerAction(aResponse().withStatus(502));

        WorkflowRun run = build(
                Result.SUCCESS,
                "def r = " + ONE + ", failWhen: 'never'\ncurrentBuild.description = \"${r.outcome} ${r.device}\"");

        assertEquals("in_doubt managed device " + DEVICE, run.getDescription());
        jenkins.assertLogContains(DOUBT, run);
    }

    @Test
    void whatWasAcceptedIsWaitedForAgain() throws Exception {
        standIn.answerAction(accepted());

        WorkflowRun run = build(Result.FAILURE, "retry(3) { " + ONE + ", waitForSession: true, sessionTimeout: 1 }");

        assertEquals(1, standIn.actions().size());
        jenkins.assertLogContains(NO_SESSION, run);
    }

    @Test
    void aLoopAsksOnceAndAskAgainAsksAnew() throws Exception {
        standIn.answerAction(accepted());

        build(Result.SUCCESS, "for (i = 0; i < 3; i++) { " + ONE + " }");
        assertEquals(1, standIn.actions().size());

        build(Result.SUCCESS, "for (i = 0; i < 3; i++) { " + ONE + ", askAgain: true }");
        assertEquals(1 + 3, standIn.actions().size());
    }

    @Test
    void branchesThatAskOneDeviceShareOneRequest() throws Exception {
        standIn.answerAction(accepted().withFixedDelay(1_000));

        WorkflowRun run = build(
                Result.SUCCESS,
                "def a, b\nparallel one: { a = " + ONE + " }, two: { b = " + ONE
                        + " }\nif (a.clientRequestId != b.clientRequestId) { error 'two requests' }");

        assertEquals(1, standIn.actions().size());
        assertLogged(1, "This build asked managed device " + DEVICE + " already", run);
    }

    @Test
    void whatReachedNobodyIsRepeated() throws Exception {
        standIn.answerAction(error(404, "ResourceNotFound", "No such device."));

        WorkflowRun run = build(Result.FAILURE, "retry(3) { " + ONE + " }");

        assertEquals(3, standIn.actions().size());
        jenkins.assertLogContains("Retrying", run);
    }

    @Test
    void aFleetAsksOnlyThoseAgainWhoWereNotReached() throws Exception {
        standIn.stub(action(".*" + id(1)).willReturn(accepted()));
        standIn.stub(action(".*" + id(2)).willReturn(error(404, "ResourceNotFound", "No such device.")));

        WorkflowRun run = build(Result.FAILURE, "retry(3) { " + TWO + " }");

        assertEquals(1 + 3, standIn.actions().size());
        jenkins.assertLogContains("Intune accepted 1 of 2 requests.", run);
    }

    @Test
    void aFleetGoesOnWithWhatAStepBeforeItHasAsked() throws Exception {
        standIn.answerAction(accepted());

        build(Result.SUCCESS, STEP + "deviceId: '" + id(1) + "'\n" + TWO + "\n" + STEP + "deviceId: '" + id(2) + "'");

        assertEquals(2, standIn.actions().size());
    }

    @Test
    void aFleetOfWhichNobodyWasAskedIsRepeated() throws Exception {
        standIn.answerAction(error(404, "ResourceNotFound", "No such device."));

        build(Result.FAILURE, "retry(2) { " + TWO + " }");

        assertEquals(4, standIn.actions().size());
    }

    @Test
    void catchErrorGoesOnAndTheBuildHasFailed() throws Exception {
        standIn.answerAction(aResponse().withStatus(502));

        WorkflowRun run = build(Result.FAILURE, "catchError { retry(3) { " + ONE + " } }\necho 'and on'");

        assertEquals(1, standIn.actions().size());
        jenkins.assertLogContains(DOUBT, run);
        jenkins.assertLogContains("and on", run);
    }

    @Test
    void aScriptCanCatchItAndReadWhatHappened() throws Exception {
        standIn.answerAction(aResponse().withStatus(502));

        WorkflowRun run = build(
                Result.SUCCESS,
                "try { " + ONE + " } catch (Exception e) { currentBuild.description ="
                        + " \"${e.outcome} ${e.deviceId} ${e.clientRequestId.length()} ${e.message}\" }");

        assertEquals(1, standIn.actions().size());
        assertEquals(0, run.getDescription().indexOf("in_doubt " + DEVICE + " 36 " + DOUBT), run.getDescription());
    }

    @Test
    void inParallelBothEndsAreTold() throws Exception {
        standIn.answerAction(aResponse().withStatus(502));

        WorkflowRun run = build(
                Result.FAILURE,
                "parallel a: { " + STEP + "deviceId: '" + id(1) + "' }, b: { " + STEP + "deviceId: '" + id(2) + "' }");

        jenkins.assertLogContains(DOUBT + " for managed device " + id(1), run);
        jenkins.assertLogContains(DOUBT + " for managed device " + id(2), run);
    }

    @Test
    void whatATimeoutEndsIsAskedOnce() throws Exception {
        standIn.answerAction(accepted());

        WorkflowRun run = build(
                Result.ABORTED,
                "retry(3) { timeout(time: 4, unit: 'SECONDS') { " + ONE
                        + ", waitForSession: true, sessionTimeout: 600 } }");

        assertEquals(1, standIn.actions().size());
        jenkins.assertLogContains("Timeout has been exceeded", run);
    }
}
