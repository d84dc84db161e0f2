package io.jenkins.plugins.intune.entra;

import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.IHttpClient;
import io.jenkins.plugins.intune.values.Guid;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jvnet.localizer.Localizable;

/**
 * An app registration as Entra knows it.
 *
 * @param authority the root of Entra in the app's cloud, {@code https}
 * @param tenant the app's directory, checked by {@link Tenant}
 * @param clientId the app's id, a GUID
 * @param scope what the token is for, ending in {@code /.default}
 * @param proof how the app proves itself
 */
public record AppIdentity(URI authority, String tenant, String clientId, String scope, ClientProof proof)
        implements WorkloadIdentity {

    /**
     * An app as a person typed it.
     *
     * @throws InvalidInputException if the tenant or the client id cannot be one; the field is {@code tenantId} or
     *     {@code clientId}
     */
    public static AppIdentity of(URI authority, String tenantId, String clientId, String scope, ClientProof proof)
            throws InvalidInputException {
        return new AppIdentity(authority, Tenant.require(tenantId), Guid.require("clientId", clientId), scope, proof);
    }

    @Override
    public IAuthenticationResult acquire(IHttpClient http) throws MalformedURLException {
        return ConfidentialClientApplication.builder(clientId, proof.toMsal())
                .authority(tenantAuthority())
                // The authorities are a fixed list and an administrator's own: there is nothing to discover.
                .instanceDiscovery(false)
                .httpClient(http)
                .executorService(DirectExecutor.INSTANCE)
                .disableInternalRetries()
                .build()
                .acquireToken(ClientCredentialParameters.builder(Set.of(scope))
                        .skipCache(true)
                        .build())
                .join();
    }

    @Override
    public String waitsFor() {
        return toString();
    }

    @Override
    public boolean hasLocalEndpoint() {
        return false;
    }

    @Override
    public Optional<EntraHint> hint(int status, String text) {
        return EntraHint.find(text);
    }

    @Override
    public Optional<Localizable> unreachableHint() {
        return Optional.empty();
    }

    @Override
    public List<String> warnings(Instant now) {
        return proof.warnings(now);
    }

    @Override
    public Optional<Localizable> evidence() {
        return proof.evidence();
    }

    @Override
    public Localizable label() {
        return Messages._AppIdentity_label(clientId, tenant);
    }

    /** The authority for this tenant, as msal4j takes it. */
    private String tenantAuthority() {
        return authority + "/" + tenant + "/";
    }

    /** One field distinguishes identities well enough; the method that Java generates costs the first request 20 ms. */
    @Override
    public int hashCode() {
        return clientId.hashCode();
    }

    @Override
    public String toString() {
        return clientId + " in " + tenantAuthority();
    }
}
