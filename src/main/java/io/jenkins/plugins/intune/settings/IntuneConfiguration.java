package io.jenkins.plugins.intune.settings;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.BulkChange;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.Util;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.intune.credentials.CredentialChoice;
import io.jenkins.plugins.intune.device.DeviceTester;
import io.jenkins.plugins.intune.form.CredentialPlace;
import io.jenkins.plugins.intune.form.FormChecks;
import io.jenkins.plugins.intune.graph.Cloud;
import io.jenkins.plugins.intune.graph.CloudEndpoints;
import io.jenkins.plugins.intune.references.ManagedIdentityRule;
import io.jenkins.plugins.intune.throttle.Limits;
import io.jenkins.plugins.intune.values.InvalidInputException;
import io.jenkins.plugins.intune.values.PlainText;
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
public final class IntuneConfiguration extends GlobalConfiguration implements ManagedIdentityRule {

    /** Default for the timeout of jobs that set none, in seconds. */
    static final int USUAL_TIMEOUT = 120;

    /** Default for how long session links are kept, in hours. */
    private static final int USUAL_SESSION_LINK_HOURS = 24;

    /** Default for how long the assistance log is kept, in days. */
    private static final int USUAL_ASSISTANCE_LOG_DAYS = 90;

    // An id, which is no secret.
    @SuppressWarnings("lgtm[jenkins/plaintext-storage]")
    private volatile String defaultCredentialsId;

    private volatile Integer defaultTimeout;
    private volatile CustomCloud customCloud;
    private volatile Integer sessionLinkHours;
    private volatile Integer assistanceLogDays;
    private volatile Integer requestLimit;
    private volatile Integer notAgainWithin;
    private volatile boolean managedIdentitiesInFolders;

    /** Made by Jenkins. Reads one small file, as every global configuration does. */
    public IntuneConfiguration() {
        load();
    }

    /** The one configuration. */
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

    /** @param defaultTimeout a timeout in seconds, from 1 to a day; {@code null} for the usual one */
    @DataBoundSetter
    public void setDefaultTimeout(@CheckForNull Integer defaultTimeout) {
        this.defaultTimeout = defaultTimeout;
        save();
    }

    /** The timeout of a job that names none, in seconds: at least 1, at most a day. */
    int effectiveTimeout() {
        return NumberField.TIMEOUT.clamp(defaultTimeout, USUAL_TIMEOUT);
    }

    /** How long session links are kept after Intune has accepted, in hours, or {@code null} for the usual 24. */
    @CheckForNull
    public Integer getSessionLinkHours() {
        return sessionLinkHours;
    }

    /** @param sessionLinkHours a time in hours, from 1 to a year; {@code null} for the usual one */
    @DataBoundSetter
    public void setSessionLinkHours(@CheckForNull Integer sessionLinkHours) {
        this.sessionLinkHours = sessionLinkHours;
        save();
    }

    /** How long session links are kept after Intune has accepted, in hours: at least 1, at most a year. */
    public int effectiveSessionLinkHours() {
        return NumberField.SESSION_LINK_HOURS.clamp(sessionLinkHours, USUAL_SESSION_LINK_HOURS);
    }

    /** How long the assistance log is kept, in days, or {@code null} for the usual 90. */
    @CheckForNull
    public Integer getAssistanceLogDays() {
        return assistanceLogDays;
    }

    /**
     * @param assistanceLogDays a time in days, from 1 to ten years; {@code null} for the usual one. Effective within an
     *     hour
     */
    @DataBoundSetter
    public void setAssistanceLogDays(@CheckForNull Integer assistanceLogDays) {
        this.assistanceLogDays = assistanceLogDays;
        save();
    }

    /** How long the assistance log is kept, in days: at least 1, at most ten years. */
    public int effectiveAssistanceLogDays() {
        return NumberField.ASSISTANCE_LOG_DAYS.clamp(assistanceLogDays, USUAL_ASSISTANCE_LOG_DAYS);
    }

    /**
     * How many requests for remote assistance leave in 20 seconds in the name of an app, or {@code null} for as many as
     * Intune permits.
     */
    @CheckForNull
    public Integer getRequestLimit() {
        return requestLimit;
    }

    /**
     * @param requestLimit a number from 1 to Intune's own limit of 200; {@code null} for as many as Intune permits. Effective
     *     at once
     */
    @DataBoundSetter
    public void setRequestLimit(@CheckForNull Integer requestLimit) {
        this.requestLimit = requestLimit;
        save();
    }

    /** How much each app may use, within what Intune permits. */
    public Limits effectiveLimits() {
        int usual = Limits.DEFAULT.writes();
        return Limits.DEFAULT.withWrites(NumberField.REQUEST_LIMIT.clamp(requestLimit, usual));
    }

    /** For how many minutes a device is left alone that any build has asked, or {@code null} for not at all. */
    @CheckForNull
    public Integer getNotAgainWithin() {
        return notAgainWithin;
    }

    /** @param notAgainWithin minutes, from 0 to a day; {@code null} or 0 for not at all */
    @DataBoundSetter
    public void setNotAgainWithin(@CheckForNull Integer notAgainWithin) {
        this.notAgainWithin = notAgainWithin;
        save();
    }

    /**
     * For how many minutes a job without a number of its own leaves a device alone that any build has asked; 0 for not at
     * all.
     */
    int effectiveNotAgainWithin() {
        return NumberField.NOT_AGAIN_WITHIN.clamp(notAgainWithin, 0);
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
    public boolean isManagedIdentitiesInFolders() {
        return managedIdentitiesInFolders;
    }

    /** @param managedIdentitiesInFolders whether credentials outside of Jenkins' own store may use managed identities */
    @DataBoundSetter
    public void setManagedIdentitiesInFolders(boolean managedIdentitiesInFolders) {
        this.managedIdentitiesInFolders = managedIdentitiesInFolders;
        save();
    }

    /** The label of the check box, which the error of a refused credential quotes. */
    public String getManagedIdentitiesTitle() {
        return ManagedIdentityRule.title();
    }

    @Override
    public boolean configure(StaplerRequest2 request, JSONObject json) throws FormException {
        IntuneConfiguration draft = new IntuneConfiguration();
        // A box that is not ticked is not sent at all, so it is cleared first.
        draft.customCloud = null;
        try (BulkChange neverSaved = new BulkChange(draft)) {
            request.bindJSON(draft, json);
        } catch (RuntimeException wrong) {
            throw new FormException(wrong, "intune");
        }
        // Builds that begin meanwhile find each setting as it was, or as it is now.
        defaultCredentialsId = draft.defaultCredentialsId;
        defaultTimeout = draft.defaultTimeout;
        customCloud = draft.customCloud;
        sessionLinkHours = draft.sessionLinkHours;
        assistanceLogDays = draft.assistanceLogDays;
        requestLimit = draft.requestLimit;
        notAgainWithin = draft.notAgainWithin;
        managedIdentitiesInFolders = draft.managedIdentitiesInFolders;
        save();
        return true;
    }

    /**
     * Where a cloud answers.
     *
     * @throws InvalidInputException if it is the custom cloud and an administrator has not set that up, or set it up wrongly
     */
    public CloudEndpoints endpoints(Cloud cloud) throws InvalidInputException {
        if (cloud.endpoints().isPresent()) {
            return cloud.endpoints().get();
        }
        CustomCloud custom = customCloud;
        if (custom == null) {
            throw new InvalidInputException("customCloud", Messages.IntuneConfiguration_noCustomCloud());
        }
        return custom.endpoints();
    }

    /** Lists the credentials of the whole Jenkins. */
    @POST
    public ListBoxModel doFillDefaultCredentialsIdItems(@QueryParameter String defaultCredentialsId) {
        return CredentialChoice.inJob(CredentialPlace.jenkins()).fill(defaultCredentialsId);
    }

    /** Checks that the credential exists. */
    @POST
    public FormValidation doCheckDefaultCredentialsId(@QueryParameter String value) {
        return CredentialChoice.inJob(CredentialPlace.jenkins()).check(value, true);
    }

    /** Checks the default timeout. */
    @POST
    public FormValidation doCheckDefaultTimeout(@QueryParameter String value) {
        return check(NumberField.TIMEOUT, "defaultTimeout", value);
    }

    /** Checks how long session links are kept. */
    @POST
    public FormValidation doCheckSessionLinkHours(@QueryParameter String value) {
        return check(NumberField.SESSION_LINK_HOURS, "sessionLinkHours", value);
    }

    /** Checks how long the assistance log is kept. */
    @POST
    public FormValidation doCheckAssistanceLogDays(@QueryParameter String value) {
        return check(NumberField.ASSISTANCE_LOG_DAYS, "assistanceLogDays", value);
    }

    /** Checks the limit. */
    @POST
    public FormValidation doCheckRequestLimit(@QueryParameter String value) {
        return check(NumberField.REQUEST_LIMIT, "requestLimit", value);
    }

    /** Checks for how long a device is left alone. */
    @POST
    public FormValidation doCheckNotAgainWithin(@QueryParameter String value) {
        return check(NumberField.NOT_AGAIN_WITHIN, "notAgainWithin", value);
    }

    private static FormValidation check(NumberField field, String name, String value) {
        return FormChecks.inGlobalConfiguration(() -> field.check(name, value));
    }

    /** Tries the default credential out. */
    @POST
    public FormValidation doTest(@QueryParameter String defaultCredentialsId) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        if (PlainText.trim(defaultCredentialsId).isEmpty()) {
            return FormValidation.warning(Messages.IntuneConfiguration_nothingToTest());
        }
        try {
            return DeviceTester.get().test(CredentialPlace.jenkins(), defaultCredentialsId, null);
        } catch (InvalidInputException wrong) {
            return FormChecks.refused(null, wrong);
        }
    }
}
