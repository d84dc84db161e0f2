package io.jenkins.plugins.intune.credentials;

import io.jenkins.plugins.intune.entra.WorkloadIdentity;
import io.jenkins.plugins.intune.graph.Cloud;
import io.jenkins.plugins.intune.graph.CloudEndpoints;
import io.jenkins.plugins.intune.values.InvalidInputException;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** A credential that a job can choose, of this or another plugin. Unchecked until a method is called. */
public interface AppCredential {

    /**
     * The cloud that the credential belongs to. Its secrets are sent nowhere else.
     *
     * @throws InvalidInputException if there is no such cloud
     */
    @Restricted(NoExternalUse.class)
    Cloud homeCloud() throws InvalidInputException;

    /**
     * Checks that a credential of this kind may be stored where it is. {@link #identity} does so too.
     *
     * @throws InvalidInputException if it may not
     */
    @Restricted(NoExternalUse.class)
    default void requireAllowed() throws InvalidInputException {
        // Most kinds may be stored anywhere.
    }

    /**
     * The identity for which a token is requested. May look up what the credential refers to, and so block for a moment.
     *
     * @param endpoints where {@link #homeCloud()} answers
     * @throws InvalidInputException if something that was typed cannot be used
     */
    @Restricted(NoExternalUse.class)
    WorkloadIdentity identity(CloudEndpoints endpoints) throws InvalidInputException;
}
