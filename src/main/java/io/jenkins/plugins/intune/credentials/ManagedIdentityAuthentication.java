package io.jenkins.plugins.intune.credentials;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Descriptor.FormException;
import hudson.util.FormValidation;
import io.jenkins.plugins.intune.entra.ManagedIdentity;
import io.jenkins.plugins.intune.entra.WorkloadIdentity;
import io.jenkins.plugins.intune.form.CredentialPlace;
import io.jenkins.plugins.intune.form.FormChecks;
import io.jenkins.plugins.intune.form.PlaceInPath;
import io.jenkins.plugins.intune.graph.CloudEndpoints;
import io.jenkins.plugins.intune.references.ReferenceLookup;
import io.jenkins.plugins.intune.references.TypedReferences;
import io.jenkins.plugins.intune.values.Guid;
import io.jenkins.plugins.intune.values.InvalidInputException;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * A managed identity of the controller's machine in Azure. It has an identity of its own, so the tenant and the client id of
 * an app registration are not needed.
 */
public final class ManagedIdentityAuthentication extends AppAuthentication {

    private static final long serialVersionUID = 1L;

    private final String clientId;

    /**
     * @param clientId the client id of a user-assigned identity; {@code null} or empty for the system-assigned one
     * @throws FormException if a form or a script posts it to a place where it is not allowed
     */
    @DataBoundConstructor
    public ManagedIdentityAuthentication(@CheckForNull String clientId) throws FormException {
        requirePosted();
        this.clientId = Util.fixEmptyAndTrim(clientId);
    }

    /** The client id of a user-assigned identity as typed, or {@code null} for the system-assigned one. */
    @CheckForNull
    public String getClientId() {
        return clientId;
    }

    @Override
    void requireAllowed(ReferenceLookup references) throws InvalidInputException {
        references.requireManagedIdentity();
    }

    @Override
    WorkloadIdentity identity(String tenantId, String appClientId, CloudEndpoints endpoints, ReferenceLookup references)
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

        @Override
        public String title(String field) {
            return field.equals("clientId") ? Messages.FieldTitles_identityClientId() : super.title(field);
        }

        /** Checks the client id of a user-assigned identity. */
        @POST
        public FormValidation doCheckClientId(@PlaceInPath CredentialPlace place, @QueryParameter String value) {
            return FormChecks.inCredential(place, () -> {
                new TypedReferences(place).requireManagedIdentity();
                if (Util.fixEmptyAndTrim(value) != null) {
                    Guid.require("clientId", value);
                }
            });
        }

        /** Tries the managed identity out. */
        @POST
        public FormValidation doVerify(
                @PlaceInPath CredentialPlace place, @QueryParameter String cloud, @QueryParameter String clientId) {
            // Whoever stores a credential outside of a job's folders need not be trusted with the machine's own
            // identity.
            if (place.item().isEmpty()) {
                Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            }
            return verify(place, cloud, "", "", () -> new ManagedIdentityAuthentication(clientId));
        }
    }
}
