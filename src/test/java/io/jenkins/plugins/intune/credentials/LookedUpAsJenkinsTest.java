package io.jenkins.plugins.intune.credentials;

import static io.jenkins.plugins.intune.standin.StandIn.CLIENT;
import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.TENANT;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsParameterDefinition;
import com.cloudbees.plugins.credentials.CredentialsParameterValue;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.domains.Domain;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Item;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.StringParameterDefinition;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.FormValidation;
import hudson.util.Secret;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.form.CredentialPlace;
import io.jenkins.plugins.intune.pipeline.RequestRemoteAssistanceStep;
import io.jenkins.plugins.intune.standin.IdTokens;
import io.jenkins.plugins.intune.standin.StandIn;
import java.time.Duration;
import java.util.List;
import jenkins.security.QueueItemAuthenticatorConfiguration;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.MockQueueItemAuthenticator;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** As whom credentials are looked up: forms and builds agree, and say so where nothing is found. */
@WithJenkins
class LookedUpAsJenkinsTest {

    private final StandIn standIn = StandIn.start();
    private JenkinsRule jenkins;
    private MockAuthorizationStrategy users;
    private Folder folder;
    private WorkflowJob job;

    @BeforeEach
    void prepare(JenkinsRule rule) throws Exception {
        jenkins = rule;
        IntuneJenkinsFixture.useStandIn(standIn);
        standIn.answerAction(accepted());
        users = IntuneJenkinsFixture.secure(jenkins);
        // A person who starts builds, and the identity that some builds run as.
        users.grant(Item.READ, Item.BUILD, hudson.model.Computer.BUILD)
                .everywhere()
                .to("reader", "worker");
        folder = jenkins.createProject(Folder.class, "team");
        IntuneJenkinsFixture.store(folder, IntuneJenkinsFixture.app("folder-app"));
        job = folder.createProject(WorkflowJob.class, "job");
        User.getById("reader", true).save();
    }

    @AfterEach
    void close() {
        standIn.close();
    }

    private void use(String credentialsId) throws Exception {
        job.setDefinition(new CpsFlowDefinition(
                "requestRemoteAssistance credentialsId: '" + credentialsId + "', deviceId: '" + DEVICE
                        + "', timeout: 20",
                true));
    }

    private void runAsWorker() throws Exception {
        QueueItemAuthenticatorConfiguration.get()
                .getAuthenticators()
                .replace(new MockQueueItemAuthenticator()
                        .authenticate(
                                job.getFullName(), User.getById("worker", true).impersonate2()));
    }

    private static void storeFor(String person, StandardCredentials credentials) throws Exception {
        User user = User.getById(person, true);
        try (ACLContext ignored = ACL.as2(user.impersonate2())) {
            CredentialsProvider.lookupStores(user).iterator().next().addCredentials(Domain.global(), credentials);
        }
    }

    private List<String> offered() {
        return step().doFillCredentialsIdItems(CredentialPlace.of(job), "").stream()
                .map(option -> option.value)
                .toList();
    }

    private RequestRemoteAssistanceStep.DescriptorImpl step() {
        return jenkins.jenkins.getDescriptorByType(RequestRemoteAssistanceStep.DescriptorImpl.class);
    }

    private String log(Result result) throws Exception {
        return JenkinsRule.getLog(jenkins.buildAndAssertStatus(result, job));
    }

    private String started(String person, String chosen, Result result) throws Exception {
        job.addProperty(new ParametersDefinitionProperty(
                new CredentialsParameterDefinition("WHICH", "", "", EntraAppCredentials.class.getName(), true)));
        Run<?, ?> build = jenkins.assertBuildStatus(
                result,
                job.scheduleBuild2(
                        0,
                        new CauseAction(new Cause.UserIdCause(person)),
                        new ParametersAction(new CredentialsParameterValue("WHICH", chosen, ""))));
        return JenkinsRule.getLog(build);
    }

    @Test
    void theErrorNamesJenkinsItself() throws Exception {
        use("no-such");

        assertTrue(
                log(Result.FAILURE).contains("cannot be found from team/job #1. It was looked up as Jenkins itself. "));
    }

    @Test
    void theErrorNamesTheIdentityThatTheJobRunsAsAndWhatItLacks() throws Exception {
        runAsWorker();
        use("folder-app");

        String log = log(Result.FAILURE);
        assertTrue(
                log.contains("It was looked up as worker, who lacks the permission Credentials/UseItem on team/job"),
                log);
        FormValidation checked = step().doCheckCredentialsId(CredentialPlace.of(job), "folder-app");
        assertTrue(checked.getMessage().contains("looked up as worker, who lacks"), checked.getMessage());
        assertEquals(0, standIn.requests());
    }

    @Test
    void listsOfferWhatTheIdentityOfTheJobFinds() throws Exception {
        storeFor("worker", IntuneJenkinsFixture.app("workers-own"));
        assertEquals(List.of("", "folder-app"), offered());

        runAsWorker();
        assertEquals(List.of("", "workers-own"), offered());

        users.grant(Item.CONFIGURE).everywhere().to("worker");
        assertEquals(List.of("", "workers-own", "folder-app"), offered());
        use("folder-app");
        log(Result.SUCCESS);
        use("workers-own");
        log(Result.SUCCESS);
    }

    @Test
    void theErrorSaysThatTheBuildHasNoSuchParameter() throws Exception {
        use("${WHICH}");
        String missing = "credentialsId: The build team/job #1 has no credentials parameter WHICH. ";
        String log = log(Result.FAILURE);
        assertTrue(log.contains(missing), log);

        job.addProperty(new ParametersDefinitionProperty(new StringParameterDefinition("WHICH", "folder-app")));
        String other = log(Result.FAILURE);
        assertTrue(other.contains(missing.replace("#1", "#2")), other);
    }

    @Test
    void theErrorNamesThePersonWhoChoseAParameter() throws Exception {
        use("${WHICH}");

        String log = started("reader", "folder-app", Result.FAILURE);

        assertTrue(
                log.contains("looked up as the person who started the build. It was looked up as reader, who lacks"),
                log);
    }

    @Test
    void aPersonsOwnCredentialRefersToThatPersonsOwnOnesOnly() throws Exception {
        String foldersToken = IdTokens.goodFor(Duration.ofMinutes(10), "the-folder");
        IntuneJenkinsFixture.store(
                folder,
                new StringCredentialsImpl(CredentialsScope.GLOBAL, "token", "", Secret.fromString(foldersToken)));
        EntraAppCredentials own = new EntraAppCredentials(
                CredentialsScope.GLOBAL, "readers-own", "", TENANT, CLIENT, new FederatedToken("token"));
        own.setCloud("custom");
        storeFor("reader", own);
        use("${WHICH}");

        String log = started("reader", "readers-own", Result.FAILURE);
        assertTrue(log.contains("tokenId: Cannot find a credential of the kind"), log);
        assertTrue(log.contains("among the credentials of reader alone"), log);
        assertEquals(0, standIn.requests(), "nothing of the folder was sent");

        String ownToken = IdTokens.goodFor(Duration.ofMinutes(10), "reader");
        storeFor(
                "reader", new StringCredentialsImpl(CredentialsScope.GLOBAL, "token", "", Secret.fromString(ownToken)));
        started("reader", "readers-own", Result.SUCCESS);
        assertTrue(standIn.tokenForms().get(0).contains("client_assertion=" + ownToken));
        assertFalse(standIn.tokenForms().get(0).contains(foldersToken));
    }
}
