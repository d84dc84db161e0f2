package io.jenkins.plugins.intune.driver;

import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.request.Phase;
import io.jenkins.plugins.intune.throttle.Limits;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A request that has its permit reads its device again after a slow save, and then has to wait for its credential or token. */
class PermitHeldTest {

    @AutoClose
    private final RequestBench bench = new RequestBench();

    private final AtomicBoolean called = new AtomicBoolean();

    @Test
    void aCredentialsProviderThatHangsKeepsNobodyElseFromBeingAsked() throws Exception {
        savedAfterSixSeconds(() -> bench.access = new CompletableFuture<>());

        bench.clock.pass(Duration.ofSeconds(60));

        assertTrue(called.get(), "a permit is held while something else is waited for: " + bench.request.status());
    }

    @Test
    void aTokenEndpointThatHangsKeepsNobodyElseFromBeingAsked() throws Exception {
        savedAfterSixSeconds(() -> bench.currentToken = new CompletableFuture<>());

        bench.clock.pass(Duration.ofSeconds(60));

        assertTrue(called.get(), "a permit is held while something else is waited for: " + bench.request.status());
    }

    private void savedAfterSixSeconds(Runnable hang) throws Exception {
        bench.standIn.answerAction(accepted());
        bench.throttle.limit(Limits.DEFAULT.withWrites(1));
        CompletableFuture<Void> save = new CompletableFuture<>();
        bench.host.nextSave = save;
        bench.begin();
        await().until(() -> bench.request.phase() == Phase.SAVING);
        bench.throttle.queueWrite(() -> called.set(true));
        bench.clock.pass(Duration.ofSeconds(6));
        hang.run();
        save.complete(null);
        await().until(() -> bench.request.phase() == Phase.READING);
        assertFalse(called.get());
    }
}
