package io.jenkins.plugins.intune.entra;

import io.jenkins.plugins.intune.http.Json;
import io.jenkins.plugins.intune.values.PlainText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jvnet.localizer.Localizable;

/**
 * The claims of a token. For diagnosis only: no signature is checked, and they decide nothing but what people are told. Never
 * holds the token.
 *
 * @see <a href="https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference">Access token claims</a>
 */
public final class TokenClaims {

    private static final int TEXT_LIMIT = 200;

    private final Map<String, Object> claims;

    private TokenClaims(Map<String, Object> claims) {
        this.claims = claims;
    }

    /**
     * Reads a JSON Web Token.
     *
     * @return empty if the text is not one
     */
    public static Optional<TokenClaims> of(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            String payload = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
            return Json.object(payload).map(TokenClaims::new);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** The tenant that issued an access token ({@code tid}). */
    public Optional<String> tenant() {
        return text("tid");
    }

    /** The app that an access token speaks for ({@code appid}). */
    public Optional<String> app() {
        return text("appid").or(() -> text("azp"));
    }

    /** The application permissions in an access token ({@code roles}); empty if it has none. */
    public List<String> roles() {
        return Json.list(claims, "roles").orElse(List.of()).stream()
                .map(role -> PlainText.oneLine(String.valueOf(role), TEXT_LIMIT))
                .toList();
    }

    /** When the token expires ({@code exp}), if it says so and Java knows that date. */
    public Optional<Instant> expiresAt() {
        return Json.member(claims, "exp")
                .filter(Number.class::isInstance)
                .map(value -> ((Number) value).longValue())
                .filter(seconds -> seconds >= 0 && seconds <= Instant.MAX.getEpochSecond())
                .map(Instant::ofEpochSecond);
    }

    /** The three claims by which Entra matches a federated credential: issuer, subject and audience. */
    Localizable federationSubject() {
        return Messages._TokenClaims_federation(orDash("iss"), orDash("sub"), orDash("aud"));
    }

    private String orDash(String name) {
        return Json.member(claims, name)
                .map(value -> value instanceof List<?> several
                        ? several.stream().map(String::valueOf).collect(Collectors.joining(", "))
                        : String.valueOf(value))
                .map(value -> PlainText.oneLine(value, TEXT_LIMIT))
                .orElse("-");
    }

    private Optional<String> text(String name) {
        return Json.text(claims, name).map(value -> PlainText.oneLine(value, TEXT_LIMIT));
    }
}
