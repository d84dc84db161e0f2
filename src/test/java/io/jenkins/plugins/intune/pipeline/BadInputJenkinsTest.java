package io.jenkins.plugins.intune.pipeline;

import static io.jenkins.plugins.intune.standin.StandIn.CLIENT;
import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.SECRET;
import static io.jenkins.plugins.intune.standin.StandIn.TENANT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsScope;
import hudson.model.Result;
import hudson.util.Secret;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.credentials.ClientSecret;
import io.jenkins.plugins.intune.credentials.EntraAppCredentials;
import io.jenkins.plugins.intune.settings.CustomCloud;
import io.jenkins.plugins.intune.settings.IntuneConfiguration;
import io.jenkins.plugins.intune.standin.StandIn;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Whatever cannot be used is refused with the name of its field, before anything is sent. */
@WithJenkins
class BadInputJenkinsTest {

    private final StandIn standIn = StandIn.start();
    private JenkinsRule jenkins;

    @BeforeEach
    void prepare(JenkinsRule rule) throws Exception {
        jenkins = rule;
        IntuneJenkinsFixture.prepare(rule, standIn);
    }

    @AfterEach
    void close() {
        standIn.close();
    }

    @Test
    void stepFields() throws Exception {
        String app = "credentialsId: 'intune-app', ";
        refused(app + "deviceId: 'LAPTOP-7'", "deviceId: \"LAPTOP-7\" is not a GUID");
        refused(app + "deviceId: '../" + DEVICE + "'", "deviceId: ");
        refused(app + "deviceId: ''", "deviceId: No device is named.");
        refused("credentialsId: 'intune-app'", "deviceId: No device is named.");
        refused(
                app + "deviceId: '" + DEVICE + "', device: comanagedDevice('" + DEVICE + "')",
                "deviceId: Give exactly one of deviceId and device, not both");
        refused(
                app + "deviceId: '" + DEVICE + "', device: managedDevice('" + DEVICE + "')",
                "deviceId: Give exactly one of deviceId and device, not both");
        refused(app + "deviceId: '" + DEVICE + "', timeout: 0", "timeout: Enter whole seconds, from 1 to 86400.");
        refused(app + "deviceId: '" + DEVICE + "', timeout: -5", "timeout: Enter whole seconds, from 1 to 86400.");
        refused(app + "deviceId: '" + DEVICE + "', apiVersion: 'v2.0'", "apiVersion: \"v2.0\" is not a version");
        refused(
                "deviceId: '" + DEVICE + "'",
                "credentialsId: No credential is given, and no default credential is set");
        for (String trick : new String[] {"../../users", "a%2fb", "a?x", "a#x", "a\\\\nb", "..", "a/b"}) {
            failed(app + "device: userDevice(userId: '" + trick + "', id: '" + DEVICE + "')", "(userId): ");
            failed(app + "device: detectedAppDevice(appId: '" + trick + "', id: '" + DEVICE + "')", "(appId): ");
            failed(app + "device: healthScriptDevice(scriptId: '" + trick + "', runStateId: 's')", "(scriptId): ");
            failed(
                    app + "device: healthScriptDevice(scriptId: '" + DEVICE + "', runStateId: '" + trick + "')",
                    "(runStateId): ");
            failed(app + "device: managedDevice('" + trick + "')", "deviceId: ");
        }
    }

    @Test
    void whichCredential() throws Exception {
        IntuneJenkinsFixture.store(
                jenkins.jenkins,
                new StringCredentialsImpl(CredentialsScope.GLOBAL, "text", "", Secret.fromString("x")));
        EntraAppCredentials system = new EntraAppCredentials(
                CredentialsScope.SYSTEM,
                "system",
                "",
                TENANT,
                CLIENT,
                IntuneJenkinsFixture.app("x").getAuthentication());
        IntuneJenkinsFixture.store(jenkins.jenkins, system);
        Folder other = jenkins.createProject(Folder.class, "other");
        IntuneJenkinsFixture.store(other, IntuneJenkinsFixture.app("in-other"));

        refusedCredential(
                "no-such", "credentialsId: A credential of the kind \"Microsoft Entra app\" with the ID \"no-such\"");
        refusedCredential("text", "credentialsId: The credential \"text\" is of the kind \"Secret text\"");
        refusedCredential("system", "credentialsId: A credential");
        refusedCredential("in-other", "credentialsId: A credential");
    }

    @Test
    void whatACredentialHolds() throws Exception {
        IntuneJenkinsFixture.store(jenkins.jenkins, IntuneJenkinsFixture.app("common", "common", SECRET));
        IntuneJenkinsFixture.store(jenkins.jenkins, IntuneJenkinsFixture.app("slash", "contoso.com/../x", SECRET));
        IntuneJenkinsFixture.store(jenkins.jenkins, IntuneJenkinsFixture.app("empty", TENANT, ""));
        IntuneJenkinsFixture.store(
                jenkins.jenkins,
                new EntraAppCredentials(
                        CredentialsScope.GLOBAL,
                        "client",
                        "",
                        TENANT,
                        "my app",
                        new ClientSecret(Secret.fromString(SECRET))));
        IntuneJenkinsFixture.store(
                jenkins.jenkins, new EntraAppCredentials(CredentialsScope.GLOBAL, "none", "", TENANT, CLIENT, null));
        EntraAppCredentials mars = IntuneJenkinsFixture.app("mars");
        mars.setCloud("mars");
        IntuneJenkinsFixture.store(jenkins.jenkins, mars);

        refusedCredential("common", "tenantId: \"common\" stands for whoever signs in");
        refusedCredential("slash", "tenantId: ");
        refusedCredential("empty", "secret: A value is required");
        refusedCredential("client", "clientId: \"my app\" is not a GUID");
        refusedCredential("none", "authentication: Choose how");
        refusedCredential("mars", "cloud: \"mars\" is not a cloud");
    }

    @Test
    void customCloud() throws Exception {
        IntuneConfiguration.get().setCustomCloud(new CustomCloud("http://localhost:1", "https://localhost:1"));
        refusedCredential("intune-app", "graphRoot: \"http://localhost:1\" does not begin with https://");
        IntuneConfiguration.get().setCustomCloud(new CustomCloud("https://localhost:1", "localhost"));
        refusedCredential("intune-app", "authority: \"localhost\" does not begin with https://");
        IntuneConfiguration.get().setCustomCloud(null);
        refusedCredential("intune-app", "customCloud: It is not set up");
    }

    /** What is wrong with the credential, or with the cloud that it names. */
    private void refusedCredential(String id, String message) throws Exception {
        failed(
                "credentialsId: '" + id + "', deviceId: '" + DEVICE + "'",
                "ERROR: Remote assistance was not requested for managed device " + DEVICE + "; nothing was sent. "
                        + message);
    }

    private void refused(String arguments, String message) throws Exception {
        failed(arguments, "ERROR: " + message);
    }

    private void failed(String arguments, String message) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition("requestRemoteAssistance " + arguments, true));

        WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        jenkins.assertLogContains(message, run);
        jenkins.assertLogNotContains("\tat ", run);
        assertEquals(0, standIn.requests(), "nothing was sent for " + arguments);
    }
}
