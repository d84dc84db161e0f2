package io.jenkins.plugins.intune.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.jenkins.plugins.intune.standin.RawServer;
import io.jenkins.plugins.intune.standin.StandIn;
import java.net.ServerSocket;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpTransportTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final StandIn standIn = StandIn.start();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final HttpTransport transport =
            new HttpTransport(ProxySettings.DIRECT, StandIn.trust(), "intune-remote-assistance/test", timer);

    @AfterEach
    void close() {
        transport.retire();
        timer.shutdownNow();
        standIn.close();
    }

    private URI action() {
        return URI.create(standIn.root() + "/v1.0/x/requestRemoteAssistance");
    }

    private HttpReply reply(HttpCall call) throws Exception {
        return transport.send(call).reply().get(30, TimeUnit.SECONDS);
    }

    private HttpFailure failure(HttpExchange exchange) {
        ExecutionException failed =
                assertThrows(ExecutionException.class, () -> exchange.reply().get(30, TimeUnit.SECONDS));
        return assertInstanceOf(HttpFailure.class, failed.getCause());
    }

    @Test
    void sendsAnEmptyPostAndNothingThatWasNotAskedFor() throws Exception {
        standIn.answerAction(StandIn.accepted());

        HttpReply reply = reply(HttpCall.post(action(), Map.of("Authorization", "Bearer t"), LONG));

        assertEquals(204, reply.status());
        LoggedRequest sent = standIn.actions().get(0);
        assertEquals("0", sent.getHeader("Content-Length"));
        assertEquals("Bearer t", sent.getHeader("Authorization"));
        assertEquals("intune-remote-assistance/test", sent.getHeader("User-Agent"));
        assertEquals("", sent.getBodyAsString());
        for (String unwanted :
                List.of("Cookie", "SdkVersion", "Expect", "Upgrade", "Accept-Encoding", "Content-Type")) {
            assertNull(sent.getHeader(unwanted), unwanted);
        }
    }

    @Test
    void doesNotFollowARedirectNorKeepACookie() throws Exception {
        standIn.answerAction(aResponse()
                .withStatus(307)
                .withHeader("Location", standIn.root() + "/elsewhere")
                .withHeader("Set-Cookie", "a=b"));

        assertEquals(307, reply(HttpCall.post(action(), Map.of(), LONG)).status());
        assertEquals(307, reply(HttpCall.post(action(), Map.of(), LONG)).status());

        assertEquals(2, standIn.requests());
        assertNull(standIn.actions().get(1).getHeader("Cookie"));
    }

    @Test
    void repeatsNothingByItself() throws Exception {
        for (int status : List.of(408, 429, 500, 502, 503, 504)) {
            standIn.reset();
            standIn.answerAction(aResponse().withStatus(status).withHeader("Retry-After", "0"));

            assertEquals(status, reply(HttpCall.post(action(), Map.of(), LONG)).status());
            assertEquals(1, standIn.actions().size(), "sent once on " + status);
        }
    }

    @Test
    void hangsUpAfterA503SoThatTheNextAttemptMeetsAnotherFrontEnd() throws Exception {
        String busy = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n";
        try (RawServer server = RawServer.start(RawServer.keepingAlive(busy))) {
            assertEquals(
                    503,
                    reply(HttpCall.post(URI.create(server.root() + "/x"), Map.of(), LONG))
                            .status());

            await().until(() -> server.hangUps() == 1);
        }
    }

    @Test
    void keepsConnectionsOtherwise() throws Exception {
        String slower = "HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n";
        try (RawServer server = RawServer.start(RawServer.keepingAlive(slower))) {
            for (int i = 0; i < 20; i++) {
                assertEquals(
                        429,
                        reply(HttpCall.post(URI.create(server.root() + "/x"), Map.of(), LONG))
                                .status());
            }
            // A call that begins before the last one's connection is back in the pool makes another one.
            assertTrue(server.connections() < 20, () -> server.connections() + " connections");
        }
    }

    @Test
    void readsABodyUpToTheLimit() throws Exception {
        standIn.answerAction(aResponse().withStatus(400).withBody("x".repeat(HttpReply.BODY_LIMIT)));
        HttpReply whole = reply(HttpCall.post(action(), Map.of(), LONG));
        assertEquals(HttpReply.BODY_LIMIT, whole.body().length());
        assertFalse(whole.truncated());

        standIn.answerAction(aResponse().withStatus(400).withBody("x".repeat(50_000_000)));
        HttpReply cut = reply(HttpCall.post(action(), Map.of(), LONG));
        assertEquals(400, cut.status());
        assertEquals(HttpReply.BODY_LIMIT, cut.body().length());
        assertTrue(cut.truncated());
    }

    @Test
    void aDeadlineEndsAWaitAndSaysThatTheRequestHadLeft() {
        standIn.answerAction(StandIn.accepted().withFixedDelay(20_000));

        HttpFailure failure = failure(transport.send(HttpCall.post(action(), Map.of(), Duration.ofSeconds(3))));

        assertEquals(HttpFailure.Kind.TIMEOUT, failure.kind());
        assertTrue(failure.left());
    }

    @Test
    void aStatusCountsEvenIfTheBodyDripsPastTheDeadline() throws Exception {
        standIn.answerAction(
                aResponse().withStatus(404).withBody("x".repeat(100)).withChunkedDribbleDelay(100, 60_000));

        HttpReply reply = reply(HttpCall.post(action(), Map.of(), Duration.ofSeconds(2)));

        assertEquals(404, reply.status());
        assertTrue(reply.truncated());
    }

    @Test
    void aBrokenConnectionIsInDoubt() {
        for (Fault fault : List.of(Fault.EMPTY_RESPONSE, Fault.RANDOM_DATA_THEN_CLOSE)) {
            standIn.answerAction(aResponse().withFault(fault));

            HttpFailure failure = failure(transport.send(HttpCall.post(action(), Map.of(), LONG)));

            assertEquals(HttpFailure.Kind.BROKEN, failure.kind(), fault::toString);
            assertTrue(failure.left(), fault::toString);
        }
    }

    /** <a href="https://wiremock.org/docs/simulating-faults/">WireMock</a> cannot do that on Windows. */
    @Test
    void aConnectionThatIsResetIsInDoubt() throws Exception {
        try (RawServer server = RawServer.start(RawServer.resetAfterReading())) {
            HttpFailure failure = failure(transport.send(HttpCall.post(server.root(), Map.of(), LONG)));

            assertEquals(HttpFailure.Kind.BROKEN, failure.kind());
            assertTrue(failure.left());
        }
    }

    @Test
    void aRefusedConnectionWasNeverSent() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }

        HttpFailure failure =
                failure(transport.send(HttpCall.post(URI.create("https://localhost:" + port + "/"), Map.of(), LONG)));

        assertEquals(HttpFailure.Kind.NOT_CONNECTED, failure.kind());
        assertFalse(failure.left());
    }

    @Test
    void anUnknownHostWasNeverSent() {
        HttpFailure failure =
                failure(transport.send(HttpCall.post(URI.create("https://no-such-host.invalid/"), Map.of(), LONG)));

        assertEquals(HttpFailure.Kind.UNKNOWN_HOST, failure.kind());
        assertFalse(failure.left());
        assertTrue(failure.getMessage().contains("no-such-host.invalid"), failure.getMessage());
    }

    @Test
    void aServerThatIsNotTrustedGetsNothing() throws NoSuchAlgorithmException {
        HttpTransport strict = new HttpTransport(ProxySettings.DIRECT, SSLContext.getDefault(), "test", timer);
        try {
            HttpFailure failure =
                    failure(strict.send(HttpCall.post(action(), Map.of("Authorization", "Bearer t"), LONG)));

            assertEquals(HttpFailure.Kind.TLS, failure.kind());
            assertFalse(failure.left());
            assertEquals(0, standIn.requests());
        } finally {
            strict.retire();
        }
    }

    @Test
    void cancellingBeforeTheConnectionStandsSendsNothing() throws Exception {
        try (ServerSocket silent = new ServerSocket(0)) {
            URI uri = URI.create("https://localhost:" + silent.getLocalPort() + "/");
            HttpExchange exchange = transport.send(HttpCall.post(uri, Map.of(), LONG));

            exchange.cancel();

            HttpFailure failure = failure(exchange);
            assertEquals(HttpFailure.Kind.CANCELLED, failure.kind());
            assertFalse(failure.left());
            assertFalse(exchange.left());
        }
    }

    @Test
    void queuesWhatIsMoreThanThePoolHolds() throws Exception {
        standIn.answerAction(StandIn.accepted().withFixedDelay(50));
        List<HttpExchange> exchanges = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            exchanges.add(transport.send(HttpCall.post(action(), Map.of(), LONG)));
        }

        for (HttpExchange exchange : exchanges) {
            assertEquals(204, exchange.reply().get(30, TimeUnit.SECONDS).status());
        }
        assertEquals(200, standIn.actions().size());
    }

    @Test
    void appsWhoseCallsHangLeaveConnectionsForOthers() throws Exception {
        standIn.stub(get(urlPathEqualTo("/hangs"))
                .willReturn(aResponse().withStatus(200).withFixedDelay(20_000)));
        standIn.answerAction(StandIn.accepted());
        URI hangs = URI.create(standIn.root() + "/hangs");
        List<HttpExchange> hanging = new ArrayList<>();
        for (int app = 0; app < 2; app++) {
            for (int call = 0; call < 50; call++) {
                hanging.add(transport.send(HttpCall.get(hangs, Map.of("Authorization", "Bearer app-" + app), LONG)));
            }
        }
        await().until(() -> standIn.requests() == 2 * HttpTransport.MAX_CONNECTIONS_OF_CALLER);

        HttpReply other =
                reply(HttpCall.post(action(), Map.of("Authorization", "Bearer other"), Duration.ofSeconds(10)));

        assertEquals(204, other.status());
        hanging.forEach(HttpExchange::cancel);
    }

    @Test
    void aRetiredClientFinishesWhatItBegan() throws Exception {
        standIn.stub(get(urlPathEqualTo("/slow"))
                .willReturn(aResponse().withStatus(200).withFixedDelay(500)));
        HttpTransport old = new HttpTransport(ProxySettings.DIRECT, StandIn.trust(), "test", timer);
        HttpCall call = HttpCall.get(URI.create(standIn.root() + "/slow"), Map.of(), LONG);
        HttpExchange begun = old.send(call);

        old.retire();

        assertEquals(200, begun.reply().get(30, TimeUnit.SECONDS).status());
        assertFalse(failure(old.send(call)).left());
    }

    @Test
    void nothingPrintsHeadersOrBodies() {
        HttpCall call = HttpCall.post(action(), Map.of("Authorization", "Bearer geheim"), "client_secret=geheim", LONG);

        assertFalse(call.toString().contains("geheim"));
        assertFalse(new HttpReply(200, Map.of(), "geheim", false).toString().contains("geheim"));
        assertFalse(
                new ProxySettings("p", 1, "u", "geheim", List.of()).toString().contains("geheim"));
    }
}
