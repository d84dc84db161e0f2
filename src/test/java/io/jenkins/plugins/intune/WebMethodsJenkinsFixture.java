package io.jenkins.plugins.intune;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static io.jenkins.plugins.intune.standin.StandIn.CLIENT;
import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.TENANT;
import static io.jenkins.plugins.intune.standin.StandIn.tokenRequest;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.impl.CertificateCredentialsImpl;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.ModelObject;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.security.Permission;
import hudson.util.Secret;
import io.jenkins.plugins.intune.credentials.EntraAppCredentials;
import io.jenkins.plugins.intune.credentials.UploadedCertificate;
import io.jenkins.plugins.intune.parameter.IntuneDeviceParameterDefinition;
import io.jenkins.plugins.intune.settings.IntuneConfiguration;
import io.jenkins.plugins.intune.standin.IdTokens;
import io.jenkins.plugins.intune.standin.StandIn;
import io.jenkins.plugins.intune.standin.TestCertificate;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/**
 * A Jenkins with a user for each role, and with credentials everywhere: those that are {@code kept} in Jenkins and in a
 * folder, those of the scope System, and those of each user's {@code own} store.
 */
final class WebMethodsJenkinsFixture implements AutoCloseable {

    /** The users, each with the permission of that name beside those to read. */
    static final List<String> ROLES = List.of(
            "anonymous",
            "READ",
            "BUILD",
            "EXTENDED_READ",
            "USE_ITEM",
            "CONFIGURE",
            "UPDATE",
            "UPDATE_AND_USE",
            "ADMINISTER");

    /** A user who never looks at anything. */
    static final String OTHER = "somebody-else";

    private static final String DEFAULT = "default-app";

    /** What nobody may be told who may not use it, wherever it is. */
    static final List<String> SHARED = List.of("kept-app", "kept-token", "kept-certificate", DEFAULT);

    /** What no build can use, so nobody is told of it. */
    static final List<String> SYSTEM = List.of("system-app", "system-token", "system-certificate");

    private final StandIn standIn = StandIn.start();
    private final HttpClient client = HttpClient.newHttpClient();
    private final JenkinsRule jenkins;
    private final byte[] file = TestCertificate.goodFor(Duration.ofDays(90)).pkcs12();
    /** The stored file, in the shape that a form has it. */
    final String storedFile = SecretBytes.fromBytes(file).toString();

    WebMethodsJenkinsFixture(JenkinsRule jenkins) throws Exception {
        this.jenkins = jenkins;
        IntuneJenkinsFixture.useStandIn(standIn);
        standIn.stub(tokenRequest()
                .willReturn(StandIn.token(IdTokens.withRoles("DeviceManagementManagedDevices.ReadWrite.All"), 3599)));
        standIn.stub(get(urlPathMatching("/v1\\.0/deviceManagement/managedDevices.*"))
                .willReturn(aResponse()
                        .withStatus(200)
                        .withBody("{\"value\":[{\"id\":\"" + DEVICE
                                + "\",\"deviceName\":\"LAPTOP-7\",\"serialNumber\":\"LAP-1\",\"azureADDeviceId\":\""
                                + DEVICE
                                + "\",\"userPrincipalName\":\"kim@contoso.example\"}]}")));
        // Its id may not be told either; nobody needs the credential itself.
        IntuneConfiguration.get().setDefaultCredentialsId(DEFAULT);
        // So that nobody is refused for the wrong reason.
        IntuneConfiguration.get().setManagedIdentitiesInFolders(true);
        Folder folder = jenkins.createProject(Folder.class, "team");
        FreeStyleProject job = folder.createProject(FreeStyleProject.class, "job");
        IntuneDeviceParameterDefinition parameter = new IntuneDeviceParameterDefinition("DEVICE");
        parameter.setCredentialsId("kept-app");
        job.addProperty(new ParametersDefinitionProperty(parameter));
        jenkins.buildAndAssertSuccess(job);
        store(jenkins.jenkins, "kept", CredentialsScope.GLOBAL);
        store(jenkins.jenkins, "system", CredentialsScope.SYSTEM);
        store(folder, "kept", CredentialsScope.GLOBAL);
        secure();
        for (String role : ROLES.subList(1, ROLES.size())) {
            User user = User.getById(role, true);
            try (ACLContext ignored = ACL.as2(user.impersonate2())) {
                store(user, "own", CredentialsScope.USER);
            }
        }
        User.getById(OTHER, true).save();
    }

    private void store(ModelObject owner, String name, CredentialsScope scope) throws Exception {
        UploadedCertificate uploaded = new UploadedCertificate(
                SecretBytes.fromString(storedFile), Secret.fromString(TestCertificate.PASSWORD));
        EntraAppCredentials app = new EntraAppCredentials(scope, name + "-app", "", TENANT, CLIENT, uploaded);
        app.setCloud("custom");
        List<Credentials> all = List.of(
                app,
                new CertificateCredentialsImpl(
                        scope,
                        name + "-certificate",
                        "",
                        TestCertificate.PASSWORD,
                        new CertificateCredentialsImpl.UploadedKeyStoreSource(null, SecretBytes.fromBytes(file))),
                new StringCredentialsImpl(
                        scope,
                        name + "-token",
                        "",
                        Secret.fromString(IdTokens.goodFor(Duration.ofHours(1), name + "-subject"))));
        for (Credentials credentials : all) {
            CredentialsProvider.lookupStores(owner).iterator().next().addCredentials(Domain.global(), credentials);
        }
    }

    private void secure() {
        Item.EXTENDED_READ.setEnabled(true);
        CredentialsProvider.USE_ITEM.setEnabled(true);
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        MockAuthorizationStrategy strategy = new MockAuthorizationStrategy();
        grant(strategy, "READ");
        grant(strategy, "BUILD", Item.BUILD);
        grant(strategy, "EXTENDED_READ", Item.EXTENDED_READ);
        grant(strategy, "USE_ITEM", CredentialsProvider.USE_ITEM);
        grant(strategy, "CONFIGURE", Item.CONFIGURE);
        grant(strategy, "UPDATE", CredentialsProvider.UPDATE);
        grant(strategy, "UPDATE_AND_USE", CredentialsProvider.UPDATE, CredentialsProvider.USE_ITEM);
        grant(strategy, "ADMINISTER", Jenkins.ADMINISTER);
        jenkins.jenkins.setAuthorizationStrategy(strategy);
        // Whether a POST needs a crumb is decided by Jenkins, for all methods alike.
        jenkins.jenkins.setCrumbIssuer(null);
    }

    private static void grant(MockAuthorizationStrategy strategy, String user, Permission... more) {
        strategy.grant(Stream.concat(Stream.of(Jenkins.READ, Item.READ), Stream.of(more))
                        .toArray(Permission[]::new))
                .everywhere()
                .to(user);
    }

    /** Calls a web method as somebody. */
    HttpResponse<String> call(String path, String role, String method, Map<String, String> form) throws Exception {
        String body = IntuneJenkinsFixture.form(form);
        boolean post = method.equals("POST");
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(jenkins.getURL() + path + (post || body.isEmpty() ? "" : "?" + body)))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .method(method, HttpRequest.BodyPublishers.ofString(post ? body : ""));
        if (!role.equals("anonymous")) {
            request.header("Authorization", IntuneJenkinsFixture.login(role));
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** How many requests Entra and Graph have got since the last time. */
    int sent() {
        int sent = standIn.requests();
        standIn.forget();
        return sent;
    }

    @Override
    public void close() {
        standIn.close();
    }
}
