package io.jenkins.plugins.intune.credentials;

import io.jenkins.plugins.intune.entra.WorkloadIdentity;
import io.jenkins.plugins.intune.graph.Cloud;
import io.jenkins.plugins.intune.graph.CloudEndpoints;
import io.jenkins.plugins.intune.references.ReferenceLookup;
import io.jenkins.plugins.intune.values.InvalidInputException;

/**
 * The plugin's own credential, stored or typed into a form, ready for use.
 *
 * @param credentials what was typed
 * @param references finds what it refers to
 */
record EntraApp(EntraAppCredentials credentials, ReferenceLookup references) implements AppCredential {

    @Override
    public Cloud homeCloud() throws InvalidInputException {
        return Cloud.named(credentials.getCloud());
    }

    @Override
    public void requireAllowed() throws InvalidInputException {
        authentication().requireAllowed(references);
    }

    @Override
    public WorkloadIdentity identity(CloudEndpoints endpoints) throws InvalidInputException {
        requireAllowed();
        return authentication().identity(credentials.getTenantId(), credentials.getClientId(), endpoints, references);
    }

    private AppAuthentication authentication() throws InvalidInputException {
        if (credentials.getAuthentication() == null) {
            throw new InvalidInputException("authentication", Messages.EntraAppCredentials_noAuthentication());
        }
        return credentials.getAuthentication();
    }
}
