package io.jenkins.plugins.intune.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jenkins.plugins.intune.values.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudEndpointsTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
        global,  https://graph.microsoft.com,                https://login.microsoftonline.com, true
        usGovL4, https://graph.microsoft.us,                 https://login.microsoftonline.us,  false
        usGovL5, https://dod-graph.microsoft.us,             https://login.microsoftonline.us,  false
        china,   https://microsoftgraph.chinacloudapi.cn,    https://login.chinacloudapi.cn,    true
        """)
    void theCloudDecidesRootAuthorityAndScope(String name, String root, String authority, boolean teamViewer)
            throws Exception {
        Cloud cloud = Cloud.named(name);
        CloudEndpoints endpoints = cloud.endpoints().orElseThrow();

        assertEquals(root, endpoints.graphRoot().toString());
        assertEquals(authority, endpoints.authority().toString());
        assertEquals(root + "/.default", endpoints.scope());
        assertEquals(teamViewer, cloud.warnings().isEmpty());
    }

    @Test
    void anUnknownCloudIsNamedWithTheKnownOnes() {
        InvalidInputException wrong = assertThrows(InvalidInputException.class, () -> Cloud.named("mars"));

        assertEquals(
                "cloud: \"mars\" is not a cloud. Use one of global, usGovL4, usGovL5, china, custom.",
                wrong.getMessage());
    }

    /** Each slash was taken for the first one. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aMillionSlashesAreNoAddress() throws Exception {
        String slashes = "https://graph.example.org" + "/".repeat(1_000_000);
        assertThrows(InvalidInputException.class, () -> CloudEndpoints.root("graphRoot", slashes + "x"));
        assertEquals(
                "https://graph.example.org",
                CloudEndpoints.root("graphRoot", slashes).toString());
    }

    @Test
    void aCustomCloudMayHaveAPortAndATrailingSlash() throws Exception {
        CloudEndpoints endpoints =
                CloudEndpoints.custom("https://graph.example.org:8443/", " https://login.example.org ");

        assertEquals("https://graph.example.org:8443", endpoints.graphRoot().toString());
        assertEquals("https://login.example.org", endpoints.authority().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://graph.example.org",
                "graph.example.org",
                "https://",
                "https://a/b",
                "https://user@host",
                "https://host?x",
                "https://host#x",
                "ftp://host",
                "https://ho st",
                "file:///etc/passwd",
                ""
            })
    void aCustomCloudIsHttpsAndABareHost(String typed) {
        InvalidInputException root = assertThrows(
                InvalidInputException.class, () -> CloudEndpoints.custom(typed, "https://login.example.org"));
        InvalidInputException authority = assertThrows(
                InvalidInputException.class, () -> CloudEndpoints.custom("https://graph.example.org", typed));

        assertEquals("graphRoot", root.field());
        assertEquals("authority", authority.field());
    }
}
