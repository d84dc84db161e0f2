package io.jenkins.plugins.intune.settings;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.util.Secret;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.casc.ConfiguratorException;
import io.jenkins.plugins.casc.misc.ConfiguredWithCode;
import io.jenkins.plugins.casc.misc.JenkinsConfiguredWithCodeRule;
import io.jenkins.plugins.casc.misc.junit.jupiter.WithJenkinsConfiguredWithCode;
import io.jenkins.plugins.intune.credentials.AppAuthentication;
import io.jenkins.plugins.intune.credentials.ClientCertificate;
import io.jenkins.plugins.intune.credentials.ClientSecret;
import io.jenkins.plugins.intune.credentials.EntraAppCredentials;
import io.jenkins.plugins.intune.credentials.FederatedToken;
import io.jenkins.plugins.intune.credentials.ManagedIdentityAuthentication;
import io.jenkins.plugins.intune.credentials.UploadedCertificate;
import io.jenkins.plugins.intune.link.Checkout;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything that can be configured, as code, in and out and in again. */
@WithJenkinsConfiguredWithCode
class ConfigurationAsCodeJenkinsTest {

    @Test
    @ConfiguredWithCode("configuration-as-code.yaml")
    void readsAllThatCanBeWritten(JenkinsConfiguredWithCodeRule jenkins) {
        assertIsTheExample();
    }

    /** The example of docs/configuration.md, and each other way to prove an identity in its place there. */
    @Test
    @ConfiguredWithCode("configuration-as-code.yaml")
    void readsWhatTheDocumentationShows(JenkinsConfiguredWithCodeRule jenkins, @TempDir Path folder) throws Exception {
        String page = Files.readString(Checkout.root().resolve("docs/configuration.md"));
        List<String> blocks = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(page)
                .results()
                .map(block -> block.group(1))
                .toList();
        String example = blocks.get(0);
        String secret = example.substring(example.indexOf("authentication:"), example.indexOf("unclassified:"));
        Path certificate = Files.write(folder.resolve("a.pfx"), new byte[] {1, 2, 3});
        List<Class<?>> ways = new ArrayList<>();
        for (String block : blocks) {
            String way = block.indent(14).strip() + "\n";
            String yaml = block.equals(example) ? example : example.replace(secret, way);
            Path file = folder.resolve("jenkins.yaml");
            Files.writeString(
                    file,
                    yaml.replace(
                            "/run/secrets/intune.pfx", certificate.toString().replace('\\', '/')));
            ConfigurationAsCode.get().configure(file.toString());
            AppAuthentication authentication = app("intune-app").getAuthentication();
            ways.add(authentication.getClass());
            if (authentication instanceof UploadedCertificate uploaded) {
                assertArrayEquals(
                        new byte[] {1, 2, 3}, uploaded.getCertificate().getPlainData());
            }
        }

        assertEquals(
                List.of(
                        ClientSecret.class,
                        ClientCertificate.class,
                        UploadedCertificate.class,
                        FederatedToken.class,
                        ManagedIdentityAuthentication.class,
                        ManagedIdentityAuthentication.class),
                ways);
        IntuneConfiguration configuration = IntuneConfiguration.get();
        assertEquals(120, configuration.getDefaultTimeout());
        assertEquals(24, configuration.getSessionLinkHours());
        assertEquals(90, configuration.getAssistanceLogDays());
        assertEquals(100, configuration.getRequestLimit());
        assertEquals(15, configuration.getNotAgainWithin());
        assertFalse(configuration.isManagedIdentitiesInFolders());
        assertEquals("https://graph.example.org", configuration.getCustomCloud().getGraphRoot());
    }

    @Test
    @ConfiguredWithCode("configuration-as-code.yaml")
    void whatIsExportedIsTheSameWhenReadAgain(JenkinsConfiguredWithCodeRule jenkins, @TempDir Path folder)
            throws Exception {
        ByteArrayOutputStream exported = new ByteArrayOutputStream();
        ConfigurationAsCode.get().export(exported);
        String yaml = exported.toString(StandardCharsets.UTF_8);
        assertFalse(yaml.contains("geheim"), "secrets leave encrypted");
        assertFalse(yaml.contains("FAILED TO EXPORT"), yaml);
        assertTrue(yaml.contains("entraApp:"), yaml);

        SystemCredentialsProvider.getInstance().getCredentials().clear();
        SystemCredentialsProvider.getInstance().save();
        IntuneConfiguration.get().setDefaultCredentialsId(null);
        IntuneConfiguration.get().setDefaultTimeout(null);
        IntuneConfiguration.get().setSessionLinkHours(null);
        IntuneConfiguration.get().setRequestLimit(null);
        IntuneConfiguration.get().setManagedIdentitiesInFolders(false);
        IntuneConfiguration.get().setCustomCloud(null);
        Path file = folder.resolve("jenkins.yaml");
        Files.writeString(file, section(yaml, "credentials") + section(yaml, "unclassified"));
        ConfigurationAsCode.get().configure(file.toString());

        assertIsTheExample();
    }

    @Test
    @ConfiguredWithCode("configuration-as-code.yaml")
    void whatCannotBeReadChangesNothing(JenkinsConfiguredWithCodeRule jenkins, @TempDir Path folder) throws Exception {
        Path file = folder.resolve("jenkins.yaml");
        for (String wrong : List.of("sessionLinkHours: [1]", "customCloud: {graphRot: x}", "no: x")) {
            Files.writeString(file, "unclassified:\n  intune:\n    defaultCredentialsId: other\n    " + wrong + "\n");

            assertThrows(
                    ConfiguratorException.class, () -> ConfigurationAsCode.get().configure(file.toString()), wrong);

            assertIsTheExample();
        }
    }

    /** One part of the whole, with the plugin's own part of it only. */
    private static String section(String yaml, String name) {
        String[] sections = yaml.split("(?m)^(?=\\S)");
        for (String section : sections) {
            if (section.startsWith(name + ":")) {
                if (name.equals("credentials")) {
                    return section;
                }
                for (String part : section.split("(?m)^(?=  \\S)")) {
                    if (part.startsWith("  intune:")) {
                        return name + ":\n" + part;
                    }
                }
            }
        }
        throw new AssertionError(name + " is missing in " + yaml);
    }

    private static void assertIsTheExample() {
        IntuneConfiguration configuration = IntuneConfiguration.get();
        assertEquals("intune-app", configuration.getDefaultCredentialsId());
        assertEquals(300, configuration.getDefaultTimeout());
        assertEquals(48, configuration.getSessionLinkHours());
        assertEquals(150, configuration.getRequestLimit());
        assertTrue(configuration.isManagedIdentitiesInFolders());
        assertEquals("https://graph.example.org", configuration.getCustomCloud().getGraphRoot());
        assertEquals("https://login.example.org", configuration.getCustomCloud().getAuthority());

        EntraAppCredentials app = app("intune-app");
        assertEquals("Asks for remote assistance", app.getDescription());
        assertEquals("contoso.onmicrosoft.com", app.getTenantId());
        assertEquals("33333333-aaaa-4bbb-8ccc-444444444444", app.getClientId());
        assertEquals("usGovL4", app.getCloud());
        assertEquals("geheim", Secret.toString(((ClientSecret) app.getAuthentication()).getSecret()));

        assertEquals(
                "certificate", way("with-certificate", ClientCertificate.class).getCertificateId());
        UploadedCertificate uploaded = way("with-file", UploadedCertificate.class);
        assertArrayEquals(
                "not a real file".getBytes(StandardCharsets.UTF_8),
                uploaded.getCertificate().getPlainData());
        assertEquals("geheim-2", Secret.toString(uploaded.getPassword()));
        assertEquals("id-token", way("with-token", FederatedToken.class).getTokenId());
        assertEquals(
                null, way("of-the-machine", ManagedIdentityAuthentication.class).getClientId());
        assertEquals(
                "55555555-aaaa-4bbb-8ccc-666666666666",
                way("assigned", ManagedIdentityAuthentication.class).getClientId());
    }

    private static EntraAppCredentials app(String id) {
        return CredentialsMatchers.filter(
                        CredentialsProvider.lookupCredentialsInItemGroup(
                                EntraAppCredentials.class, jenkins.model.Jenkins.get(), null, List.of()),
                        CredentialsMatchers.withId(id))
                .get(0);
    }

    private static <A extends AppAuthentication> A way(String id, Class<A> type) {
        return type.cast(app(id).getAuthentication());
    }
}
