package io.jenkins.plugins.intune.driver;

import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.request.Phase;
import io.jenkins.plugins.intune.throttle.Limits;
import io.jenkins.plugins.intune.throttle.Ticket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Jenkins is stopped in an orderly way while a request waits for its place within Intune's limit. */
class StoppingTest {

    @AutoClose
    private final RequestBench bench = new RequestBench();

    @Test
    void nothingLeavesWithAPermitThatComesAfterwards() throws Exception {
        bench.standIn.answerAction(accepted());
        bench.throttle.limit(Limits.DEFAULT.withWrites(1));
        CompletableFuture<Void> called = new CompletableFuture<>();
        Ticket other = bench.throttle.queueWrite(() -> called.complete(null));
        called.join();
        other.claim().join().answered(Duration.ZERO);
        bench.begin();
        await().until(() -> bench.request.phase() == Phase.QUEUEING);
        // The window is 20 s long, and whoever is next is called a little earlier, to read its device.
        bench.clock.pass(Duration.ofSeconds(19));
        await().until(() -> bench.request.phase() == Phase.TAKING);

        bench.clock.stopping = true;
        assertFalse(bench.request.sending(), "nobody would wait for it");
        AtomicBoolean next = new AtomicBoolean();
        bench.throttle.queueWrite(() -> next.set(true));
        bench.clock.pass(Duration.ofSeconds(30));

        assertTrue(next.get(), "it has its permit still");
        assertEquals(List.of(), bench.standIn.actions());
        assertEquals(Phase.TAKING, bench.request.phase(), "to begin anew after the restart");
    }
}
