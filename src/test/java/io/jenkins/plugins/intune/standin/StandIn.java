package io.jenkins.plugins.intune.standin;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/**
 * Graph and Entra behind one port of {@code localhost}. Answers token requests with {@link #TOKEN} and everything else
 * with 501, so that whatever a test did not expect shows. Thread-safe.
 */
public final class StandIn implements AutoCloseable {

    /** The token that Entra's stand-in gives. Looks like nothing else, so that a test can search for it. */
    public static final String TOKEN = "stand-in-token-8d1f0f2c";

    /** The secret that tests store, as easy to search for. */
    public static final String SECRET = "stand-in~secret-4c7be1a9";

    /** A tenant. */
    public static final String TENANT = "11111111-aaaa-4bbb-8ccc-222222222222";

    /** An app in it. */
    public static final String CLIENT = "33333333-aaaa-4bbb-8ccc-444444444444";

    /** A device that the stand-in has no opinion about. */
    public static final String DEVICE = "7f1c2a44-1d0e-4b5f-9a86-2f3f0c1d7e55";

    private static final StandInCertificate CERTIFICATE = new StandInCertificate(temporaryFolder());

    private final WriteLimit limit;
    private final WireMockServer server;
    private final Turns turns = new Turns();

    private StandIn(LongSupplier nanos) {
        limit = new WriteLimit(nanos);
        server = new WireMockServer(options()
                .bindAddress("127.0.0.1")
                .httpDisabled(true)
                .dynamicHttpsPort()
                .keystorePath(CERTIFICATE.keyStore().toString())
                .keystoreType("PKCS12")
                .keystorePassword(StandInCertificate.PASSWORD)
                .keyManagerPassword(StandInCertificate.PASSWORD)
                .extensions(limit, turns, new SearchedDevices(), new EchoedIds())
                .containerThreads(64));
        server.start();
        reset();
    }

    /** Starts on a free port of the loopback address. */
    public static StandIn start() {
        return start(System::nanoTime);
    }

    /**
     * Starts with a clock of its own for Intune's limit.
     *
     * @param nanos a monotonic clock, in nanoseconds
     */
    public static StandIn start(LongSupplier nanos) {
        return new StandIn(nanos);
    }

    /** Forgets what was sent and goes back to the first answers. */
    public void reset() {
        server.resetAll();
        server.stubFor(any(anyUrl()).atPriority(10).willReturn(aResponse().withStatus(501)));
        server.stubFor(tokenRequest().atPriority(5).willReturn(token(TOKEN, 3599)));
    }

    /** Where Graph answers; Entra answers at the same place. */
    public URI root() {
        return URI.create("https://localhost:" + server.httpsPort());
    }

    /** Trusts this stand-in and nobody else. */
    public static SSLContext trust() {
        return CERTIFICATE.trust();
    }

    /** For another server with the same certificate. */
    static SSLContext serverContext() {
        return CERTIFICATE.server();
    }

    /** A trust store for another JVM; its password is {@link #trustStorePassword()}. */
    public static Path trustStore() {
        return CERTIFICATE.trustStore();
    }

    /** The password of {@link #trustStore()}. */
    public static String trustStorePassword() {
        return StandInCertificate.PASSWORD;
    }

    /** Decides on an answer, for what {@link #action} and {@link #tokenRequest} match. */
    public void stub(MappingBuilder mapping) {
        server.stubFor(mapping);
    }

    /** Answers the action, wherever it is sent, in turn; the last answer stays. */
    public void answerAction(ResponseDefinitionBuilder... answers) {
        inTurn(action(".*"), answers);
    }

    /**
     * Lets every device show these session links in turn, one a read; the last one stays. The empty string is none.
     */
    public void device(String... links) {
        inTurn(deviceRead(), Stream.of(links).map(StandIn::deviceWith).toArray(ResponseDefinitionBuilder[]::new));
    }

    /** Gives these answers in turn; the last one stays. */
    public void inTurn(MappingBuilder request, ResponseDefinitionBuilder... answers) {
        // One alone may have a transformer of its own.
        server.stubFor(request.willReturn(answers.length == 1 ? answers[0] : turns.nextOf(answers)));
    }

    /** Answers how far the tenant's TeamViewer connector is set up. */
    public void connector(String onboardingStatus) {
        server.stubFor(get(urlPathEqualTo("/v1.0/deviceManagement/remoteAssistancePartners"))
                .willReturn(aResponse()
                        .withStatus(200)
                        .withBody("{\"value\":[{\"id\":\"1\",\"onboardingStatus\":\"" + onboardingStatus + "\"}]}")));
    }

    /** Matches reading a device. */
    public static MappingBuilder deviceRead() {
        return get(urlPathMatching("/(v1\\.0|beta)/.*anagedDevice.*"));
    }

    /** A device with a session link, or with none if it is empty: the one that is asked for. */
    public static ResponseDefinitionBuilder deviceWith(String link) {
        return deviceWith(link, "");
    }

    /** The same with an error, which is none if it is empty. */
    public static ResponseDefinitionBuilder deviceWith(String link, String error) {
        return aResponse()
                .withStatus(200)
                .withHeader("Content-Type", "application/json")
                .withBody("{\"id\":\"" + DEVICE + "\",\"deviceName\":\"LAPTOP-7\",\"operatingSystem\":\"Windows\","
                        + "\"userPrincipalName\":\"anna@contoso.com\",\"managedDeviceOwnerType\":\"company\","
                        + "\"lastSyncDateTime\":\"2026-11-20T08:00:00Z\",\"remoteAssistanceSessionUrl\":"
                        + (link.isEmpty() ? "null" : "\"" + link + "\"")
                        + ",\"remoteAssistanceSessionErrorDetails\":"
                        + (error.isEmpty() ? "null" : "\"" + error + "\"") + "}");
    }

    /** Answers a list of devices, without any in it. */
    public void emptyDeviceList() {
        server.stubFor(get(urlPathEqualTo("/v1.0/deviceManagement/managedDevices"))
                .willReturn(aResponse().withStatus(200).withBody("{\"value\":[]}")));
    }

    /** Matches the action on devices whose address below the root matches a regular expression. */
    public static MappingBuilder action(String device) {
        return post(urlPathMatching("/(v1\\.0|beta)/" + device + "/requestRemoteAssistance"));
    }

    /** Accepts the action as long as Intune's limit permits it, which is counted for all of them together. */
    public static ResponseDefinitionBuilder acceptedWithinLimit() {
        return accepted().withTransformers(WriteLimit.NAME);
    }

    /** How many actions were over the limit. */
    public int throttled() {
        return limit.throttled();
    }

    /** Matches token requests. */
    public static MappingBuilder tokenRequest() {
        return post(urlPathMatching("/[^/]+/oauth2/v2\\.0/token"));
    }

    /** Intune's only success. */
    public static ResponseDefinitionBuilder accepted() {
        return aResponse().withStatus(204).withHeader("request-id", "5a9cb2a8-0000-4000-8000-00000000beef");
    }

    /** An answer that is Graph's own word, with as little in it as Graph has been seen to say. */
    public static ResponseDefinitionBuilder graphSays(int status) {
        return error(status, "UnknownError", "");
    }

    /** An error as Graph words it. */
    public static ResponseDefinitionBuilder error(int status, String code, String message) {
        String body = "{\"error\":{\"code\":\"" + code + "\",\"message\":\"" + message.replace("\"", "\\\"")
                + "\",\"innerError\":{\"date\":\"2026-11-24T00:00:00\","
                + "\"request-id\":\"5a9cb2a8-0000-4000-8000-00000000dead\"}}}";
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/json")
                .withHeader("request-id", "5a9cb2a8-0000-4000-8000-00000000dead")
                .withBody(body);
    }

    /** A token as Entra gives it. */
    public static ResponseDefinitionBuilder token(String value, int secondsLeft) {
        return aResponse()
                .withStatus(200)
                .withHeader("Content-Type", "application/json; charset=utf-8")
                // As Entra does; msal4j wonders in the log otherwise.
                .withHeader("client-request-id", "{{request.headers.client-request-id}}")
                .withTransformers("response-template")
                .withBody("{\"token_type\":\"Bearer\",\"expires_in\":" + secondsLeft + ",\"ext_expires_in\":"
                        + secondsLeft + ",\"access_token\":\"" + value + "\"}");
    }

    /** A refusal as Entra words it. */
    public static ResponseDefinitionBuilder refusal(int status, int code, String text) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/json; charset=utf-8")
                .withBody("{\"error\":\"invalid_client\",\"error_description\":\"AADSTS" + code + ": " + text
                        + " Trace ID: 0e1f\\r\\nCorrelation ID: 2a3b\\r\\nTimestamp: 2026-11-24 00:00:00Z\",\"error_codes\":["
                        + code + "]}");
    }

    /** What was sent to the action, oldest first. */
    public List<LoggedRequest> actions() {
        return server.findAll(postRequestedFor(urlPathMatching(".*/requestRemoteAssistance")));
    }

    /** How devices were read, oldest first. */
    public List<LoggedRequest> deviceReads() {
        return server.findAll(getRequestedFor(urlPathMatching("/(v1\\.0|beta)/.*")));
    }

    /** What was sent to the token endpoint, oldest first. */
    public List<LoggedRequest> tokenRequests() {
        return server.findAll(postRequestedFor(urlPathMatching("/[^/]+/oauth2/v2\\.0/token")));
    }

    /** The forms that were sent to the token endpoint, decoded, oldest first. */
    public List<String> tokenForms() {
        return tokenRequests().stream()
                .map(sent -> URLDecoder.decode(sent.getBodyAsString(), StandardCharsets.UTF_8))
                .toList();
    }

    /** Forgets what was sent, which takes memory, and goes on answering as before. */
    public void forget() {
        server.resetRequests();
    }

    /** How many requests of any kind have arrived. */
    public int requests() {
        return server.getAllServeEvents().size();
    }

    @Override
    public void close() {
        server.stop();
    }

    private static Path temporaryFolder() {
        try {
            Path folder = Files.createTempDirectory("intune-stand-in");
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
