package io.jenkins.plugins.intune.service;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.intune.entra.AppIdentity;
import io.jenkins.plugins.intune.entra.EntraTokens;
import io.jenkins.plugins.intune.entra.SecretProof;
import io.jenkins.plugins.intune.http.HttpCall;
import io.jenkins.plugins.intune.http.HttpFailure;
import io.jenkins.plugins.intune.http.HttpReply;
import io.jenkins.plugins.intune.http.HttpTransport;
import io.jenkins.plugins.intune.http.ProxySettings;
import io.jenkins.plugins.intune.standin.Squid;
import io.jenkins.plugins.intune.standin.StandIn;
import io.jenkins.plugins.intune.values.Scheduler;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entra and Graph through a real proxy server. */
class SquidProxyTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final StandIn standIn = StandIn.start();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);

    @TempDir
    private Path folder;

    @BeforeEach
    void needsSquid() {
        boolean installed = Squid.installed().isPresent();
        if (!installed) {
            System.out.println("SquidProxyTest is skipped: no Squid is installed (Debian: apt-get install squid).");
        }
        assumeTrue(installed, "no Squid is installed (Debian: apt-get install squid)");
        standIn.answerAction(StandIn.accepted());
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        standIn.close();
    }

    private HttpReply tokenAndAction(ProxySettings proxy) throws Exception {
        HttpTransport transport = new HttpTransport(proxy, StandIn.trust(), "test", threads);
        try {
            EntraTokens tokens =
                    new EntraTokens(() -> transport, threads, Scheduler.on(threads), InstantSource.system());
            String token = tokens.of(new AppIdentity(
                            standIn.root(),
                            StandIn.TENANT,
                            StandIn.CLIENT,
                            standIn.root() + "/.default",
                            new SecretProof(StandIn.SECRET)))
                    .current()
                    .get(30, TimeUnit.SECONDS)
                    .value();
            URI action = URI.create(standIn.root() + "/v1.0/x/requestRemoteAssistance");
            return transport
                    .send(HttpCall.post(action, Map.of("Authorization", "Bearer " + token), TIMEOUT))
                    .reply()
                    .get(30, TimeUnit.SECONDS);
        } finally {
            transport.retire();
        }
    }

    private HttpFailure refused(ProxySettings proxy) {
        return refused(proxy, standIn.root());
    }

    private HttpFailure refused(ProxySettings proxy, URI root) {
        HttpTransport transport = new HttpTransport(proxy, StandIn.trust(), "test", threads);
        try {
            URI action = URI.create(root + "/v1.0/x/requestRemoteAssistance");
            ExecutionException failed = assertThrows(
                    ExecutionException.class,
                    () -> transport
                            .send(HttpCall.post(action, Map.of("Authorization", "Bearer t"), TIMEOUT))
                            .reply()
                            .get(30, TimeUnit.SECONDS));
            return assertInstanceOf(HttpFailure.class, failed.getCause());
        } finally {
            transport.retire();
        }
    }

    private static ProxySettings settings(Squid squid, String password, String... noProxyHosts) {
        return new ProxySettings(
                "127.0.0.1", squid.port(), password == null ? null : Squid.USER, password, List.of(noProxyHosts));
    }

    private void awaitTunnel(Squid squid) {
        String connect = "CONNECT localhost:" + standIn.root().getPort();
        await().until(() -> squid.log().contains(connect));
    }

    @Test
    void withoutAPassword() throws Exception {
        try (Squid squid = Squid.start(folder, false, "")) {
            assertEquals(204, tokenAndAction(settings(squid, null)).status());

            awaitTunnel(squid);
            assertEquals("Bearer " + StandIn.TOKEN, standIn.actions().get(0).getHeader("Authorization"));
        }
    }

    @Test
    void withAPasswordBothAuthorizationsArrive() throws Exception {
        try (Squid squid = Squid.start(folder, true, "")) {
            assertEquals(204, tokenAndAction(settings(squid, Squid.PASSWORD)).status());

            awaitTunnel(squid);
            assertTrue(squid.log().contains(" " + Squid.USER + " "), squid.log());
            assertEquals("Bearer " + StandIn.TOKEN, standIn.actions().get(0).getHeader("Authorization"));
            assertFalse(standIn.actions().get(0).containsHeader("Proxy-Authorization"));
            assertTrue(standIn.tokenForms().get(0).contains(StandIn.SECRET));
        }
    }

    @Test
    void aWrongPasswordIsTheProxysRefusalAndNothingIsSent() throws Exception {
        try (Squid squid = Squid.start(folder, true, "")) {
            HttpFailure failure = refused(settings(squid, "wrong"));

            assertEquals(HttpFailure.Kind.PROXY, failure.kind());
            assertEquals(407, failure.proxyStatus());
            assertFalse(failure.left());
            assertEquals(0, standIn.requests());
        }
    }

    @Test
    void aForbiddenHostIsTheProxysRefusalAndNotGraphs() throws Exception {
        try (Squid squid = Squid.start(folder, false, "http_access deny all")) {
            HttpFailure failure = refused(settings(squid, null));

            assertEquals(HttpFailure.Kind.PROXY, failure.kind());
            assertEquals(403, failure.proxyStatus());
            assertFalse(failure.left());
        }
    }

    @Test
    void aHostThatTheProxyCannotReachIsTheProxysFailure() throws Exception {
        try (Squid squid = Squid.start(folder, false, "")) {
            HttpFailure failure = refused(settings(squid, null), FaultBench.nobody());

            assertEquals(HttpFailure.Kind.PROXY, failure.kind());
            assertEquals(503, failure.proxyStatus());
            assertFalse(failure.left());
        }
    }

    @Test
    void aHostOnTheNoProxyListIsReachedDirectly() throws Exception {
        try (Squid squid = Squid.start(folder, true, "")) {
            HttpReply reply = tokenAndAction(settings(squid, "never-used", "localhost", ".*\\.example"));

            assertEquals(204, reply.status());
            assertEquals("Bearer " + StandIn.TOKEN, standIn.actions().get(0).getHeader("Authorization"));
            assertFalse(squid.log().contains("CONNECT"), squid.log());
        }
    }
}
