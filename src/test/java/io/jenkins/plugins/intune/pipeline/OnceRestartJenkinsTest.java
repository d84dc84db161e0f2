package io.jenkins.plugins.intune.pipeline;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.jenkins.plugins.intune.standin.DeviceLists.id;
import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import hudson.model.Result;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.settings.IntuneConfiguration;
import io.jenkins.plugins.intune.standin.StandIn;
import java.time.Duration;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/**
 * A person who was asked is not asked again: within a build, and between builds for as long as configured. Also after a
 * restart.
 */
class OnceRestartJenkinsTest {

    private static final String STEP = "requestRemoteAssistance credentialsId: 'intune-app', timeout: 60, ";
    private static final String ONE = STEP + "deviceId: '" + DEVICE + "'";

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private final StandIn standIn = StandIn.start();

    @BeforeEach
    void prepare() {
        standIn.device("");
        standIn.answerAction(accepted());
    }

    @AfterEach
    void close() {
        standIn.close();
    }

    private static WorkflowJob job(JenkinsRule jenkins, String name, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    @Test
    void aStepAfterTheRestartGoesOnWithTheOneBefore() throws Throwable {
        sessions.then(jenkins -> {
            IntuneJenkinsFixture.prepare(jenkins, standIn);
            WorkflowJob job = job(jenkins, "job", ONE + "\nsleep 8\n" + ONE);
            WorkflowRun run = job.scheduleBuild2(0).waitForStart();
            jenkins.waitForMessage("Sleeping for", run);
        });
        sessions.then(jenkins -> {
            WorkflowRun run =
                    jenkins.jenkins.getItemByFullName("job", WorkflowJob.class).getBuildByNumber(1);
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
            jenkins.assertLogContains("This build asked managed device " + DEVICE + " already", run);
        });
        assertEquals(1, standIn.actions().size());
    }

    /** The branch that waits may be resumed first, and must know of the one whose request was on its way. */
    @Test
    void branchesForOneDeviceShareARequestThatWasOnItsWay() throws Throwable {
        standIn.answerAction(aResponse().withStatus(204).withFixedDelay(30_000));
        sessions.then(jenkins -> {
            IntuneJenkinsFixture.prepare(jenkins, standIn);
            String one = ONE.replace("timeout: 60", "timeout: 15");
            WorkflowJob job = job(jenkins, "job", "parallel a: { " + one + " }, b: { " + one + " }");
            job.scheduleBuild2(0).waitForStart();
            await().atMost(Duration.ofSeconds(30)).until(() -> standIn.actions().size() == 1);
        });
        standIn.answerAction(accepted());
        sessions.then(jenkins -> {
            WorkflowRun run =
                    jenkins.jenkins.getItemByFullName("job", WorkflowJob.class).getBuildByNumber(1);
            jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(run));
            jenkins.assertLogContains("It is in doubt whether remote assistance was requested", run);
        });
        assertEquals(1, standIn.actions().size());
    }

    @Test
    void branchesThatWaitForOneSessionGoOnAndHoldUpNobody() throws Throwable {
        String waits = ONE + ", waitForSession: true, sessionTimeout: ";
        sessions.then(jenkins -> {
            IntuneJenkinsFixture.prepare(jenkins, standIn);
            WorkflowJob job = job(
                    jenkins,
                    "job",
                    "parallel a: { " + waits + "25, failWhen: 'never' }, b: { sleep 3; " + waits + "300 }");
            WorkflowRun run = job.scheduleBuild2(0).waitForStart();
            jenkins.waitForMessage("Waiting for the end of another request of this build", run);
        });
        sessions.then(jenkins -> {
            WorkflowRun run =
                    jenkins.jenkins.getItemByFullName("job", WorkflowJob.class).getBuildByNumber(1);
            jenkins.waitForMessage("This build asked managed device " + DEVICE + " already", run);
            standIn.device("https://get.teamviewer.com/s1");
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
            jenkins.buildAndAssertSuccess(job(jenkins, "other", ONE.replace(DEVICE, id(9))));
        });
        assertEquals(2, standIn.actions().size());
    }

    /** It cancels the step right after the restart, before that has been taken up. */
    @Test
    void anOverdueTimeoutAroundAStepDoesNotMakeTheBuildForgetIt() throws Throwable {
        sessions.then(jenkins -> {
            IntuneJenkinsFixture.prepare(jenkins, standIn);
            WorkflowJob job = job(
                    jenkins,
                    "job",
                    "try { timeout(time: 8, unit: 'SECONDS') { " + ONE
                            + ", waitForSession: true } } catch (e) { echo \"late: $e\" }\n" + ONE);
            WorkflowRun run = job.scheduleBuild2(0).waitForStart();
            jenkins.waitForMessage("Intune accepted", run);
        });
        sessions.then(jenkins -> {
            WorkflowRun run =
                    jenkins.jenkins.getItemByFullName("job", WorkflowJob.class).getBuildByNumber(1);
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
            jenkins.assertLogContains("late: ", run);
            jenkins.assertLogContains("This build asked managed device " + DEVICE + " already", run);
        });
        assertEquals(1, standIn.actions().size());
    }

    @Test
    void whomAnotherBuildAskedIsLeftAloneForSomeTime() throws Throwable {
        sessions.then(jenkins -> {
            IntuneJenkinsFixture.prepare(jenkins, standIn);
            jenkins.buildAndAssertSuccess(job(jenkins, "first", ONE));
            WorkflowRun second =
                    jenkins.buildAndAssertStatus(Result.FAILURE, job(jenkins, "second", ONE + ", notAgainWithin: 15"));
            jenkins.assertLogContains("first #1", second);
            jenkins.assertLogContains("notAgainWithin leaves it alone for 15 minutes", second);
        });
        assertEquals(1, standIn.actions().size());
        sessions.then(jenkins -> {
            IntuneConfiguration.get().setNotAgainWithin(15);
            WorkflowRun told = jenkins.buildAndAssertSuccess(
                    job(jenkins, "third", "def r = " + ONE + ", failWhen: 'never'\necho \"so: ${r.outcome}\""));
            jenkins.assertLogContains("so: recently_asked", told);
            WorkflowRun fleet = jenkins.buildAndAssertSuccess(job(
                    jenkins,
                    "fleet",
                    "def r = " + STEP + "devices: ['" + DEVICE + "', '" + id(2)
                            + "']\necho \"so: ${r.accepted} ${r.recentlyAsked} ${r.failed}\""));
            jenkins.assertLogContains("so: 1 1 0", fleet);
            jenkins.buildAndAssertSuccess(job(jenkins, "fourth", ONE + ", notAgainWithin: 0"));
        });
        assertEquals(3, standIn.actions().size());
    }

    /** A throttled attempt is in the log too, and must not stand in the way of the next one. */
    @Test
    void aRequestDoesNotStandInItsOwnWay() throws Throwable {
        standIn.answerAction(StandIn.error(429, "TooManyRequests", "slow").withHeader("Retry-After", "12"), accepted());
        sessions.then(jenkins -> {
            IntuneJenkinsFixture.prepare(jenkins, standIn);
            WorkflowRun run = job(jenkins, "job", ONE + ", notAgainWithin: 15")
                    .scheduleBuild2(0)
                    .waitForStart();
            jenkins.waitForMessage("Waiting 12 s", run);
        });
        sessions.then(jenkins -> {
            WorkflowRun run =
                    jenkins.jenkins.getItemByFullName("job", WorkflowJob.class).getBuildByNumber(1);
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
        });
        assertEquals(2, standIn.actions().size());
    }
}
