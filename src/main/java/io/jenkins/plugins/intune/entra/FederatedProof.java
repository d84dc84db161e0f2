package io.jenkins.plugins.intune.entra;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.IClientCredential;
import io.jenkins.plugins.intune.values.Checked;
import io.jenkins.plugins.intune.values.InvalidInputException;
import io.jenkins.plugins.intune.values.PlainText;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jvnet.localizer.Localizable;

/**
 * An ID token of another issuer that the app registration trusts: no secret is kept anywhere. The token is read anew for
 * every request, because it lives for minutes.
 *
 * <p>Two proofs are equal if their origin is, so that the access token of one build never serves another, whose ID token
 * may say something else.
 *
 * @see <a href="https://learn.microsoft.com/entra/workload-id/workload-identity-federation">Workload identity
 *     federation</a>
 */
public final class FederatedProof implements ClientProof {

    private final String origin;
    private final Checked<String> idToken;

    /**
     * @param origin names where the token comes from, and for whom
     * @param idToken reads the ID token that is good now; may block for a moment
     */
    public FederatedProof(String origin, Checked<String> idToken) {
        this.origin = origin;
        this.idToken = idToken;
    }

    @Override
    public IClientCredential toMsal() {
        Callable<String> current = () -> require(idToken.get(), Instant.now());
        return ClientCredentialFactory.createFromCallback(current);
    }

    @Override
    public Optional<Localizable> evidence() {
        try {
            return TokenClaims.of(PlainText.trim(idToken.get())).map(TokenClaims::federationSubject);
        } catch (InvalidInputException none) {
            // The token request will report it.
            return Optional.empty();
        }
    }

    /** Refuses everything but an ID token, because somebody may have chosen another secret by mistake. */
    static String require(String value, Instant now) throws InvalidInputException {
        // A file may begin with a byte order mark.
        String token = PlainText.trim(value);
        TokenClaims claims = TokenClaims.of(token)
                .orElseThrow(() -> new InvalidInputException("tokenId", Messages.FederatedProof_noIdToken()));
        Instant expiry = claims.expiresAt().orElse(Instant.MAX);
        if (!now.isBefore(expiry)) {
            throw new InvalidInputException("tokenId", Messages.FederatedProof_expired(expiry));
        }
        return token;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FederatedProof proof && proof.origin.equals(origin);
    }

    @Override
    public int hashCode() {
        return origin.hashCode();
    }

    @Override
    public String toString() {
        return "federated token " + origin;
    }
}
