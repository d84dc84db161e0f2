package io.jenkins.plugins.intune.entra;

import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.ManagedIdentityApplication;
import com.microsoft.aad.msal4j.ManagedIdentityId;
import com.microsoft.aad.msal4j.ManagedIdentityParameters;
import io.jenkins.plugins.intune.values.Guid;
import io.jenkins.plugins.intune.values.InvalidInputException;
import io.jenkins.plugins.intune.values.PlainText;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jvnet.localizer.Localizable;

/**
 * A managed identity of the machine in Azure that Jenkins runs on. There is no secret at all: the machine's own endpoint
 * gives the token.
 *
 * @param clientId the client id of a user-assigned identity, a GUID; {@code null} for the system-assigned one
 * @param resource what the token is for: the root of Microsoft Graph
 * @see <a href="https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/overview">Managed
 *     identities</a>
 */
public record ManagedIdentity(String clientId, String resource) implements WorkloadIdentity {

    /**
     * An identity as a person typed it.
     *
     * @param clientId the client id of a user-assigned identity; blank for the system-assigned one
     * @throws InvalidInputException if the client id is not a GUID; the field is {@code clientId}
     */
    public static ManagedIdentity of(String clientId, URI graphRoot) throws InvalidInputException {
        String id = PlainText.trim(clientId).isEmpty() ? null : Guid.require("clientId", clientId);
        return new ManagedIdentity(id, graphRoot.toString());
    }

    @Override
    public IAuthenticationResult acquire(IHttpClient http) throws Exception {
        ManagedIdentityId id = clientId == null
                ? ManagedIdentityId.systemAssigned()
                : ManagedIdentityId.userAssignedClientId(clientId);
        return ManagedIdentityApplication.builder(id)
                .httpClient(http)
                .executorService(DirectExecutor.INSTANCE)
                .disableInternalRetries()
                .build()
                .acquireTokenForManagedIdentity(ManagedIdentityParameters.builder(resource)
                        .forceRefresh(true)
                        .build())
                .join();
    }

    @Override
    public String waitsFor() {
        return toString();
    }

    @Override
    public boolean hasLocalEndpoint() {
        return true;
    }

    /**
     * Before a machine's endpoint has an identity, or while it is being updated, it answers 404 or 410.
     *
     * @see <a href="https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token#error-handling">Error
     *     handling</a>
     */
    @Override
    public Optional<EntraHint> hint(int status, String text) {
        return switch (status) {
            // It is also the status of requests that Entra itself refused, and of those that do not say which identity.
            case 400 ->
                EntraHint.find(text)
                        .or(() -> Optional.of(
                                text.contains("Multiple user assigned identities")
                                        ? EntraHint.SEVERAL_MANAGED_IDENTITIES
                                        : EntraHint.NO_MANAGED_IDENTITY));
            case 404, 410 -> Optional.of(EntraHint.IDENTITY_UPDATING);
            default -> EntraHint.find(text);
        };
    }

    @Override
    public Optional<Localizable> unreachableHint() {
        return Optional.of(Messages._ManagedIdentity_unreachable());
    }

    @Override
    public List<String> warnings(Instant now) {
        return List.of();
    }

    @Override
    public Optional<Localizable> evidence() {
        return Optional.empty();
    }

    @Override
    public Localizable label() {
        return clientId == null ? Messages._ManagedIdentity_system() : Messages._ManagedIdentity_user(clientId);
    }

    @Override
    public String toString() {
        return "managed identity " + (clientId == null ? "of the machine" : clientId) + " for " + resource;
    }
}
