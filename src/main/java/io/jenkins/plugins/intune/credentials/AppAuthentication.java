package io.jenkins.plugins.intune.credentials;

import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor.FormException;
import io.jenkins.plugins.intune.entra.WorkloadIdentity;
import io.jenkins.plugins.intune.graph.CloudEndpoints;
import io.jenkins.plugins.intune.references.ReferenceLookup;
import io.jenkins.plugins.intune.references.TypedReferences;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.io.Serializable;
import java.util.function.Supplier;

/** How an app proves its identity to Entra. Keeps what was typed, right or wrong. */
public abstract class AppAuthentication extends AbstractDescribableImpl<AppAuthentication> implements Serializable {

    private static final long serialVersionUID = 1L;

    /**
     * Checks that a credential with this kind of proof may be stored where it is.
     *
     * @throws InvalidInputException if it may not
     */
    void requireAllowed(ReferenceLookup references) throws InvalidInputException {
        // Most kinds of proof belong to the credential alone.
    }

    /**
     * Checks that no secret is missing: Jenkins leaves secrets out of the XML that it shows, and posted again that would take
     * the place of the stored one.
     *
     * @throws InvalidInputException if one is missing
     */
    void requireSecret() throws InvalidInputException {
        // Most kinds of proof have no secret of their own.
    }

    /**
     * What may be kept of this after it was read: {@code nothing} if somebody posts XML that they may not store. The credential
     * around it is refused as well, but other XML could refer to this object before.
     */
    final Object orNothing(Supplier<AppAuthentication> nothing) {
        try {
            GivenXml.check(this);
            return this;
        } catch (InvalidInputException refused) {
            return nothing.get();
        }
    }

    /**
     * Checks {@link #requireAllowed} of what a form or a script posts.
     *
     * @throws FormException if it may not be stored where it is posted to
     */
    final void requirePosted() throws FormException {
        try {
            requireAllowed(TypedReferences.inRequest());
        } catch (InvalidInputException refused) {
            throw new FormException(refused.problem(), "authentication");
        }
    }

    /**
     * The identity for which a token is requested.
     *
     * @param tenantId the tenant, as typed
     * @param clientId the app's id, as typed
     * @param endpoints where the cloud answers
     * @param references finds the credentials that the proof refers to
     * @throws InvalidInputException if something is missing or wrong; the field is the property's name
     */
    abstract WorkloadIdentity identity(
            String tenantId, String clientId, CloudEndpoints endpoints, ReferenceLookup references)
            throws InvalidInputException;
}
