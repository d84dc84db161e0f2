package io.jenkins.plugins.intune.freestyle;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.EnvVars;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.AbstractProject;
import hudson.model.Descriptor;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Builder;
import io.jenkins.plugins.intune.device.TargetDevice;
import io.jenkins.plugins.intune.pipeline.RequestRemoteAssistanceStep;
import io.jenkins.plugins.intune.settings.RequestForm;
import io.jenkins.plugins.intune.settings.RequestSettings;
import java.io.IOException;
import java.util.List;
import jenkins.tasks.SimpleBuildStep;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.StaplerRequest2;

/**
 * The freestyle build step: the same request as {@link RequestRemoteAssistanceStep}, with variables expanded in every
 * text. Needs a workspace only for a list of devices that is kept there. Has no symbol, so that the name {@code
 * requestRemoteAssistance} means the step alone.
 */
public final class RequestRemoteAssistanceBuilder extends Builder implements SimpleBuildStep {

    private RequestSettings settings = new RequestSettings();

    /** All properties are optional here; the build says what is missing. */
    @DataBoundConstructor
    public RequestRemoteAssistanceBuilder() {}

    /** A configuration that was written by hand may have no settings. */
    private Object readResolve() {
        if (settings == null) {
            settings = new RequestSettings();
        }
        return this;
    }

    /** The id of the credential, or {@code null} for the default one. */
    @CheckForNull
    public String getCredentialsId() {
        return settings.getCredentialsId();
    }

    /** @param credentialsId the id of a credential that the job can see, or a variable */
    @DataBoundSetter
    public void setCredentialsId(@CheckForNull String credentialsId) {
        settings.setCredentialsId(credentialsId);
    }

    /** The id of a managed device, or {@code null} if another kind of device is set. */
    @CheckForNull
    public String getDeviceId() {
        return settings.getDeviceId();
    }

    /** @param deviceId short for a managed device of that id */
    @DataBoundSetter
    public void setDeviceId(@CheckForNull String deviceId) {
        settings.setDeviceId(deviceId);
    }

    /** Any kind of device but a managed one, or {@code null}. */
    @CheckForNull
    public TargetDevice getDevice() {
        return settings.getDevice();
    }

    /** @param device any kind of device */
    @DataBoundSetter
    public void setDevice(@CheckForNull TargetDevice device) {
        settings.setDevice(device);
    }

    /** What the form's drop-down shows. */
    @CheckForNull
    public TargetDevice getChosenDevice() {
        return settings.getChosenDevice();
    }

    /** Several devices, each of any kind, or {@code null}. */
    @CheckForNull
    public List<TargetDevice> getDevices() {
        return settings.getDevices();
    }

    /** @param devices several devices, each of any kind */
    @DataBoundSetter
    public void setDevices(@CheckForNull List<TargetDevice> devices) {
        settings.setDevices(devices);
    }

    /** Several devices as text, or {@code null}. */
    @CheckForNull
    public String getDeviceLines() {
        return settings.getDeviceLines();
    }

    /** @param deviceLines several devices, one a line, or a CSV whose first line names its columns */
    @DataBoundSetter
    public void setDeviceLines(@CheckForNull String deviceLines) {
        settings.setDeviceLines(deviceLines);
    }

    /** A file with several devices, or {@code null}. */
    @CheckForNull
    public String getDeviceFile() {
        return settings.getDeviceFile();
    }

    /** @param deviceFile the path of a file in the workspace with several devices, or a variable */
    @DataBoundSetter
    public void setDeviceFile(@CheckForNull String deviceFile) {
        settings.setDeviceFile(deviceFile);
    }

    /** Which failures fail the build: {@code any}, {@code all}, {@code never} or a percentage. */
    @NonNull
    public String getFailWhen() {
        return settings.getFailWhen();
    }

    /** @param failWhen {@code any}, {@code all}, {@code never} or a percentage such as {@code 10%} */
    @DataBoundSetter
    public void setFailWhen(@CheckForNull String failWhen) {
        settings.setFailWhen(failWhen);
    }

    /** Whether the form shows many devices instead of one. */
    public boolean isFleet() {
        return settings.isFleet();
    }

    /** {@code auto}, {@code v1.0} or {@code beta}. */
    @NonNull
    public String getApiVersion() {
        return settings.getApiVersion();
    }

    /** @param apiVersion {@code auto}, {@code v1.0} or {@code beta} */
    @DataBoundSetter
    public void setApiVersion(@CheckForNull String apiVersion) {
        settings.setApiVersion(apiVersion);
    }

    /** How long everything may take, in seconds, or {@code null} for the default timeout. */
    @CheckForNull
    public Integer getTimeout() {
        return settings.getTimeout();
    }

    /** @param timeout how long everything may take, in seconds, at least 1; {@code null} for the default timeout */
    @DataBoundSetter
    public void setTimeout(@CheckForNull Integer timeout) {
        settings.setTimeout(timeout);
    }

    /** What to do when nobody can say whether Intune got the request: {@code fail} or {@code resend}. */
    @NonNull
    public String getOnDoubt() {
        return settings.getOnDoubt();
    }

    /** @param onDoubt {@code fail} or {@code resend} */
    @DataBoundSetter
    public void setOnDoubt(@CheckForNull String onDoubt) {
        settings.setOnDoubt(onDoubt);
    }

    /** Whether to wait until the device has a session link. */
    public boolean isWaitForSession() {
        return settings.isWaitForSession();
    }

    /** @param waitForSession whether to wait until the device has a session link */
    @DataBoundSetter
    public void setWaitForSession(boolean waitForSession) {
        settings.setWaitForSession(waitForSession);
    }

    /** How long to wait for the session link, in seconds, or {@code null} for the usual 300. */
    @CheckForNull
    public Integer getSessionTimeout() {
        return settings.getSessionTimeout();
    }

    /** @param sessionTimeout how long to wait for the session link, in seconds, at least 1 */
    @DataBoundSetter
    public void setSessionTimeout(@CheckForNull Integer sessionTimeout) {
        settings.setSessionTimeout(sessionTimeout);
    }

    /** Whether a device is asked although an earlier step of the build has asked it. */
    public boolean isAskAgain() {
        return settings.isAskAgain();
    }

    /** @param askAgain whether a device is asked although an earlier step of the build has asked it */
    @DataBoundSetter
    public void setAskAgain(boolean askAgain) {
        settings.setAskAgain(askAgain);
    }

    /** For how many minutes a device is left alone that any build has asked, or {@code null} for the administrator's choice. */
    @CheckForNull
    public Integer getNotAgainWithin() {
        return settings.getNotAgainWithin();
    }

    /** @param notAgainWithin minutes, from 0 for not at all to a day; {@code null} for the administrator's choice */
    @DataBoundSetter
    public void setNotAgainWithin(@CheckForNull Integer notAgainWithin) {
        settings.setNotAgainWithin(notAgainWithin);
    }

    /** Whether everything is looked up and checked, and nobody is asked. */
    public boolean isDryRun() {
        return settings.isDryRun();
    }

    /** @param dryRun whether everything is looked up and checked, and nobody is asked */
    @DataBoundSetter
    public void setDryRun(boolean dryRun) {
        settings.setDryRun(dryRun);
    }

    /** What the form chooses for {@code failWhen}. */
    public String getFailChoice() {
        return RequestForm.failChoice(getFailWhen());
    }

    /** The percentage in {@code failWhen}, for the form; {@code null} for none. */
    @CheckForNull
    public String getFailPercentage() {
        return RequestForm.failPercentage(getFailWhen());
    }

    /** Needed only for a list of devices in a file. */
    @Override
    public boolean requiresWorkspace() {
        return settings.getDeviceFile() != null;
    }

    @Override
    public void perform(
            @NonNull Run<?, ?> run,
            @NonNull FilePath workspace,
            @NonNull EnvVars env,
            @NonNull Launcher launcher,
            @NonNull TaskListener listener)
            throws InterruptedException, IOException {
        perform(run, settings.getDeviceFile() == null ? null : workspace, env, listener);
    }

    @Override
    public void perform(@NonNull Run<?, ?> run, @NonNull EnvVars env, @NonNull TaskListener listener)
            throws InterruptedException, IOException {
        perform(run, null, env, listener);
    }

    private void perform(Run<?, ?> run, @CheckForNull FilePath workspace, EnvVars env, TaskListener listener)
            throws InterruptedException, IOException {
        if (!(run instanceof AbstractBuild)) {
            // A Pipeline goes on after a restart, and would not know whom this has asked.
            throw new AbortException(Messages.RequestRemoteAssistanceBuilder_pipeline());
        }
        new FreestyleRun(settings, run, env, listener).perform(workspace);
    }

    /** Offers the build step to freestyle jobs. */
    @Extension
    public static final class DescriptorImpl extends BuildStepDescriptor<Builder> {

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.RequestRemoteAssistanceBuilder_displayName();
        }

        @Override
        public boolean isApplicable(Class<? extends AbstractProject> jobType) {
            return true;
        }

        @Override
        public Builder newInstance(@CheckForNull StaplerRequest2 request, @NonNull JSONObject form)
                throws FormException {
            RequestForm.take(form);
            return super.newInstance(request, form);
        }

        /** The step's, which explains, fills and checks the fields. */
        public Descriptor<Step> getFields() {
            return ExtensionList.lookupSingleton(RequestRemoteAssistanceStep.DescriptorImpl.class);
        }
    }
}
