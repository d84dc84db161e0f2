package io.jenkins.plugins.intune.driver;

import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.intune.graph.BearerTokens;
import io.jenkins.plugins.intune.graph.Cloud;
import io.jenkins.plugins.intune.request.Phase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A token that comes when nobody waits for it any more. */
class LateTokenTest {

    @AutoClose
    private final RequestBench bench = new RequestBench();

    /** A credential is changed while the token of the old one is awaited. */
    @Test
    void theActionIsSentWithTheTokenThatTheDeviceWasJustReadWith() throws Exception {
        bench.standIn.answerAction(accepted());
        CompletableFuture<Void> save = new CompletableFuture<>();
        bench.host.nextSave = save;
        bench.begin();
        await().until(() -> !bench.host.saved.isEmpty());
        bench.clock.pass(Duration.ofSeconds(6));
        CompletableFuture<String> old = new CompletableFuture<>();
        bench.currentToken = old;
        save.complete(null);
        // The device is read once more, and the token endpoint of the old credential does not answer.
        await().until(() -> bench.request.phase() == Phase.READING);
        CompletableFuture<String> fresh = CompletableFuture.completedFuture("token-of-the-new-credential");
        GraphAccess access = bench.access(Cloud.CUSTOM);
        BearerTokens tokens = new BearerTokens() {
            @Override
            public CompletableFuture<String> current() {
                return fresh;
            }

            @Override
            public CompletableFuture<String> renewed(String refused) {
                return fresh;
            }
        };
        bench.access = CompletableFuture.completedFuture(
                new GraphAccess(access.endpoints(), tokens, access.throttles(), List.of(), access.transport()));
        CompletableFuture<Void> second = new CompletableFuture<>();
        bench.host.nextSave = CompletableFuture.completedFuture(null);
        bench.clock.pass(Duration.ofSeconds(4));
        await().until(() -> bench.request.phase() == Phase.BACKING_OFF);
        bench.host.nextSave = second;
        int saved = bench.host.saved.size();
        bench.clock.pass(Duration.ofSeconds(3));
        await().until(() -> bench.host.saved.size() > saved && bench.request.phase() == Phase.SAVING);

        old.complete("token-of-the-old-credential");
        second.complete(null);

        await().until(() -> bench.standIn.actions().size() == 1);
        assertEquals(
                "Bearer token-of-the-new-credential",
                bench.standIn.actions().get(0).getHeader("Authorization"));
    }
}
