package io.jenkins.plugins.intune.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.standin.RecordingProxy;
import io.jenkins.plugins.intune.standin.StandIn;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.async.AsyncExecChainHandler;
import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A connection that closes at the last moment: when the request has passed its gate and not a byte of it is written. */
class ClosedTunnelTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final StandIn standIn = StandIn.start();
    private final RecordingProxy proxy = RecordingProxy.start();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void close() throws IOException {
        timer.shutdownNow();
        proxy.close();
        standIn.close();
    }

    /** Closes the connection between the gate and the write. */
    private static void closeAtTheLastMoment(HttpAsyncClientBuilder builder) {
        AsyncExecChainHandler closer = (request, entity, scope, chain, callback) -> {
            scope.execRuntime.disconnectEndpoint();
            chain.proceed(request, entity, scope, callback);
        };
        builder.addExecInterceptorAfter(DepartureGate.NAME, "closer", closer);
    }

    private HttpFailure failure(ProxySettings settings) {
        HttpTransport transport = new HttpTransport(
                settings,
                StandIn.trust(),
                "test",
                timer,
                SystemDefaultDnsResolver.INSTANCE,
                ClosedTunnelTest::closeAtTheLastMoment);
        try {
            HttpCall call = HttpCall.post(
                    URI.create(standIn.root() + "/v1.0/x/requestRemoteAssistance"),
                    Map.of("Authorization", "Bearer " + StandIn.TOKEN),
                    LONG);
            HttpExchange exchange = transport.send(call);
            ExecutionException failed = assertThrows(
                    ExecutionException.class, () -> exchange.reply().get(30, TimeUnit.SECONDS));
            assertFalse(exchange.left());
            return assertInstanceOf(HttpFailure.class, failed.getCause());
        } finally {
            transport.retire();
        }
    }

    @Test
    void theTokenIsNeverWrittenToTheProxyInClear() {
        standIn.answerAction(StandIn.accepted());

        HttpFailure failure = failure(new ProxySettings("localhost", proxy.port(), null, null, List.of()));

        List<String> heads = proxy.heads();
        assertEquals(1, heads.size(), heads::toString);
        assertTrue(heads.get(0).startsWith("CONNECT "), heads::toString);
        assertFalse(heads.get(0).contains(StandIn.TOKEN), heads::toString);
        assertEquals(HttpFailure.Kind.NOT_CONNECTED, failure.kind());
        assertFalse(failure.left());
        assertEquals(0, standIn.requests());
    }

    @Test
    void withoutAProxyItWasNeverSentEither() {
        standIn.answerAction(StandIn.accepted());

        HttpFailure failure = failure(ProxySettings.DIRECT);

        assertEquals(HttpFailure.Kind.NOT_CONNECTED, failure.kind());
        assertFalse(failure.left());
        assertEquals(0, standIn.requests());
    }
}
