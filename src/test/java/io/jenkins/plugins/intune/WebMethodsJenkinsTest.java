package io.jenkins.plugins.intune;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.impl.CertificateCredentialsImpl;
import hudson.model.Descriptor;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.security.Permission;
import hudson.util.Secret;
import io.jenkins.plugins.intune.credentials.AppAuthentication;
import io.jenkins.plugins.intune.credentials.EntraAppCredentials;
import io.jenkins.plugins.intune.device.TargetDevice;
import io.jenkins.plugins.intune.link.Checkout;
import io.jenkins.plugins.intune.settings.CustomCloud;
import io.jenkins.plugins.intune.settings.IntuneConfiguration;
import io.jenkins.plugins.intune.standin.StandIn;
import io.jenkins.plugins.intune.standin.TestCertificate;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Walks every web method of the plugin as everybody, and holds what comes against the table in docs/security.md. */
@WithJenkins
class WebMethodsJenkinsTest {

    private static final List<String> ROLES =
            List.of("anonymous", "READ", "EXTENDED_READ", "USE_ITEM", "CONFIGURE", "UPDATE", "ADMINISTER");

    private final HttpClient client = HttpClient.newHttpClient();
    private JenkinsRule jenkins;

    @Test
    void everybodyGetsWhatTheDocumentationSays(JenkinsRule rule) throws Exception {
        jenkins = rule;
        prepare();
        SortedMap<String, List<String>> found = new TreeMap<>();
        SortedMap<String, List<String>> get = new TreeMap<>();
        for (Map.Entry<String, String> method : methods().entrySet()) {
            List<String> outcomes = new ArrayList<>();
            for (String role : ROLES) {
                outcomes.add(outcome(call(method.getValue(), role, "POST")));
                if (!outcome(call(method.getValue(), role, "GET")).equals("refused")) {
                    get.computeIfAbsent(method.getKey(), key -> new ArrayList<>())
                            .add(role);
                }
            }
            found.put(method.getKey(), outcomes);
        }

        assertEquals(Map.of(), get, "methods that answer a GET");
        assertEquals(table(documented()), table(found), "docs/security.md");
    }

    private void prepare() throws Exception {
        Folder folder = jenkins.createProject(Folder.class, "team");
        folder.createProject(FreeStyleProject.class, "job");
        IntuneJenkinsFixture.store(folder, IntuneJenkinsFixture.app("kept-app"));
        IntuneJenkinsFixture.store(jenkins.jenkins, IntuneJenkinsFixture.app("kept-app"));
        byte[] file = TestCertificate.goodFor(Duration.ofDays(90)).pkcs12();
        IntuneJenkinsFixture.store(
                folder,
                new CertificateCredentialsImpl(
                        CredentialsScope.GLOBAL,
                        "kept-certificate",
                        "",
                        TestCertificate.PASSWORD,
                        new CertificateCredentialsImpl.UploadedKeyStoreSource(null, SecretBytes.fromBytes(file))));
        IntuneJenkinsFixture.store(
                folder,
                new StringCredentialsImpl(CredentialsScope.GLOBAL, "kept-token", "", Secret.fromString("token")));
        Item.EXTENDED_READ.setEnabled(true);
        CredentialsProvider.USE_ITEM.setEnabled(true);
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        MockAuthorizationStrategy strategy = new MockAuthorizationStrategy();
        grant(strategy, "READ");
        grant(strategy, "EXTENDED_READ", Item.EXTENDED_READ);
        grant(strategy, "USE_ITEM", CredentialsProvider.USE_ITEM);
        grant(strategy, "CONFIGURE", Item.CONFIGURE);
        grant(strategy, "UPDATE", CredentialsProvider.UPDATE);
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

    /** All web methods under the name that the documentation gives them, each with an address. */
    private Map<String, String> methods() {
        Map<String, String> methods = new LinkedHashMap<>();
        for (Descriptor<?> descriptor : jenkins.jenkins.getExtensionList(Descriptor.class)) {
            if (!descriptor.getClass().getName().startsWith("io.jenkins.plugins.intune.")) {
                continue;
            }
            for (Method method : descriptor.getClass().getMethods()) {
                if (method.getName().matches("do[A-Z].*")
                        && method.getDeclaringClass().getName().startsWith("io.jenkins.plugins.intune.")) {
                    String name = method.getName().substring(2, 3).toLowerCase()
                            + method.getName().substring(3);
                    methods.put(
                            kind(descriptor) + " " + name,
                            place(descriptor) + descriptor.getDescriptorUrl() + "/" + name);
                }
            }
        }
        return methods;
    }

    private static String kind(Descriptor<?> descriptor) {
        return TargetDevice.class.isAssignableFrom(descriptor.clazz)
                ? "TargetDevice"
                : descriptor.clazz.getSimpleName();
    }

    /** Where such a form is: at a job, at a folder's credentials, or in the global configuration. */
    private static String place(Descriptor<?> descriptor) {
        if (EntraAppCredentials.class == descriptor.clazz
                || AppAuthentication.class.isAssignableFrom(descriptor.clazz)) {
            return "job/team/";
        }
        boolean global = descriptor.clazz == IntuneConfiguration.class || descriptor.clazz == CustomCloud.class;
        return global ? "" : "job/team/job/job/";
    }

    private HttpResponse<String> call(String path, String role, String method) throws Exception {
        String value = wrongValue(path);
        String form =
                "value=" + value + "&tenantId=!&clientId=!&cloud=!&id=!&credentialsId=!&timeout=!&certificate=AAAA";
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(jenkins.getURL() + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .method(method, HttpRequest.BodyPublishers.ofString(method.equals("POST") ? form : ""));
        if (!role.equals("anonymous")) {
            String login = Base64.getEncoder().encodeToString((role + ":" + role).getBytes(StandardCharsets.UTF_8));
            request.header("Authorization", "Basic " + login);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** What the method has something to say about. */
    private static String wrongValue(String path) {
        // A secret can be anything but what looks like a secret's id.
        if (path.endsWith("/checkSecret")) {
            return StandIn.CLIENT;
        }
        // A name can be anything but nothing.
        return path.matches(".*/check(SerialNumber|DeviceName|UserPrincipalName)") ? "" : "!";
    }

    private static String outcome(HttpResponse<String> response) {
        int status = response.statusCode();
        if (status == 403 || status == 404 || status == 405) {
            return "refused";
        }
        assertEquals(200, status, response::toString);
        String body = response.body();
        // A list may always hold nothing, or what was chosen already.
        boolean silent = body.contains("\"values\"")
                ? Pattern.compile("\"value\":\"([^\"]*)\"")
                        .matcher(body)
                        .results()
                        .allMatch(option -> List.of("", "!").contains(option.group(1)))
                : body.equals("<div/>");
        return silent ? "silent" : "answers";
    }

    private static SortedMap<String, List<String>> documented() throws Exception {
        SortedMap<String, List<String>> rows = new TreeMap<>();
        Path page = Checkout.root().resolve("docs/security.md");
        for (String line : Files.readAllLines(page)) {
            String[] cells = line.split("\\|");
            if (cells.length == ROLES.size() + 2 && cells[1].contains("`")) {
                List<String> outcomes =
                        Arrays.stream(cells).skip(2).map(String::strip).toList();
                for (String name : cells[1].replaceAll("[`]", "").split(",")) {
                    rows.put(name.strip(), outcomes);
                }
            }
        }
        return rows;
    }

    private static String table(SortedMap<String, List<String>> rows) {
        StringBuilder text = new StringBuilder();
        rows.forEach((name, outcomes) -> text.append(name)
                .append(" | ")
                .append(String.join(" | ", outcomes))
                .append('\n'));
        return text.toString();
    }
}
