package io.jenkins.plugins.intune.credentials;

import static io.jenkins.plugins.intune.standin.StandIn.CLIENT;
import static io.jenkins.plugins.intune.standin.StandIn.TENANT;
import static io.jenkins.plugins.intune.standin.StandIn.tokenRequest;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.domains.Domain;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.util.Secret;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.http.Json;
import io.jenkins.plugins.intune.pipeline.RequestRemoteAssistanceStep;
import io.jenkins.plugins.intune.record.BuildRecords;
import io.jenkins.plugins.intune.record.FleetRecord;
import io.jenkins.plugins.intune.settings.IntuneConfiguration;
import io.jenkins.plugins.intune.standin.IdTokens;
import io.jenkins.plugins.intune.standin.StandIn;
import io.jenkins.plugins.intune.standin.TestCertificate;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Secrets as browsers and scripts post them: typed, encrypted as a form has them, or hidden. */
@WithJenkins
class PostedSecretsJenkinsTest {

    private static final String SECRET = "the-stored-secret";
    private static final String HIDDEN = "********";

    private final StandIn standIn = StandIn.start();
    private final HttpClient client = HttpClient.newHttpClient();
    private JenkinsRule jenkins;
    private Folder folder;

    @BeforeEach
    void prepare(JenkinsRule rule) throws Exception {
        jenkins = rule;
        IntuneJenkinsFixture.useStandIn(standIn);
        standIn.stub(tokenRequest()
                .willReturn(StandIn.token(IdTokens.withRoles("DeviceManagementManagedDevices.ReadWrite.All"), 3599)));
        standIn.emptyDeviceList();
        folder = jenkins.createProject(Folder.class, "team");
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setCrumbIssuer(null);
        CredentialsProvider.USE_ITEM.setEnabled(true);
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(
                        Jenkins.READ,
                        Item.READ,
                        CredentialsProvider.CREATE,
                        CredentialsProvider.UPDATE,
                        CredentialsProvider.USE_ITEM,
                        CredentialsProvider.VIEW)
                .everywhere()
                .to("keeper"));
    }

    @AfterEach
    void close() {
        standIn.close();
    }

    private void store(String cloud, AppAuthentication authentication) throws Exception {
        EntraAppCredentials app =
                new EntraAppCredentials(CredentialsScope.GLOBAL, "app-" + cloud, "", TENANT, CLIENT, authentication);
        app.setCloud(cloud);
        IntuneJenkinsFixture.store(folder, app);
    }

    private HttpResponse<String> post(String path, String type, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(jenkins.getURL() + "job/team/" + path))
                .header("Authorization", IntuneJenkinsFixture.login("keeper"))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private String get(String path, String user) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(jenkins.getURL() + "job/team/" + path))
                .header("Authorization", IntuneJenkinsFixture.login(user))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private HttpResponse<String> form(Class<?> described, String method, Map<String, String> fields) throws Exception {
        return post(
                "descriptorByName/" + described.getName() + "/" + method,
                "application/x-www-form-urlencoded",
                IntuneJenkinsFixture.form(fields));
    }

    private String verify(String secret) throws Exception {
        HttpResponse<String> answer = form(
                ClientSecret.class,
                "verify",
                Map.of("cloud", "custom", "tenantId", TENANT, "clientId", CLIENT, "secret", secret));
        assertEquals(200, answer.statusCode(), answer.body());
        return answer.body();
    }

    private HttpResponse<String> create(String authentication) throws Exception {
        String type = EntraAppCredentials.class.getName();
        String json = "{\"credentials\":{\"stapler-class\":\"" + type + "\",\"$class\":\"" + type
                + "\",\"scope\":\"GLOBAL\",\"id\":\"new\",\"tenantId\":\"\",\"clientId\":\"\",\"cloud\":\"global\","
                + "\"authentication\":" + authentication + "}}";
        return post(
                "credentials/store/folder/domain/_/createCredentials",
                "application/x-www-form-urlencoded",
                IntuneJenkinsFixture.form(Map.of("json", json)));
    }

    private int stored() {
        return CredentialsProvider.lookupStores(folder)
                .iterator()
                .next()
                .getCredentials(Domain.global())
                .size();
    }

    /** Jenkins decrypts each text that it hands to a web method with {@code @QueryParameter}. */
    @Test
    void aStoredSecretGoesToItsOwnCloudOnly() throws Exception {
        Secret secret = Secret.fromString(SECRET);
        store("china", new ClientSecret(secret));

        String refused = verify(secret.getEncryptedValue());

        assertTrue(refused.contains("cloud of its own credential only"), refused);
        assertEquals(0, standIn.requests(), "nothing was sent");

        store("custom", new ClientSecret(secret));
        verify(secret.getEncryptedValue());
        assertTrue(standIn.tokenForms().get(0).contains("client_secret=" + SECRET));
    }

    @Test
    void noCheckTellsASecretToWhoeverHasItEncrypted() throws Exception {
        String encrypted = Secret.fromString(SECRET).getEncryptedValue();
        Map<String, String> values = new TreeMap<>();
        for (String field : new String[] {"value", "tenantId", "clientId", "cloud"}) {
            values.put(field, encrypted);
        }
        for (String check : new String[] {"checkTenantId", "checkClientId", "checkCloud"}) {
            HttpResponse<String> answer = form(EntraAppCredentials.class, check, values);
            assertEquals(403, answer.statusCode(), check);
            assertFalse(answer.body().contains(SECRET), answer.body());
        }
        for (String check : new String[] {"checkTenantId/checkPassword", "checkCloud/checkSecret"}) {
            HttpResponse<String> answer = form(EntraAppCredentials.class, check, values);
            assertFalse(answer.body().contains(SECRET), check + answer.body());
        }
        for (Map.Entry<Class<?>, String> open : Map.<Class<?>, String>of(
                        RequestRemoteAssistanceStep.class,
                        "failChoice",
                        IntuneConfiguration.class,
                        "defaultCredentialsId")
                .entrySet()) {
            String field = open.getValue();
            String method = "fill" + field.substring(0, 1).toUpperCase(Locale.ROOT) + field.substring(1) + "Items";
            HttpResponse<String> answer = form(open.getKey(), method, Map.of(field, encrypted));
            assertFalse(answer.body().contains(SECRET), answer.body());
        }
        HttpResponse<String> answer = form(ClientSecret.class, "verify", values);
        assertEquals(403, answer.statusCode(), answer.body());
        assertFalse(answer.body().contains(SECRET), answer.body());
        assertEquals(
                200,
                form(ClientSecret.class, "checkSecret", Map.of("value", encrypted))
                        .statusCode());
    }

    /** What is tried with it must be stored in that place, or else the answer would tell what it is. */
    @Test
    void noCheckTellsWhetherAnEncryptedSecretIsWhatSomebodyGuesses() throws Exception {
        byte[] file = TestCertificate.goodFor(Duration.ofDays(9)).pkcs12();
        Secret password = Secret.fromString(TestCertificate.PASSWORD);
        store("custom", new UploadedCertificate(SecretBytes.fromBytes(file), Secret.fromString("typed wrong")));
        String shown = SecretBytes.fromBytes(file).toString();
        Set<String> told = new HashSet<>();
        for (String guess : new String[] {TestCertificate.PASSWORD, "x", "MAsecret", TENANT, "0123456789abcdef"}) {
            String encrypted = Secret.fromString(guess).getEncryptedValue();
            told.add(form(ClientSecret.class, "checkSecret", Map.of("value", encrypted))
                    .body());
            told.add(form(UploadedCertificate.class, "checkPassword", Map.of("value", "x", "certificate", encrypted))
                    .body());
            told.add(form(UploadedCertificate.class, "checkPassword", Map.of("value", encrypted, "certificate", shown))
                    .body());
        }
        assertEquals(1, told.size(), told::toString);

        store("china", new UploadedCertificate(SecretBytes.fromBytes(file), password));
        String own = form(
                        UploadedCertificate.class,
                        "checkPassword",
                        Map.of("value", password.getEncryptedValue(), "certificate", shown))
                .body();
        assertTrue(own.contains("expires"), own);
    }

    /** A list's download has a filter, which compares. */
    @Test
    void noDownloadSearchesForAnEncryptedSecret() throws Exception {
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(folder.createProject(FreeStyleProject.class, "job"));
        IntuneJenkinsFixture.journal(
                build.getRootDir().toPath().resolve("intune-remote-assistance-fleet.jsonl"),
                List.of(Json.write(Map.of(
                        "device",
                        0,
                        "end",
                        Map.of("outcome", "FAILED", "device", "guess: " + SECRET, "startedAt", 1L, "attempts", 1)))));
        BuildRecords.record(build, FleetRecord.begun("fleet", 1, false), Runnable::run);
        String search = IntuneJenkinsFixture.form(
                Map.of("text", Secret.fromString(SECRET).getEncryptedValue()));

        for (String kind : new String[] {"csv", "json"}) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(jenkins.getURL() + build.getUrl() + "remoteAssistance/1/" + kind + "?" + search))
                    .header("Authorization", IntuneJenkinsFixture.login("keeper"))
                    .build();
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertEquals(200, answer.statusCode());
            assertFalse(answer.body().contains("guess"), answer.body());
        }
    }

    /** Jenkins hides secrets from those who may store a credential in a folder and may not configure the folder. */
    @Test
    void whatAFormShowsInPlaceOfASecretIsNeitherTriedNorStored() throws Exception {
        assertTrue(verify(HIDDEN).contains("Enter the secret anew"));
        assertEquals(0, standIn.requests(), "nothing was sent");
        String checked =
                form(ClientSecret.class, "checkSecret", Map.of("value", HIDDEN)).body();
        assertTrue(checked.contains("Enter the secret anew"), checked);

        HttpResponse<String> answer = create("{\"stapler-class\":\"" + ClientSecret.class.getName() + "\",\"$class\":\""
                + ClientSecret.class.getName() + "\",\"secret\":\"" + HIDDEN + "\"}");
        assertTrue(answer.statusCode() >= 400, answer.body());
        assertTrue(answer.body().contains("Enter the secret anew"), answer.body());
        String file = SecretBytes.fromBytes(
                        TestCertificate.goodFor(Duration.ofDays(9)).pkcs12())
                .toString();
        create("{\"stapler-class\":\"" + UploadedCertificate.class.getName() + "\",\"$class\":\""
                + UploadedCertificate.class.getName() + "\",\"certificate\":\"" + file + "\",\"password\":\"" + HIDDEN
                + "\"}");
        assertEquals(0, stored());
    }

    /** Whoever has it encrypted could store it as their own, and use it. */
    @Test
    void anUploadedCertificateIsHiddenFromThoseFromWhomASecretIs() throws Exception {
        byte[] file = TestCertificate.goodFor(Duration.ofDays(9)).pkcs12();
        store("custom", new UploadedCertificate(SecretBytes.fromBytes(file), null));
        ((MockAuthorizationStrategy) jenkins.jenkins.getAuthorizationStrategy())
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ, Item.READ, CredentialsProvider.VIEW)
                .everywhere()
                .to("viewer");
        String path = "credentials/store/folder/domain/_/credential/app-custom/";
        Pattern encrypted = Pattern.compile("\\{[A-Za-z0-9+/]{1000,}=*}");

        String ofAdmin = get(path + "updateDialog", "admin");
        assertTrue(encrypted.matcher(ofAdmin).find(), ofAdmin);
        for (String user : List.of("keeper", "viewer")) {
            String shown = get(path + "updateDialog", user);
            assertFalse(encrypted.matcher(shown).find(), shown);
        }

        String type = EntraAppCredentials.class.getName();
        String way = UploadedCertificate.class.getName();
        HttpResponse<String> saved = post(
                path + "updateSubmit",
                "application/x-www-form-urlencoded",
                IntuneJenkinsFixture.form(Map.of(
                        "json",
                        "{\"stapler-class\":\"" + type + "\",\"$class\":\"" + type
                                + "\",\"scope\":\"GLOBAL\",\"id\":\"app-custom\",\"tenantId\":\"\",\"clientId\":\"\",\"cloud\":\"custom\","
                                + "\"authentication\":{\"stapler-class\":\"" + way + "\",\"$class\":\"" + way
                                + "\",\"certificate\":\"" + HIDDEN + "\",\"password\":\"\"}}")));
        assertTrue(saved.body().contains("choose the file anew"), saved.body());
        EntraAppCredentials kept = (EntraAppCredentials) CredentialsProvider.lookupStores(folder)
                .iterator()
                .next()
                .getCredentials(Domain.global())
                .get(0);
        assertArrayEquals(
                file,
                ((UploadedCertificate) kept.getAuthentication())
                        .getCertificate()
                        .getPlainData());
        String tried = form(
                        UploadedCertificate.class,
                        "verify",
                        Map.of("cloud", "custom", "tenantId", TENANT, "clientId", CLIENT, "certificate", HIDDEN))
                .body();
        assertTrue(tried.contains("choose the file anew"), tried);
        assertEquals(0, standIn.requests(), "nothing was sent");
    }

    /** Jenkins leaves secrets out of the XML that it shows. */
    @Test
    void whatJenkinsHasLeftOutIsNotStored() throws Exception {
        store("custom", new ClientSecret(Secret.fromString(SECRET)));
        String path = "credentials/store/folder/domain/_/credential/app-custom/config.xml";
        String shown = get(path, "keeper");
        assertFalse(shown.contains("{AQ"), shown);

        assertEquals(400, post(path, "application/xml", shown).statusCode());

        verify(Secret.fromString(SECRET).getEncryptedValue());
        assertTrue(standIn.tokenForms().get(0).contains("client_secret=" + SECRET));
    }

    /** A script may leave the cloud out, and everybody's forms compare it with theirs. */
    @Test
    void whatIsStoredWithoutACloudIsOfTheGlobalOne() throws Exception {
        String type = EntraAppCredentials.class.getName();
        assertEquals(
                200,
                post(
                                "credentials/store/folder/domain/_/createCredentials",
                                "application/xml",
                                "<" + type + "><scope>GLOBAL</scope><id>bare</id></" + type + ">")
                        .statusCode());
        Secret secret = Secret.fromString(SECRET);
        store("custom", new ClientSecret(secret));

        verify(secret.getEncryptedValue());

        assertEquals(1, standIn.tokenForms().size());
    }
}
