package io.jenkins.plugins.intune.entra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.standin.IdTokens;
import io.jenkins.plugins.intune.standin.StandIn;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What tokens say of themselves. */
class TokenClaimsTest {

    @Test
    void readsAnAccessToken() {
        TokenClaims claims = TokenClaims.of(IdTokens.withRoles("One.Read.All", "Two\\nlines"))
                .orElseThrow();

        assertEquals(Optional.of(StandIn.TENANT), claims.tenant());
        assertEquals(Optional.of(StandIn.CLIENT), claims.app());
        assertEquals(List.of("One.Read.All", "Two lines"), claims.roles());
        assertEquals(Optional.empty(), claims.expiresAt());
    }

    @Test
    void readsWhatEntraComparesInAnIdToken() {
        TokenClaims claims = TokenClaims.of(
                        IdTokens.of("{\"iss\":\"https://i.example\",\"aud\":[\"a\",\"b\"],\"exp\":1790000000}"))
                .orElseThrow();

        assertEquals(
                "The ID token has the issuer https://i.example, the subject - and the audience a, b.",
                claims.federationSubject().toString());
        assertEquals(Optional.of(Instant.ofEpochSecond(1_790_000_000L)), claims.expiresAt());
        assertEquals(List.of(), claims.roles());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "opaque", "a.b", "a.b.c", "a.!.c", "a.e30.c.d", "a.bm90IGpzb24.c"})
    void whatIsNoTokenHasNoClaims(String text) {
        assertTrue(TokenClaims.of(text).isEmpty());
    }
}
