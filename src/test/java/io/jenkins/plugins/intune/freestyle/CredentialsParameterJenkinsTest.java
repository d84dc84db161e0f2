package io.jenkins.plugins.intune.freestyle;

import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.TENANT;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.plugins.credentials.CredentialsParameterDefinition;
import com.cloudbees.plugins.credentials.CredentialsParameterValue;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsStore;
import com.cloudbees.plugins.credentials.domains.Domain;
import hudson.model.Cause;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.User;
import hudson.security.ACL;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.credentials.EntraAppCredentials;
import io.jenkins.plugins.intune.standin.StandIn;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A credential that is chosen with a credentials parameter: the Credentials plugin says who may use which. */
@WithJenkins
class CredentialsParameterJenkinsTest {

    private final StandIn standIn = StandIn.start();
    private final RequestRemoteAssistanceBuilder builder = new RequestRemoteAssistanceBuilder();
    private JenkinsRule jenkins;
    private FreeStyleProject job;

    /** {@code starter} may start builds, {@code chooser} may choose the job's credentials too. */
    @BeforeEach
    void prepare(JenkinsRule rule) throws Exception {
        jenkins = rule;
        IntuneJenkinsFixture.prepare(rule, standIn);
        standIn.answerAction(accepted());
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ, Item.BUILD)
                .everywhere()
                .to("starter")
                .grant(Jenkins.READ, Item.READ, Item.BUILD, Item.CONFIGURE, CredentialsProvider.USE_ITEM)
                .everywhere()
                .to("chooser"));
        job = jenkins.createFreeStyleProject("job");
        job.addProperty(new ParametersDefinitionProperty(
                new CredentialsParameterDefinition("APP", "", null, EntraAppCredentials.class.getName(), false)));
        builder.setCredentialsId("${APP}");
        builder.setDeviceId(DEVICE);
        job.getBuildersList().add(builder);
    }

    @AfterEach
    void close() {
        standIn.close();
    }

    private FreeStyleBuild build(Result expected, String starter, CredentialsParameterValue chosen) throws Exception {
        User.getById(starter, true);
        return jenkins.assertBuildStatus(
                expected, job.scheduleBuild2(0, new Cause.UserIdCause(starter), new ParametersAction(chosen)));
    }

    private static CredentialsParameterValue chosen(String id) {
        return new CredentialsParameterValue("APP", id, "");
    }

    @Test
    void whoMayNotUseTheJobsCredentialsCannotChooseOne() throws Exception {
        for (String expression : new String[] {"${APP}", "$APP", " ${APP} ", "${app}", "APP"}) {
            builder.setCredentialsId(expression);

            FreeStyleBuild build = build(Result.FAILURE, "starter", chosen("intune-app"));

            jenkins.assertLogContains("credentialsId: ", build);
            assertEquals(0, standIn.requests(), expression);
        }
    }

    @Test
    void aPartOfAnIdIsNoWayAroundThat() throws Exception {
        builder.setCredentialsId("intune-${APP}");

        build(Result.FAILURE, "starter", chosen("app"));

        assertEquals(0, standIn.requests());
    }

    @Test
    void whoMayUseThemCan() throws Exception {
        build(Result.SUCCESS, "chooser", chosen("intune-app"));

        assertEquals(1, standIn.actions().size());
    }

    @Test
    void theParametersDefaultIsForAll() throws Exception {
        build(Result.SUCCESS, "starter", new CredentialsParameterValue("APP", "intune-app", "", true));

        assertEquals(1, standIn.actions().size());
    }

    @Test
    void aPersonsOwnCredentialIsFound() throws Exception {
        User starter = User.getById("starter", true);
        try (var as = ACL.as2(starter.impersonate2())) {
            CredentialsStore own =
                    CredentialsProvider.lookupStores(starter).iterator().next();
            own.addCredentials(Domain.global(), IntuneJenkinsFixture.app("own-app", TENANT, "own-secret"));
        }

        build(Result.SUCCESS, "starter", chosen("own-app"));

        assertTrue(standIn.tokenRequests().get(0).getBodyAsString().contains("own-secret"));
    }
}
