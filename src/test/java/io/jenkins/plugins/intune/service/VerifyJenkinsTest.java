package io.jenkins.plugins.intune.service;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static io.jenkins.plugins.intune.standin.StandIn.CLIENT;
import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.SECRET;
import static io.jenkins.plugins.intune.standin.StandIn.TENANT;
import static io.jenkins.plugins.intune.standin.StandIn.tokenRequest;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import hudson.model.Descriptor;
import hudson.model.FreeStyleProject;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.FormValidation;
import hudson.util.Secret;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.credentials.ClientSecret;
import io.jenkins.plugins.intune.credentials.EntraAppCredentials;
import io.jenkins.plugins.intune.credentials.UploadedCertificate;
import io.jenkins.plugins.intune.device.ManagedDevice;
import io.jenkins.plugins.intune.form.CredentialPlace;
import io.jenkins.plugins.intune.freestyle.RequestRemoteAssistanceBuilder;
import io.jenkins.plugins.intune.settings.IntuneConfiguration;
import io.jenkins.plugins.intune.standin.IdTokens;
import io.jenkins.plugins.intune.standin.StandIn;
import io.jenkins.plugins.intune.standin.TestCertificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.htmlunit.html.HtmlButton;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;

/** The buttons "Verify" and "Test": what they say, and where they send a secret. */
@WithJenkins
class VerifyJenkinsTest {

    private final StandIn standIn = StandIn.start();
    private JenkinsRule jenkins;

    @BeforeEach
    void prepare(JenkinsRule rule) {
        jenkins = rule;
        IntuneJenkinsFixture.useStandIn(standIn);
        standIn.stub(tokenRequest()
                .willReturn(StandIn.token(IdTokens.withRoles("DeviceManagementManagedDevices.ReadWrite.All"), 3599)));
        standIn.stub(get(urlPathMatching("/v1\\.0/deviceManagement/managedDevices"))
                .willReturn(aResponse().withStatus(200).withBody("{\"value\":[]}")));
        standIn.stub(get(urlPathMatching("/v1\\.0/deviceManagement/managedDevices/" + DEVICE))
                .willReturn(aResponse()
                        .withStatus(200)
                        .withBody("{\"id\":\"" + DEVICE + "\",\"deviceName\":\"<b>LAPTOP</b>\","
                                + "\"operatingSystem\":\"Windows\",\"userPrincipalName\":\"anna@contoso.com\"}")));
    }

    @AfterEach
    void close() {
        standIn.close();
    }

    private <D extends Descriptor<?>> D descriptor(Class<D> type) {
        return jenkins.jenkins.getDescriptorByType(type);
    }

    private FormValidation verifySecret(Folder where, String cloud, String secret) {
        return descriptor(ClientSecret.DescriptorImpl.class)
                .doVerify(CredentialPlace.of(where), cloud, TENANT, CLIENT, secret);
    }

    @Test
    void whatIsTypedIsVerifiedBeforeItIsSaved() throws Exception {
        FormValidation said = verifySecret(jenkins.createProject(Folder.class), "custom", "typed-secret");

        assertEquals(FormValidation.Kind.OK, said.kind, said.renderHtml());
        assertTrue(said.renderHtml().contains("has the permission DeviceManagementManagedDevices.ReadWrite.All"));
        assertTrue(standIn.tokenForms().get(0).contains("client_secret=typed-secret"));
    }

    @Test
    void aStoredSecretGoesToItsOwnCloudOnly() throws Exception {
        Folder folder = jenkins.createProject(Folder.class);
        Secret secret = Secret.fromString(SECRET);
        EntraAppCredentials app =
                new EntraAppCredentials(CredentialsScope.GLOBAL, "app", "", TENANT, CLIENT, new ClientSecret(secret));
        app.setCloud("china");
        IntuneJenkinsFixture.store(folder, app);

        FormValidation refused = verifySecret(folder, "custom", secret.getEncryptedValue());

        assertEquals(FormValidation.Kind.ERROR, refused.kind);
        assertTrue(refused.getMessage().contains("cloud of its own credential only"), refused.getMessage());
        assertEquals(0, standIn.requests(), "nothing was sent");

        IntuneJenkinsFixture.store(folder, IntuneJenkinsFixture.app("app-of-the-custom-cloud"));
        assertEquals(FormValidation.Kind.OK, verifySecret(folder, "custom", secret.getEncryptedValue()).kind);
        assertTrue(standIn.tokenForms().get(0).contains("client_secret=" + SECRET));
    }

    @Test
    void aStoredFileGoesToItsOwnCloudOnly() throws Exception {
        Folder folder = jenkins.createProject(Folder.class);
        SecretBytes file = SecretBytes.fromBytes(
                TestCertificate.goodFor(Duration.ofDays(90)).pkcs12());
        Secret password = Secret.fromString(TestCertificate.PASSWORD);
        UploadedCertificate.DescriptorImpl form = descriptor(UploadedCertificate.DescriptorImpl.class);
        String shown = SecretBytes.fromString(file.toString()).toString();

        FormValidation refused =
                form.doVerify(CredentialPlace.of(folder), "custom", TENANT, CLIENT, shown, TestCertificate.PASSWORD);
        assertTrue(refused.getMessage().contains("cloud of its own credential only"), refused.getMessage());
        assertEquals(0, standIn.requests(), "nothing was sent");

        EntraAppCredentials app = new EntraAppCredentials(
                CredentialsScope.GLOBAL, "app", "", TENANT, CLIENT, new UploadedCertificate(file, password));
        app.setCloud("custom");
        IntuneJenkinsFixture.store(folder, app);
        assertEquals(
                FormValidation.Kind.OK,
                form.doVerify(CredentialPlace.of(folder), "custom", TENANT, CLIENT, shown, TestCertificate.PASSWORD)
                        .kind);

        FormValidation none =
                form.doVerify(CredentialPlace.of(folder), "custom", TENANT, CLIENT, "", TestCertificate.PASSWORD);
        assertTrue(none.getMessage().contains("Save the credential with its file first"), none.getMessage());
    }

    @Test
    void whatIsMissingIsNamedBeforeAnythingIsSent() throws Exception {
        Folder folder = jenkins.createProject(Folder.class);

        assertTrue(verifySecret(folder, "custom", "").getMessage().startsWith("Secret: "));
        assertTrue(verifySecret(folder, "mars", "x").getMessage().startsWith("Cloud: "));
        assertTrue(descriptor(ClientSecret.DescriptorImpl.class)
                .doVerify(CredentialPlace.of(folder), "custom", "common", CLIENT, "x")
                .getMessage()
                .startsWith("Directory (tenant) ID: "));
        assertEquals(0, standIn.requests());
    }

    /** Each try keeps a thread that serves pages for as long as Entra takes. Of one app, one token is requested at a time. */
    @Test
    void whoTriesTooMuchAtOnceIsAskedToTryAgainAndKeepsNobodyOut() throws Exception {
        Folder folder = jenkins.createProject(Folder.class);
        standIn.stub(tokenRequest()
                .willReturn(StandIn.refusal(401, 7000215, "Wrong.").withFixedDelay(5_000)));
        ExecutorService pages = Executors.newFixedThreadPool(3);
        try {
            List<Future<FormValidation>> tries = new ArrayList<>();
            tries.add(pages.submit(() -> verifyAs("anna", folder, 1)));
            tries.add(pages.submit(() -> verifyAs("anna", folder, 2)));
            await().until(() -> standIn.tokenRequests().size() == 2);

            FormValidation third = verifyAs("anna", folder, 3);

            assertEquals(FormValidation.Kind.ERROR, third.kind);
            assertTrue(third.getMessage().startsWith("Nothing was tried"), third.getMessage());
            tries.add(pages.submit(() -> verifyAs("ben", folder, 4)));
            await().until(() -> standIn.tokenRequests().size() == 3);
            for (Future<FormValidation> tried : tries) {
                String said = tried.get(1, TimeUnit.MINUTES).renderHtml();
                assertTrue(said.contains("AADSTS7000215"), said);
            }
            verifyAs("anna", folder, 5);
            assertEquals(4, standIn.tokenRequests().size(), "the places are free again");
        } finally {
            pages.shutdownNow();
        }
    }

    /** Tries one of several apps. Everybody may do everything in this Jenkins, and each person is counted. */
    private FormValidation verifyAs(String person, Folder where, int app) {
        try (ACLContext context = ACL.as2(new UsernamePasswordAuthenticationToken(person, "", List.of()))) {
            String client = CLIENT.substring(0, CLIENT.length() - 1) + app;
            return descriptor(ClientSecret.DescriptorImpl.class)
                    .doVerify(CredentialPlace.of(where), "custom", TENANT, client, "a-secret");
        }
    }

    @Test
    void theTestOfABuildStepReadsTheDevice() throws Exception {
        Folder folder = jenkins.createProject(Folder.class);
        FreeStyleProject job = folder.createProject(FreeStyleProject.class, "job");
        IntuneJenkinsFixture.store(folder, IntuneJenkinsFixture.app("app"));
        ManagedDevice.DescriptorImpl form = descriptor(ManagedDevice.DescriptorImpl.class);

        FormValidation said = form.doTest(CredentialPlace.of(job), "app", DEVICE, null, null, null, null, null);
        assertEquals(FormValidation.Kind.OK, said.kind, said.renderHtml());
        assertTrue(said.renderHtml().contains("&lt;b&gt;LAPTOP&lt;/b&gt;"), said.renderHtml());
        assertFalse(said.renderHtml().contains("<b>LAPTOP"), "what Intune says is escaped");

        assertTrue(form.doTest(CredentialPlace.of(job), "app", "not an id", null, null, null, null, null)
                .getMessage()
                .startsWith("Intune device ID: "));
        assertTrue(form.doTest(CredentialPlace.of(job), "no-such", DEVICE, null, null, null, null, null)
                .getMessage()
                .contains("cannot be found from"));
        assertEquals(
                FormValidation.Kind.WARNING,
                form.doTest(CredentialPlace.of(job), "app", "${DEVICE_ID}", null, null, null, null, null).kind);
        assertEquals(1, standIn.tokenRequests().size());
    }

    @Test
    void theTestOfTheGlobalPageTriesTheDefaultCredential() throws Exception {
        IntuneJenkinsFixture.store(jenkins.jenkins, IntuneJenkinsFixture.app("app"));

        FormValidation said = IntuneConfiguration.get().doTest("app");

        assertEquals(FormValidation.Kind.OK, said.kind, said.renderHtml());
        assertEquals(
                "Choose a credential to test.",
                IntuneConfiguration.get().doTest("").getMessage());
    }

    @Test
    void theButtonSendsWhatStandsInTheForm() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        IntuneJenkinsFixture.store(jenkins.jenkins, IntuneJenkinsFixture.app("app"));
        RequestRemoteAssistanceBuilder builder = new RequestRemoteAssistanceBuilder();
        builder.setCredentialsId("app");
        builder.setDeviceId(DEVICE);
        job.getBuildersList().add(builder);

        try (JenkinsRule.WebClient browser = jenkins.createWebClient()) {
            HtmlPage page = browser.getPage(job, "configure");
            HtmlElement button = page.getFirstByXPath("//button[@data-validate-button-method='test']");
            ((HtmlButton) button).click();
            browser.waitForBackgroundJavaScript(20_000);
            assertTrue(page.asNormalizedText().contains("<b>LAPTOP</b>"), page.asNormalizedText());
        }
    }

    @Test
    void anExpressionCanBeTypedAndIsWhatTheButtonSends() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        IntuneJenkinsFixture.store(jenkins.jenkins, IntuneJenkinsFixture.app("app"));
        for (int i = 0; i < 2; i++) {
            RequestRemoteAssistanceBuilder builder = new RequestRemoteAssistanceBuilder();
            builder.setCredentialsId("app");
            builder.setDeviceId(DEVICE);
            job.getBuildersList().add(builder);
        }

        try (JenkinsRule.WebClient browser = jenkins.createWebClient()) {
            HtmlPage page = browser.getPage(job, "configure");
            String first = "(//*[@descriptorid='" + RequestRemoteAssistanceBuilder.class.getName() + "'])[1]";
            ((HtmlElement) page.getFirstByXPath(first + "//input[@type='radio'][@value='param']")).click();
            ((HtmlElement) page.getFirstByXPath(
                            first + "//*[contains(@class,'credentials-select-content-param')]//input"))
                    .type("${APP}");
            ((HtmlElement) page.getFirstByXPath(first + "//button[@data-validate-button-method='test']")).click();
            browser.waitForBackgroundJavaScript(20_000);
            assertTrue(page.asNormalizedText().contains("Variables have a value in a build only"));
            jenkins.submit(page.getFormByName("config"));
        }

        assertEquals(
                List.of("${APP}", "app"),
                job.getBuildersList().getAll(RequestRemoteAssistanceBuilder.class).stream()
                        .map(RequestRemoteAssistanceBuilder::getCredentialsId)
                        .toList(),
                "each step keeps a choice of its own");
        jenkins.configRoundtrip(job);
        assertEquals(
                "${APP}",
                job.getBuildersList().get(RequestRemoteAssistanceBuilder.class).getCredentialsId());
        assertEquals(0, standIn.requests());
    }
}
