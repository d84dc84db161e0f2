package io.jenkins.plugins.intune.entra;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import io.jenkins.plugins.intune.http.HttpReply;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Managed identities, at endpoints that answer as those of a virtual machine and of App Service do. */
class ManagedIdentityTest {

    private static final String USER_ASSIGNED = "55555555-aaaa-4bbb-8ccc-666666666666";
    private static final String TOKEN =
            "{\"access_token\":\"machine-token\",\"expires_on\":\"4102444800\",\"resource\":\"https://graph.microsoft.com\","
                    + "\"token_type\":\"Bearer\"}";

    @TempDir
    private Path folder;

    private final WireMockServer endpoint =
            new WireMockServer(options().bindAddress("127.0.0.1").dynamicPort());

    @BeforeEach
    void start() {
        endpoint.start();
        endpoint.stubFor(any(anyUrl()).atPriority(10).willReturn(aResponse().withStatus(501)));
    }

    @AfterEach
    void stop() {
        endpoint.stop();
    }

    private String root() {
        return "http://127.0.0.1:" + endpoint.port();
    }

    /** What the endpoint of a virtual machine must be asked. */
    private static MappingBuilder machine() {
        return get(urlPathMatching("/+metadata/identity/oauth2/token"))
                .withHeader("Metadata", equalTo("true"))
                .withQueryParam("resource", equalTo("https://graph.microsoft.com"));
    }

    private String ask(Map<String, String> environment, String... clientId) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + classPath(),
                ManagedIdentityMain.class.getName()));
        command.addAll(List.of(clientId));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().removeIf(name -> name.matches("IDENTITY_.*|MSI_.*|IMDS_.*|AZURE_.*"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it ends");
        return said.lines()
                .filter(line -> line.startsWith("token ") || line.startsWith("failure "))
                .findFirst()
                .orElse(said);
    }

    /**
     * A file of arguments with this JVM's class path, which can be longer than the 32,767 characters that a
     * <a href="https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-createprocessw">command
     * of Windows</a> may have. A backslash in it is written
     * twice, and the launcher reads it in the system's encoding.
     */
    private Path classPath() throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Files.writeString(
                folder.resolve("class-path.txt"),
                "-cp \"" + classPath.replace("\\", "\\\\") + "\"\n",
                Charset.forName(System.getProperty("sun.jnu.encoding")));
    }

    private String askMachine(String... clientId) throws Exception {
        return ask(Map.of("AZURE_POD_IDENTITY_AUTHORITY_HOST", root()), clientId);
    }

    @Test
    void aVirtualMachineGivesTheTokenOfItsOwnIdentity() throws Exception {
        endpoint.stubFor(machine().willReturn(aResponse().withStatus(200).withBody(TOKEN)));

        assertEquals("token machine-token", askMachine());
        assertTrue(endpoint.getAllServeEvents().get(0).getRequest().getQueryParams().keySet().stream()
                .noneMatch("client_id"::equals));
    }

    @Test
    void aVirtualMachineGivesTheTokenOfAnAssignedIdentity() throws Exception {
        endpoint.stubFor(machine()
                .withQueryParam("client_id", equalTo(USER_ASSIGNED))
                .willReturn(aResponse().withStatus(200).withBody(TOKEN)));

        assertEquals("token machine-token", askMachine(USER_ASSIGNED));
    }

    /** Some endpoints write a date where others write seconds. */
    @Test
    void theEndOfATokenMayBeADate() throws Exception {
        endpoint.stubFor(machine()
                .willReturn(aResponse()
                        .withStatus(200)
                        .withBody(TOKEN.replace("4102444800", "2100-10-18T19:51:37.0000000+00:00"))));

        assertEquals("token machine-token", askMachine());
    }

    @Test
    void appServiceIsAskedWithItsSecretHeader() throws Exception {
        endpoint.stubFor(get(urlPathEqualTo("/msi/token"))
                .withHeader("X-IDENTITY-HEADER", equalTo("header-of-the-app"))
                .withQueryParam("resource", equalTo("https://graph.microsoft.com"))
                .willReturn(aResponse().withStatus(200).withBody(TOKEN)));

        assertEquals(
                "token machine-token",
                ask(Map.of("IDENTITY_ENDPOINT", root() + "/msi/token", "IDENTITY_HEADER", "header-of-the-app")));
    }

    @Test
    void anIdentityThatIsNotAssignedIsSaidToBeNone() throws Exception {
        endpoint.stubFor(machine()
                .willReturn(aResponse()
                        .withStatus(400)
                        .withBody("{\"error\":\"invalid_request\",\"error_description\":\"Identity not found\"}")));

        String said = askMachine(USER_ASSIGNED);

        assertEquals(
                "failure Entra ID gave no token for the managed identity " + USER_ASSIGNED
                        + " (127.0.0.1 answered 400 Bad Request): Identity not found. No such managed identity is"
                        + " assigned to the machine that Jenkins runs on. Switch on the system-assigned one, or assign"
                        + " the user-assigned one and check its client ID.",
                said);
        assertEquals(1, endpoint.getAllServeEvents().size(), "msal4j repeats nothing by itself");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        invalid_resource | AADSTS500011: The resource principal was not found in the tenant. | does not belong to the tenant's cloud
        invalid_request  | Multiple user assigned identities exist, please specify the clientId / resourceId | Enter the client ID of the one to use
        """)
    void whatIsRefusedForAnotherReasonIsNotCalledUnassigned(String error, String text, String hint) throws Exception {
        ManagedIdentity identity = ManagedIdentity.of("", URI.create("https://graph.microsoft.com"));
        String body = "{\"error\":\"" + error + "\",\"error_description\":\"" + text + "\"}";

        String said = EntraException.refused(identity, "169.254.169.254", new HttpReply(400, Map.of(), body, false))
                .getMessage();

        assertTrue(said.contains(text) && said.contains(hint), said);
        assertFalse(said.contains("No such managed identity"), said);
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410})
    void anEndpointThatIsBeingUpdatedIsTriedAgainUntilTheUpdateIsOver(int status) throws Exception {
        ManagedIdentity identity = ManagedIdentity.of("", URI.create("https://graph.microsoft.com"));
        HttpReply reply = new HttpReply(status, Map.of(), "", false);

        EntraException failure = EntraException.refused(identity, "169.254.169.254", reply);

        assertTrue(failure.temporary());
        assertEquals(20, failure.retryAfter().orElseThrow().toSeconds());
        assertTrue(failure.getMessage().contains("is being updated, which can take 70 seconds"), failure::getMessage);
    }

    @Test
    void outsideOfAzureThereIsNone() throws Exception {
        int closed;
        try (ServerSocket free = new ServerSocket(0)) {
            closed = free.getLocalPort();
        }

        String said = ask(Map.of("AZURE_POD_IDENTITY_AUTHORITY_HOST", "http://127.0.0.1:" + closed));

        assertTrue(said.startsWith("failure Entra ID gave no token for the system-assigned managed identity."), said);
        assertTrue(said.contains("Only a Jenkins controller in Azure has a managed identity."), said);
    }

    @Test
    void aClientIdMustBeOne() throws IOException, InvalidInputException {
        URI graph = URI.create("https://graph.microsoft.com");

        assertEquals(null, ManagedIdentity.of("  ", graph).clientId());
        assertEquals(
                "clientId",
                assertThrows(InvalidInputException.class, () -> ManagedIdentity.of("my identity", graph))
                        .field());
    }
}
