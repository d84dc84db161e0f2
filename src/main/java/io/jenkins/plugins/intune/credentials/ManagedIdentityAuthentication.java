package io.jenkins.plugins.intune.credentials;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.security.AccessControlled;
import hudson.util.FormValidation;
import io.jenkins.plugins.intune.entra.ManagedIdentity;
import io.jenkins.plugins.intune.entra.WorkloadIdentity;
import io.jenkins.plugins.intune.form.FormChecks;
import io.jenkins.plugins.intune.graph.CloudEndpoints;
import io.jenkins.plugins.intune.values.Guid;
import io.jenkins.plugins.intune.values.InvalidInputException;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * A managed identity of the controller's machine in Azure. It is an identity of its own, so the tenant and the client id
 * of an app registration are not needed.
 */
public final class ManagedIdentityAuthentication extends AppAuthentication {

    private static final long serialVersionUID = 1L;

    private final String clientId;

    /** @param clientId the client id of a user-assigned identity; {@code null} or empty for the system-assigned one */
    @DataBoundConstructor
    public ManagedIdentityAuthentication(@CheckForNull String clientId) {
        this.clientId = Util.fixEmptyAndTrim(clientId);
    }

    /** The client id of a user-assigned identity as typed, or {@code null} for the system-assigned one. */
    @CheckForNull
    public String getClientId() {
        return clientId;
    }

    @Override
    WorkloadIdentity identity(String tenantId, String appClientId, CloudEndpoints endpoints, CredentialLookup lookup)
            throws InvalidInputException {
        return ManagedIdentity.of(clientId, endpoints.graphRoot());
    }

    /** Offers managed identities as {@code managedIdentity}. */
    @Extension(ordinal = 60)
    @Symbol("managedIdentity")
    public static final class DescriptorImpl extends AuthenticationDescriptor {

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.ManagedIdentityAuthentication_displayName();
        }

        /** Checks the client id of a user-assigned identity. */
        @POST
        public FormValidation doCheckClientId(@AncestorInPath AccessControlled context, @QueryParameter String value) {
            return Util.fixEmptyAndTrim(value) == null
                    ? FormValidation.ok()
                    : FormChecks.inCredential(context, () -> Guid.require("clientId", value));
        }

        /** Tries the managed identity out. */
        @POST
        public FormValidation doVerify(
                @AncestorInPath AccessControlled context,
                @QueryParameter String cloud,
                @QueryParameter String clientId) {
            return verify(context, cloud, "", "", () -> new ManagedIdentityAuthentication(clientId));
        }
    }
}
