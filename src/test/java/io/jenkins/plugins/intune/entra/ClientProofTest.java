package io.jenkins.plugins.intune.entra;

import static io.jenkins.plugins.intune.standin.StandIn.tokenRequest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.http.Json;
import io.jenkins.plugins.intune.standin.IdTokens;
import io.jenkins.plugins.intune.standin.StandIn;
import io.jenkins.plugins.intune.standin.TestCertificate;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the token endpoint gets to see of certificates and ID tokens, checked as Entra checks it. */
class ClientProofTest {

    private final StandIn standIn = StandIn.start();
    private final TokensFixture fixture = new TokensFixture(StandIn.trust());
    private final EntraTokens tokens = fixture.tokens();

    @AfterEach
    void close() {
        fixture.close();
        standIn.close();
    }

    private AppIdentity app(ClientProof proof) throws InvalidInputException {
        return AppIdentity.of(standIn.root(), StandIn.TENANT, StandIn.CLIENT, "https://graph.example/.default", proof);
    }

    private String token(ClientProof proof) throws Exception {
        return tokens.of(app(proof)).current().get(60, TimeUnit.SECONDS).value();
    }

    private Map<String, String> form(int request) {
        return java.util.Arrays.stream(
                        standIn.tokenRequests().get(request).getBodyAsString().split("&"))
                .map(field -> field.split("=", 2))
                .collect(java.util.stream.Collectors.toMap(
                        field -> field[0], field -> java.net.URLDecoder.decode(field[1], StandardCharsets.UTF_8)));
    }

    @Test
    void aCertificateSignsAShortLivedAssertionForThisTenant() throws Exception {
        TestCertificate app = TestCertificate.goodFor(Duration.ofDays(90));
        CertificateProof proof = new CertificateProof(app.keys().getPrivate(), List.of(app.certificate()));

        assertEquals(StandIn.TOKEN, token(proof));

        Map<String, String> sent = form(0);
        assertEquals("client_credentials", sent.get("grant_type"));
        assertEquals("urn:ietf:params:oauth:client-assertion-type:jwt-bearer", sent.get("client_assertion_type"));
        assertFalse(sent.containsKey("client_secret"));
        String[] parts = sent.get("client_assertion").split("\\.");
        Map<String, Object> header = json(parts[0]);
        assertEquals("RS256", header.get("alg"));
        assertEquals(
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(MessageDigest.getInstance("SHA-256")
                                .digest(app.certificate().getEncoded())),
                String.valueOf(header.get("x5t#S256"))
                        .replace("=", "")
                        .replace('+', '-')
                        .replace('/', '_'));
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(app.certificate().getPublicKey());
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertTrue(signature.verify(Base64.getUrlDecoder().decode(parts[2])), "the signature is the certificate's");
        Map<String, Object> claims = json(parts[1]);
        assertEquals(StandIn.CLIENT, claims.get("iss"));
        assertEquals(StandIn.CLIENT, claims.get("sub"));
        assertTrue(String.valueOf(claims.get("aud")).contains("/" + StandIn.TENANT + "/oauth2/v2.0/token"));
        long life = ((Number) claims.get("exp")).longValue() - Instant.now().getEpochSecond();
        assertTrue(life > 0 && life <= 600, () -> "good for " + life + " s");
    }

    @Test
    void anIdTokenIsReadAnewForEveryTokenRequest() throws Exception {
        String first = IdTokens.goodFor(Duration.ofMinutes(5), "job one");
        String second = IdTokens.goodFor(Duration.ofMinutes(6), "job one");
        Iterator<String> values = List.of(first, second + "\n").iterator();
        FederatedProof proof = new FederatedProof("token in job one", values::next);
        standIn.stub(tokenRequest().willReturn(StandIn.token("over at once", 0)));

        token(proof);
        token(proof);

        assertEquals(first, form(0).get("client_assertion"));
        assertEquals(second, form(1).get("client_assertion"), "white space around it is not sent");
        assertEquals("urn:ietf:params:oauth:client-assertion-type:jwt-bearer", form(0).get("client_assertion_type"));
    }

    @Test
    void whatIsNoIdTokenIsNotSent() throws Exception {
        for (String value : List.of("ghp_someOtherSecret", "", "a.b.c", "x.e30", IdTokens.of("[]"))) {
            String message = failure(new FederatedProof("token " + value, () -> value));
            assertTrue(message.contains("tokenId: The credential's value is not an ID token"), message);
        }
        String message =
                failure(new FederatedProof("token", () -> IdTokens.goodFor(Duration.ofSeconds(-5), "job one")));
        assertTrue(message.contains("tokenId: The ID token expired at "), message);
        assertEquals(0, standIn.requests(), "nothing was sent");
    }

    @Test
    void theTokenOfOneBuildNeverServesAnother() throws Exception {
        FederatedProof one = new FederatedProof("token in job#1", () -> IdTokens.goodFor(Duration.ofMinutes(5), "a"));
        FederatedProof two = new FederatedProof("token in job#2", () -> IdTokens.goodFor(Duration.ofMinutes(5), "b"));
        assertEquals(app(one), app(new FederatedProof("token in job#1", () -> "whatever")));
        assertNotEquals(app(one), app(two));

        token(one);
        token(one);
        token(two);

        assertEquals(2, standIn.tokenRequests().size());
    }

    @Test
    void aNewCertificateTakesEffectAtOnce() throws Exception {
        TestCertificate before = TestCertificate.goodFor(Duration.ofDays(90));
        TestCertificate after = TestCertificate.goodFor(Duration.ofDays(90));

        token(new CertificateProof(before.keys().getPrivate(), List.of(before.certificate())));
        token(new CertificateProof(before.keys().getPrivate(), List.of(before.certificate())));
        token(new CertificateProof(after.keys().getPrivate(), List.of(after.certificate())));

        assertEquals(2, standIn.tokenRequests().size());
    }

    @Test
    void refusedFederationSaysWhereToLook() {
        for (int code : new int[] {70021, 700211, 700212, 700213}) {
            standIn.stub(tokenRequest()
                    .willReturn(StandIn.refusal(401, code, "No matching federated identity record found.")));

            String message = failure(new FederatedProof("t", () -> IdTokens.goodFor(Duration.ofMinutes(5), "job one")));

            assertTrue(message.contains("must name exactly the issuer, subject and audience"), message);
        }
    }

    private String failure(ClientProof proof) {
        ExecutionException failed = assertThrows(ExecutionException.class, () -> token(proof));
        return assertInstanceOf(EntraException.class, failed.getCause()).getMessage();
    }

    private static Map<String, Object> json(String part) {
        return Json.object(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8))
                .orElseThrow();
    }
}
