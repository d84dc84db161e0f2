package io.jenkins.plugins.intune.credentials;

import io.jenkins.plugins.intune.entra.WorkloadIdentity;
import io.jenkins.plugins.intune.graph.Cloud;
import io.jenkins.plugins.intune.graph.CloudEndpoints;
import io.jenkins.plugins.intune.values.InvalidInputException;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** A credential that a job can choose, whichever plugin keeps it. Unchecked until it is asked. */
public interface AppCredential {

    /**
     * The cloud that the credential belongs to. Its secrets are sent nowhere else.
     *
     * @throws InvalidInputException if there is no such cloud
     */
    @Restricted(NoExternalUse.class)
    Cloud homeCloud() throws InvalidInputException;

    /**
     * In whose name a token is asked for.
     *
     * @param endpoints where {@link #homeCloud()} answers
     * @param lookup finds the credentials that this one refers to
     * @throws InvalidInputException if something that was typed cannot be used
     */
    @Restricted(NoExternalUse.class)
    WorkloadIdentity identity(CloudEndpoints endpoints, CredentialLookup lookup) throws InvalidInputException;
}
