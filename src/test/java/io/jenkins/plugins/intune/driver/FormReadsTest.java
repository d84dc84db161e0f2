package io.jenkins.plugins.intune.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.http.HttpCall;
import io.jenkins.plugins.intune.http.HttpExchange;
import io.jenkins.plugins.intune.http.HttpReply;
import io.jenkins.plugins.intune.http.HttpSender;
import io.jenkins.plugins.intune.http.SampleExchange;
import io.jenkins.plugins.intune.throttle.AppThrottle;
import io.jenkins.plugins.intune.throttle.Limits;
import io.jenkins.plugins.intune.throttle.Permit;
import io.jenkins.plugins.intune.throttle.Priority;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Typing into a form, or trying an app out, takes nothing away from the app's builds. */
class FormReadsTest {

    private static final Duration TIME = Duration.ofSeconds(3);

    private final ManualPlatform machine = new ManualPlatform();
    private final AppThrottle throttle =
            new AppThrottle(machine, machine, new SplittableRandom(1), new Limits(2, 6, Duration.ofSeconds(20)));
    private final List<HttpCall> sent = new ArrayList<>();
    private final HttpSender form = PacedSender.forForm(() -> this::send, throttle, machine.platform());

    private HttpExchange send(HttpCall call) {
        sent.add(call);
        return new SampleExchange(new CompletableFuture<>());
    }

    private CompletableFuture<HttpReply> read() {
        return form.send(HttpCall.get(URI.create("https://graph.example/devices"), Map.of(), TIME))
                .reply();
    }

    @Test
    void theyGetNoMoreThanTheLimitLeavesThemAndAreToldSo() {
        List<CompletableFuture<HttpReply>> reads = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            reads.add(read());
        }
        machine.pass(TIME);

        assertTrue(sent.size() <= 4, () -> sent.size() + " were sent");
        CompletionException failure = assertThrows(CompletionException.class, reads.get(9)::join);
        assertTrue(failure.getCause().getMessage().contains("limit"), failure.getCause()::getMessage);
    }

    /** After a change of the proxy the client of before takes no calls any more. */
    @Test
    void whatHasWaitedIsSentWithThePresentClient() {
        List<String> used = new ArrayList<>();
        AtomicReference<String> present = new AtomicReference<>("old");
        HttpSender reads = PacedSender.forForm(
                () -> {
                    String client = present.get();
                    return call -> {
                        used.add(client);
                        return send(call);
                    };
                },
                throttle,
                machine.platform());
        HttpCall call = HttpCall.get(URI.create("https://graph.example/devices"), Map.of(), Duration.ofSeconds(60));
        for (int i = 0; i < 10; i++) {
            reads.send(call);
        }
        int before = used.size();

        present.set("new");
        machine.pass(Duration.ofSeconds(59));

        assertTrue(used.size() > before && before < 10, used::toString);
        assertFalse(used.subList(before, used.size()).contains("old"), used::toString);
    }

    @Test
    void nothingIsSentWhileGraphSaysToWait() {
        CompletableFuture<Permit> build = throttle.takeRead(Priority.DECIDING);
        build.join().throttled(Duration.ZERO, Optional.of(Duration.ofSeconds(30)));

        CompletableFuture<HttpReply> read = read();

        assertTrue(read.isCompletedExceptionally(), "at once: nobody waits for what cannot come");
        machine.pass(Duration.ofSeconds(29));
        assertEquals(List.of(), sent);
        machine.pass(Duration.ofSeconds(3));
        assertFalse(read().isCompletedExceptionally());
    }
}
