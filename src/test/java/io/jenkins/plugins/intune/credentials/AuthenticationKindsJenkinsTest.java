package io.jenkins.plugins.intune.credentials;

import static io.jenkins.plugins.intune.standin.StandIn.CLIENT;
import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.TENANT;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.CredentialsStore;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.impl.CertificateCredentialsImpl;
import hudson.model.Result;
import hudson.model.Run;
import hudson.util.FormValidation;
import hudson.util.Secret;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.entra.KeyMaterial;
import io.jenkins.plugins.intune.entra.Pkcs12Builder;
import io.jenkins.plugins.intune.form.CredentialPlace;
import io.jenkins.plugins.intune.settings.IntuneConfiguration;
import io.jenkins.plugins.intune.standin.IdTokens;
import io.jenkins.plugins.intune.standin.StandIn;
import io.jenkins.plugins.intune.standin.TestCertificate;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlFileInput;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Every way to prove an app's identity, in a build, through its form, and when it changes or is removed. */
@WithJenkins
class AuthenticationKindsJenkinsTest {

    private static final TestCertificate APP = TestCertificate.goodFor(Duration.ofDays(90));

    private final StandIn standIn = StandIn.start();
    private JenkinsRule jenkins;
    private Folder folder;

    @BeforeEach
    void prepare(JenkinsRule rule) throws Exception {
        jenkins = rule;
        IntuneJenkinsFixture.useStandIn(standIn);
        standIn.answerAction(accepted());
        folder = jenkins.createProject(Folder.class, "team");
    }

    @AfterEach
    void close() {
        standIn.close();
    }

    private static EntraAppCredentials app(AppAuthentication authentication) {
        EntraAppCredentials app =
                new EntraAppCredentials(CredentialsScope.GLOBAL, "app", "for tests", TENANT, CLIENT, authentication);
        app.setCloud("custom");
        return app;
    }

    private static CertificateCredentialsImpl certificate(TestCertificate certificate) {
        return certificate(certificate.pkcs12(), TestCertificate.PASSWORD);
    }

    private static CertificateCredentialsImpl certificate(byte[] file, String password) {
        return new CertificateCredentialsImpl(
                CredentialsScope.GLOBAL,
                "certificate",
                "",
                password,
                new CertificateCredentialsImpl.UploadedKeyStoreSource(null, SecretBytes.fromBytes(file)));
    }

    private WorkflowJob job() throws Exception {
        WorkflowJob job = folder.getItem("job") instanceof WorkflowJob existing
                ? existing
                : folder.createProject(WorkflowJob.class, "job");
        job.setDefinition(new CpsFlowDefinition(
                "requestRemoteAssistance credentialsId: 'app', deviceId: '" + DEVICE + "', timeout: 20", true));
        return job;
    }

    private String log(Result result) throws Exception {
        Run<?, ?> build = jenkins.buildAndAssertStatus(result, job());
        return JenkinsRule.getLog(build);
    }

    private CredentialsStore store() {
        return CredentialsProvider.lookupStores(folder).iterator().next();
    }

    @Test
    void aCertificateFromTheFolderServes() throws Exception {
        IntuneJenkinsFixture.store(folder, certificate(APP));
        IntuneJenkinsFixture.store(folder, app(new ClientCertificate("certificate")));

        String log = log(Result.SUCCESS);

        assertTrue(standIn.tokenForms().get(0).contains("client_assertion="));
        assertFalse(log.contains("Warning"), log);
    }

    @Test
    void aCertificateThatExpiresSoonIsWarnedOfInTheLogAndTheForm() throws Exception {
        IntuneJenkinsFixture.store(folder, certificate(TestCertificate.goodFor(Duration.ofDays(12))));
        IntuneJenkinsFixture.store(folder, app(new ClientCertificate("certificate")));

        assertTrue(log(Result.SUCCESS).contains("Warning: The certificate CN=jenkins-intune expires on "));
        assertEquals(FormValidation.Kind.WARNING, checkCertificate().kind);
    }

    private FormValidation checkCertificate() {
        return jenkins.jenkins
                .getDescriptorByType(ClientCertificate.DescriptorImpl.class)
                .doCheckCertificateId(CredentialPlace.of(folder), "certificate");
    }

    @Test
    void theFormSaysWhichCertificateIsUsed() throws Exception {
        Instant now = Instant.now();
        TestCertificate app = TestCertificate.of("RSA", 2048, now.minus(Duration.ofDays(800)), now.minusSeconds(60));
        byte[] both = TestCertificate.pem(
                app.keys().getPrivate(),
                app.certificate(),
                app.certificate(now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(400))));
        String used = "CN=jenkins-intune, valid from "
                + LocalDate.ofInstant(now.minus(Duration.ofDays(1)), ZoneOffset.UTC) + " until "
                + LocalDate.ofInstant(now.plus(Duration.ofDays(400)), ZoneOffset.UTC);

        assertEquals(used, new UploadedCertificate(SecretBytes.fromBytes(both), null).getSummary());
        IntuneJenkinsFixture.store(folder, certificate(APP));
        FormValidation said = checkCertificate();
        assertEquals(FormValidation.Kind.OK, said.kind);
        assertTrue(said.getMessage().startsWith("CN=jenkins-intune, valid from "), said.getMessage());
    }

    @Test
    void aPasswordThatJavaRefusesIsOneForAnUploadedCertificate() throws Exception {
        byte[] file = Pkcs12Builder.legacy(APP, "pä€ss");

        IntuneJenkinsFixture.store(folder, certificate(file, "pä€ss"));
        assertTrue(
                checkCertificate().getMessage().contains("takes passwords with ASCII characters only"),
                checkCertificate().getMessage());
        UploadedCertificate uploaded = new UploadedCertificate(SecretBytes.fromBytes(file), Secret.fromString("pä€ss"));
        assertTrue(uploaded.getSummary().startsWith("CN=jenkins-intune, valid from "), uploaded.getSummary());
    }

    @Test
    void anOutdatedOrMissingCertificateFailsBeforeAnythingIsSent() throws Exception {
        IntuneJenkinsFixture.store(folder, app(new ClientCertificate("certificate")));
        String missing = log(Result.FAILURE);
        assertTrue(
                missing.contains("certificateId: Cannot find a credential of the kind \"Certificate\" with the ID"
                        + " \"certificate\" from here."),
                missing);

        IntuneJenkinsFixture.store(folder, certificate(TestCertificate.goodFor(Duration.ofMinutes(-1))));
        String outdated = log(Result.FAILURE);
        assertTrue(outdated.contains("certificateId: The certificate CN=jenkins-intune expired on"), outdated);
        assertEquals(0, standIn.requests());
    }

    @Test
    void aNewCertificateIsUsedByTheNextBuild() throws Exception {
        IntuneJenkinsFixture.store(folder, certificate(APP));
        IntuneJenkinsFixture.store(folder, app(new ClientCertificate("certificate")));
        log(Result.SUCCESS);
        log(Result.SUCCESS);
        assertEquals(1, standIn.tokenRequests().size());

        store().updateCredentials(
                        Domain.global(), certificate(APP), certificate(TestCertificate.goodFor(Duration.ofDays(90))));
        log(Result.SUCCESS);

        assertEquals(2, standIn.tokenRequests().size());
    }

    @Test
    void aFileIsUploadedKeptAndReplacedThroughTheForm(@TempDir Path files) throws Exception {
        IntuneJenkinsFixture.store(folder, app(new UploadedCertificate(null, Secret.fromString("none yet"))));
        assertTrue(log(Result.FAILURE).contains("certificate: No file was uploaded."));

        submitWith(upload(files, "app.pfx", APP.pkcs12()), TestCertificate.PASSWORD);
        log(Result.SUCCESS);

        submitWith(null, null);
        log(Result.SUCCESS);
        assertEquals(1, standIn.tokenRequests().size(), "the same file");

        TestCertificate next = TestCertificate.goodFor(Duration.ofDays(90));
        byte[] pem = TestCertificate.pem(next.certificate(), next.keys().getPrivate());
        submitWith(upload(files, "app.pem", pem), "");
        log(Result.SUCCESS);
        assertEquals(2, standIn.tokenRequests().size(), "another file");
    }

    @Test
    void aFileThatIsTooLargeIsRefusedByTheForm(@TempDir Path files) throws Exception {
        SecretBytes stored = SecretBytes.fromBytes(APP.pkcs12());
        IntuneJenkinsFixture.store(
                folder, app(new UploadedCertificate(stored, Secret.fromString(TestCertificate.PASSWORD))));
        File large = upload(files, "large.pfx", new byte[KeyMaterial.MAX_BYTES + 1]);

        String said = submitWith(large, "");

        assertTrue(said.contains("certificate: It is larger than 64 KiB"), said);
        log(Result.SUCCESS);
    }

    @Test
    void aFileThatTakesHalfAnHourToOpenIsRefusedEverywhere() throws Exception {
        SecretBytes file = SecretBytes.fromBytes(Pkcs12Builder.pemOfHalfAnHour(APP));
        UploadedCertificate hostile = new UploadedCertificate(file, Secret.fromString("x"));
        IntuneJenkinsFixture.store(folder, app(hostile));
        UploadedCertificate.DescriptorImpl form =
                jenkins.jenkins.getDescriptorByType(UploadedCertificate.DescriptorImpl.class);

        assertTrue(hostile.getSummary().startsWith("Opening it would take too long"), hostile.getSummary());
        FormValidation checked = form.doCheckPassword(CredentialPlace.of(folder), "x", file.toString());
        assertEquals(FormValidation.Kind.ERROR, checked.kind);
        assertTrue(checked.getMessage().contains("Opening it would take too long"), checked.getMessage());
        FormValidation verified =
                form.doVerify(CredentialPlace.of(folder), "custom", TENANT, CLIENT, file.toString(), "x");
        assertTrue(verified.getMessage().contains("Opening it would take too long"), verified.getMessage());
        assertTrue(log(Result.FAILURE).contains("certificate: Opening it would take too long"));
        assertEquals(0, standIn.requests());
    }

    private static File upload(Path folder, String name, byte[] bytes) throws Exception {
        return Files.write(folder.resolve(name), bytes).toFile();
    }

    /** @return what the page says then */
    private String submitWith(File file, String password) throws Exception {
        try (JenkinsRule.WebClient browser = jenkins.createWebClient()) {
            HtmlPage page = browser.goTo("job/team/credentials/store/folder/domain/_/credential/app/");
            page.<HtmlElement>getFirstByXPath("//*[@data-url='updateDialog']").click();
            browser.waitForBackgroundJavaScript(10_000);
            HtmlForm form = page.getFormByName("updateCredentials");
            if (file != null) {
                form.<HtmlFileInput>getInputByName("upload").setFiles(file);
            }
            if (password != null) {
                HtmlElement change = form.getFirstByXPath(".//*[contains(@class,'hidden-password-update-btn')]");
                if (change != null) {
                    change.click();
                }
                form.getInputByName("_.password").setValue(password);
            }
            HtmlPage after = (HtmlPage) jenkins.submit(form);
            browser.waitForBackgroundJavaScript(10_000);
            return after.asNormalizedText();
        }
    }

    @Test
    void anIdTokenInASecretTextServes() throws Exception {
        String token = IdTokens.goodFor(Duration.ofMinutes(5), "job one");
        IntuneJenkinsFixture.store(
                folder, new StringCredentialsImpl(CredentialsScope.GLOBAL, "token", "", Secret.fromString(token)));
        IntuneJenkinsFixture.store(folder, app(new FederatedToken("token")));

        log(Result.SUCCESS);

        assertTrue(standIn.tokenForms().get(0).contains("client_assertion=" + token));
    }

    @Test
    void anIdTokenInASecretFileServes() throws Exception {
        String token = IdTokens.goodFor(Duration.ofMinutes(5), "job one");
        IntuneJenkinsFixture.store(
                folder,
                new FileCredentialsImpl(
                        CredentialsScope.GLOBAL,
                        "token",
                        "",
                        "token.jwt",
                        SecretBytes.fromBytes((token + "\n").getBytes(StandardCharsets.UTF_8))));
        IntuneJenkinsFixture.store(folder, app(new FederatedToken("token")));

        log(Result.SUCCESS);

        assertTrue(standIn.tokenForms().get(0).contains("client_assertion=" + token));
    }

    @Test
    void anotherSecretChosenByMistakeStaysInJenkins() throws Exception {
        IntuneJenkinsFixture.store(
                folder,
                new StringCredentialsImpl(CredentialsScope.GLOBAL, "token", "", Secret.fromString("ghp_other-secret")));
        IntuneJenkinsFixture.store(folder, app(new FederatedToken("token")));

        String log = log(Result.FAILURE);

        assertTrue(log.contains("tokenId: The credential's value is not an ID token"), log);
        assertFalse(log.contains("ghp_other-secret"), log);
        assertEquals(0, standIn.requests());
    }

    @Test
    void aDeletedCredentialLeavesAReadableFailure() throws Exception {
        Credentials credentials = app(new ClientCertificate("certificate"));
        IntuneJenkinsFixture.store(folder, credentials);
        store().removeCredentials(Domain.global(), credentials);

        String log = log(Result.FAILURE);

        assertTrue(
                log.contains(
                        "credentialsId: A credential of the kind \"Microsoft Entra app\" with the ID \"app\" cannot"
                                + " be found from team/job #1."),
                log);
    }

    @Test
    void everyFormKeepsWhatIsTyped() throws Exception {
        IntuneConfiguration.get().setManagedIdentitiesInFolders(true);
        for (AppAuthentication authentication : List.of(
                new ClientCertificate("certificate-of-another-folder"),
                new FederatedToken("token-of-another-folder"),
                new ManagedIdentityAuthentication("55555555-aaaa-4bbb-8ccc-666666666666"),
                new ManagedIdentityAuthentication(null),
                new UploadedCertificate(SecretBytes.fromBytes(APP.pkcs12()), Secret.fromString("wrong")))) {
            EntraAppCredentials before = app(authentication);
            store().addCredentials(Domain.global(), before);
            submitWith(null, null);
            EntraAppCredentials after = (EntraAppCredentials)
                    store().getCredentials(Domain.global()).get(0);
            assertEquals("custom", after.getCloud());
            assertEquals(TENANT, after.getTenantId());
            if (authentication instanceof UploadedCertificate uploaded) {
                UploadedCertificate kept = (UploadedCertificate) after.getAuthentication();
                assertNotNull(kept.getCertificate());
                assertEquals(uploaded.getPassword(), kept.getPassword());
                assertTrue(kept.getSummary().contains("password is wrong"), kept.getSummary());
            } else {
                jenkins.assertEqualDataBoundBeans(authentication, after.getAuthentication());
            }
            store().removeCredentials(Domain.global(), after);
        }
    }

    @Test
    void aManagedIdentityNeedsNeitherTenantNorClientId() throws Exception {
        EntraAppCredentials app = new EntraAppCredentials(
                CredentialsScope.GLOBAL, "app", null, "", "", new ManagedIdentityAuthentication(""));

        assertEquals(
                "Managed identity of this Jenkins",
                com.cloudbees.plugins.credentials.CredentialsNameProvider.name(app));
        assertNull(((ManagedIdentityAuthentication) app.getAuthentication()).getClientId());
        EntraAppCredentials.DescriptorImpl form =
                jenkins.jenkins.getDescriptorByType(EntraAppCredentials.DescriptorImpl.class);
        FormValidation hint = form.doCheckTenantId(CredentialPlace.of(folder), "");
        assertEquals(FormValidation.Kind.OK, hint.kind);
        assertTrue(hint.renderHtml().contains("Only with a managed identity"), hint.renderHtml());
        assertEquals(FormValidation.Kind.ERROR, form.doCheckTenantId(CredentialPlace.of(folder), "common").kind);
        assertEquals(FormValidation.Kind.WARNING, form.doCheckCloud(CredentialPlace.of(folder), "usGovL5").kind);
        assertEquals(FormValidation.Kind.OK, form.doCheckCloud(CredentialPlace.of(folder), "china").kind);
    }
}
