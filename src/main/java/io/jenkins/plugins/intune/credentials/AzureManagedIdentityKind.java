package io.jenkins.plugins.intune.credentials;

import com.microsoft.azure.util.AzureImdsCredentials;
import io.jenkins.plugins.intune.entra.ManagedIdentity;
import io.jenkins.plugins.intune.entra.WorkloadIdentity;
import io.jenkins.plugins.intune.graph.Cloud;
import io.jenkins.plugins.intune.graph.CloudEndpoints;
import io.jenkins.plugins.intune.references.ReferenceLookup;
import io.jenkins.plugins.intune.values.InvalidInputException;
import org.jenkinsci.plugins.variant.OptionalExtension;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Managed identities of the Azure Credentials plugin, where it is installed. */
@OptionalExtension(ordinal = 40, requirePlugins = "azure-credentials")
@Restricted(NoExternalUse.class)
public final class AzureManagedIdentityKind extends AppCredentialKind<AzureImdsCredentials> {

    /** Made by Jenkins, if that plugin is there. */
    public AzureManagedIdentityKind() {
        super(AzureImdsCredentials.class);
    }

    @Override
    public AppCredential open(AzureImdsCredentials azure, ReferenceLookup references) {
        return new MachineIdentity(azure, references);
    }

    private record MachineIdentity(AzureImdsCredentials azure, ReferenceLookup references) implements AppCredential {

        @Override
        public Cloud homeCloud() throws InvalidInputException {
            return AzureCloud.named(azure.getAzureEnvironmentName());
        }

        @Override
        public void requireAllowed() throws InvalidInputException {
            references.requireManagedIdentity();
        }

        @Override
        public WorkloadIdentity identity(CloudEndpoints endpoints) throws InvalidInputException {
            requireAllowed();
            return ManagedIdentity.of(azure.getClientId(), endpoints.graphRoot());
        }
    }
}
