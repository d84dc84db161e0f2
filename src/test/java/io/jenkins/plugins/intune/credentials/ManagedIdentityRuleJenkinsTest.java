package io.jenkins.plugins.intune.credentials;

import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.microsoft.azure.util.AzureImdsCredentials;
import hudson.model.ItemGroup;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.FormValidation;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.entra.ManagedIdentity;
import io.jenkins.plugins.intune.entra.WorkloadIdentity;
import io.jenkins.plugins.intune.form.CredentialPlace;
import io.jenkins.plugins.intune.pipeline.RequestRemoteAssistanceStep;
import io.jenkins.plugins.intune.references.CredentialLookup;
import io.jenkins.plugins.intune.settings.IntuneConfiguration;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The machine's own identity is for what is stored in Jenkins itself, unless an administrator says otherwise. */
@WithJenkins
class ManagedIdentityRuleJenkinsTest {

    private static final String BOX = "Let credentials in folders and in people's own stores use managed identities";

    private final HttpClient client = HttpClient.newHttpClient();
    private JenkinsRule jenkins;
    private Folder folder;

    @BeforeEach
    void prepare(JenkinsRule rule) throws Exception {
        jenkins = rule;
        IntuneJenkinsFixture.secure(jenkins);
        jenkins.jenkins.setCrumbIssuer(null);
        folder = jenkins.createProject(Folder.class, "team");
    }

    private static EntraAppCredentials own(String id) throws Exception {
        return new EntraAppCredentials(
                CredentialsScope.GLOBAL, id, "", "", "", new ManagedIdentityAuthentication(null));
    }

    private static AzureImdsCredentials azure(String id) {
        return new AzureImdsCredentials(CredentialsScope.GLOBAL, id, "", "Azure");
    }

    private List<? extends Credentials> stored(Object owner) {
        return CredentialsProvider.lookupStores((hudson.model.ModelObject) owner)
                .iterator()
                .next()
                .getCredentials(Domain.global());
    }

    private int post(String path, String type, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(jenkins.getURL() + path))
                .header("Authorization", IntuneJenkinsFixture.login("admin"))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    /** As the form of a credential posts it. */
    private int submit(String store, String id) throws Exception {
        String json = "{\"credentials\":{\"stapler-class\":\"" + EntraAppCredentials.class.getName()
                + "\",\"$class\":\""
                + EntraAppCredentials.class.getName() + "\",\"scope\":\"GLOBAL\",\"id\":\"" + id
                + "\",\"description\":\"\",\"tenantId\":\"\",\"clientId\":\"\",\"cloud\":\"global\","
                + "\"authentication\":{\"stapler-class\":\"" + ManagedIdentityAuthentication.class.getName()
                + "\",\"$class\":\"" + ManagedIdentityAuthentication.class.getName() + "\",\"clientId\":\"\"}}}";
        return post(
                store + "/domain/_/createCredentials",
                "application/x-www-form-urlencoded",
                IntuneJenkinsFixture.form(Map.of("json", json)));
    }

    /** As a script posts it. */
    private int postXml(String store, String id) throws Exception {
        String type = EntraAppCredentials.class.getName();
        return post(
                store + "/domain/_/createCredentials",
                "application/xml",
                "<" + type + "><scope>GLOBAL</scope><id>" + id + "</id><description></description><tenantId></tenantId>"
                        + "<clientId></clientId><authentication class='" + ManagedIdentityAuthentication.class.getName()
                        + "'/><cloud>global</cloud></" + type + ">");
    }

    private WorkflowJob job(String credentialsId) throws Exception {
        WorkflowJob job = folder.createProject(WorkflowJob.class, "job-" + credentialsId);
        job.setDefinition(new CpsFlowDefinition(
                "requestRemoteAssistance credentialsId: '" + credentialsId + "', deviceId: '" + DEVICE + "'", true));
        return job;
    }

    private static WorkloadIdentity identity(CredentialLookup lookup, String id) throws InvalidInputException {
        AppCredential app = AppCredentials.find(id, lookup);
        return app.identity(app.homeCloud().endpoints().orElseThrow());
    }

    private void store(ItemGroup<?> where, StandardCredentials credentials) throws Exception {
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
            IntuneJenkinsFixture.store(where, credentials);
        }
    }

    @Test
    void aFormRefusesItInAFolderAndInAPersonsStore() throws Exception {
        assertEquals(400, submit("job/team/credentials/store/folder", "mi"));
        assertEquals(400, submit("user/admin/credentials/store/user", "mi"));
        assertEquals(List.of(), stored(folder));

        assertTrue(submit("credentials/store/system", "mi") < 400);
        assertEquals(1, stored(jenkins.jenkins).size());

        IntuneConfiguration.get().setManagedIdentitiesInFolders(true);
        assertTrue(submit("job/team/credentials/store/folder", "mi") < 400);
        assertEquals(1, stored(folder).size());
    }

    @Test
    void aScriptIsRefusedToo() throws Exception {
        assertEquals(400, postXml("job/team/credentials/store/folder", "mi"));
        assertEquals(List.of(), stored(folder));

        assertEquals(200, postXml("credentials/store/system", "mi"));
        IntuneConfiguration.get().setManagedIdentitiesInFolders(true);
        assertEquals(200, postXml("job/team/credentials/store/folder", "mi"));
        EntraAppCredentials kept = (EntraAppCredentials) stored(folder).get(0);
        assertNotNull(kept.getAuthentication());
    }

    @Test
    void whatIsStoredAlreadyIsKeptAndRefusedWhenItIsUsed() throws Exception {
        store(folder, own("mi"));
        store(folder, azure("azure-mi"));
        jenkins.jenkins.reload();
        folder = jenkins.jenkins.getItemByFullName("team", Folder.class);
        assertNotNull(((EntraAppCredentials) stored(folder).get(0)).getAuthentication(), "nothing is lost");

        for (String id : List.of("mi", "azure-mi")) {
            WorkflowJob job = job(id);
            Run<?, ?> build = jenkins.buildAndAssertStatus(Result.FAILURE, job);
            String log = JenkinsRule.getLog(build);
            assertTrue(log.contains("managedIdentity: This would use the managed identity"), log);
            assertTrue(log.contains("Manage Jenkins, System, Microsoft Intune, \"" + BOX + "\""), log);
            FormValidation checked = jenkins.jenkins
                    .getDescriptorByType(RequestRemoteAssistanceStep.DescriptorImpl.class)
                    .doCheckCredentialsId(CredentialPlace.of(job), id);
            assertTrue(checked.getMessage().contains("managed identity"), checked.getMessage());

            IntuneConfiguration.get().setManagedIdentitiesInFolders(true);
            assertTrue(identity(CredentialLookup.of(build), id) instanceof ManagedIdentity);
            assertTrue(identity(CredentialLookup.in(CredentialPlace.of(job)), id) instanceof ManagedIdentity);
            IntuneConfiguration.get().setManagedIdentitiesInFolders(false);
        }
    }

    @Test
    void whatIsStoredInJenkinsServesEveryJob() throws Exception {
        store(jenkins.jenkins, own("mi"));
        store(jenkins.jenkins, azure("azure-mi"));
        WorkflowJob job = job("mi");
        job.setDefinition(new CpsFlowDefinition("", true));
        Run<?, ?> build = jenkins.buildAndAssertSuccess(job);

        for (String id : List.of("mi", "azure-mi")) {
            assertTrue(identity(CredentialLookup.of(build), id) instanceof ManagedIdentity);
            assertTrue(identity(CredentialLookup.in(CredentialPlace.of(job)), id) instanceof ManagedIdentity);
            assertTrue(identity(CredentialLookup.in(CredentialPlace.jenkins()), id) instanceof ManagedIdentity);
        }
    }

    @Test
    void oneOfTheSameIdInAFolderDoesNotPassForJenkinsOwn() throws Exception {
        store(jenkins.jenkins, own("mi"));
        store(folder, own("mi"));
        WorkflowJob job = job("mi");

        InvalidInputException refused = assertThrows(
                InvalidInputException.class, () -> identity(CredentialLookup.in(CredentialPlace.of(job)), "mi"));
        assertTrue(refused.getMessage().contains(BOX), refused.getMessage());
    }

    @Test
    void verifyAsksForAnAdministratorOutsideOfAJob() throws Exception {
        ManagedIdentityAuthentication.DescriptorImpl form =
                jenkins.jenkins.getDescriptorByType(ManagedIdentityAuthentication.DescriptorImpl.class);
        IntuneConfiguration.get().setManagedIdentitiesInFolders(true);
        User person = User.getById("reader", true);

        try (ACLContext ignored = ACL.as2(person.impersonate2())) {
            assertThrows(
                    org.springframework.security.access.AccessDeniedException.class,
                    () -> form.doVerify(CredentialPlace.of(person), "global", ""));
            assertThrows(
                    org.springframework.security.access.AccessDeniedException.class,
                    () -> form.doVerify(CredentialPlace.jenkins(), "global", ""));
        }
        IntuneConfiguration.get().setManagedIdentitiesInFolders(false);
        FormValidation refused = form.doVerify(CredentialPlace.of(folder), "global", "");
        assertTrue(refused.getMessage().contains("Let credentials in folders"), refused.getMessage());
        FormValidation checked = form.doCheckClientId(CredentialPlace.of(folder), "");
        assertEquals(FormValidation.Kind.ERROR, checked.kind);
        assertEquals(FormValidation.Kind.OK, form.doCheckClientId(CredentialPlace.jenkins(), "").kind);
    }
}
