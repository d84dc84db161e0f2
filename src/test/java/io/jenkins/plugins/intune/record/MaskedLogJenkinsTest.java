package io.jenkins.plugins.intune.record;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static io.jenkins.plugins.intune.standin.DeviceLists.id;
import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static io.jenkins.plugins.intune.standin.StandIn.deviceWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import hudson.Functions;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.FreeStyleProject;
import hudson.model.Label;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.User;
import hudson.tasks.BatchFile;
import hudson.tasks.Shell;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.freestyle.RequestRemoteAssistanceBuilder;
import io.jenkins.plugins.intune.standin.StandIn;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** A session link does not get into the log of its build, no matter what writes it there. */
class MaskedLogJenkinsTest {

    private static final String OLD = "https://get.teamviewer.com/old-4711";
    private static final String LINK = "https://get.teamviewer.com/v15/new-4712?a=1&b=2";
    private static final String OTHER = "https://get.teamviewer.com/v15/new-4713";

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private final StandIn standIn = StandIn.start();

    @AfterEach
    void close() {
        standIn.close();
    }

    private void prepare(JenkinsRule jenkins) throws Exception {
        IntuneJenkinsFixture.prepare(jenkins, standIn);
        IntuneJenkinsFixture.secure(jenkins);
        User.getById("supporter", true);
        standIn.answerAction(accepted());
        standIn.device(OLD, LINK);
    }

    private static WorkflowRun start(JenkinsRule jenkins, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "job");
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job.scheduleBuild2(0, new CauseAction(new Cause.UserIdCause("supporter")))
                .waitForStart();
    }

    private static void assertMasked(int times, Run<?, ?> build) throws Exception {
        String log = JenkinsRule.getLog(build);
        assertFalse(log.contains("new-471"), log);
        assertEquals(times, log.split("\\*\\*\\*\\*", -1).length - 1, log);
    }

    @Test
    void aPipelineThatPrintsItShowsStars() throws Throwable {
        sessions.then(jenkins -> {
            prepare(jenkins);
            jenkins.createOnlineSlave(Label.get("agent"));
            WorkflowRun run = start(jenkins, """
                def ask() {
                    requestRemoteAssistance(credentialsId: 'intune-app', deviceId: '%s', waitForSession: true)
                }
                def r = ask()
                echo "the map: $r"
                echo "as a form: ${java.net.URLEncoder.encode(r.sessionUrl, 'UTF-8')}"
                node('agent') {
                    withEnv(["LINK=${r.sessionUrl}"]) {
                        if (isUnix()) {
                            sh 'set +x; echo "on an agent: $LINK"; printf "no end of line: %%s" "$LINK"'
                        } else {
                            bat '@cmd /v:on /c "echo on an agent: !LINK!"'
                            bat '@cmd /v:on /c "<nul set /p =no end of line: !LINK!" & exit /b 0'
                        }
                    }
                }
                echo 'another one: https://get.teamviewer.com/v15/abc-4712?a=1&b=2'
                """.formatted(DEVICE));

            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));

            for (String line : new String[] {"as a form: ****", "on an agent: ****", "no end of line: ****"}) {
                jenkins.assertLogContains(line, run);
            }
            jenkins.assertLogContains("sessionUrl:****", run);
            jenkins.assertLogContains("another one: https://get.teamviewer.com/v15/abc-4712?a=1&b=2", run);
            assertMasked(4 + linesOfItsOwn(run), run);
        });
    }

    /** What the step itself says of the link. */
    private static int linesOfItsOwn(Run<?, ?> run) throws Exception {
        return (int) JenkinsRule.getLog(run)
                .lines()
                .filter(line -> line.contains("****") && !line.matches(".*(map|form|agent|line|again|one): ?.*"))
                .count();
    }

    @Test
    void aFleetsLinksAreMaskedToo() throws Throwable {
        sessions.then(jenkins -> {
            prepare(jenkins);
            standIn.inTurn(get(urlPathMatching(".*/" + id(1))), deviceWith(OLD), deviceWith(LINK));
            standIn.inTurn(get(urlPathMatching(".*/" + id(2))), deviceWith(OLD), deviceWith(OTHER));
            WorkflowRun run = start(jenkins, """
                def r = requestRemoteAssistance(
                    credentialsId: 'intune-app', devices: ['%s', '%s'], waitForSession: true)
                echo "the map: ${r.results*.sessionUrl}"
                """.formatted(id(1), id(2)));

            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));

            jenkins.assertLogContains("the map: [****, ****]", run);
            assertMasked(2 + linesOfItsOwn(run), run);
        });
    }

    @Test
    void itIsMaskedAfterARestartToo() throws Throwable {
        sessions.then(jenkins -> {
            prepare(jenkins);
            standIn.inTurn(get(urlPathMatching(".*/" + id(2))), deviceWith(OLD), deviceWith(OTHER));
            WorkflowRun run = start(jenkins, """
                def r = requestRemoteAssistance(
                    credentialsId: 'intune-app', deviceId: '%s', waitForSession: true)
                def f = requestRemoteAssistance(
                    credentialsId: 'intune-app', devices: ['%s'], waitForSession: true)
                echo 'ready'
                waitUntil(initialRecurrencePeriod: 250, quiet: true) { currentBuild.description == 'go' }
                echo "again: $r.sessionUrl"
                echo "again: ${f.results*.sessionUrl}"
                node('agent') {
                    if (isUnix()) {
                        sh "set +x; echo 'again: $r.sessionUrl'; echo 'again: ${f.results[0].sessionUrl}'"
                    } else {
                        bat '@echo "again: ' + r.sessionUrl + '"& echo "again: ' + f.results[0].sessionUrl + '"'
                    }
                }
                """.formatted(DEVICE, id(2)));
            jenkins.waitForMessage("ready", run);
        });
        sessions.then(jenkins -> {
            jenkins.createOnlineSlave(Label.get("agent"));
            WorkflowRun run =
                    jenkins.jenkins.getItemByFullName("job", WorkflowJob.class).getBuildByNumber(1);
            run.setDescription("go");

            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));

            jenkins.assertLogContains("again: [****]", run);
            assertMasked(4 + linesOfItsOwn(run), run);
        });
    }

    @Test
    void aFreestyleBuildsCommandShowsStars() throws Throwable {
        sessions.then(jenkins -> {
            prepare(jenkins);
            FreeStyleProject job = jenkins.createFreeStyleProject();
            job.setAssignedNode(jenkins.createOnlineSlave());
            RequestRemoteAssistanceBuilder step = new RequestRemoteAssistanceBuilder();
            step.setCredentialsId("intune-app");
            step.setDeviceId(DEVICE);
            step.setWaitForSession(true);
            job.getBuildersList().add(step);
            job.getBuildersList()
                    .add(
                            Functions.isWindows()
                                    ? new BatchFile("@echo \"one: " + LINK + "\"& echo \"one: " + OTHER + "\"")
                                    : new Shell("set +x; echo 'one: " + LINK + "'; echo 'one: " + OTHER + "'"));

            Run<?, ?> run = jenkins.buildAndAssertStatus(Result.SUCCESS, job);

            jenkins.assertLogContains("one: ****", run);
            jenkins.assertLogContains("one: " + OTHER, run);
            assertFalse(JenkinsRule.getLog(run).contains("4712"), JenkinsRule.getLog(run));
        });
    }
}
