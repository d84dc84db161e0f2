package io.jenkins.plugins.intune.credentials;

import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.util.FormValidation;
import io.jenkins.plugins.intune.values.InvalidInputException;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Tries a credential out. Implemented by the layer above, which has the HTTP client and knows the custom cloud; here, so
 * that a credential's form can ask for it and imports still run downwards.
 */
public interface AppVerifier extends ExtensionPoint {

    /**
     * Gets a new token and reads something harmless in Graph. Blocks, for 15 seconds at most. The caller must have checked
     * permissions, and that the credential's secrets may be sent to its cloud.
     *
     * @param app the credential, perhaps not saved yet
     * @return what is right, what is missing and what to do
     * @throws InvalidInputException if a field cannot be used; the form has a label for it
     */
    @Restricted(NoExternalUse.class)
    FormValidation verify(AppCredential app) throws InvalidInputException;

    /** The one implementation. */
    @Restricted(NoExternalUse.class)
    static AppVerifier get() {
        return ExtensionList.lookupFirst(AppVerifier.class);
    }
}
