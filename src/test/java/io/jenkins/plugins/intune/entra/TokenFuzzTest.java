package io.jenkins.plugins.intune.entra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.jenkins.plugins.intune.http.HttpReply;
import io.jenkins.plugins.intune.http.SampleExchange;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What credentials hold in the place of ID tokens, and what token endpoints answer. */
class TokenFuzzTest {

    private static final AppIdentity APP = new AppIdentity(
            URI.create("https://login.example"),
            "11111111-aaaa-4bbb-8ccc-222222222222",
            "33333333-aaaa-4bbb-8ccc-444444444444",
            "https://graph.example/.default",
            new SecretProof("a~secret-4c7be1a9"));

    @FuzzTest
    void anyToken(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        TokenClaims.of(text).ifPresent(TokenFuzzTest::isToldInALine);
        try {
            assertFalse(FederatedProof.require(text, Instant.EPOCH).isBlank());
        } catch (InvalidInputException said) {
            assertEquals("tokenId", said.field());
        }
        answer(200, text);
        answer(400, text);
    }

    private static void isToldInALine(TokenClaims claims) {
        assertEquals(1, claims.federationSubject().toString().lines().count());
        claims.roles().forEach(role -> assertTrue(role.lines().count() <= 1));
        claims.tenant().ifPresent(tenant -> assertTrue(tenant.length() <= 201));
        claims.app().ifPresent(app -> assertTrue(app.length() <= 201));
        claims.expiresAt();
    }

    private static void answer(int status, String body) {
        HttpReply reply = new HttpReply(status, Map.of("Content-Type", List.of("application/json")), body, false);
        MsalHttpClient http =
                new MsalHttpClient(APP, () -> call -> SampleExchange.answered(reply), Duration.ofSeconds(1));
        try {
            assertFalse(APP.acquire(http).accessToken().isBlank());
        } catch (Exception failure) {
            EntraException said = http.explain(failure);
            assertEquals(1, said.getMessage().lines().count(), said::getMessage);
            assertTrue(said.getMessage().length() < 2_000, said::getMessage);
            assertTrue(status != 200 || body.length() < 12 || !said.getMessage().contains(body), said::getMessage);
        }
    }
}
