package io.jenkins.plugins.intune.entra;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.jenkins.plugins.intune.standin.StandIn.tokenRequest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.jenkins.plugins.intune.http.Json;
import io.jenkins.plugins.intune.standin.RawServer;
import io.jenkins.plugins.intune.standin.StandIn;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A token endpoint whose answers contain secrets. */
class TokenLeakTest {

    private static final String TOKEN = "eyJ0b2tlbg.short";
    private static final String ANSWER =
            "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":\"" + TOKEN + "\"}";

    /** With all that has to be escaped somewhere. */
    private static final String SECRET = "Q8~very/secret+\"quoted\"&more=100% sure";

    private final StandIn standIn = StandIn.start();
    private final TokensFixture fixture = new TokensFixture(StandIn.trust());

    @AfterEach
    void close() {
        fixture.close();
        standIn.close();
    }

    private AppIdentity app(URI authority) {
        return new AppIdentity(
                authority, StandIn.TENANT, StandIn.CLIENT, "https://graph.example/.default", new SecretProof(SECRET));
    }

    private String token() throws Exception {
        return fixture.tokens()
                .of(app(standIn.root()))
                .current()
                .get(30, TimeUnit.SECONDS)
                .value();
    }

    /** Everything that people could see of the failure. */
    private String failure(URI authority) {
        ExecutionException failed = assertThrows(
                ExecutionException.class,
                () -> fixture.tokens().of(app(authority)).current().get(30, TimeUnit.SECONDS));
        StringWriter trace = new StringWriter();
        assertInstanceOf(EntraException.class, failed.getCause()).printStackTrace(new PrintWriter(trace));
        return failed.getCause().getMessage() + "\n" + trace;
    }

    static Stream<ResponseDefinitionBuilder> answersOfSuccess() {
        return Stream.of(
                aResponse().withStatus(201).withBody(ANSWER),
                aResponse().withStatus(203).withBody(ANSWER),
                aResponse().withStatus(206).withBody(ANSWER),
                aResponse().withStatus(200).withBody(ANSWER.substring(0, ANSWER.length() - 1)),
                aResponse().withStatus(200).withBody("x" + ANSWER),
                aResponse().withStatus(200).withBody("[" + ANSWER + "]"),
                aResponse().withStatus(200).withBody("{\"error\":\"" + TOKEN + "\",\"message\":\"" + TOKEN + "\"}"),
                aResponse().withStatus(200).withBody(ANSWER.replace("3599", "\"" + TOKEN + "\"")));
    }

    @ParameterizedTest
    @MethodSource("answersOfSuccess")
    void nothingOfAnAnswerOfSuccessIsShown(ResponseDefinitionBuilder answer) {
        standIn.stub(tokenRequest().willReturn(answer.withHeader("Content-Type", "application/json; charset=utf-8")));

        String told = failure(standIn.root());

        assertFalse(told.contains(TOKEN.substring(0, 8)), told);
        assertTrue(told.contains("is not a token"), told);
        assertTrue(told.contains("type application/json"), told);
    }

    @Test
    void nothingOfAnAnswerThatBreaksOffIsShown() throws Exception {
        String half = "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n" + ANSWER.substring(0, ANSWER.length() - 2);
        try (RawServer server = RawServer.start(RawServer.answering(half))) {
            String told = failure(server.root());

            assertFalse(told.contains(TOKEN.substring(0, 8)), told);
            assertTrue(told.contains("is not a token"), told);
        }
    }

    @Test
    void aByteOrderMarkDoesNoHarm() throws Exception {
        standIn.stub(tokenRequest().willReturn(aResponse().withStatus(200).withBody("\uFEFF" + ANSWER)));

        assertEquals(TOKEN, token());
    }

    static Stream<String> repetitions() {
        String form = URLEncoder.encode(SECRET, StandardCharsets.UTF_8);
        String inJson = Json.write(Map.of("error_description", "bad form: client_secret=" + SECRET + "&scope=x"));
        return Stream.of(
                "<html>You sent client_id=x&client_secret=" + form + "&scope=y</html>",
                "client_secret=" + form.replace("+", "%20"),
                "client_secret=" + SECRET,
                inJson,
                Json.write(Map.of("message", inJson)),
                "form in base64: "
                        + Base64.getEncoder()
                                .encodeToString(("client_secret=" + SECRET).getBytes(StandardCharsets.UTF_8)),
                "broken off: " + SECRET.substring(0, 20));
    }

    @ParameterizedTest
    @MethodSource("repetitions")
    void aSecretThatIsRepeatedIsHidden(String body) {
        standIn.stub(tokenRequest().willReturn(aResponse().withStatus(400).withBody(body)));

        String told = failure(standIn.root());

        assertTrue(told.contains("****"), told);
        assertFalse(told.contains("very/secret") || told.contains("very%2F"), told);
        assertFalse(
                told.contains(Base64.getEncoder()
                        .encodeToString("client_secret=".getBytes(StandardCharsets.UTF_8))
                        .substring(0, 16)),
                told);
    }
}
