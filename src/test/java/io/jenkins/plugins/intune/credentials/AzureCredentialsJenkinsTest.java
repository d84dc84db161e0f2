package io.jenkins.plugins.intune.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.impl.CertificateCredentialsImpl;
import com.microsoft.azure.util.AzureCredentials;
import com.microsoft.azure.util.AzureImdsCredentials;
import hudson.model.FreeStyleProject;
import hudson.util.Secret;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.entra.AppIdentity;
import io.jenkins.plugins.intune.entra.CertificateProof;
import io.jenkins.plugins.intune.entra.ManagedIdentity;
import io.jenkins.plugins.intune.entra.SecretProof;
import io.jenkins.plugins.intune.form.CredentialPlace;
import io.jenkins.plugins.intune.graph.Cloud;
import io.jenkins.plugins.intune.graph.CloudEndpoints;
import io.jenkins.plugins.intune.pipeline.RequestRemoteAssistanceStep;
import io.jenkins.plugins.intune.references.CredentialLookup;
import io.jenkins.plugins.intune.standin.StandIn;
import io.jenkins.plugins.intune.standin.TestCertificate;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Credentials of the Azure Credentials plugin, chosen in place of this plugin's own. */
@WithJenkins
class AzureCredentialsJenkinsTest {

    private JenkinsRule jenkins;
    private Folder folder;

    @BeforeEach
    void prepare(JenkinsRule rule) throws Exception {
        jenkins = rule;
        folder = jenkins.createProject(Folder.class, "team");
    }

    private static AzureCredentials principal(String secret) {
        AzureCredentials azure = new AzureCredentials(
                CredentialsScope.GLOBAL, "azure", "", "", StandIn.CLIENT, Secret.fromString(secret));
        azure.setTenant(StandIn.TENANT);
        return azure;
    }

    private AppCredential find() throws InvalidInputException {
        return AppCredentials.find("azure", CredentialLookup.in(CredentialPlace.of(folder)));
    }

    private AppIdentity identity() throws InvalidInputException {
        AppCredential credential = find();
        CloudEndpoints endpoints = credential.homeCloud().endpoints().orElseThrow();
        return (AppIdentity) credential.identity(endpoints);
    }

    @Test
    void aServicePrincipalServesWithoutASubscription() throws Exception {
        IntuneJenkinsFixture.store(folder, principal("azure-secret"));

        assertEquals(
                new AppIdentity(
                        Cloud.GLOBAL.endpoints().orElseThrow().authority(),
                        StandIn.TENANT,
                        StandIn.CLIENT,
                        "https://graph.microsoft.com/.default",
                        new SecretProof("azure-secret")),
                identity());
    }

    @Test
    void itsCertificateIsFoundInTheFolder() throws Exception {
        AzureCredentials azure = principal("");
        azure.setCertificateId("certificate");
        IntuneJenkinsFixture.store(folder, azure);
        TestCertificate certificate = TestCertificate.goodFor(Duration.ofDays(90));
        IntuneJenkinsFixture.store(
                folder,
                new CertificateCredentialsImpl(
                        CredentialsScope.GLOBAL,
                        "certificate",
                        "",
                        TestCertificate.PASSWORD,
                        new CertificateCredentialsImpl.UploadedKeyStoreSource(
                                null, SecretBytes.fromBytes(certificate.pkcs12()))));

        CertificateProof proof = (CertificateProof) identity().proof();

        assertEquals(certificate.certificate(), proof.chain().get(0));
    }

    @ParameterizedTest
    @CsvSource({
        ",                    GLOBAL",
        "Azure,               GLOBAL",
        "Azure China,         CHINA",
        "Azure US Government, US_GOV_L4"
    })
    void itsCloudIsMapped(String environment, Cloud cloud) throws Exception {
        AzureCredentials azure = principal("secret");
        azure.setAzureEnvironmentName(environment);
        IntuneJenkinsFixture.store(folder, azure);

        assertEquals(cloud, find().homeCloud());
        assertEquals(cloud.endpoints().orElseThrow().authority(), identity().authority());
    }

    @Test
    void aCloudWithoutGraphIsRefused() throws Exception {
        AzureCredentials azure = principal("secret");
        azure.setAzureEnvironmentName("Azure Germany");
        IntuneJenkinsFixture.store(folder, azure);

        InvalidInputException refused = assertThrows(InvalidInputException.class, () -> find().homeCloud());
        assertTrue(refused.getMessage().contains("Azure Germany"), refused.getMessage());
    }

    @Test
    void anAuthorityOfItsOwnGetsNoSecret() throws Exception {
        AzureCredentials azure = principal("secret");
        azure.setActiveDirectoryEndpoint("https://login.attacker.example/");
        IntuneJenkinsFixture.store(folder, azure);

        InvalidInputException refused = assertThrows(InvalidInputException.class, this::identity);
        assertTrue(refused.getMessage().contains("authority of its own"), refused.getMessage());

        azure.setActiveDirectoryEndpoint("https://login.microsoftonline.com/");
        assertEquals("https://login.microsoftonline.com", identity().authority().toString());
    }

    @Test
    void aManagedIdentityServes() throws Exception {
        AzureImdsCredentials azure =
                new AzureImdsCredentials(CredentialsScope.GLOBAL, "azure", "", "Azure US Government");
        azure.setClientId("55555555-aaaa-4bbb-8ccc-666666666666");
        IntuneJenkinsFixture.store(jenkins.jenkins, azure);

        CloudEndpoints endpoints = find().homeCloud().endpoints().orElseThrow();
        assertEquals(
                new ManagedIdentity("55555555-aaaa-4bbb-8ccc-666666666666", "https://graph.microsoft.us"),
                find().identity(endpoints));
    }

    @Test
    void allKindsAreOfferedAndFound() throws Exception {
        FreeStyleProject job = folder.createProject(FreeStyleProject.class, "job");
        IntuneJenkinsFixture.store(folder, IntuneJenkinsFixture.app("own"));
        IntuneJenkinsFixture.store(folder, principal("secret"));
        IntuneJenkinsFixture.store(
                jenkins.jenkins, new AzureImdsCredentials(CredentialsScope.GLOBAL, "machine", "", "Azure"));
        var form = jenkins.jenkins.getDescriptorByType(RequestRemoteAssistanceStep.DescriptorImpl.class);

        assertEquals(
                List.of("", "own", "azure", "machine"),
                form.doFillCredentialsIdItems(CredentialPlace.of(job), "").stream()
                        .map(option -> option.value)
                        .toList());
        for (String id : List.of("own", "azure", "machine")) {
            assertEquals(
                    hudson.util.FormValidation.Kind.OK,
                    form.doCheckCredentialsId(CredentialPlace.of(job), id).kind,
                    id);
        }
        assertFalse(form.doCheckCredentialsId(CredentialPlace.of(job), "no-such").kind
                == hudson.util.FormValidation.Kind.OK);
    }
}
