package io.jenkins.plugins.intune;

import static org.awaitility.Awaitility.await;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.domains.Domain;
import hudson.Functions;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.util.Secret;
import io.jenkins.plugins.intune.credentials.ClientSecret;
import io.jenkins.plugins.intune.credentials.EntraAppCredentials;
import io.jenkins.plugins.intune.device.TargetDevice;
import io.jenkins.plugins.intune.index.AuditEntry;
import io.jenkins.plugins.intune.journal.FileStorage;
import io.jenkins.plugins.intune.journal.Journal;
import io.jenkins.plugins.intune.record.AssistanceLog;
import io.jenkins.plugins.intune.record.IntunePermissions;
import io.jenkins.plugins.intune.settings.CustomCloud;
import io.jenkins.plugins.intune.settings.IntuneConfiguration;
import io.jenkins.plugins.intune.standin.StandIn;
import io.jenkins.plugins.intune.trail.AuditSamples;
import io.jenkins.plugins.intune.values.Language;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.structs.SymbolLookup;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** A real Jenkins that knows the stand-in as its custom cloud. */
public final class IntuneJenkinsFixture {

    /** The id of the credential that the fixture stores. */
    public static final String CREDENTIAL = "intune-app";

    private IntuneJenkinsFixture() {}

    /** Makes this JVM trust the stand-in, names it as the custom cloud, and stores a credential for it. */
    public static void prepare(JenkinsRule jenkins, StandIn standIn) throws Exception {
        SSLContext.setDefault(StandIn.trust());
        prepare(jenkins, standIn.root().toString());
    }

    /** The same in a JVM that trusts the stand-in from its start, as that of a {@link #controller} does. */
    public static void prepare(JenkinsRule jenkins, String root) throws Exception {
        useCloud(root);
        store(jenkins.jenkins, app(CREDENTIAL));
    }

    /** A Jenkins in a process of its own, which trusts the stand-in. */
    public static RealJenkinsExtension controller() {
        return new RealJenkinsExtension()
                .javaOptions(
                        "-Djavax.net.ssl.trustStore=" + StandIn.trustStore(),
                        "-Djavax.net.ssl.trustStorePassword=" + StandIn.trustStorePassword());
    }

    /** Makes this JVM trust the stand-in and names it as the custom cloud. */
    public static void useStandIn(StandIn standIn) {
        SSLContext.setDefault(StandIn.trust());
        useCloud(standIn.root().toString());
    }

    private static void useCloud(String root) {
        IntuneConfiguration.get().setCustomCloud(new CustomCloud(root, root));
    }

    /** Lets Jenkins speak the browser's language, as one does that is no test. */
    public static Language speakTheBrowsersLanguage() {
        return Language.speak(Functions::getCurrentLocale);
    }

    /**
     * Secures Jenkins. {@code reader} may read, {@code supporter} may have session links too, {@code admin} may all.
     *
     * @return where more can be granted
     */
    public static MockAuthorizationStrategy secure(JenkinsRule jenkins) {
        MockAuthorizationStrategy users = new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader")
                .grant(Jenkins.READ, Item.READ, IntunePermissions.ASSIST)
                .everywhere()
                .to("supporter")
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin");
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(users);
        return users;
    }

    /** The header {@code Authorization} of a user whose password is the name, as with {@link #secure}. */
    public static String login(String user) {
        byte[] pair = (user + ":" + user).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    /** Fields as the body of a form has them, or the query of an address. */
    public static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    /** All entries of the assistance log, the latest first. */
    public static List<AuditEntry> entries() {
        return AssistanceLog.get().log().index().all(AuditSamples.ALL, 1_000).toList();
    }

    /** The same once there are so many. */
    public static List<AuditEntry> entries(int count) {
        await().atMost(Duration.ofSeconds(30)).until(() -> entries().size() == count);
        return entries();
    }

    /** A credential for the stand-in. */
    public static EntraAppCredentials app(String id) throws Exception {
        return app(id, StandIn.TENANT, StandIn.SECRET);
    }

    public static EntraAppCredentials app(String id, String tenant, String secret) throws Exception {
        EntraAppCredentials app = new EntraAppCredentials(
                CredentialsScope.GLOBAL,
                id,
                "for tests",
                tenant,
                StandIn.CLIENT,
                new ClientSecret(Secret.fromString(secret)));
        app.setCloud("custom");
        return app;
    }

    /** Stores a credential in Jenkins or in a folder. */
    public static void store(ItemGroup<?> where, Credentials credentials) throws Exception {
        CredentialsProvider.lookupStores(where).iterator().next().addCredentials(Domain.global(), credentials);
    }

    /** A device as a Pipeline writes it, for example {@code userDevice(id: '…', userId: '…')}. */
    public static TargetDevice device(String kind) throws Exception {
        String symbol = kind.substring(0, kind.indexOf('('));
        Class<? extends TargetDevice> type = SymbolLookup.get()
                .findDescriptor(TargetDevice.class, symbol)
                .clazz
                .asSubclass(TargetDevice.class);
        DescribableModel<? extends TargetDevice> model = new DescribableModel<>(type);
        Map<String, Object> arguments = new HashMap<>();
        Matcher named = Pattern.compile("(\\w+): '([^']*)'").matcher(kind);
        while (named.find()) {
            arguments.put(named.group(1), named.group(2));
        }
        if (arguments.isEmpty()) {
            arguments.put(model.getSoleRequiredParameter().getName(), kind.replaceAll(".*'([^']*)'.*", "$1"));
        }
        return model.instantiate(arguments, null);
    }

    /** Writes a journal as a build does. */
    public static void journal(Path file, List<String> lines) {
        Journal journal = new Journal(new FileStorage(file), Runnable::run);
        lines.forEach(line -> journal.append(line).join());
        journal.close().join();
    }
}
