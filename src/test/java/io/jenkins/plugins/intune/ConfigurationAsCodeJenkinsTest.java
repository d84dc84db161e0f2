package io.jenkins.plugins.intune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import hudson.util.Secret;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.casc.misc.ConfiguredWithCode;
import io.jenkins.plugins.casc.misc.JenkinsConfiguredWithCodeRule;
import io.jenkins.plugins.casc.misc.junit.jupiter.WithJenkinsConfiguredWithCode;
import io.jenkins.plugins.intune.credentials.ClientSecret;
import io.jenkins.plugins.intune.credentials.EntraAppCredentials;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Both configurations as code, in and out again. */
@WithJenkinsConfiguredWithCode
class ConfigurationAsCodeJenkinsTest {

    @Test
    @ConfiguredWithCode("configuration-as-code.yaml")
    void readsTheDocumentedExample(JenkinsConfiguredWithCodeRule jenkins) throws Exception {
        IntuneConfiguration configuration = IntuneConfiguration.get();
        assertEquals("intune-app", configuration.getDefaultCredentialsId());
        assertEquals("https://graph.example.org", configuration.getCustomCloud().getGraphRoot());
        assertEquals("https://login.example.org", configuration.getCustomCloud().getAuthority());

        EntraAppCredentials app = CredentialsProvider.lookupCredentialsInItemGroup(
                        EntraAppCredentials.class, jenkins.jenkins, null, List.of())
                .get(0);
        assertEquals("intune-app", app.getId());
        assertEquals("contoso.onmicrosoft.com", app.getTenantId());
        assertEquals("33333333-aaaa-4bbb-8ccc-444444444444", app.getClientId());
        assertEquals("usGovL4", app.getCloud());
        assertEquals("geheim", Secret.toString(((ClientSecret) app.getAuthentication()).getSecret()));

        ByteArrayOutputStream exported = new ByteArrayOutputStream();
        ConfigurationAsCode.get().export(exported);
        String yaml = exported.toString(StandardCharsets.UTF_8);
        for (String part : List.of(
                "intune:",
                "defaultCredentialsId: \"intune-app\"",
                "graphRoot: \"https://graph.example.org\"",
                "entraApp:",
                "tenantId: \"contoso.onmicrosoft.com\"",
                "cloud: \"usGovL4\"",
                "clientSecret:")) {
            assertTrue(yaml.contains(part), () -> part + " is missing in " + yaml);
        }
        assertFalse(yaml.contains("geheim"), "the secret leaves encrypted");
    }
}
