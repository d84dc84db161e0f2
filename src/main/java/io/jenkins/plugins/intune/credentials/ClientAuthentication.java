package io.jenkins.plugins.intune.credentials;

import io.jenkins.plugins.intune.entra.AppIdentity;
import io.jenkins.plugins.intune.entra.ClientProof;
import io.jenkins.plugins.intune.entra.WorkloadIdentity;
import io.jenkins.plugins.intune.graph.CloudEndpoints;
import io.jenkins.plugins.intune.references.ReferenceLookup;
import io.jenkins.plugins.intune.values.InvalidInputException;

/** The ways in which an app registration proves its identity. */
abstract class ClientAuthentication extends AppAuthentication {

    private static final long serialVersionUID = 1L;

    /**
     * The proof, checked and ready for use.
     *
     * @throws InvalidInputException if something is missing or wrong; the field is the property's name
     */
    abstract ClientProof proof(ReferenceLookup references) throws InvalidInputException;

    @Override
    final WorkloadIdentity identity(
            String tenantId, String clientId, CloudEndpoints endpoints, ReferenceLookup references)
            throws InvalidInputException {
        return AppIdentity.of(endpoints.authority(), tenantId, clientId, endpoints.scope(), proof(references));
    }
}
