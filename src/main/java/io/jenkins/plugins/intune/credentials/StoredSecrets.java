package io.jenkins.plugins.intune.credentials;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.util.Secret;
import io.jenkins.plugins.intune.form.CredentialPlace;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.util.function.Predicate;

/**
 * Decides what may be done with a secret that a form returns in its encrypted shape. Those who may edit a credential see only
 * that shape, and must neither learn what it stands for nor have it sent to another cloud by choosing one in the form.
 */
final class StoredSecrets {

    private StoredSecrets() {}

    /**
     * Whether a check may say something of a secret that a form has returned. What was typed is known to whoever has typed
     * it; one in its encrypted shape must be stored in that very place, or else checks would tell of secrets of which
     * somebody has only seen the shape.
     *
     * @param posted the secret as it was posted, or {@code null}
     * @param holds whether a stored way to prove an identity holds the secret
     */
    static boolean mayTell(CredentialPlace place, @CheckForNull String posted, Predicate<AppAuthentication> holds) {
        return Secret.decrypt(posted) == null || isStored(place, holds);
    }

    /** Whether a credential of that place holds something. */
    static boolean isStored(CredentialPlace place, Predicate<AppAuthentication> holds) {
        return isStored(place, holds, app -> true);
    }

    private static boolean isStored(
            CredentialPlace place, Predicate<AppAuthentication> holds, Predicate<EntraAppCredentials> which) {
        return place.stored(EntraAppCredentials.class).stream()
                .anyMatch(app -> which.test(app) && holds.test(app.getAuthentication()));
    }

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
        if (!isStored(place, holds, app -> app.getCloud().equals(cloud))) {
            throw new InvalidInputException("cloud", Messages.StoredSecrets_otherCloud());
        }
    }
}
