package io.jenkins.plugins.intune.pipeline;

import static io.jenkins.plugins.intune.IntuneJenkinsFixture.entries;
import static io.jenkins.plugins.intune.standin.DeviceLists.id;
import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static io.jenkins.plugins.intune.standin.StandIn.error;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.client.WireMock;
import hudson.EnvVars;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.StringParameterDefinition;
import hudson.model.TaskListener;
import hudson.model.User;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.freestyle.RequestRemoteAssistanceBuilder;
import io.jenkins.plugins.intune.record.FleetRecord;
import io.jenkins.plugins.intune.record.RemoteAssistanceAction;
import io.jenkins.plugins.intune.standin.StandIn;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.SnippetizerTester;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Dry runs in real builds: what is said, what is shown, and what is not left behind. */
@WithJenkins
class DryRunJenkinsTest {

    private final StandIn standIn = StandIn.start();
    private JenkinsRule jenkins;

    @BeforeEach
    void prepare(JenkinsRule rule) throws Exception {
        jenkins = rule;
        IntuneJenkinsFixture.prepare(rule, standIn);
        standIn.device("");
        standIn.connector("onboarded");
        standIn.answerAction(accepted());
    }

    @AfterEach
    void close() {
        standIn.close();
    }

    private WorkflowRun build(Result expected, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(
                script.replace("ask(", "requestRemoteAssistance(credentialsId: 'intune-app', "), true));
        return jenkins.buildAndAssertStatus(expected, job);
    }

    private String page(Run<?, ?> run, String rest) throws Exception {
        try (JenkinsRule.WebClient browser = jenkins.createWebClient()) {
            return browser.getPage(run, rest).asNormalizedText();
        }
    }

    private static void unknown(StandIn standIn, int device) {
        standIn.stub(WireMock.get(WireMock.urlPathMatching("/.*managedDevices/" + id(device)))
                .willReturn(error(404, "ResourceNotFound", "No device.")));
    }

    @Test
    void oneDeviceIsLookedAtAndNobodyIsAsked() throws Exception {
        WorkflowRun run = build(Result.SUCCESS, """
            def r = ask(deviceId: '%s', dryRun: true)
            echo "told ${r.outcome} ${r.deviceName} ${r.attempts} ${r.clientRequestId} ${r.message}"
            """.formatted(DEVICE));

        jenkins.assertLogContains("told would_ask LAPTOP-7 0 null null", run);
        jenkins.assertLogContains("Nobody was asked.", run);
        assertEquals(0, standIn.actions().size());
        String shown = page(run, "");
        assertTrue(shown.contains("Dry run for LAPTOP-7"), shown);
        assertTrue(shown.contains("Dry run: would be asked"), shown);
        assertFalse(shown.contains("Remote assistance for"), shown);
        assertTrue(entries().isEmpty(), "it is no request, so the assistance log has no entry");
    }

    /** A dry run claims nothing, neither in its build nor among all builds. */
    @Test
    void aRequestAfterwardsIsMade() throws Exception {
        WorkflowRun run = build(Result.SUCCESS, """
            ask(deviceId: '%s', dryRun: true, notAgainWithin: 15)
            def r = ask(deviceId: '%s', notAgainWithin: 15)
            def again = ask(deviceId: '%s', dryRun: true, notAgainWithin: 15)
            echo "told ${r.outcome}, then ${again.outcome}: ${again.message}"
            """.formatted(DEVICE, DEVICE, DEVICE));

        assertEquals(1, standIn.actions().size());
        jenkins.assertLogContains("told accepted, then duplicate: Dry run: This build asked managed device", run);
    }

    /** Only a dry run reads the connector here, and it takes its time. */
    @Test
    void aRequestDoesNotWaitForADryRun() throws Exception {
        standIn.stub(WireMock.get(WireMock.urlPathMatching("/.*/remoteAssistancePartners"))
                .willReturn(WireMock.aResponse().withStatus(403).withFixedDelay(9_000)));

        WorkflowRun run = build(Result.SUCCESS, """
            parallel(
              dry: { ask(deviceId: '%s', dryRun: true, notAgainWithin: 15); echo 'looked' },
              request: { sleep 3; ask(deviceId: '%s', notAgainWithin: 15); echo 'asked' })
            """.formatted(DEVICE, DEVICE));

        List<String> log = JenkinsRule.getLog(run).lines().toList();
        assertTrue(log.indexOf("asked") < log.indexOf("looked"), log::toString);
        assertEquals(1, standIn.actions().size());
    }

    @Test
    void aDeviceThatAnotherBuildHasAskedIsTold() throws Exception {
        WorkflowRun first = build(Result.SUCCESS, "ask(deviceId: '%s')".formatted(DEVICE));
        await().until(() -> entries().size() == 1);

        WorkflowRun run = build(Result.SUCCESS, """
            def r = ask(deviceId: '%s', dryRun: true, notAgainWithin: 15, failWhen: 'never')
            echo "told ${r.outcome}: ${r.message}"
            """.formatted(DEVICE));

        jenkins.assertLogContains("told recently_asked: Dry run: ", run);
        jenkins.assertLogContains(first.getParent().getFullName() + " #1", run);
        build(Result.FAILURE, "ask(deviceId: '%s', dryRun: true, notAgainWithin: 15)".formatted(DEVICE));
        assertEquals(1, standIn.actions().size());
        assertEquals(1, entries().size());
    }

    @Test
    void manyDevicesAreCountedAndShown() throws Exception {
        unknown(standIn, 2);

        WorkflowRun run = build(Result.UNSTABLE, """
            def r = ask(devices: ['%s', '%s', '%s'], dryRun: true, failWhen: '50%%')
            echo "counts ${r.total} ${r.wouldAsk} ${r.wouldFail} ${r.accepted}"
            echo "told ${r.results*.outcome}"
            """.formatted(id(1), id(2), id(3)));

        jenkins.assertLogContains("counts 3 2 1 0", run);
        jenkins.assertLogContains("told [would_ask, would_fail, would_ask]", run);
        assertEquals(0, standIn.actions().size());
        assertTrue(entries().isEmpty());
        FleetRecord fleet =
                run.getAction(RemoteAssistanceAction.class).getFleets().get(0);
        assertTrue(fleet.isDryRun());
        assertEquals(2, fleet.getWouldAsk());
        String shown = page(run, "remoteAssistance/1/");
        assertTrue(shown.contains("Dry run: 2 of 3 devices would be asked. Nobody was asked."), shown);
        assertTrue(shown.contains("Dry run: could not be asked"), shown);
        assertFalse(shown.contains("Accepted by Intune"), "no outcome of requests can be chosen: " + shown);
    }

    @Test
    void aRequestsPageOffersNoOutcomeOfDryRuns() throws Exception {
        WorkflowRun run = build(Result.SUCCESS, "ask(devices: ['%s'])".formatted(id(1)));

        String shown = page(run, "remoteAssistance/1/");
        assertTrue(shown.contains("Accepted by Intune"), shown);
        assertFalse(shown.contains("Dry run"), shown);
    }

    @Test
    void aFreestyleBuildTellsItsLaterSteps() throws Exception {
        RequestRemoteAssistanceBuilder step = new RequestRemoteAssistanceBuilder();
        step.setCredentialsId("intune-app");
        step.setDeviceId("$WHICH");
        step.setDryRun(true);
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.addProperty(new ParametersDefinitionProperty(new StringParameterDefinition("WHICH", DEVICE)));
        job.getBuildersList().add(step);

        FreeStyleBuild run = jenkins.buildAndAssertStatus(Result.SUCCESS, job);

        EnvVars later = run.getEnvironment(TaskListener.NULL);
        assertEquals("would_ask", later.get("INTUNE_OUTCOME"));
        assertEquals(DEVICE, later.get("INTUNE_DEVICE_ID"));
        assertEquals(0, standIn.actions().size());
        assertTrue(entries().isEmpty());
    }

    @Test
    void aFreestyleListThatCouldNotBeAskedFails() throws Exception {
        unknown(standIn, 1);
        RequestRemoteAssistanceBuilder step = new RequestRemoteAssistanceBuilder();
        step.setCredentialsId("intune-app");
        step.setDeviceLines(id(1) + "\n" + id(2));
        step.setDryRun(true);
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.getBuildersList().add(step);

        FreeStyleBuild run = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        jenkins.assertLogContains("Could not be asked: 1.", run);
        assertEquals(0, standIn.actions().size());
    }

    @Test
    void whoWouldGetNoLinkIsTold() throws Exception {
        IntuneJenkinsFixture.secure(jenkins);
        User.getById("reader", true);
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(
                "requestRemoteAssistance credentialsId: 'intune-app', deviceId: '" + DEVICE
                        + "', dryRun: true, waitForSession: true",
                true));

        WorkflowRun run = jenkins.assertBuildStatus(
                Result.SUCCESS, job.scheduleBuild2(0, new CauseAction(new Cause.UserIdCause("reader"))));

        jenkins.assertLogContains("lacks the permission Intune/Assist", run);
        assertEquals(0, standIn.actions().size());
    }

    @Test
    void itIsAFieldOfBothForms() throws Exception {
        RequestRemoteAssistanceStep step = new RequestRemoteAssistanceStep();
        step.setCredentialsId("intune-app");
        step.setDeviceId(DEVICE);
        step.setDryRun(true);
        new SnippetizerTester(jenkins)
                .assertRoundTrip(
                        step,
                        "requestRemoteAssistance credentialsId: 'intune-app', deviceId: '" + DEVICE
                                + "', dryRun: true");
        RequestRemoteAssistanceBuilder builder = new RequestRemoteAssistanceBuilder();
        builder.setCredentialsId("intune-app");
        builder.setDeviceId(DEVICE);
        builder.setDryRun(true);
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.getBuildersList().add(builder);

        jenkins.configRoundtrip(job);

        assertTrue(
                job.getBuildersList().get(RequestRemoteAssistanceBuilder.class).isDryRun());
    }
}
