package io.jenkins.plugins.intune.pipeline;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.Util;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.intune.device.TargetDevice;
import io.jenkins.plugins.intune.settings.RequestForm;
import io.jenkins.plugins.intune.settings.RequestInput;
import io.jenkins.plugins.intune.settings.RequestSettings;
import io.jenkins.plugins.intune.values.InvalidInputException;
import io.jenkins.plugins.intune.values.PlainText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jenkinsci.plugins.structs.describable.CustomDescribableModel;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * The Pipeline step {@code requestRemoteAssistance}: asks Intune to offer a remote assistance session to the person at a
 * device, or to those at many devices. Needs no {@code node}. For one device it returns a map with the {@linkplain
 * io.jenkins.plugins.intune.request.RequestReport#NAMES names of a report}, for many one with the counts and {@code results}.
 */
public final class RequestRemoteAssistanceStep extends Step {

    static final String ALL = "all";
    static final String FAILURES = "failures";

    private final RequestSettings settings = new RequestSettings();
    private String results = ALL;

    /** All properties are optional here; {@link #start} says what is missing. */
    @DataBoundConstructor
    public RequestRemoteAssistanceStep() {}

    /** The id of the credential, or {@code null} for the default one. */
    @CheckForNull
    public String getCredentialsId() {
        return settings.getCredentialsId();
    }

    /** @param credentialsId the id of a credential that the job can see */
    @DataBoundSetter
    public void setCredentialsId(@CheckForNull String credentialsId) {
        settings.setCredentialsId(credentialsId);
    }

    /** The id of a managed device, or {@code null} if another kind of device is set. */
    @CheckForNull
    public String getDeviceId() {
        return settings.getDeviceId();
    }

    /** @param deviceId short for {@code device: managedDevice(deviceId)} */
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

    /** @param devices several devices, each of any kind; in a Pipeline an id may stand for a managed device */
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

    /** For which devices the step returns a map: {@code all} or {@code failures}. */
    @NonNull
    public String getResults() {
        return results;
    }

    /** @param results {@code all} or {@code failures} */
    @DataBoundSetter
    public void setResults(@CheckForNull String results) {
        String name = Util.fixEmptyAndTrim(results);
        this.results = name == null ? ALL : name;
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

    @Override
    public StepExecution start(StepContext context) throws AbortException {
        RequestInput input = new RequestInput(settings, UnaryOperator.identity());
        try {
            String credential = input.credentialsId();
            return settings.isFleet()
                    ? new RequestFleetExecution(context, input.fleetPlan(null), credential, isOnlyFailures())
                    : new RequestRemoteAssistanceExecution(context, input.plan(), credential, input.failWhen());
        } catch (InvalidInputException wrong) {
            throw new AbortException(wrong.getMessage());
        }
    }

    private boolean isOnlyFailures() throws InvalidInputException {
        if (!results.equals(ALL) && !results.equals(FAILURES)) {
            throw new InvalidInputException(
                    "results", Messages.RequestRemoteAssistanceStep_results(PlainText.oneLine(results, 40)));
        }
        return results.equals(FAILURES);
    }

    /** Offers the step to Pipelines and the Snippet Generator. */
    @Extension
    public static final class DescriptorImpl extends RequestStepDescriptor implements CustomDescribableModel {

        /** Lets an id stand for a managed device in a list of devices. */
        @Override
        @NonNull
        public Map<String, Object> customInstantiate(@NonNull Map<String, Object> arguments) {
            if (!(arguments.get("devices") instanceof Collection<?> devices)) {
                return arguments;
            }
            Map<String, Object> complete = new HashMap<>(arguments);
            complete.put(
                    "devices",
                    devices.stream().map(DescriptorImpl::complete).collect(Collectors.toCollection(ArrayList::new)));
            return complete;
        }

        private static Object complete(Object device) {
            return device instanceof CharSequence id
                    ? new UninstantiatedDescribable("managedDevice", null, new HashMap<>(Map.of("id", id.toString())))
                    : device;
        }

        @Override
        public String getFunctionName() {
            return "requestRemoteAssistance";
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.RequestRemoteAssistanceStep_displayName();
        }

        @Override
        @CheckForNull
        public String argumentsToString(@NonNull Map<String, Object> arguments) {
            return StepLabel.of(arguments);
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class);
        }
    }
}
