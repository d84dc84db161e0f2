package io.jenkins.plugins.intune.entra;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.nimbusds.jwt.SignedJWT;
import io.jenkins.plugins.intune.standin.StandIn;
import io.jenkins.plugins.intune.standin.TestCertificate;
import java.net.URI;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.http.NettyWrapper;
import no.nav.security.mock.oauth2.http.Ssl;
import no.nav.security.mock.oauth2.http.SslKeystore;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The plugin's token requests at an independent token server, which reads them by the standard. */
class IndependentTokenServerTest {

    private static MockOAuth2Server server;
    private static SSLContext trust;

    private final TokensFixture fixture = new TokensFixture(trust);
    private final EntraTokens tokens = fixture.tokens();

    @BeforeAll
    static void start() throws Exception {
        SslKeystore own = new SslKeystore();
        server = new MockOAuth2Server(new OAuth2Config(
                false,
                null,
                null,
                false,
                new OAuth2TokenProvider(),
                java.util.Set.of(),
                new NettyWrapper(new Ssl(own))));
        server.start();
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        KeyStore keys = own.getKeyStore();
        trusted.setCertificateEntry("server", keys.getCertificate(keys.aliases().nextElement()));
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        trust = SSLContext.getInstance("TLS");
        trust.init(null, factory.getTrustManagers(), null);
    }

    @AfterAll
    static void stop() {
        server.shutdown();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    static Stream<ClientProof> proofs() {
        TestCertificate app = TestCertificate.goodFor(Duration.ofDays(90));
        return Stream.of(
                new SecretProof(StandIn.SECRET),
                new CertificateProof(app.keys().getPrivate(), List.of(app.certificate())),
                // The standard wants the client as the subject; Entra takes whatever its federated credential names.
                new FederatedProof(
                        "t",
                        () -> server.issueToken("jenkins", StandIn.CLIENT, "api://AzureADTokenExchange")
                                .serialize()));
    }

    @ParameterizedTest
    @MethodSource("proofs")
    void itGivesAToken(ClientProof proof) throws Exception {
        URI root = server.baseUrl().uri();
        URI authority = URI.create("https://localhost:" + root.getPort());
        AppIdentity app =
                AppIdentity.of(authority, StandIn.TENANT, StandIn.CLIENT, "https://graph.example/.default", proof);

        AccessToken token = tokens.of(app).current().get(60, TimeUnit.SECONDS);

        SignedJWT given = SignedJWT.parse(token.value());
        assertEquals(StandIn.CLIENT, given.getJWTClaimsSet().getSubject(), "it knows who asked");
    }
}
