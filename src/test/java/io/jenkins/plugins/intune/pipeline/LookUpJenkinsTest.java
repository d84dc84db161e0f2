package io.jenkins.plugins.intune.pipeline;

import static io.jenkins.plugins.intune.standin.DeviceLists.alike;
import static io.jenkins.plugins.intune.standin.DeviceLists.called;
import static io.jenkins.plugins.intune.standin.DeviceLists.device;
import static io.jenkins.plugins.intune.standin.DeviceLists.empty;
import static io.jenkins.plugins.intune.standin.DeviceLists.entraId;
import static io.jenkins.plugins.intune.standin.DeviceLists.filters;
import static io.jenkins.plugins.intune.standin.DeviceLists.id;
import static io.jenkins.plugins.intune.standin.DeviceLists.list;
import static io.jenkins.plugins.intune.standin.DeviceLists.page;
import static io.jenkins.plugins.intune.standin.DeviceLists.search;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.StringParameterDefinition;
import hudson.model.StringParameterValue;
import hudson.util.FormValidation;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.device.ByDeviceName;
import io.jenkins.plugins.intune.device.ByEntraDeviceId;
import io.jenkins.plugins.intune.device.BySerialNumber;
import io.jenkins.plugins.intune.device.ByUser;
import io.jenkins.plugins.intune.device.TargetDevice;
import io.jenkins.plugins.intune.form.CredentialPlace;
import io.jenkins.plugins.intune.freestyle.RequestRemoteAssistanceBuilder;
import io.jenkins.plugins.intune.standin.StandIn;
import java.util.List;
import org.htmlunit.html.HtmlButton;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Devices that are looked up: in a Pipeline, in a freestyle job, in its form and by its button. */
@WithJenkins
class LookUpJenkinsTest {

    private final StandIn standIn = StandIn.start();
    private JenkinsRule jenkins;

    @BeforeEach
    void prepare(JenkinsRule rule) throws Exception {
        jenkins = rule;
        IntuneJenkinsFixture.prepare(rule, standIn);
        standIn.answerAction(accepted());
        standIn.stub(search().willReturn(list(1, 1)));
    }

    @AfterEach
    void close() {
        standIn.close();
    }

    private FreeStyleProject job(TargetDevice device) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        RequestRemoteAssistanceBuilder builder = new RequestRemoteAssistanceBuilder();
        builder.setCredentialsId("intune-app");
        builder.setDevice(device);
        job.getBuildersList().add(builder);
        return job;
    }

    @Test
    void aPipelineLearnsWhichDeviceWasFound() throws Exception {
        standIn.stub(search().willReturn(called("O'Brien's 名前", 1, 1)));
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition("""
            def r = requestRemoteAssistance credentialsId: 'intune-app', device: byDeviceName("O'Brien's 名前")
            echo "asked ${r.deviceId}"
            """, true));

        WorkflowRun run = jenkins.buildAndAssertStatus(Result.SUCCESS, job);

        jenkins.assertLogContains("Found the device named \"O'Brien's 名前\": managed device " + id(1), run);
        jenkins.assertLogContains("asked " + id(1), run);
        assertEquals(List.of("deviceName eq 'O''Brien''s 名前'"), filters(standIn));
    }

    @Test
    void aVariableMayBeCalledLikeTheProperty() throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition("""
            def ask(device) { requestRemoteAssistance credentialsId: 'intune-app', device: device }
            def serialNumber = 'SN-1'
            ask bySerialNumber(serialNumber)
            [{ deviceName -> ask byDeviceName(deviceName) },
             { entraDeviceId -> ask byEntraDeviceId(entraDeviceId) },
             { userPrincipalName -> ask byUser(userPrincipalName) }].eachWithIndex { ask, i ->
                ask(['LAPTOP-1', '%s', 'anna1@contoso.com'][i])
            }
            """.formatted(entraId(1)), true));

        jenkins.buildAndAssertStatus(Result.SUCCESS, job);

        assertEquals(
                List.of(
                        "serialNumber eq 'SN-1'",
                        "deviceName eq 'LAPTOP-1'",
                        "azureADDeviceId eq '" + entraId(1) + "'",
                        "userPrincipalName eq 'anna1@contoso.com'"),
                filters(standIn));
    }

    @Test
    void severalMatchesFailTheBuildWithAList() throws Exception {
        standIn.stub(search().willReturn(called("RECEPTION", 1, 2)));

        FreeStyleBuild build = jenkins.buildAndAssertStatus(Result.FAILURE, job(new ByDeviceName("reception")));

        jenkins.assertLogContains("nothing was sent. 2 devices match, and it must be exactly one", build);
        jenkins.assertLogContains("\"RECEPTION\", serial number SN-2, user anna2@contoso.com, last sync 2026", build);
        jenkins.assertLogNotContains("\tat ", build);
        assertEquals(0, standIn.actions().size());
    }

    @Test
    void variablesAreExpanded() throws Exception {
        standIn.stub(search().willReturn(page(null, device(1).replace("SN-1", "SN-4'2"))));
        FreeStyleProject job = job(new BySerialNumber("SN-${NUMBER}"));
        job.addProperty(new ParametersDefinitionProperty(new StringParameterDefinition("NUMBER", "")));

        jenkins.assertBuildStatus(
                Result.SUCCESS, job.scheduleBuild2(0, new ParametersAction(new StringParameterValue("NUMBER", "4'2"))));

        assertEquals(List.of("serialNumber eq 'SN-4''2'"), filters(standIn));
    }

    @Test
    void theFormKeepsWhatWasTyped() throws Exception {
        for (TargetDevice device : List.of(
                new BySerialNumber("${SERIAL}"),
                new ByDeviceName("O'Brien's 名前"),
                new ByEntraDeviceId("not a GUID"),
                new ByUser("anna+x@contoso.com"))) {
            FreeStyleProject job = jenkins.configRoundtrip(job(device));

            jenkins.assertEqualDataBoundBeans(
                    device,
                    job.getBuildersList()
                            .get(RequestRemoteAssistanceBuilder.class)
                            .getDevice());
        }
    }

    @Test
    void theTestShowsTheDeviceOrTheCandidates() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        BySerialNumber.DescriptorImpl form = jenkins.jenkins.getDescriptorByType(BySerialNumber.DescriptorImpl.class);

        FormValidation one = form.doTest(CredentialPlace.of(job), "intune-app", "SN-1", null, null, null);
        assertTrue(one.renderHtml().contains("LAPTOP-1"), one.renderHtml());

        standIn.stub(search().willReturn(alike(null, 1, 2)));
        FormValidation several = form.doTest(CredentialPlace.of(job), "intune-app", "SN-1", null, null, null);
        assertEquals(FormValidation.Kind.ERROR, several.kind);
        assertTrue(several.renderHtml().contains("2 devices match"), several.renderHtml());
        assertTrue(several.renderHtml().contains("LAPTOP-2"), several.renderHtml());

        standIn.stub(search().willReturn(empty()));
        FormValidation none = form.doTest(CredentialPlace.of(job), "intune-app", "SN-1", null, null, null);
        assertTrue(none.renderHtml().contains("Intune knows no such device"), none.renderHtml());

        int asked = standIn.requests();
        assertEquals(
                FormValidation.Kind.WARNING,
                form.doTest(CredentialPlace.of(job), "intune-app", "${X}", null, null, null).kind);
        assertTrue(jenkins.jenkins
                .getDescriptorByType(ByEntraDeviceId.DescriptorImpl.class)
                .doTest(CredentialPlace.of(job), "intune-app", null, null, "LAPTOP", null)
                .getMessage()
                .startsWith("Entra device ID: "));
        assertEquals(asked, standIn.requests());
    }

    @Test
    void theButtonSendsWhatStandsInTheForm() throws Exception {
        standIn.stub(search().willReturn(called("O'Brien's 名前", 1, 1)));
        try (JenkinsRule.WebClient browser = jenkins.createWebClient()) {
            HtmlPage page = browser.getPage(job(new ByDeviceName("O'Brien's 名前")), "configure");
            HtmlButton button = page.getFirstByXPath("//button[@data-validate-button-method='test']");
            button.click();
            browser.waitForBackgroundJavaScript(20_000);

            assertTrue(page.asNormalizedText().contains("anna1@contoso.com"), page.asNormalizedText());
            assertEquals(List.of("deviceName eq 'O''Brien''s 名前'"), filters(standIn));
        }
    }
}
