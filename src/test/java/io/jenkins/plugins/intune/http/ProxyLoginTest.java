package io.jenkins.plugins.intune.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.jenkins.plugins.intune.standin.RecordingProxy;
import io.jenkins.plugins.intune.standin.StandIn;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proxies that ask for authentication, before the tunnel stands and from within it. */
class ProxyLoginTest {

    private final StandIn standIn = StandIn.start();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void close() {
        timer.shutdownNow();
        standIn.close();
    }

    private HttpReply send(RecordingProxy proxy) throws Exception {
        HttpTransport transport = new HttpTransport(
                new ProxySettings("localhost", proxy.port(), "jenkins", "proxy-password", List.of()),
                StandIn.trust(),
                "test",
                timer);
        try {
            URI action = URI.create(standIn.root() + "/v1.0/x/requestRemoteAssistance");
            return transport
                    .send(HttpCall.post(action, Map.of("Authorization", "Bearer t"), Duration.ofSeconds(20)))
                    .reply()
                    .get(30, TimeUnit.SECONDS);
        } finally {
            transport.retire();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        Proxy-Authenticate: NTLM                                              | NTLM
        Proxy-Authenticate: Negotiate, NTLM                                   | Negotiate, NTLM
        Proxy-Authenticate: Negotiate TlRMTVNTUAAC==\\nProxy-Authenticate: NTLM | Negotiate, NTLM
        Proxy-Authenticate: Kerberos realm="Basic, Digest", NTLM              | Kerberos, NTLM
        """)
    void aLogInThatCannotBeDoneIsNamedWithThoseThatCan(String headers, String offered) throws Exception {
        String answer = "HTTP/1.0 407 Proxy Authentication Required\\nConnection: close\\n" + headers + "\\n\\nDenied";
        try (RecordingProxy proxy = RecordingProxy.refusing(answer.replace("\\n", "\r\n"), null)) {
            HttpFailure failure = assertInstanceOf(
                    HttpFailure.class,
                    assertThrows(ExecutionException.class, () -> send(proxy)).getCause());

            assertEquals(HttpFailure.Kind.PROXY, failure.kind());
            assertEquals(407, failure.proxyStatus());
            assertFalse(failure.left());
            assertTrue(
                    failure.getMessage()
                            .startsWith("The proxy answered 407 and did not connect to localhost: it offers only the"
                                    + " authentication schemes " + offered
                                    + ", which this plugin does not support. It supports Basic,"
                                    + " Digest."),
                    failure.getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "Proxy-Authenticate: Basic realm=\"NTLM\"",
                "Proxy-Authenticate: Negotiate, NTLM, basic realm=\"x\"",
                "Proxy-Authenticate: Digest realm=\"a, NTLM\", nonce=\"1\", qop=\"auth\"",
                "X-Nothing: offered"
            })
    void otherwiseTheNameAndPasswordAreWrong(String headers) throws Exception {
        String answer = "HTTP/1.1 407 Proxy Authentication Required\r\n" + headers + "\r\nContent-Length: 0\r\n\r\n";
        try (RecordingProxy proxy = RecordingProxy.refusing(answer, null)) {
            HttpFailure failure = assertInstanceOf(
                    HttpFailure.class,
                    assertThrows(ExecutionException.class, () -> send(proxy)).getCause());

            assertTrue(failure.getMessage().contains("Check the proxy's user name, password"), failure.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Connection: close\r\n", "Proxy-Connection: close\r\nConnection: close\r\n"})
    void theRightPasswordIsTakenAlsoByAProxyThatHangsUpInBetween(String connection) throws Exception {
        standIn.answerAction(StandIn.accepted());
        String answer = "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Negotiate\r\n"
                + "Proxy-Authenticate: Basic realm=\"x\"\r\n" + connection + "Content-Length: 0\r\n\r\n";
        String basic = "Basic " + Base64.getEncoder().encodeToString("jenkins:proxy-password".getBytes(UTF_8));
        try (RecordingProxy proxy = RecordingProxy.refusing(answer, basic)) {
            assertEquals(204, send(proxy).status());
        }
    }

    @Test
    void digestIsDoneToo() throws Exception {
        standIn.answerAction(StandIn.accepted());
        String answer = "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: NTLM\r\n"
                + "Proxy-Authenticate: Digest realm=\"x\", nonce=\"n\", qop=\"auth\", algorithm=SHA-256\r\n"
                + "Content-Length: 0\r\n\r\n";
        try (RecordingProxy proxy = RecordingProxy.refusing(answer, "Digest username=\"jenkins\"")) {
            assertEquals(204, send(proxy).status());
        }
    }

    /** A tunnel has no body, but proxies have been seen to announce one. */
    @ParameterizedTest
    @ValueSource(strings = {"Transfer-Encoding: chunked", "Content-Length: 17", "Content-Length: 0"})
    void aBodyThatIsAnnouncedForTheTunnelIsNotWaitedFor(String header) throws Exception {
        standIn.answerAction(StandIn.accepted());
        try (RecordingProxy proxy = RecordingProxy.saying("HTTP/1.1 200 OK\r\n" + header + "\r\n\r\n")) {
            assertEquals(204, send(proxy).status());
        }
    }

    @Test
    void aLogInFromWithinTheTunnelIsAnAnswerAndThePasswordIsNotSentThere() throws Exception {
        standIn.answerAction(
                WireMock.aResponse().withStatus(407).withHeader("Proxy-Authenticate", "Basic realm=\"inspection\""));
        try (RecordingProxy proxy = RecordingProxy.start()) {
            HttpReply reply = send(proxy);

            assertEquals(407, reply.status());
            assertEquals(1, standIn.actions().size(), "sent once");
            assertFalse(standIn.actions().get(0).containsHeader("Proxy-Authorization"));
            assertEquals(
                    "A proxy on the way answered 407 Proxy Authentication Required in the server's place, so the"
                            + " server has not seen the request. This proxy opens encrypted connections (TLS inspection)"
                            + " and requires authentication within them; the proxy password of Jenkins is not sent there."
                            + " Exempt Jenkins or the host from the inspection.",
                    ProxyLogin.withinTunnel(reply).toString());
        }
    }
}
