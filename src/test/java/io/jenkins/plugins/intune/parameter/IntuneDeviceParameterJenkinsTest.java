package io.jenkins.plugins.intune.parameter;

import static io.jenkins.plugins.intune.parameter.ParameterJenkinsFixture.got;
import static io.jenkins.plugins.intune.parameter.ParameterJenkinsFixture.parameter;
import static io.jenkins.plugins.intune.parameter.ParameterJenkinsFixture.with;
import static io.jenkins.plugins.intune.standin.DeviceLists.alike;
import static io.jenkins.plugins.intune.standin.DeviceLists.id;
import static io.jenkins.plugins.intune.standin.DeviceLists.list;
import static io.jenkins.plugins.intune.standin.DeviceLists.page;
import static io.jenkins.plugins.intune.standin.DeviceLists.search;
import static io.jenkins.plugins.intune.standin.DeviceLists.searches;
import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.graphSays;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.cli.CLICommandInvoker;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.ParametersAction;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.StringParameterValue;
import io.jenkins.plugins.intune.standin.DeviceLists;
import io.jenkins.plugins.intune.standin.StandIn;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlInput;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.support.steps.build.BuildTriggerStep;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.CaptureEnvironmentBuilder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A build gets the device that was chosen for it, however it is started, and is not started for any other. */
@WithJenkins
class IntuneDeviceParameterJenkinsTest {

    private final StandIn standIn = StandIn.start();
    private JenkinsRule jenkins;
    private ParameterJenkinsFixture fixture;

    @BeforeEach
    void prepare(JenkinsRule rule) throws Exception {
        jenkins = rule;
        fixture = ParameterJenkinsFixture.prepare(rule, standIn);
    }

    @AfterEach
    void close() {
        standIn.close();
    }

    private void refused(HttpResponse<String> answer, Job<?, ?> job, String... texts) throws Exception {
        assertEquals(400, answer.statusCode(), answer.body());
        for (String text : texts) {
            assertTrue(answer.body().contains(text), () -> text + " is not in " + answer.body());
        }
        assertFalse(answer.body().contains("IllegalArgument"), "no stack trace");
        assertNull(fixture.last(job), "no build");
    }

    @Test
    void anIdThatWasSubmittedIsReadOnce() throws Exception {
        WorkflowJob job = fixture.pipeline(parameter());

        assertEquals(201, fixture.start(job, DEVICE).statusCode());

        jenkins.assertLogContains(got(DEVICE, "LAPTOP-7", "anna@contoso.com"), fixture.last(job));
        assertEquals(1, standIn.deviceReads().size());
    }

    @Test
    void aLookUpThatWasSubmittedBecomesAnId() throws Exception {
        WorkflowJob job = fixture.pipeline(parameter());

        assertEquals(201, fixture.start(job, "serialNumber: SN-1").statusCode());

        jenkins.assertLogContains(got(id(1), "LAPTOP-1", "anna1@contoso.com"), fixture.last(job));
        assertEquals(1, searches(standIn).size());
    }

    @Test
    void aFreestyleBuildHasItInItsEnvironmentAndInItsFields() throws Exception {
        FreeStyleProject job = with(jenkins.createFreeStyleProject(), parameter());
        CaptureEnvironmentBuilder environment = new CaptureEnvironmentBuilder();
        job.getBuildersList().add(environment);

        assertEquals(201, fixture.start(job, DEVICE).statusCode());

        Run<?, ?> run = jenkins.assertBuildStatus(Result.SUCCESS, fixture.last(job));
        assertEquals(DEVICE, environment.getEnvVars().get("D"));
        assertEquals("LAPTOP-7", environment.getEnvVars().get("D_DEVICE"));
        assertEquals("anna@contoso.com", environment.getEnvVars().get("D_USER"));
        assertEquals(
                "LAPTOP-7",
                run.getAction(ParametersAction.class)
                        .createVariableResolver(job.getLastBuild())
                        .resolve("D_DEVICE"));
    }

    @Test
    void whatCannotBeReadStartsNoBuild() throws Exception {
        WorkflowJob job = fixture.pipeline(parameter());
        refused(fixture.start(job, "LAPTOP-7"), job, "Parameter D: ", "It is neither an Intune device ID");
        refused(fixture.start(job, ""), job, "Parameter D: ");
        assertEquals(0, standIn.requests(), "nobody was asked");

        standIn.stub(search().willReturn(alike(null, 1, 2)));
        refused(fixture.start(job, "serialNumber: SN-1"), job, "2 devices match", "LAPTOP-2");

        standIn.inTurn(StandIn.deviceRead(), graphSays(404));
        refused(fixture.start(job, DEVICE), job, "Intune knows no device with this ID.");
    }

    @Test
    void whoMayOnlyStartBuildsIsNotToldWhatIsWrongWithTheCredential() throws Exception {
        WorkflowJob job = fixture.pipeline(parameter());
        standIn.stub(StandIn.tokenRequest().willReturn(StandIn.refusal(401, 7000222, "Expired.")));
        HttpResponse<String> answer = fixture.start(job, DEVICE);
        refused(answer, job, "credential cannot be used");
        assertFalse(answer.body().contains("AADSTS"), answer.body());
    }

    @Test
    void aDeviceOutsideOfThePrefixIsAsGoodAsNone() throws Exception {
        IntuneDeviceParameterDefinition kiosks = parameter();
        kiosks.setNamePrefix("KIOSK-");
        WorkflowJob job = fixture.pipeline(kiosks);

        String byId = fixture.start(job, DEVICE).body();
        String byNumber = fixture.start(job, "serialNumber: SN-1").body();

        for (String answer : new String[] {byId, byNumber}) {
            assertTrue(answer.contains("Only devices whose name begins with \"KIOSK-\" can be chosen."), answer);
            assertFalse(answer.contains("LAPTOP") || answer.contains("anna"), answer);
        }
        standIn.inTurn(StandIn.deviceRead(), graphSays(404));
        assertEquals(byId, fixture.start(job, DEVICE).body(), "it does not tell what exists");
        assertNull(fixture.last(job));
    }

    @Test
    void aLookUpByWhatTheAuthorDidNotChooseIsRefused() throws Exception {
        IntuneDeviceParameterDefinition byName = parameter();
        byName.setBy(List.of("deviceName"));
        WorkflowJob job = fixture.pipeline(byName);
        refused(fixture.start(job, "serialNumber: SN-1"), job, "does not look devices up by serialNumber");
        assertEquals(0, standIn.requests());
    }

    @Test
    void theCommandLineTakesIdsAndLookUpsAndSaysWhatIsWrong() throws Exception {
        WorkflowJob job = fixture.pipeline(parameter());
        CLICommandInvoker.Result good = new CLICommandInvoker(jenkins, "build")
                .invokeWithArgs("-s", "-p", "D=serialNumber: SN-1", job.getName());
        assertEquals(0, good.returnCode(), good::stderr);
        jenkins.assertLogContains(got(id(1), "LAPTOP-1", "anna1@contoso.com"), job.getLastBuild());

        CLICommandInvoker.Result bad =
                new CLICommandInvoker(jenkins, "build").invokeWithArgs("-p", "D=LAPTOP-7", job.getName());
        assertEquals(3, bad.returnCode());
        assertTrue(bad.stderr().contains("ERROR: Parameter D: It is neither an Intune device ID"), bad::stderr);
        assertEquals(1, fixture.last(job).getNumber());
    }

    @Test
    void theFormTakesWhatWasTypedAndOfADeviceOnlyItsId() throws Exception {
        WorkflowJob job = fixture.pipeline(parameter());
        try (JenkinsRule.WebClient browser = jenkins.createWebClient()) {
            browser.setThrowExceptionOnFailingStatusCode(false);
            HtmlPage page = browser.getPage(job, "build");
            HtmlForm form = page.getFormByName("parameters");
            HtmlInput text = page.getFirstByXPath("//input[@role='combobox']");
            assertEquals("The first three characters of a name, serial number or user", text.getPlaceholder());
            text.setValue("serialNumber: SN-1");
            jenkins.submit(form);
        }
        jenkins.assertLogContains(got(id(1), "LAPTOP-1", "anna1@contoso.com"), fixture.last(job));

        String json = "{\"parameter\":{\"name\":\"D\",\"deviceId\":\"" + DEVICE
                + "\",\"value\":\"x\",\"deviceName\":\"forged\",\"user\":\"forged\"}}";
        fixture.post(job.getUrl() + "build", null, "en", Map.of("json", json));
        jenkins.assertLogContains(got(DEVICE, "LAPTOP-7", "anna@contoso.com"), fixture.last(job));
    }

    @Test
    void aDefaultIsLookedUpWhenTheBuildStarts() throws Exception {
        IntuneDeviceParameterDefinition parameter = parameter();
        parameter.setDefaultValue("serialNumber: SN-1");
        WorkflowJob pipeline = fixture.pipeline(parameter);

        Run<?, ?> run = jenkins.buildAndAssertSuccess(pipeline);

        jenkins.assertLogContains("D: the device with the serial number \"SN-1\" is \"LAPTOP-1\", Windows", run);
        jenkins.assertLogContains(got(id(1), "LAPTOP-1", "anna1@contoso.com"), run);
        assertEquals(1, searches(standIn).size(), "once");

        FreeStyleProject freestyle = with(jenkins.createFreeStyleProject(), parameter);
        CaptureEnvironmentBuilder environment = new CaptureEnvironmentBuilder();
        freestyle.getBuildersList().add(environment);
        jenkins.buildAndAssertSuccess(freestyle);
        assertEquals(id(1), environment.getEnvVars().get("D"));
        assertEquals("LAPTOP-1", environment.getEnvVars().get("D_DEVICE"));
    }

    @Test
    void aDefaultThatIsNotThereFailsTheBuildBeforeItsScript() throws Exception {
        IntuneDeviceParameterDefinition parameter = parameter();
        parameter.setDefaultValue("serialNumber: SN-2");
        String told = "Parameter D: Intune knows no such device.";

        Run<?, ?> pipeline = jenkins.buildAndAssertStatus(Result.FAILURE, fixture.pipeline(parameter));
        jenkins.assertLogContains(told, pipeline);
        jenkins.assertLogNotContains("got ", pipeline);
        jenkins.assertLogNotContains("\tat ", pipeline);

        FreeStyleProject freestyle = with(jenkins.createFreeStyleProject(), parameter);
        CaptureEnvironmentBuilder environment = new CaptureEnvironmentBuilder();
        freestyle.getBuildersList().add(environment);
        Run<?, ?> run = jenkins.buildAndAssertStatus(Result.FAILURE, freestyle);
        jenkins.assertLogContains(told, run);
        assertNull(environment.getEnvVars(), "no step has run");
    }

    @Test
    void aThrottledLookUpAtTheStartIsTriedAgain() throws Exception {
        IntuneDeviceParameterDefinition parameter = parameter();
        parameter.setDefaultValue("serialNumber: SN-1");
        standIn.inTurn(DeviceLists.search(), graphSays(429).withHeader("Retry-After", "1"), list(1, 1));
        jenkins.buildAndAssertSuccess(fixture.pipeline(parameter));
        assertEquals(2, searches(standIn).size());
    }

    /** A rebuild, a replay and a trigger that passes its parameters on take values as they are. */
    @Test
    void aValueThatWasReadIsNotReadAgainButHeldAgainstTheRule() throws Exception {
        WorkflowJob job = fixture.pipeline(parameter());
        fixture.start(job, DEVICE);
        ParametersAction first = fixture.last(job).getAction(ParametersAction.class);
        standIn.forget();

        jenkins.assertLogContains(got(DEVICE, "LAPTOP-7", "anna@contoso.com"), build(job, first.createUpdated(null)));
        assertEquals(0, standIn.requests());

        IntuneDeviceParameterDefinition kiosks = parameter();
        kiosks.setNamePrefix("KIOSK-");
        with(job, kiosks);
        Run<?, ?> refused = build(job, first.createUpdated(null));
        jenkins.assertBuildStatus(Result.FAILURE, refused);
        jenkins.assertLogContains("Only devices whose name begins with \"KIOSK-\" can be chosen.", refused);
    }

    /** Many triggers pass texts only. */
    @Test
    void aTextInThePlaceOfADeviceIsRead() throws Exception {
        WorkflowJob job = fixture.pipeline(parameter());
        Run<?, ?> run = build(job, new ParametersAction(new StringParameterValue("D", "serialNumber: SN-1")));
        jenkins.assertLogContains(got(id(1), "LAPTOP-1", "anna1@contoso.com"), run);
    }

    private static Run<?, ?> build(WorkflowJob job, ParametersAction parameters) throws Exception {
        return job.scheduleBuild2(0, parameters).get();
    }

    @Test
    void anotherJobPassesOneOn() throws Exception {
        WorkflowJob down = fixture.pipeline(parameter());
        String build = "build job: '" + down.getName() + "', parameters: [";
        jenkins.buildAndAssertSuccess(script(build + "intuneDevice(name: 'D', value: 'serialNumber: SN-1')]"));
        jenkins.assertLogContains(got(id(1), "LAPTOP-1", "anna1@contoso.com"), down.getLastBuild());

        jenkins.buildAndAssertSuccess(script(build + "string(name: 'D', value: '" + DEVICE + "')]"));
        jenkins.assertLogContains(got(DEVICE, "LAPTOP-7", "anna@contoso.com"), down.getLastBuild());

        Run<?, ?> wrong = jenkins.buildAndAssertStatus(
                Result.FAILURE, script(build + "intuneDevice(name: 'D', value: 'LAPTOP-7')]"));
        jenkins.assertLogContains("Invalid parameter value: D=LAPTOP-7", wrong);
        Run<?, ?> empty = jenkins.buildAndAssertStatus(Result.FAILURE, script(build + "string(name: 'D', value: '')]"));
        jenkins.assertLogContains("Parameter D: ", empty);
        jenkins.assertLogNotContains("\tat ", empty);
        assertEquals(2, fixture.last(down).getNumber());
    }

    private WorkflowJob script(String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    @Test
    void anInputStepReadsOneToo() throws Exception {
        WorkflowJob job = script("def d = input(id: 'Which', message: 'Which?', parameters: ["
                + "intuneDevice(name: 'D', credentialsId: 'intune-app')])\necho \"got ${d}.\"");
        Run<?, ?> run = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("Input requested", run);
        try (JenkinsRule.WebClient browser = jenkins.createWebClient()) {
            HtmlInput text = browser.goTo(run.getUrl() + "input/").getFirstByXPath("//input[@role='combobox']");
            assertEquals("An Intune device ID, or serialNumber: …", text.getPlaceholder(), "nothing is suggested");
        }

        String json = "{\"parameter\":{\"name\":\"D\",\"value\":\"serialNumber: SN-1\"}}";
        fixture.post(run.getUrl() + "input/Which/proceed", null, "en", Map.of("json", json));

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
        jenkins.assertLogContains("got " + id(1) + ".", run);
    }

    @Test
    void belowABuildNobodyHasDevicesLookedUpWithTheCredentialOfItsJob() throws Exception {
        FreeStyleProject victim = jenkins.createFreeStyleProject("victim");
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(victim);
        FreeStyleProject lens = with(jenkins.createFreeStyleProject("lens"), parameter());
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setCrumbIssuer(null);
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader"));
        String json = "{\"stapler-class\":\"" + BuildTriggerStep.class.getName() + "\",\"$class\":\""
                + BuildTriggerStep.class.getName() + "\",\"job\":\"/" + lens.getFullName()
                + "\",\"parameter\":[{\"name\":\"D\",\"value\":\"serialNumber: SN-1\"}]}";

        for (String place : List.of("", "builtOn/")) {
            String said = fixture.post(
                            build.getUrl() + place + "pipeline-syntax/generateSnippet",
                            "reader",
                            "en",
                            Map.of("json", json))
                    .body();

            assertFalse(said.contains(id(1)), said);
        }
        assertEquals(0, searches(standIn).size(), "nothing was looked up");
    }

    @Test
    void theParametersPageShowsTheDeviceAndEscapesIt() throws Exception {
        standIn.stub(search().willReturn(page(
                null,
                "{\"id\":\"" + id(1) + "\",\"serialNumber\":\"SN-1\",\"deviceName\":\"<img src=x>\","
                        + "\"userPrincipalName\":\"<b>anna</b>\"}")));
        WorkflowJob job = fixture.pipeline(parameter());
        fixture.start(job, "serialNumber: SN-1");
        try (JenkinsRule.WebClient browser = jenkins.createWebClient()) {
            HtmlPage page = browser.getPage(fixture.last(job), "parameters");
            String text = page.asNormalizedText();
            assertTrue(text.contains(id(1)) && text.contains("Device: <img src=x>"), text);
            assertTrue(text.contains("User: <b>anna</b>"), text);
            String api = browser.goTo(job.getUrl() + "1/api/json?tree=actions[parameters[*]]", "application/json")
                    .getWebResponse()
                    .getContentAsString();
            assertTrue(api.contains("\"value\":\"" + id(1) + "\""), api);
            assertTrue(api.contains("\"deviceName\":\"<img src=x>\""), api);
        }
    }
}
