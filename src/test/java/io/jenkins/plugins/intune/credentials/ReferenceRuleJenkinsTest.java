package io.jenkins.plugins.intune.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsStore;
import com.cloudbees.plugins.credentials.domains.Domain;
import hudson.cli.CLI;
import hudson.cli.CLICommandInvoker;
import hudson.model.Item;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A credential that refers to another one makes builds use that, so only those who may use it may store one. */
@WithJenkins
class ReferenceRuleJenkinsTest {

    private static final String TYPE = EntraAppCredentials.class.getName();

    private final HttpClient client = HttpClient.newHttpClient();
    private JenkinsRule jenkins;
    private Folder folder;
    private String answer;

    @BeforeEach
    void prepare(JenkinsRule rule) throws Exception {
        jenkins = rule;
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setCrumbIssuer(null);
        folder = jenkins.createProject(Folder.class, "team");
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(
                        Jenkins.READ,
                        Item.READ,
                        CredentialsProvider.CREATE,
                        CredentialsProvider.UPDATE,
                        CredentialsProvider.MANAGE_DOMAINS,
                        CredentialsProvider.VIEW)
                .everywhere()
                .to("keeper", "user")
                .grant(CredentialsProvider.USE_ITEM)
                .everywhere()
                .to("user"));
    }

    private int post(String user, String type, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(jenkins.getURL() + "job/team/credentials/store/folder/domain/_/createCredentials"))
                .header("Authorization", IntuneJenkinsFixture.login(user))
                .header("Content-Type", type)
                // A script would take a reason that comes with status 200 for success.
                .header("Accept", type.equals("application/xml") ? "application/json" : "text/html")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        answer = response.body();
        return response.statusCode();
    }

    /** As the form of a credential posts it. */
    private int submit(String user, Class<?> authentication, String field) throws Exception {
        String json = "{\"credentials\":{\"stapler-class\":\"" + TYPE + "\",\"$class\":\"" + TYPE
                + "\",\"scope\":\"GLOBAL\",\"id\":\"app\",\"description\":\"\",\"tenantId\":\"\",\"clientId\":\"\","
                + "\"cloud\":\"global\",\"authentication\":{\"stapler-class\":\"" + authentication.getName()
                + "\",\"$class\":\"" + authentication.getName() + "\",\"" + field + "\":\"theirs\"}}}";
        return post(user, "application/x-www-form-urlencoded", IntuneJenkinsFixture.form(Map.of("json", json)));
    }

    /** As a script posts it. */
    private int postXml(String user, Class<?> authentication, String field) throws Exception {
        return post(user, "application/xml", xml(authentication, field));
    }

    private static String xml(Class<?> authentication, String field) {
        return "<" + TYPE + "><scope>GLOBAL</scope><id>app</id><description></description><tenantId></tenantId>"
                + "<clientId></clientId><authentication class='" + authentication.getName() + "'><" + field
                + ">theirs</" + field + "></authentication><cloud>global</cloud></" + TYPE + ">";
    }

    private CredentialsStore store() {
        return CredentialsProvider.lookupStores(folder).iterator().next();
    }

    private List<? extends Credentials> stored() {
        return store().getCredentials(Domain.global());
    }

    @ParameterizedTest
    @CsvSource({
        "io.jenkins.plugins.intune.credentials.FederatedToken, tokenId",
        "io.jenkins.plugins.intune.credentials.ClientCertificate, certificateId"
    })
    void whoMayStoreAndNotUseIsRefused(Class<?> authentication, String field) throws Exception {
        assertTrue(submit("keeper", authentication, field) >= 400);
        assertEquals(400, postXml("keeper", authentication, field));
        assertTrue(answer.contains("UseItem"), answer);
        assertEquals(List.of(), stored());

        assertTrue(submit("user", authentication, field) < 400);
        assertEquals(1, stored().size());
    }

    /** As {@code jenkins-cli.jar} does. */
    private int command(String user, String xml, String... arguments) throws Exception {
        List<String> all =
                new ArrayList<>(List.of("-s", jenkins.getURL().toString(), "-http", "-auth", user + ":" + user));
        all.addAll(List.of(arguments));
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        try {
            return CLI._main(all.toArray(String[]::new));
        } finally {
            System.setIn(before);
        }
    }

    /** Over SSH, Jenkins does not say which command is running. */
    private int commandBySsh(String user, String xml, String command, String... arguments) {
        return new CLICommandInvoker(jenkins, command)
                .asUser(user)
                .withStdin(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
                .invokeWithArgs(arguments)
                .returnCode();
    }

    /** Each command that takes XML: none of them leads past the rule of the form. */
    @Test
    void theCommandLineAsksForTheSame() throws Exception {
        String store = "folder::item::/team";
        String refers = xml(ClientCertificate.class, "certificateId");
        String plain = xml(ClientSecret.class, "secret");
        String imported = "<list><com.cloudbees.plugins.credentials.domains.DomainCredentials><domain><name>d</name>"
                + "</domain><credentials>" + refers + "</credentials>"
                + "</com.cloudbees.plugins.credentials.domains.DomainCredentials></list>";

        assertNotEquals(0, command("keeper", refers, "create-credentials-by-xml", store, "_"));
        assertNotEquals(0, commandBySsh("keeper", refers, "create-credentials-by-xml", store, "_"));
        command("keeper", imported, "import-credentials-as-xml", store);
        assertEquals(List.of(Domain.global()), store().getDomains());
        assertEquals(List.of(), stored());

        assertEquals(0, command("keeper", plain, "create-credentials-by-xml", store, "_"));
        assertNotEquals(0, command("keeper", refers, "update-credentials-by-xml", store, "_", "app"));
        assertInstanceOf(ClientSecret.class, ((EntraAppCredentials) stored().get(0)).getAuthentication());
        assertEquals(0, command("user", refers, "update-credentials-by-xml", store, "_", "app"));
        assertInstanceOf(ClientCertificate.class, ((EntraAppCredentials) stored().get(0)).getAuthentication());
    }

    /** Over SSH it is not known which folder's permissions count. */
    @Test
    void overSshNothingIsStoredThatRefersToSomething() {
        String store = "folder::item::/team";
        String refers = xml(ClientCertificate.class, "certificateId");
        assertNotEquals(0, commandBySsh("user", refers, "create-credentials-by-xml", store, "_"));
        assertEquals(List.of(), stored());
        assertEquals(
                0, commandBySsh("keeper", xml(ClientSecret.class, "secret"), "create-credentials-by-xml", store, "_"));
    }

    /** Other XML refers to the credential before it is refused. */
    @Test
    void whatIsRefusedRefersToNothingForOthersEither() throws Exception {
        String domain = "com.cloudbees.plugins.credentials.domains.DomainCredentials";
        String credential = xml(FederatedToken.class, "tokenId")
                .replace("</" + TYPE + ">", "<list><" + TYPE + " reference='../..'/></list></" + TYPE + ">");
        String all = "<list><" + domain + "><domain><name>c</name></domain><credentials>" + credential
                + "</credentials></"
                + domain + "><" + domain + "><domain><name>d</name></domain><credentials class='list' reference='../../"
                + domain + "/credentials/" + TYPE + "/list'/></" + domain + "></list>";

        command("keeper", all, "import-credentials-as-xml", "folder::item::/team");

        List<Credentials> stored = new ArrayList<>();
        store().getDomains().forEach(each -> stored.addAll(store().getCredentials(each)));
        for (Credentials one : stored) {
            assertEquals("", ((FederatedToken) ((EntraAppCredentials) one).getAuthentication()).getTokenId());
        }
    }

    @Test
    void aScriptOfSomebodyWhoMayUseIsTaken() throws Exception {
        assertEquals(200, postXml("user", FederatedToken.class, "tokenId"));
        assertEquals(1, stored().size());
    }

    @Test
    void whatRefersToNothingIsForWhoeverMayStore() throws Exception {
        assertTrue(submit("keeper", ClientSecret.class, "secret") < 400);
        assertEquals(1, stored().size());
    }
}
