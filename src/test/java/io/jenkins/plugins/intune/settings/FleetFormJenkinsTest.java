package io.jenkins.plugins.intune.settings;

import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleProject;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.device.BySerialNumber;
import io.jenkins.plugins.intune.device.ManagedDevice;
import io.jenkins.plugins.intune.device.UserDevice;
import io.jenkins.plugins.intune.freestyle.RequestRemoteAssistanceBuilder;
import io.jenkins.plugins.intune.pipeline.RequestRemoteAssistanceStep;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.html.HtmlRadioButtonInput;
import org.jenkinsci.plugins.workflow.cps.SnippetizerTester;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The form that asks for one device or for several: whatever was typed comes back. */
@WithJenkins
class FleetFormJenkinsTest {

    private JenkinsRule jenkins;
    private FreeStyleProject job;

    @BeforeEach
    void prepare(JenkinsRule rule) throws Exception {
        jenkins = rule;
        IntuneJenkinsFixture.store(rule.jenkins, IntuneJenkinsFixture.app("intune-app"));
        job = rule.createFreeStyleProject();
    }

    private static RequestRemoteAssistanceBuilder step(Consumer<RequestRemoteAssistanceBuilder> filled) {
        RequestRemoteAssistanceBuilder step = new RequestRemoteAssistanceBuilder();
        step.setCredentialsId("intune-app");
        filled.accept(step);
        return step;
    }

    private static final List<Consumer<RequestRemoteAssistanceBuilder>> FILLED = List.of(
            step -> step.setDevice(new ManagedDevice(DEVICE)),
            step -> step.setDevice(new UserDevice("${WHO}", "not a GUID")),
            step -> step.setDeviceLines("# lab\n" + DEVICE + "\n\n$MORE\nnonsense"),
            step -> step.setDeviceFile("lists/${WHICH}.csv"),
            step -> step.setDevices(List.of(new BySerialNumber("SN-1"), new ManagedDevice(DEVICE))),
            step -> {
                step.setDeviceLines(DEVICE);
                step.setDeviceFile("lab.csv");
                step.setDevices(List.of(new UserDevice("anna@contoso.com", "")));
                step.setFailWhen("a third");
                step.setTimeout(77);
                step.setWaitForSession(true);
                step.setSessionTimeout(66);
            });

    @Test
    void whateverIsTypedComesBack() throws Exception {
        for (Consumer<RequestRemoteAssistanceBuilder> filled : FILLED) {
            job.getBuildersList().replace(step(filled));

            jenkins.configRoundtrip(job);

            assertSame(step(filled), job.getBuildersList().get(RequestRemoteAssistanceBuilder.class));
        }
    }

    @Test
    void twoBuildStepsInAJobDoNotDisturbEachOther() throws Exception {
        job.getBuildersList().add(step(FILLED.get(5)));
        job.getBuildersList().add(step(FILLED.get(1)));
        job.getBuildersList().add(step(FILLED.get(2)));

        jenkins.configRoundtrip(job);

        List<RequestRemoteAssistanceBuilder> saved = job.getBuildersList().getAll(RequestRemoteAssistanceBuilder.class);
        assertSame(step(FILLED.get(5)), saved.get(0));
        assertSame(step(FILLED.get(1)), saved.get(1));
        assertSame(step(FILLED.get(2)), saved.get(2));
        try (JenkinsRule.WebClient browser = jenkins.createWebClient()) {
            HtmlPage page = browser.getPage(job, "configure");
            List<HtmlRadioButtonInput> radios =
                    page.getByXPath("//input[@type='radio'][@value='one' or @value='many']");
            Set<String> groups =
                    radios.stream().map(HtmlRadioButtonInput::getNameAttribute).collect(Collectors.toSet());
            assertEquals(6, radios.size());
            assertEquals(3, groups.size(), groups::toString);
        }
    }

    @Test
    void whoeverGoesBackToOneDeviceLeavesNoneOfTheOthersBehind() throws Exception {
        job.getBuildersList().add(step(FILLED.get(5)));
        try (JenkinsRule.WebClient browser = jenkins.createWebClient()) {
            HtmlPage page = browser.getPage(job, "configure");
            HtmlRadioButtonInput one = page.getFirstByXPath("//input[@type='radio'][@value='one']");
            one.click();
            jenkins.submit(page.getFormByName("config"));
        }

        RequestRemoteAssistanceBuilder saved = job.getBuildersList().get(RequestRemoteAssistanceBuilder.class);
        assertNull(saved.getDevices());
        assertNull(saved.getDeviceLines());
        assertNull(saved.getDeviceFile());
        assertTrue(!saved.isFleet());
    }

    @Test
    void snippetsNameTheDevices() throws Exception {
        SnippetizerTester tester = new SnippetizerTester(jenkins);
        RequestRemoteAssistanceStep lines = new RequestRemoteAssistanceStep();
        lines.setCredentialsId("intune-app");
        lines.setDeviceLines(DEVICE + "\nserialNumber: SN-1");
        tester.assertRoundTrip(
                lines,
                "requestRemoteAssistance credentialsId: 'intune-app', deviceLines: '''" + DEVICE
                        + "\nserialNumber: SN-1'''");
        RequestRemoteAssistanceStep kinds = new RequestRemoteAssistanceStep();
        kinds.setCredentialsId("intune-app");
        kinds.setDevices(List.of(new BySerialNumber("SN-1"), new ManagedDevice(DEVICE)));
        kinds.setFailWhen("10%");

        tester.assertRoundTrip(
                kinds,
                "requestRemoteAssistance credentialsId: 'intune-app', devices: [bySerialNumber('SN-1'), managedDevice('"
                        + DEVICE + "')], failWhen: '10%'");
    }

    private void assertSame(RequestRemoteAssistanceBuilder expected, RequestRemoteAssistanceBuilder saved)
            throws Exception {
        // A browser sends lines as the web has them.
        saved.setDeviceLines(
                saved.getDeviceLines() == null ? null : saved.getDeviceLines().replace("\r\n", "\n"));
        jenkins.assertEqualDataBoundBeans(expected, saved);
    }
}
