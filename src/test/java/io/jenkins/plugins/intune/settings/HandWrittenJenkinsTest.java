package io.jenkins.plugins.intune.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.freestyle.RequestRemoteAssistanceBuilder;
import io.jenkins.plugins.intune.standin.StandIn;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Configurations that were written by hand, with parts left out, load; a build says in plain words what is missing. */
@WithJenkins
class HandWrittenJenkinsTest {

    private static final String BUILDER = RequestRemoteAssistanceBuilder.class.getName();

    private JenkinsRule jenkins;

    @BeforeEach
    void prepare(JenkinsRule rule) {
        jenkins = rule;
    }

    private FreeStyleProject job(String step) throws Exception {
        String xml = "<project><builders><" + BUILDER + ">" + step + "</" + BUILDER + "></builders></project>";
        return (FreeStyleProject) jenkins.jenkins.createProjectFromXML(
                "job", new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }

    /** Its form is shown and saved, and its build ends with these words. */
    private void assertLoads(FreeStyleProject job, String words) throws Exception {
        jenkins.configRoundtrip(job);
        FreeStyleBuild build = jenkins.buildAndAssertStatus(Result.FAILURE, job);
        jenkins.assertLogContains(words, build);
        jenkins.assertLogNotContains("Exception", build);
    }

    @Test
    void aStepWithoutSettings() throws Exception {
        FreeStyleProject job = job("");

        RequestRemoteAssistanceBuilder step = job.getBuildersList().get(RequestRemoteAssistanceBuilder.class);
        assertEquals("any", step.getFailWhen());
        assertLoads(job, "credentialsId: ");
    }

    @Test
    void settingsThatLackFields() throws Exception {
        FreeStyleProject job = job("<settings><credentialsId>app</credentialsId></settings>");

        RequestRemoteAssistanceBuilder step = job.getBuildersList().get(RequestRemoteAssistanceBuilder.class);
        assertEquals("auto", step.getApiVersion());
        assertEquals("fail", step.getOnDoubt());
        // The form shows the first kind of device, which has no id yet.
        assertLoads(job, "deviceId: A value is required");
    }

    @Test
    void aDeviceThatLacksItsId() throws Exception {
        assertLoads(
                job("<settings><credentialsId>app</credentialsId><device class=\""
                        + "io.jenkins.plugins.intune.device.ManagedDevice\"/></settings>"),
                "deviceId: A value is required");
    }

    @Test
    void aCustomCloudThatLacksItsAuthority() throws Exception {
        Files.writeString(
                jenkins.jenkins.getRootDir().toPath().resolve(IntuneConfiguration.class.getName() + ".xml"),
                "<" + IntuneConfiguration.class.getName() + "><customCloud><graphRoot>https://graph.example.org"
                        + "</graphRoot></customCloud></" + IntuneConfiguration.class.getName() + ">");
        IntuneConfiguration.get().load();

        assertEquals("", IntuneConfiguration.get().getCustomCloud().getAuthority());
        jenkins.configRoundtrip();
        IntuneJenkinsFixture.store(jenkins.jenkins, IntuneJenkinsFixture.app("app"));
        assertLoads(
                job("<settings><credentialsId>app</credentialsId><device class=\""
                        + "io.jenkins.plugins.intune.device.ManagedDevice\"><id>" + StandIn.DEVICE
                        + "</id></device></settings>"),
                "authority: ");
    }
}
