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
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsStore;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.domains.HostnameSpecification;
import hudson.model.Fingerprint;
import hudson.model.Item;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.form.CredentialPlace;
import io.jenkins.plugins.intune.pipeline.RequestRemoteAssistanceStep;
import io.jenkins.plugins.intune.settings.IntuneConfiguration;
import io.jenkins.plugins.intune.standin.StandIn;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Where a credential may be stored, who may see it, and that its form keeps what is typed. */
@WithJenkins
class CredentialsJenkinsTest {

    private final StandIn standIn = StandIn.start();
    private JenkinsRule jenkins;

    @BeforeEach
    void prepare(JenkinsRule rule) {
        jenkins = rule;
        IntuneJenkinsFixture.useStandIn(standIn);
        standIn.answerAction(accepted());
    }

    @AfterEach
    void close() {
        standIn.close();
    }

    private WorkflowJob job(Folder folder, String credentialsId) throws Exception {
        WorkflowJob job = folder.createProject(WorkflowJob.class, "job");
        job.setDefinition(new CpsFlowDefinition(
                "requestRemoteAssistance credentialsId: '" + credentialsId + "', deviceId: '" + DEVICE + "'", true));
        return job;
    }

    @Test
    void aFoldersCredentialServesItsJobsAndWinsOverTheGlobalOne() throws Exception {
        Folder folder = jenkins.createProject(Folder.class, "team");
        Folder inner = folder.createProject(Folder.class, "inner");
        IntuneJenkinsFixture.store(jenkins.jenkins, IntuneJenkinsFixture.app("app", TENANT, "global-secret"));
        IntuneJenkinsFixture.store(folder, IntuneJenkinsFixture.app("app", TENANT, "folder-secret"));

        WorkflowJob job = job(inner, "app");
        jenkins.buildAndAssertStatus(Result.SUCCESS, job);

        assertTrue(standIn.tokenRequests().get(0).getBodyAsString().contains("folder-secret"));
        Fingerprint used = CredentialsProvider.getFingerprintOf(CredentialsProvider.lookupStores(folder)
                .iterator()
                .next()
                .getCredentials(Domain.global())
                .get(0));
        assertTrue(used.getJobs().contains(job.getFullName()), "the use is tracked");
    }

    @Test
    void aCredentialInADomainIsFound() throws Exception {
        CredentialsStore store =
                CredentialsProvider.lookupStores(jenkins.jenkins).iterator().next();
        Domain domain = new Domain("microsoft", "", List.of(new HostnameSpecification("graph.microsoft.com", null)));
        store.addDomain(domain, IntuneJenkinsFixture.app("in-domain"));

        jenkins.buildAndAssertStatus(Result.SUCCESS, job(jenkins.createProject(Folder.class), "in-domain"));
    }

    @Test
    void aCredentialsParameterChoosesIt() throws Exception {
        Folder folder = jenkins.createProject(Folder.class, "team");
        IntuneJenkinsFixture.store(folder, IntuneJenkinsFixture.app("app"));
        WorkflowJob job = job(folder, "${WHICH}");
        job.addProperty(new ParametersDefinitionProperty(
                new CredentialsParameterDefinition("WHICH", "", "app", EntraAppCredentials.class.getName(), true)));

        jenkins.buildAndAssertStatus(Result.SUCCESS, job);
    }

    @Test
    void theDefaultServesJobsThatNameNone() throws Exception {
        IntuneJenkinsFixture.store(jenkins.jenkins, IntuneJenkinsFixture.app("app"));
        IntuneConfiguration.get().setDefaultCredentialsId("app");
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition("requestRemoteAssistance deviceId: '" + DEVICE + "'", true));

        jenkins.buildAndAssertStatus(Result.SUCCESS, job);
    }

    @Test
    void aNewSecretIsUsedByTheNextBuild() throws Exception {
        Folder folder = jenkins.createProject(Folder.class, "team");
        EntraAppCredentials old = IntuneJenkinsFixture.app("app", TENANT, "old-secret");
        IntuneJenkinsFixture.store(folder, old);
        WorkflowJob job = job(folder, "app");
        jenkins.buildAndAssertStatus(Result.SUCCESS, job);

        CredentialsProvider.lookupStores(folder)
                .iterator()
                .next()
                .updateCredentials(Domain.global(), old, IntuneJenkinsFixture.app("app", TENANT, "new-secret"));
        jenkins.buildAndAssertStatus(Result.SUCCESS, job);

        assertEquals(2, standIn.tokenRequests().size());
        assertTrue(standIn.tokenRequests().get(1).getBodyAsString().contains("new-secret"));
    }

    @Test
    void theFormKeepsWhatIsTypedRightOrWrong() throws Exception {
        EntraAppCredentials wrong = IntuneJenkinsFixture.app("app", "common", "");
        wrong.setCloud("usGovL5");
        IntuneJenkinsFixture.store(jenkins.jenkins, wrong);

        try (JenkinsRule.WebClient browser = jenkins.createWebClient()) {
            HtmlPage page = browser.goTo("manage/credentials/store/system/domain/_/credential/app/");
            page.<HtmlElement>getFirstByXPath("//*[@data-url='updateDialog']").click();
            browser.waitForBackgroundJavaScript(10_000);
            jenkins.submit(page.getFormByName("updateCredentials"));
        }

        EntraAppCredentials saved = CredentialsProvider.lookupCredentialsInItemGroup(
                        EntraAppCredentials.class, Jenkins.get(), null, List.of())
                .get(0);
        jenkins.assertEqualDataBoundBeans(wrong, saved);
        assertEquals("usGovL5", saved.getCloud());
        assertEquals(
                "for tests (" + CLIENT + ")", com.cloudbees.plugins.credentials.CredentialsNameProvider.name(saved));
    }

    @Test
    void theDropDownShowsWhatTheJobCanUseAndOnlyToWhoMayConfigure() throws Exception {
        Folder folder = jenkins.createProject(Folder.class, "team");
        IntuneJenkinsFixture.store(folder, IntuneJenkinsFixture.app("folder-app"));
        IntuneJenkinsFixture.store(jenkins.jenkins, IntuneJenkinsFixture.app("global-app"));
        WorkflowJob job = job(folder, "folder-app");
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader")
                .grant(Jenkins.READ, Item.READ, Item.CONFIGURE)
                .everywhere()
                .to("author"));
        var step = jenkins.jenkins.getDescriptorByType(RequestRemoteAssistanceStep.DescriptorImpl.class);

        assertEquals(
                List.of("", "folder-app", "global-app"),
                as("author", () -> step.doFillCredentialsIdItems(CredentialPlace.of(job), "")).stream()
                        .map(option -> option.value)
                        .sorted()
                        .toList());
        assertEquals(
                List.of("current"),
                as("reader", () -> step.doFillCredentialsIdItems(CredentialPlace.of(job), "current")).stream()
                        .map(option -> option.value)
                        .toList());
        assertEquals(
                FormValidation.Kind.ERROR,
                as("author", () -> step.doCheckCredentialsId(CredentialPlace.of(job), "no-such")).kind);
        assertEquals(
                FormValidation.Kind.OK,
                as("author", () -> step.doCheckCredentialsId(CredentialPlace.of(job), "folder-app")).kind);
        assertEquals(
                FormValidation.Kind.OK,
                as("reader", () -> step.doCheckCredentialsId(CredentialPlace.of(job), "no-such")).kind);
        ListBoxModel global = as("author", () -> IntuneConfiguration.get().doFillDefaultCredentialsIdItems("current"));
        assertFalse(global.stream().anyMatch(option -> option.value.equals("global-app")));
    }

    private static <T> T as(String user, java.util.concurrent.Callable<T> action) throws Exception {
        try (var impersonation =
                hudson.security.ACL.as2(hudson.model.User.getById(user, true).impersonate2())) {
            return action.call();
        }
    }
}
