package io.jenkins.plugins.intune.entra;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.IClientCredential;
import io.jenkins.plugins.intune.values.InvalidInputException;
import io.jenkins.plugins.intune.values.PlainText;

/**
 * A client secret.
 *
 * @param secret the secret's value, not its id
 */
public record SecretProof(String secret) implements ClientProof {

    /**
     * Checks that there is a secret.
     *
     * @throws InvalidInputException if it is empty; the field is {@code secret}
     */
    public static SecretProof of(String secret) throws InvalidInputException {
        return new SecretProof(PlainText.require("secret", secret));
    }

    @Override
    public IClientCredential toMsal() {
        return ClientCredentialFactory.createFromSecret(secret);
    }

    @Override
    public String toString() {
        return "client secret";
    }
}
