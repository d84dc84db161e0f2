package io.jenkins.plugins.intune.entra;

import java.net.URI;

/**
 * An app registration as Entra knows it. Two identities are equal if one token serves both.
 *
 * @param authority the root of Entra in the app's cloud, {@code https}
 * @param tenant the app's directory, checked by {@link Tenant}
 * @param clientId the app's id, a GUID
 * @param scope what the token is for, ending in {@code /.default}
 * @param proof how the app proves itself
 */
public record AppIdentity(URI authority, String tenant, String clientId, String scope, ClientProof proof) {

    /** The authority for this tenant, as msal4j takes it. */
    String tenantAuthority() {
        return authority + "/" + tenant + "/";
    }

    @Override
    public String toString() {
        return clientId + " in " + tenantAuthority();
    }
}
