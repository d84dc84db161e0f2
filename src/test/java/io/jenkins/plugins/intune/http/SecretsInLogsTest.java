package io.jenkins.plugins.intune.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.RecordedLog;
import io.jenkins.plugins.intune.standin.RecordingProxy;
import io.jenkins.plugins.intune.standin.StandIn;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Somebody lets Apache's client tell all that it does, as one has to, to find out what is wrong with a proxy. */
class SecretsInLogsTest {

    private static final String PASSWORD =
            Base64.getEncoder().encodeToString("jenkins:proxy-password".getBytes(StandardCharsets.UTF_8));

    private final StandIn standIn = StandIn.start();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final RecordedLog log = new RecordedLog(Logger.getLogger("org.apache.hc"), Level.ALL);

    @AfterEach
    void close() {
        log.close();
        timer.shutdownNow();
        standIn.close();
    }

    private List<String> said() {
        return log.lines().stream()
                .map(line -> line.getLoggerName() + ": " + new SimpleFormatter().formatMessage(line))
                .toList();
    }

    private void send(ProxySettings proxy) throws Exception {
        HttpTransport transport = new HttpTransport(proxy, StandIn.trust(), "test", timer);
        try {
            URI action = URI.create(standIn.root() + "/v1.0/x/requestRemoteAssistance");
            Map<String, String> headers =
                    Map.of("Authorization", "Bearer the-token", "X-IDENTITY-HEADER", "the-machines", "Told", "this");
            HttpReply reply = transport
                    .send(HttpCall.post(action, headers, "client_secret=the-secret", Duration.ofSeconds(20)))
                    .reply()
                    .get(30, TimeUnit.SECONDS);
            assertEquals(200, reply.status());
        } finally {
            transport.retire();
        }
    }

    @Test
    void noSecretIsTold() throws Exception {
        standIn.answerAction(StandIn.graphSays(200).withBody("the-link"));
        String answer = "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\n"
                + "Content-Length: 0\r\n\r\n";
        try (RecordingProxy proxy = RecordingProxy.refusing(answer, "Basic " + PASSWORD)) {
            send(new ProxySettings("localhost", proxy.port(), "jenkins", "proxy-password", List.of()));
        }

        List<String> secret = said().stream()
                .filter(line -> Stream.of("the-token", "the-machines", "the-secret", "the-link", PASSWORD)
                        .anyMatch(line::contains))
                .toList();
        assertEquals(List.of(), secret);
        for (String useful : List.of(">> CONNECT localhost", "407 Proxy Authentication", ">> Told: this")) {
            assertTrue(said().stream().anyMatch(line -> line.contains(useful)), useful);
        }
    }

    /** What the clients of other plugins say on threads of their own is theirs. */
    @Test
    void othersTellWhatTheyWant() {
        Logger.getLogger("org.apache.hc.client5.http.headers").fine("other-1 >> Authorization: Basic x");

        assertEquals(1, said().size());
    }
}
