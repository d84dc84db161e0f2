package io.jenkins.plugins.intune;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import hudson.model.Result;
import io.jenkins.plugins.intune.credentials.AppCredentialKind;
import io.jenkins.plugins.intune.pipeline.RequestRemoteAssistanceStep;
import io.jenkins.plugins.intune.standin.StandIn;
import java.util.stream.Collectors;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * The plugin beside the Azure Credentials and the Metrics plugin and without them, with the class loaders of a real Jenkins.
 * With the former, another msal4j is in reach; the plugin must use its own all the same.
 */
class OtherPluginsJenkinsTest {

    @RegisterExtension
    private final RealJenkinsExtension with = IntuneJenkinsFixture.controller();

    @RegisterExtension
    private final RealJenkinsExtension without =
            IntuneJenkinsFixture.controller().omitPlugins("azure-credentials", "azure-sdk", "metrics");

    private final StandIn standIn = StandIn.start();

    @AfterEach
    void close() {
        standIn.close();
    }

    @Test
    void besideTheAzureCredentialsPlugin() throws Throwable {
        assertEquals(
                "AzureCredentials, AzureImdsCredentials, EntraAppCredentials; own msal4j; SUCCESS", whatIsThere(with));
    }

    @Test
    void withoutTheAzureCredentialsPluginAndTheMetricsPlugin() throws Throwable {
        assertEquals("EntraAppCredentials; own msal4j; SUCCESS", whatIsThere(without));
    }

    private String whatIsThere(RealJenkinsExtension controller) throws Throwable {
        standIn.answerAction(StandIn.accepted());
        String root = standIn.root().toString();
        controller.startJenkins();
        return controller.runRemotely((RealJenkinsExtension.Step2<String>) jenkins -> look(jenkins, root));
    }

    private static String look(JenkinsRule jenkins, String root) throws Exception {
        String kinds = AppCredentialKind.types().stream()
                .map(Class::getSimpleName)
                .sorted()
                .collect(Collectors.joining(", "));
        ClassLoader own = RequestRemoteAssistanceStep.class.getClassLoader();
        Class<?> msal = own.loadClass(ConfidentialClientApplication.class.getName());
        String origin = msal.getClassLoader() == own ? "own msal4j" : "msal4j of " + msal.getClassLoader();
        IntuneJenkinsFixture.prepare(jenkins, root);
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(
                "requestRemoteAssistance credentialsId: 'intune-app', deviceId: '" + StandIn.DEVICE + "'", true));
        Result result = job.scheduleBuild2(0).get().getResult();
        return kinds + "; " + origin + "; " + result;
    }
}
