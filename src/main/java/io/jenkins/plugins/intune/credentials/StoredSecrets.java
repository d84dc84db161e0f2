package io.jenkins.plugins.intune.credentials;

import io.jenkins.plugins.intune.form.CredentialPlace;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.util.function.Predicate;

/**
 * Decides where a secret that a form returns in its encrypted shape may be sent. Those who may edit a credential see
 * only that shape, and must not be able to have the secret sent to another cloud by choosing one in the form.
 */
final class StoredSecrets {

    private StoredSecrets() {}

    /**
     * Checks that a stored secret belongs to a stored credential of the cloud that the form names.
     *
     * @param place where the credential is stored
     * @param cloud the cloud that the form names
     * @param holds whether a stored way to prove an identity holds the secret
     * @throws InvalidInputException if there is no such credential; the field is {@code cloud}
     */
    static void requireHome(CredentialPlace place, String cloud, Predicate<AppAuthentication> holds)
            throws InvalidInputException {
        boolean home = place.stored(EntraAppCredentials.class).stream()
                .anyMatch(app -> app.getCloud().equals(cloud) && holds.test(app.getAuthentication()));
        if (!home) {
            throw new InvalidInputException("cloud", Messages.StoredSecrets_otherCloud());
        }
    }
}
