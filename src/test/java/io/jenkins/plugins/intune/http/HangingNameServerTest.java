package io.jenkins.plugins.intune.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.standin.StandIn;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A name server that does not answer for some hosts. */
class HangingNameServerTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final StandIn standIn = StandIn.start();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final CountDownLatch nameServerBack = new CountDownLatch(1);
    private final Queue<String> threads = new ConcurrentLinkedQueue<>();
    private final SystemDefaultDnsResolver nameService = new SystemDefaultDnsResolver() {
        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            threads.add(Thread.currentThread().getName());
            if (host.startsWith("hangs")) {
                awaitQuietly(nameServerBack);
                throw new UnknownHostException(host);
            }
            return super.resolve(host);
        }
    };

    private HttpTransport transport = transport(ProxySettings.DIRECT);

    private HttpTransport transport(ProxySettings proxy) {
        return new HttpTransport(proxy, StandIn.trust(), "test", timer, nameService, builder -> {});
    }

    @AfterEach
    void close() {
        nameServerBack.countDown();
        transport.retire();
        timer.shutdownNow();
        standIn.close();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpExchange send(String host, Duration timeout) {
        return transport.send(HttpCall.post(URI.create("https://" + host + "/x"), Map.of(), timeout));
    }

    private int statusOfHealthyHost() throws Exception {
        standIn.answerAction(StandIn.accepted());
        URI healthy = URI.create(standIn.root() + "/v1.0/x/requestRemoteAssistance");
        HttpExchange exchange = transport.send(HttpCall.post(healthy, Map.of(), LONG));
        return exchange.reply().get(20, TimeUnit.SECONDS).status();
    }

    private static HttpFailure failure(HttpExchange exchange) {
        ExecutionException failed =
                assertThrows(ExecutionException.class, () -> exchange.reply().get(10, TimeUnit.SECONDS));
        return assertInstanceOf(HttpFailure.class, failed.getCause());
    }

    @Test
    void theCallsOwnDeadlineHoldsAndSaysThatNothingWasSent() {
        HttpFailure failure = failure(send("hangs.example", Duration.ofMillis(500)));

        assertEquals(HttpFailure.Kind.TIMEOUT, failure.kind());
        assertFalse(failure.left());
        assertTrue(
                failure.getMessage().contains("The address of hangs.example could not be found"), failure::getMessage);
    }

    @Test
    void whereJavaHasNoThreadTheNameServerIsNotBlamed() {
        OutOfMemoryError noThread = new OutOfMemoryError("unable to create native thread");
        HostAddresses hosts = new HostAddresses(nameService, System::nanoTime, task -> {
            throw noThread;
        });
        assertFalse(hosts.find("hangs.example").isDone());
        ClientExchange exchange = new ClientExchange(
                HttpCall.post(URI.create("https://hangs.example/x"), Map.of(), LONG), ProxySettings.DIRECT);

        exchange.expire(hosts.refusal());

        HttpFailure failure = failure(exchange);
        assertFalse(failure.left());
        assertTrue(failure.getMessage().contains("(OutOfMemoryError)"), failure::getMessage);
    }

    @Test
    void neitherTheCallersThreadNorTheTimersLooksUp() throws Exception {
        send("hangs.example", Duration.ofMillis(100));
        send("hangs-too.example", Duration.ofMillis(100));
        assertEquals(204, statusOfHealthyHost());

        await().until(() -> threads.size() == 3);
        assertTrue(
                threads.stream().allMatch(name -> name.startsWith("intune-remote-assistance-hosts")),
                threads::toString);
    }

    @Test
    void fiftyHostsThatHangStopNoCallToAHealthyOne() throws Exception {
        List<HttpExchange> hanging = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            for (int call = 0; call < 10; call++) {
                hanging.add(send("hangs-" + i + ".example", LONG));
            }
        }

        assertEquals(204, statusOfHealthyHost());
        assertTrue(hanging.stream().noneMatch(exchange -> exchange.reply().isDone()));
    }

    @Test
    void aProxyIsLookedUpInTheSameWay() {
        transport.retire();
        transport = transport(new ProxySettings("hangs.example", 3128, null, null, List.of()));

        HttpFailure failure = failure(send("localhost", Duration.ofMillis(500)));

        assertTrue(failure.getMessage().contains("hangs.example"), failure::getMessage);
        assertFalse(failure.left());
    }

    @Test
    void aCallThatWasGivenUpLeavesNotWhenTheNameServerIsBack() {
        HttpExchange exchange = send("hangs.example", LONG);

        exchange.cancel();

        assertEquals(HttpFailure.Kind.CANCELLED, failure(exchange).kind());
        nameServerBack.countDown();
        assertFalse(exchange.left());
    }

    @Test
    void aHostThatIsKnownServesWhileTheNameServerHangs() throws Exception {
        AtomicLong now = new AtomicLong();
        Queue<Runnable> lookUps = new ConcurrentLinkedQueue<>();
        HostAddresses hosts = new HostAddresses(SystemDefaultDnsResolver.INSTANCE, now::get, lookUps::add);
        assertFalse(hosts.find("localhost").isDone());
        lookUps.remove().run();

        now.addAndGet(Duration.ofSeconds(29).toNanos());
        assertTrue(hosts.find("LOCALHOST").isDone());
        assertEquals(0, lookUps.size());

        now.addAndGet(Duration.ofMinutes(4).toNanos());
        assertTrue(hosts.find("localhost").isDone(), "looked up again beside the call");
        assertTrue(hosts.find("localhost").isDone());
        assertEquals(1, lookUps.size(), "one look-up for all who want it");
        assertTrue(hosts.resolve("localhost").length > 0);

        now.addAndGet(Duration.ofMinutes(1).toNanos());
        assertFalse(hosts.find("localhost").isDone(), "too old");
    }
}
