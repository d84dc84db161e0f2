package io.jenkins.plugins.intune.device;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import hudson.model.Result;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.pipeline.RequestRemoteAssistanceStep;
import io.jenkins.plugins.intune.standin.DeviceLists;
import io.jenkins.plugins.intune.standin.StandIn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.SnippetizerTester;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.steps.StepConfigTester;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Every kind of device: written in a Pipeline, generated as a snippet, and shown and saved by a form. */
@WithJenkins
class DeviceKindsJenkinsTest {

    private static final String SCRIPT = "0a1b2c3d-0000-4000-8000-00000000c0de";

    /** What a Pipeline writes, and where it goes. */
    private static final Map<String, String> KINDS = new LinkedHashMap<>();

    static {
        String states = "beta/deviceManagement/%s/" + SCRIPT + "/deviceRunStates/s1/managedDevice";
        KINDS.put("comanagedDevice('" + DEVICE + "')", "beta/deviceManagement/comanagedDevices/" + DEVICE);
        KINDS.put(
                "healthScriptDevice(runStateId: 's1', scriptId: '" + SCRIPT + "')",
                states.formatted("deviceHealthScripts"));
        KINDS.put(
                "managementScriptDevice(runStateId: 's1', scriptId: '" + SCRIPT + "')",
                states.formatted("deviceManagementScripts"));
        KINDS.put(
                "complianceScriptDevice(runStateId: 's1', scriptId: '" + SCRIPT + "')",
                states.formatted("deviceComplianceScripts"));
        KINDS.put(
                "managementScriptUserDevice(id: '" + DEVICE + "', runStateId: 's1', scriptId: '" + SCRIPT
                        + "', userId: 'anna@contoso.com')",
                states.formatted("deviceManagementScripts") + "/users/anna@contoso.com/managedDevices/" + DEVICE);
        KINDS.put(
                "managementScriptAppDevice(appId: 'a1', id: '" + DEVICE + "', runStateId: 's1', scriptId: '" + SCRIPT
                        + "')",
                states.formatted("deviceManagementScripts") + "/detectedApps/a1/managedDevices/" + DEVICE);
        KINDS.put(
                "userDevice(id: '" + DEVICE + "', userId: 'anna@contoso.com')",
                "v1.0/users/anna@contoso.com/managedDevices/" + DEVICE);
        KINDS.put(
                "detectedAppDevice(appId: 'a1', id: '" + DEVICE + "')",
                "v1.0/deviceManagement/detectedApps/a1/managedDevices/" + DEVICE);
        KINDS.put(
                "detectedAppUserDevice(appId: 'a1', deviceId: '" + SCRIPT + "', id: '" + DEVICE
                        + "', userId: 'anna@contoso.com')",
                "v1.0/deviceManagement/detectedApps/a1/managedDevices/" + SCRIPT
                        + "/users/anna@contoso.com/managedDevices/" + DEVICE);
        // Whatever is looked up is the first device of the list.
        String found = "v1.0/deviceManagement/managedDevices/" + DeviceLists.id(1);
        KINDS.put("bySerialNumber('SN-1')", found);
        KINDS.put("byDeviceName('LAPTOP-1')", found);
        KINDS.put("byEntraDeviceId('" + DeviceLists.entraId(1) + "')", found);
        KINDS.put("byUser('anna1@contoso.com')", found);
    }

    @Test
    void everyKindIsSentToItsOwnAddress(JenkinsRule jenkins) throws Exception {
        try (StandIn standIn = StandIn.start()) {
            IntuneJenkinsFixture.prepare(jenkins, standIn);
            standIn.answerAction(accepted());
            standIn.stub(DeviceLists.search().willReturn(DeviceLists.list(1, 1)));
            // What only a script leads to is read first, because its id tells whether it has been asked.
            standIn.stub(get(urlPathMatching(".*/deviceRunStates/s1/managedDevice"))
                    .willReturn(okJson(DeviceLists.device(2))));
            StringBuilder script = new StringBuilder();
            KINDS.keySet()
                    .forEach(kind -> script.append(
                                    "requestRemoteAssistance askAgain: true, credentialsId: 'intune-app', device: ")
                            .append(kind)
                            .append('\n'));
            script.append("requestRemoteAssistance askAgain: true, credentialsId: 'intune-app', device: managedDevice('"
                    + DEVICE + "')\n");
            WorkflowJob job = jenkins.createProject(WorkflowJob.class);
            job.setDefinition(new CpsFlowDefinition(script.toString(), true));

            jenkins.buildAndAssertStatus(Result.SUCCESS, job);

            List<String> sent =
                    standIn.actions().stream().map(LoggedRequest::getUrl).toList();
            List<String> expected = new java.util.ArrayList<>(KINDS.values());
            expected.add("v1.0/deviceManagement/managedDevices/" + DEVICE);
            assertEquals(
                    expected.stream()
                            .map(path -> "/" + path + "/requestRemoteAssistance")
                            .toList(),
                    sent);
            assertEquals(1, standIn.tokenRequests().size(), "one token for all of them");
        }
    }

    @Test
    void snippetsAreAsShortAsTheyCanBe(JenkinsRule jenkins) throws Exception {
        IntuneJenkinsFixture.store(jenkins.jenkins, IntuneJenkinsFixture.app("intune-app"));
        SnippetizerTester tester = new SnippetizerTester(jenkins);
        RequestRemoteAssistanceStep step = new RequestRemoteAssistanceStep();
        step.setCredentialsId("intune-app");
        step.setDeviceId(DEVICE);
        tester.assertRoundTrip(step, "requestRemoteAssistance credentialsId: 'intune-app', deviceId: '" + DEVICE + "'");

        step.setApiVersion("beta");
        step.setTimeout(60);
        tester.assertRoundTrip(
                step,
                "requestRemoteAssistance apiVersion: 'beta', credentialsId: 'intune-app', deviceId: '" + DEVICE
                        + "', timeout: 60");

        for (String kind : KINDS.keySet()) {
            RequestRemoteAssistanceStep other = new RequestRemoteAssistanceStep();
            other.setCredentialsId("intune-app");
            other.setDevice(IntuneJenkinsFixture.device(kind));
            tester.assertRoundTrip(other, "requestRemoteAssistance credentialsId: 'intune-app', device: " + kind);
        }
    }

    @Test
    void theStepsFormKeepsEveryKind(JenkinsRule jenkins) throws Exception {
        IntuneJenkinsFixture.store(jenkins.jenkins, IntuneJenkinsFixture.app("intune-app"));
        for (String kind : KINDS.keySet()) {
            RequestRemoteAssistanceStep step = new RequestRemoteAssistanceStep();
            step.setCredentialsId("intune-app");
            step.setDevice(IntuneJenkinsFixture.device(kind));
            step.setTimeout(45);
            step.setApiVersion("v1.0");

            RequestRemoteAssistanceStep saved = new StepConfigTester(jenkins).configRoundTrip(step);

            jenkins.assertEqualDataBoundBeans(step.getDevice(), saved.getDevice());
            assertEquals("intune-app", saved.getCredentialsId());
            assertEquals(45, saved.getTimeout());
            assertEquals("v1.0", saved.getApiVersion());
        }
        RequestRemoteAssistanceStep managed = new RequestRemoteAssistanceStep();
        managed.setDeviceId(DEVICE);
        assertEquals(
                DEVICE, new StepConfigTester(jenkins).configRoundTrip(managed).getDeviceId());
    }
}
