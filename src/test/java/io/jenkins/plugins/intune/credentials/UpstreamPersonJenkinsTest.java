package io.jenkins.plugins.intune.credentials;

import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.cloudbees.plugins.credentials.CredentialsParameterDefinition;
import com.cloudbees.plugins.credentials.CredentialsParameterValue;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.User;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.freestyle.RequestRemoteAssistanceBuilder;
import io.jenkins.plugins.intune.standin.StandIn;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A person who starts a build by way of another job has chosen the credential for it. */
@WithJenkins
class UpstreamPersonJenkinsTest {

    private final StandIn standIn = StandIn.start();
    private JenkinsRule jenkins;
    private Run<?, ?> upstream;

    @BeforeEach
    void prepare(JenkinsRule rule) throws Exception {
        jenkins = rule;
        IntuneJenkinsFixture.useStandIn(standIn);
        standIn.answerAction(accepted());
        IntuneJenkinsFixture.secure(jenkins)
                .grant(Item.READ, Item.BUILD, Item.CONFIGURE)
                .everywhere()
                .to("reader");
        User user = User.getById("reader", true);
        user.save();
        IntuneJenkinsFixture.store(jenkins.jenkins, IntuneJenkinsFixture.app("jenkins-app"));
        FreeStyleProject up = jenkins.createFreeStyleProject("up");
        upstream = jenkins.assertBuildStatusSuccess(up.scheduleBuild2(0, new Cause.UserIdCause("reader")));
    }

    @AfterEach
    void close() {
        standIn.close();
    }

    private static ParametersDefinitionProperty parameter() {
        return new ParametersDefinitionProperty(
                new CredentialsParameterDefinition("WHICH", "", "", EntraAppCredentials.class.getName(), true));
    }

    private CauseAction causes() {
        return new CauseAction(new Cause.UpstreamCause(upstream));
    }

    private static ParametersAction chosen() {
        return new ParametersAction(new CredentialsParameterValue("WHICH", "jenkins-app", ""));
    }

    private void assertFound(Run<?, ?> build, Result result) throws Exception {
        // What every other plugin finds, on a thread of the build.
        assertNotNull(CredentialsProvider.findCredentialById("${WHICH}", EntraAppCredentials.class, build, List.of()));
        jenkins.assertBuildStatus(result, build);
    }

    @Test
    void inAPipeline() throws Exception {
        WorkflowJob down = jenkins.createProject(WorkflowJob.class, "down");
        down.addProperty(parameter());
        down.setDefinition(new CpsFlowDefinition(
                "requestRemoteAssistance credentialsId: '${WHICH}', deviceId: '" + DEVICE + "', timeout: 20", true));
        assertFound(down.scheduleBuild2(0, causes(), chosen()).get(), Result.SUCCESS);
    }

    @Test
    void inAFreestyleJob() throws Exception {
        FreeStyleProject down = jenkins.createFreeStyleProject("down");
        down.addProperty(parameter());
        RequestRemoteAssistanceBuilder step = new RequestRemoteAssistanceBuilder();
        step.setCredentialsId("${WHICH}");
        step.setDeviceId(DEVICE);
        step.setTimeout(20);
        down.getBuildersList().add(step);
        assertFound(down.scheduleBuild2(0, causes(), chosen()).get(), Result.SUCCESS);
    }
}
