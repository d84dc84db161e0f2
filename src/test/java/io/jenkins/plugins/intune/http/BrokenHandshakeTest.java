package io.jenkins.plugins.intune.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.retry.Disposition;
import io.jenkins.plugins.intune.retry.ReadFailure;
import io.jenkins.plugins.intune.standin.StandIn;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a call whose connection ends before anything of it can be sent. */
class BrokenHandshakeTest {

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService servers = Executors.newCachedThreadPool();
    private final ServerSocket listener;

    BrokenHandshakeTest() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        listener.close();
        servers.shutdownNow();
        timer.shutdownNow();
    }

    /** A server, or a proxy, that hears something, says something, and hangs up. */
    private void answer(byte[]... parts) {
        servers.execute(() -> {
            try {
                while (true) {
                    try (Socket client = listener.accept()) {
                        for (byte[] part : parts) {
                            client.getInputStream().read(new byte[16 * 1024]);
                            client.getOutputStream().write(part);
                            client.getOutputStream().flush();
                        }
                    }
                }
            } catch (IOException closed) {
                // The end of the test.
            }
        });
    }

    private HttpFailure call(ProxySettings proxy) {
        HttpTransport transport = new HttpTransport(proxy, StandIn.trust(), "test", timer);
        try {
            HttpExchange exchange = transport.send(HttpCall.post(
                    URI.create("https://localhost:" + listener.getLocalPort() + "/x"),
                    Map.of(),
                    Duration.ofSeconds(30)));
            return (HttpFailure) assertThrows(
                            ExecutionException.class, () -> exchange.reply().get(60, TimeUnit.SECONDS))
                    .getCause();
        } finally {
            transport.retire();
        }
    }

    private ProxySettings proxy() {
        return new ProxySettings("localhost", listener.getLocalPort(), null, null, List.of());
    }

    private static void assertTriedAgain(HttpFailure failure) {
        assertFalse(failure.left());
        assertEquals(Disposition.NEVER_SENT, Disposition.of(failure), failure::getMessage);
        assertEquals(ReadFailure.Kind.TEMPORARY, ReadFailure.of(failure).kind(), failure::getMessage);
    }

    @Test
    void aHandshakeThatIsHungUpIsTriedAgain() {
        answer(new byte[0]);

        assertTriedAgain(call(ProxySettings.DIRECT));
    }

    /** The alert {@code internal_error}: a server that is being started or stopped. */
    @Test
    void aServersErrorInTheHandshakeIsTriedAgain() {
        answer(HexFormat.of().parseHex("15030300020250"));

        assertTriedAgain(call(ProxySettings.DIRECT));
    }

    /** The alerts {@code handshake_failure} and {@code protocol_version}, and a server that speaks no TLS. */
    @ParameterizedTest
    @ValueSource(strings = {"15030300020228", "15030300020246", "485454502f312e31203430300d0a0d0a"})
    void whatWouldComeAgainIsFinal(String bytes) {
        answer(HexFormat.of().parseHex(bytes));
        HttpFailure failure = call(ProxySettings.DIRECT);

        assertEquals(HttpFailure.Kind.TLS, failure.kind(), failure::getMessage);
        assertEquals(Disposition.UNREACHABLE, Disposition.of(failure));
        assertEquals(ReadFailure.Kind.FINAL, ReadFailure.of(failure).kind());
    }

    /** Some proxies say so before they have reached the server. */
    @Test
    void aTunnelThatIsHungUpIsTriedAgain() {
        answer("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.US_ASCII), new byte[0]);

        assertTriedAgain(call(proxy()));
    }

    @ParameterizedTest
    @CsvSource({"408, true", "425, true", "429, true", "502, true", "400, false", "403, false", "404, false"})
    void aProxyInTroubleIsAskedAgain(int status, boolean again) {
        answer(("HTTP/1.1 " + status + " No\r\nContent-Length: 0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        HttpFailure failure = call(proxy());

        assertEquals(HttpFailure.Kind.PROXY, failure.kind());
        assertEquals(
                again ? Disposition.NEVER_SENT : Disposition.UNREACHABLE, Disposition.of(failure), failure::getMessage);
        assertTrue(again == (ReadFailure.of(failure).kind() == ReadFailure.Kind.TEMPORARY));
    }
}
