package io.jenkins.plugins.intune.credentials;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.util.Optional;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Finds the credential that a job names. */
@Restricted(NoExternalUse.class)
public final class AppCredentials {

    private AppCredentials() {}

    /**
     * Finds a credential of any kind that stands for an app.
     *
     * @throws InvalidInputException if there is none, or it is of another kind; the field is {@code credentialsId}
     */
    public static AppCredential find(String id, CredentialLookup lookup) throws InvalidInputException {
        Optional<AppCredential> found = AppCredentialKind.findAny(id, lookup);
        if (found.isPresent()) {
            return found.get();
        }
        Optional<StandardCredentials> other = lookup.find(id, StandardCredentials.class);
        throw new InvalidInputException(
                "credentialsId",
                other.isPresent()
                        ? Messages.AppCredentials_otherKind(
                                id, other.get().getDescriptor().getDisplayName())
                        : Messages.AppCredentials_notFound(id, lookup.place(), lookup.lookedUpAs(id)));
    }
}
