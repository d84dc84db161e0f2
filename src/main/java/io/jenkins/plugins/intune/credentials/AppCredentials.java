package io.jenkins.plugins.intune.credentials;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import io.jenkins.plugins.intune.references.CredentialLookup;
import io.jenkins.plugins.intune.values.InvalidInputException;
import io.jenkins.plugins.intune.values.PlainText;
import java.util.Optional;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Finds the credential that a job names. */
@Restricted(NoExternalUse.class)
public final class AppCredentials {

    /** Longest id in a message. */
    private static final int MAX_ID = 80;

    private AppCredentials() {}

    /** An id, fit for a line of a log: whoever starts a build may have chosen it. */
    static String shown(String id) {
        return PlainText.oneLine(id, MAX_ID);
    }

    /**
     * Finds a credential of any kind that is for an app.
     *
     * @throws InvalidInputException if there is none, it is of another kind, its parameter is missing, or the place has none
     *     because Jenkins has something else there; the field is {@code credentialsId}
     */
    public static AppCredential find(String id, CredentialLookup lookup) throws InvalidInputException {
        Optional<AppCredential> found = AppCredentialKind.findAny(id, lookup);
        if (found.isPresent()) {
            return found.get();
        }
        if (!lookup.isInPlace()) {
            throw new InvalidInputException("credentialsId", Messages.AppCredentials_noPlace(lookup.place()));
        }
        Optional<String> parameter = lookup.missingParameter(id);
        if (parameter.isPresent()) {
            throw new InvalidInputException(
                    "credentialsId", Messages.AppCredentials_noParameter(shown(parameter.get()), lookup.place()));
        }
        Optional<StandardCredentials> other = lookup.find(id, StandardCredentials.class);
        throw new InvalidInputException(
                "credentialsId",
                other.isPresent()
                        ? Messages.AppCredentials_otherKind(
                                shown(id), other.get().getDescriptor().getDisplayName())
                        : Messages.AppCredentials_notFound(shown(id), lookup.place(), lookup.lookedUpAs(id)));
    }
}
