package io.jenkins.plugins.intune.credentials;

import com.microsoft.azure.util.AzureCredentials;
import hudson.Util;
import io.jenkins.plugins.intune.entra.AppIdentity;
import io.jenkins.plugins.intune.entra.ClientProof;
import io.jenkins.plugins.intune.entra.SecretProof;
import io.jenkins.plugins.intune.entra.WorkloadIdentity;
import io.jenkins.plugins.intune.graph.Cloud;
import io.jenkins.plugins.intune.graph.CloudEndpoints;
import io.jenkins.plugins.intune.references.ReferenceLookup;
import io.jenkins.plugins.intune.values.InvalidInputException;
import org.jenkinsci.plugins.variant.OptionalExtension;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Service principals of the Azure Credentials plugin, where it is installed. Its subscription is not needed. Only texts are
 * taken from it, because it brings an msal4j of its own.
 */
@OptionalExtension(ordinal = 50, requirePlugins = "azure-credentials")
@Restricted(NoExternalUse.class)
public final class AzureServicePrincipalKind extends AppCredentialKind<AzureCredentials> {

    /** Made by Jenkins, if that plugin is there. */
    public AzureServicePrincipalKind() {
        super(AzureCredentials.class);
    }

    @Override
    public AppCredential open(AzureCredentials azure, ReferenceLookup references) {
        return new ServicePrincipal(azure, references);
    }

    private record ServicePrincipal(AzureCredentials azure, ReferenceLookup references) implements AppCredential {

        @Override
        public Cloud homeCloud() throws InvalidInputException {
            return AzureCloud.named(azure.getAzureEnvironmentName());
        }

        @Override
        public WorkloadIdentity identity(CloudEndpoints endpoints) throws InvalidInputException {
            requireKnownAuthority(endpoints);
            return AppIdentity.of(
                    endpoints.authority(), azure.getTenant(), azure.getClientId(), endpoints.scope(), proof());
        }

        /** The secret comes first, as in the Azure Credentials plugin; but certificates are found in folders too. */
        private ClientProof proof() throws InvalidInputException {
            String secret = Util.fixEmptyAndTrim(azure.getPlainClientSecret());
            return secret == null
                    ? ClientCertificate.proof(azure.getCertificateId(), references)
                    : SecretProof.of(secret);
        }

        /** An authority of its own is not followed: only an administrator may say where secrets go. */
        private void requireKnownAuthority(CloudEndpoints endpoints) throws InvalidInputException {
            String own = Util.fixEmptyAndTrim(azure.getActiveDirectoryEndpoint());
            if (own != null && !CloudEndpoints.root("cloud", own).equals(endpoints.authority())) {
                throw new InvalidInputException("cloud", Messages.AzureCloud_ownAuthority(own));
            }
        }
    }
}
