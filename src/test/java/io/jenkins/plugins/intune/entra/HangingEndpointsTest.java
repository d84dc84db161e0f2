package io.jenkins.plugins.intune.entra;

import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static io.jenkins.plugins.intune.standin.StandIn.tokenRequest;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.standin.StandIn;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Token endpoints and sources of ID tokens that do not answer, beside those that do. */
class HangingEndpointsTest {

    private final StandIn standIn = StandIn.start();
    private final TokensFixture fixture = new TokensFixture(StandIn.trust());
    private final EntraTokens tokens = fixture.tokens();
    private final CountDownLatch sourceIsBack = new CountDownLatch(1);

    @AfterEach
    void close() {
        sourceIsBack.countDown();
        fixture.close();
        standIn.close();
    }

    private AppIdentity app(String tenant, ClientProof proof) {
        return new AppIdentity(standIn.root(), tenant, StandIn.CLIENT, "https://graph.example/.default", proof);
    }

    private AppIdentity hangingApp(int number) {
        return app("hangs-" + number + ".example", new SecretProof(StandIn.SECRET));
    }

    /** An app whose ID token is somewhere that does not answer. */
    private AppIdentity appWithHangingSource(int number) {
        return app("contoso.example", new FederatedProof("build " + number, () -> {
            try {
                sourceIsBack.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException over) {
                Thread.currentThread().interrupt();
            }
            return "";
        }));
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 40})
    void endpointsThatHangHoldUpNoOtherApp(int hanging) throws Exception {
        standIn.stub(post(urlPathMatching("/hangs-.*"))
                .willReturn(StandIn.token("late", 3599).withFixedDelay(25_000)));
        List<CompletableFuture<AccessToken>> waiting = new ArrayList<>();
        for (int i = 0; i < hanging; i++) {
            for (int caller = 0; caller < 5; caller++) {
                waiting.add(tokens.of(hangingApp(i)).current());
            }
        }
        await().atMost(Duration.ofSeconds(20))
                .until(() -> standIn.tokenRequests().size() == hanging);

        AppIdentity healthy = app(StandIn.TENANT, new SecretProof(StandIn.SECRET));
        assertEquals(
                StandIn.TOKEN,
                tokens.of(healthy).current().get(10, TimeUnit.SECONDS).value());
        assertEquals(
                StandIn.TOKEN,
                tokens.fresh(healthy, Duration.ofSeconds(8))
                        .get(10, TimeUnit.SECONDS)
                        .value());
        assertTrue(waiting.stream().noneMatch(CompletableFuture::isDone));
    }

    @Test
    void whoeverTriesAnAppOutAgainAndAgainHoldsUpNoneOfItsBuilds() throws Exception {
        standIn.stub(tokenRequest().willReturn(StandIn.token("late", 3599).withFixedDelay(1_500)));
        List<CompletableFuture<AccessToken>> tries = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            tries.add(tokens.fresh(app(StandIn.TENANT, new SecretProof("wrong " + i)), Duration.ofSeconds(7)));
        }
        await().until(() -> !standIn.tokenRequests().isEmpty());
        assertEquals(1, standIn.tokenRequests().size(), "one after the other");

        tokens.of(app(StandIn.TENANT, new SecretProof(StandIn.SECRET)))
                .current()
                .get(20, TimeUnit.SECONDS);

        long done = tries.stream().filter(CompletableFuture::isDone).count();
        assertTrue(done <= 4, () -> done + " tries went first");
    }

    @Test
    void aSourceOfIdTokensThatHangsHoldsFewThreadsAndEndsInTime() throws Exception {
        List<CompletableFuture<AccessToken>> waiting = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            waiting.add(tokens.fresh(appWithHangingSource(i), Duration.ofSeconds(1)));
        }

        AppIdentity healthy = app(StandIn.TENANT, new SecretProof(StandIn.SECRET));
        assertEquals(
                StandIn.TOKEN,
                tokens.fresh(healthy, Duration.ofSeconds(8))
                        .get(10, TimeUnit.SECONDS)
                        .value());

        EntraException first = failure(waiting.get(0));
        assertTrue(first.temporary());
        assertTrue(first.getMessage().contains("Either the token endpoint did not answer"), first::getMessage);
        EntraException last = failure(waiting.get(199));
        assertTrue(last.temporary());
        assertTrue(
                last.getMessage().contains("too many other token requests were in line before it"), last::getMessage);
        assertEquals(1, standIn.tokenRequests().size());
        assertTrue(tokens.evidence(appWithHangingSource(0))
                .get(10, TimeUnit.SECONDS)
                .isEmpty());
    }

    @Test
    void whereJavaHasNoThreadOtherRequestsAreNotBlamed() {
        EntraTokens starved = new EntraTokens(
                () -> null,
                task -> {
                    throw new OutOfMemoryError("unable to create native thread");
                },
                (delay, task) -> CompletableFuture.runAsync(
                        task, CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS)),
                InstantSource.system());

        EntraException failure =
                failure(starved.fresh(app(StandIn.TENANT, new SecretProof(StandIn.SECRET)), Duration.ofSeconds(1)));

        assertTrue(failure.temporary());
        assertTrue(failure.getMessage().contains("unable to create native thread"), failure::getMessage);
    }

    private static EntraException failure(CompletableFuture<AccessToken> token) {
        ExecutionException failed = assertThrows(ExecutionException.class, () -> token.get(10, TimeUnit.SECONDS));
        return assertInstanceOf(EntraException.class, failed.getCause());
    }
}
