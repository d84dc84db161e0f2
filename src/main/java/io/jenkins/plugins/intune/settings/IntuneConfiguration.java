package io.jenkins.plugins.intune.settings;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.Util;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.intune.credentials.CredentialChoice;
import io.jenkins.plugins.intune.device.DeviceTester;
import io.jenkins.plugins.intune.form.FormChecks;
import io.jenkins.plugins.intune.graph.Cloud;
import io.jenkins.plugins.intune.graph.CloudEndpoints;
import io.jenkins.plugins.intune.values.InvalidInputException;
import jenkins.model.GlobalConfiguration;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** What an administrator sets once for all jobs. Configurable as code under {@code unclassified: intune}. */
@Extension
@Symbol("intune")
public final class IntuneConfiguration extends GlobalConfiguration {

    /** The timeout of jobs that name none while no administrator has set one, in seconds. */
    static final int USUAL_TIMEOUT = 120;

    private String defaultCredentialsId;
    private Integer defaultTimeout;
    private CustomCloud customCloud;

    /** Made by Jenkins. Reads one small file, as every global configuration does. */
    public IntuneConfiguration() {
        load();
    }

    /** The configuration in force. */
    public static IntuneConfiguration get() {
        return ExtensionList.lookupSingleton(IntuneConfiguration.class);
    }

    @Override
    @NonNull
    public String getDisplayName() {
        return Messages.IntuneConfiguration_displayName();
    }

    /** The credential of jobs that name none, or {@code null}. */
    @CheckForNull
    public String getDefaultCredentialsId() {
        return defaultCredentialsId;
    }

    /** @param defaultCredentialsId the id of a credential, or {@code null} for none */
    @DataBoundSetter
    public void setDefaultCredentialsId(@CheckForNull String defaultCredentialsId) {
        this.defaultCredentialsId = Util.fixEmptyAndTrim(defaultCredentialsId);
        save();
    }

    /** The timeout of jobs that name none, in seconds, or {@code null} for the usual one. */
    @CheckForNull
    public Integer getDefaultTimeout() {
        return defaultTimeout;
    }

    /** @param defaultTimeout a timeout in seconds, at least 1; {@code null} for the usual one */
    @DataBoundSetter
    public void setDefaultTimeout(@CheckForNull Integer defaultTimeout) {
        this.defaultTimeout = defaultTimeout;
        save();
    }

    /** The timeout of a job that names none, in seconds. */
    int effectiveTimeout() {
        return defaultTimeout == null ? USUAL_TIMEOUT : defaultTimeout;
    }

    /** The addresses behind the cloud {@code custom}, or {@code null}. */
    @CheckForNull
    public CustomCloud getCustomCloud() {
        return customCloud;
    }

    /** @param customCloud the addresses, or {@code null} for none */
    @DataBoundSetter
    public void setCustomCloud(@CheckForNull CustomCloud customCloud) {
        this.customCloud = customCloud;
        save();
    }

    @Override
    public boolean configure(StaplerRequest2 request, JSONObject json) {
        // A box that is not ticked is not sent at all, so it is cleared first.
        customCloud = null;
        request.bindJSON(this, json);
        save();
        return true;
    }

    /**
     * Where a cloud answers.
     *
     * @throws InvalidInputException if it is the custom cloud and an administrator has not set that up, or wrongly
     */
    public CloudEndpoints endpoints(Cloud cloud) throws InvalidInputException {
        if (cloud.endpoints().isPresent()) {
            return cloud.endpoints().get();
        }
        if (customCloud == null) {
            throw new InvalidInputException("customCloud", Messages.IntuneConfiguration_noCustomCloud());
        }
        return customCloud.endpoints();
    }

    /** Lists the credentials of the whole Jenkins. */
    @POST
    public ListBoxModel doFillDefaultCredentialsIdItems(@QueryParameter String defaultCredentialsId) {
        return CredentialChoice.inJob(null).fill(defaultCredentialsId);
    }

    /** Checks that the credential exists. */
    @POST
    public FormValidation doCheckDefaultCredentialsId(@QueryParameter String value) {
        return CredentialChoice.inJob(null).check(value, true);
    }

    /** Checks the default timeout. */
    @POST
    public FormValidation doCheckDefaultTimeout(@QueryParameter String value) {
        return FormChecks.inGlobalConfiguration(() -> RequestForm.checkTimeout("defaultTimeout", value));
    }

    /** Tries the default credential out. */
    @POST
    public FormValidation doTest(@QueryParameter String defaultCredentialsId) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return DeviceTester.get().test(null, defaultCredentialsId, null);
    }
}
