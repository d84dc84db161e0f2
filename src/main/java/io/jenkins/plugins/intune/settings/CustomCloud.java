package io.jenkins.plugins.intune.settings;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import io.jenkins.plugins.intune.form.FormChecks;
import io.jenkins.plugins.intune.graph.CloudEndpoints;
import io.jenkins.plugins.intune.values.InvalidInputException;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * The addresses of a cloud that the plugin does not know, as an administrator typed them. Only administrators can write
 * them: whoever chooses the hosts chooses who receives the secrets.
 */
public final class CustomCloud extends AbstractDescribableImpl<CustomCloud> {

    private final String graphRoot;
    private final String authority;

    /**
     * @param graphRoot the root of Microsoft Graph, for example {@code https://graph.example.org}
     * @param authority the root of Entra ID, for example {@code https://login.example.org}
     */
    @DataBoundConstructor
    public CustomCloud(String graphRoot, String authority) {
        this.graphRoot = Util.fixNull(graphRoot).trim();
        this.authority = Util.fixNull(authority).trim();
    }

    /** A configuration that was written by hand may lack one of them. */
    private Object readResolve() {
        return new CustomCloud(graphRoot, authority);
    }

    /** The root of Microsoft Graph, as typed. */
    public String getGraphRoot() {
        return graphRoot;
    }

    /** The root of Entra ID, as typed. */
    public String getAuthority() {
        return authority;
    }

    CloudEndpoints endpoints() throws InvalidInputException {
        return CloudEndpoints.custom(graphRoot, authority);
    }

    /** Shows the two addresses in the global configuration. */
    @Extension
    public static final class DescriptorImpl extends Descriptor<CustomCloud> {

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.CustomCloud_displayName();
        }

        /** Checks the root of Microsoft Graph. */
        @POST
        public FormValidation doCheckGraphRoot(@QueryParameter String value) {
            return FormChecks.inGlobalConfiguration(() -> CloudEndpoints.root("graphRoot", value));
        }

        /** Checks the root of Entra ID. */
        @POST
        public FormValidation doCheckAuthority(@QueryParameter String value) {
            return FormChecks.inGlobalConfiguration(() -> CloudEndpoints.root("authority", value));
        }
    }
}
