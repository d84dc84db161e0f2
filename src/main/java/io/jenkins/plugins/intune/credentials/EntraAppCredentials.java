package io.jenkins.plugins.intune.credentials;

import com.cloudbees.plugins.credentials.CredentialsNameProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.NameWith;
import com.cloudbees.plugins.credentials.impl.BaseStandardCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.intune.entra.Tenant;
import io.jenkins.plugins.intune.form.CredentialPlace;
import io.jenkins.plugins.intune.form.FormChecks;
import io.jenkins.plugins.intune.form.PlaceInPath;
import io.jenkins.plugins.intune.graph.Cloud;
import io.jenkins.plugins.intune.values.Guid;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.util.List;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * An app registration in Entra ID, or a managed identity. Keeps what was typed, right or wrong, so that a form loses
 * nothing; {@link EntraApp} checks it.
 */
@NameWith(value = EntraAppCredentials.NameProvider.class)
public final class EntraAppCredentials extends BaseStandardCredentials {

    private static final long serialVersionUID = 1L;

    private final String tenantId;
    private final String clientId;
    private final AppAuthentication authentication;
    private String cloud = Cloud.GLOBAL.id();

    /**
     * @param tenantId the directory (tenant) id, or one of the tenant's domains
     * @param clientId the application (client) id
     * @param authentication how the app proves its identity
     */
    @DataBoundConstructor
    public EntraAppCredentials(
            @CheckForNull CredentialsScope scope,
            @CheckForNull String id,
            @CheckForNull String description,
            String tenantId,
            String clientId,
            AppAuthentication authentication) {
        super(scope, id, description);
        this.tenantId = Util.fixNull(tenantId).trim();
        this.clientId = Util.fixNull(clientId).trim();
        this.authentication = authentication;
    }

    /** The tenant, as typed. */
    public String getTenantId() {
        return tenantId;
    }

    /** The app's id, as typed. */
    public String getClientId() {
        return clientId;
    }

    /** How the app proves its identity. */
    public AppAuthentication getAuthentication() {
        return authentication;
    }

    /** The name of the cloud that the tenant lives in: see {@link Cloud#id()}. */
    public String getCloud() {
        return cloud;
    }

    /** @param cloud the name of a cloud */
    @DataBoundSetter
    public void setCloud(@CheckForNull String cloud) {
        this.cloud = Util.fixNull(cloud).isBlank() ? Cloud.GLOBAL.id() : cloud.trim();
    }

    /**
     * XML that somebody gives Jenkins to store is refused as a form would be. What is read from disk is kept as it is, and
     * refused when it is used.
     */
    private Object readResolve() {
        if (cloud == null) {
            setCloud(null);
        }
        if (authentication != null) {
            try {
                GivenXml.check(authentication);
            } catch (InvalidInputException refused) {
                throw RefusedForm.inXml(refused.getMessage());
            }
        }
        return this;
    }

    /** Names the credential in drop-downs by what an administrator recognizes. */
    public static final class NameProvider extends CredentialsNameProvider<EntraAppCredentials> {

        @Override
        @NonNull
        public String getName(@NonNull EntraAppCredentials app) {
            String description = Util.fixEmptyAndTrim(app.getDescription());
            if (app.authentication instanceof ManagedIdentityAuthentication) {
                return description == null ? Messages.EntraAppCredentials_managedIdentity() : description;
            }
            // People know an app by its description, not by its GUID.
            return description == null ? app.clientId + " @ " + app.tenantId : description + " (" + app.clientId + ")";
        }
    }

    /** Offers the kind "Microsoft Entra app" as {@code entraApp}. */
    @Extension
    @Symbol("entraApp")
    public static final class DescriptorImpl extends BaseStandardCredentialsDescriptor {

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.EntraAppCredentials_displayName();
        }

        /** The form's label for one of its own fields. */
        public String title(String field) {
            return FieldTitles.of(field);
        }

        /** Checks the tenant. */
        @POST
        public FormValidation doCheckTenantId(@PlaceInPath CredentialPlace place, @QueryParameter String value) {
            return check(place, value, () -> Tenant.require(value));
        }

        /** Checks the app's id. */
        @POST
        public FormValidation doCheckClientId(@PlaceInPath CredentialPlace place, @QueryParameter String value) {
            return check(place, value, () -> Guid.require("clientId", value));
        }

        /** A managed identity needs neither tenant nor client id, and a field cannot know what is chosen below it. */
        private static FormValidation check(CredentialPlace place, String value, FormChecks.Check check) {
            return place.mayStore() && Util.fixEmptyAndTrim(value) == null
                    ? FormChecks.hint(Messages.EntraAppCredentials_onlyWithManagedIdentity())
                    : FormChecks.inCredential(place, check);
        }

        /** Says what is not available in a cloud. */
        @POST
        public FormValidation doCheckCloud(@PlaceInPath CredentialPlace place, @QueryParameter String value) {
            // A new form checks what is chosen before it has its list.
            return FormChecks.adviseInCredential(
                    place,
                    () -> value.isEmpty() ? List.of() : Cloud.named(value).warnings());
        }

        /** Lists the clouds: a fixed list, the same for everybody. */
        @POST
        @SuppressWarnings("lgtm[jenkins/no-permission-check]")
        public ListBoxModel doFillCloudItems() {
            ListBoxModel clouds = new ListBoxModel();
            for (Cloud cloud : Cloud.values()) {
                clouds.add(cloud.label(), cloud.id());
            }
            return clouds;
        }
    }
}
