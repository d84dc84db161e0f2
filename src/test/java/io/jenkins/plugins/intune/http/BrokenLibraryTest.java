package io.jenkins.plugins.intune.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.standin.StandIn;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Libraries that do not fit together: an error where none is expected. */
class BrokenLibraryTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final StandIn standIn = StandIn.start();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private HttpTransport transport = transport(builder -> {});

    private HttpTransport transport(Consumer<HttpAsyncClientBuilder> broken) {
        return new HttpTransport(
                ProxySettings.DIRECT, StandIn.trust(), "test", timer, SystemDefaultDnsResolver.INSTANCE, broken);
    }

    @AfterEach
    void close() {
        transport.retire();
        timer.shutdownNow();
        standIn.close();
    }

    private void breakClient(Consumer<HttpAsyncClientBuilder> broken) {
        transport.retire();
        transport = transport(broken);
    }

    private HttpCall call(Map<String, String> headers) {
        standIn.answerAction(StandIn.accepted());
        return HttpCall.post(URI.create(standIn.root() + "/v1.0/x/requestRemoteAssistance"), headers, LONG);
    }

    private HttpFailure failure(HttpCall call) {
        HttpExchange exchange = transport.send(call);
        ExecutionException failed =
                assertThrows(ExecutionException.class, () -> exchange.reply().get(10, TimeUnit.SECONDS));
        return assertInstanceOf(HttpFailure.class, failed.getCause());
    }

    private int status() throws Exception {
        return transport.send(call(Map.of())).reply().get(10, TimeUnit.SECONDS).status();
    }

    private static Map<String, String> headersThatFailAfter(int looks) {
        AtomicInteger left = new AtomicInteger(looks);
        return new HashMap<>() {
            @Override
            public void forEach(BiConsumer<? super String, ? super String> action) {
                if (left.getAndDecrement() <= 0) {
                    throw new NoSuchMethodError("of a library");
                }
                super.forEach(action);
            }
        };
    }

    @Test
    void anErrorBeforeTheRequestLeavesEndsTheCall() throws Exception {
        HttpFailure failure = failure(call(headersThatFailAfter(1)));

        assertFalse(failure.left());
        assertTrue(failure.getMessage().contains("NoSuchMethodError: of a library"), failure::getMessage);
        HttpFailure earlier = failure(call(headersThatFailAfter(0)));
        assertFalse(earlier.left());
        assertTrue(earlier.getMessage().contains("(NoSuchMethodError)"), earlier::getMessage);
        assertEquals(204, status(), "others go on");
    }

    @Test
    void anErrorAfterTheGateEndsTheCallInDoubt() throws Exception {
        boolean[] broken = {true};
        breakClient(builder -> builder.addExecInterceptorAfter(
                DepartureGate.NAME, "broken", (request, entity, scope, chain, callback) -> {
                    if (broken[0]) {
                        throw new NoSuchMethodError("of a library");
                    }
                    chain.proceed(request, entity, scope, callback);
                }));

        HttpFailure failure = failure(call(Map.of()));

        assertTrue(failure.left());
        assertTrue(failure.getMessage().contains("NoSuchMethodError: of a library"), failure::getMessage);
        broken[0] = false;
        assertTrue(transport.isUsable());
        assertEquals(204, status(), "others go on");
    }

    @Test
    void aClientWhoseNetworkThreadHasDiedMakesWayForANewOne() throws Exception {
        breakClient(builder -> builder.addResponseInterceptorLast((response, entity, context) -> {
            throw new NoSuchMethodError("of a library");
        }));
        HttpTransport dying = transport;
        HttpTransport next = transport(builder -> {});
        Iterator<HttpTransport> made = List.of(dying, next).iterator();
        CurrentTransport current = new CurrentTransport(proxy -> made.next());
        assertSame(dying, current.get(ProxySettings.DIRECT));
        assertSame(dying, current.get(ProxySettings.DIRECT));

        assertTrue(failure(call(Map.of())).left());

        await().dontCatchUncaughtExceptions().until(() -> current.get(ProxySettings.DIRECT) == next);
        transport = next;
        assertEquals(204, status());
    }

    @Test
    void noClientIsMadeAnyMoreOnceJenkinsStops() {
        AtomicInteger made = new AtomicInteger();
        CurrentTransport current = new CurrentTransport(proxy -> {
            made.incrementAndGet();
            return transport;
        });
        current.get(ProxySettings.DIRECT);
        current.close();

        HttpExchange late = current.get(ProxySettings.DIRECT).send(call(Map.of()));

        assertEquals(1, made.get(), "nobody would close another one");
        assertFalse(late.left());
        assertTrue(late.reply().isCompletedExceptionally());
        transport = transport(builder -> {});
    }
}
