package io.jenkins.plugins.intune.settings;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import io.jenkins.plugins.intune.device.ManagedDevice;
import io.jenkins.plugins.intune.device.TargetDevice;
import io.jenkins.plugins.intune.fleet.DeviceLines;
import io.jenkins.plugins.intune.fleet.FailWhen;
import io.jenkins.plugins.intune.fleet.FleetPlan;
import io.jenkins.plugins.intune.graph.ApiVersion;
import io.jenkins.plugins.intune.graph.DeviceTarget;
import io.jenkins.plugins.intune.request.OnDoubt;
import io.jenkins.plugins.intune.request.RequestOptions;
import io.jenkins.plugins.intune.request.RequestPlan;
import io.jenkins.plugins.intune.values.Guid;
import io.jenkins.plugins.intune.values.InvalidInputException;
import io.jenkins.plugins.intune.values.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * What a person set for one request or for many, as typed: the fields that the Pipeline step and the freestyle build step
 * share, and the one place where they are checked. The step's properties of the same names say what each means.
 */
@Restricted(NoExternalUse.class)
public final class RequestSettings {

    /** Default for how long a session is waited for, in seconds. */
    private static final int USUAL_SESSION_TIMEOUT = 300;

    /** Longest time for which a device can be left alone: a day, in minutes, which the assistance log looks back. */
    /** Longest timeout in seconds: a day. After that, nobody could tell whose link appears. */
    static final int MAX_TIMEOUT = 86_400;

    static final int MAX_NOT_AGAIN_WITHIN = 24 * 60;

    private String credentialsId;
    private String deviceId;
    private TargetDevice device;
    /** Several devices, each of any kind; null for one device, or for several that are named in another way. */
    private List<TargetDevice> devices;
    /** Several devices as text; null for none. */
    private String deviceLines;
    /** A file with several devices; null for none. */
    private String deviceFile;

    private String failWhen = FailWhen.ANY.toString();
    private String apiVersion = ApiVersion.AUTO.id();
    /** Null for the default one, which an administrator may change later. */
    private Integer timeout;

    private String onDoubt = OnDoubt.FAIL.id();
    private boolean waitForSession;
    /** Null for the usual one. */
    private Integer sessionTimeout;

    private boolean askAgain;
    /** Null for the administrator's. */
    private Integer notAgainWithin;

    private boolean dryRun;

    /** Completes a configuration that was written by hand: whatever is missing gets its default. */
    private Object readResolve() {
        setCredentialsId(credentialsId);
        setDeviceId(deviceId);
        setDevices(devices);
        setDeviceLines(deviceLines);
        setDeviceFile(deviceFile);
        setFailWhen(failWhen);
        setApiVersion(apiVersion);
        setOnDoubt(onDoubt);
        return this;
    }

    public String getCredentialsId() {
        return credentialsId;
    }

    public void setCredentialsId(@CheckForNull String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    /** The short form: the id of a managed device, also when that was chosen as a {@link ManagedDevice}. */
    public String getDeviceId() {
        return deviceId == null && device instanceof ManagedDevice managed ? managed.getId() : deviceId;
    }

    public void setDeviceId(@CheckForNull String deviceId) {
        this.deviceId = Util.fixEmptyAndTrim(deviceId);
    }

    /** Any other kind of device; a managed device is shown by {@link #getDeviceId()}, so that snippets stay short. */
    public TargetDevice getDevice() {
        return deviceId == null && device instanceof ManagedDevice ? null : device;
    }

    public void setDevice(@CheckForNull TargetDevice device) {
        this.device = device;
    }

    /** What the form's drop-down shows. */
    public TargetDevice getChosenDevice() {
        return device == null && deviceId != null ? new ManagedDevice(deviceId) : device;
    }

    public List<TargetDevice> getDevices() {
        return devices;
    }

    public void setDevices(@CheckForNull List<TargetDevice> devices) {
        // A Pipeline's list may turn out to be empty, which is not the same as asking for one device.
        this.devices = devices == null ? null : new ArrayList<>(devices);
    }

    public String getDeviceLines() {
        return deviceLines;
    }

    public void setDeviceLines(@CheckForNull String deviceLines) {
        this.deviceLines = deviceLines == null || deviceLines.isBlank() ? null : deviceLines;
    }

    public String getDeviceFile() {
        return deviceFile;
    }

    public void setDeviceFile(@CheckForNull String deviceFile) {
        this.deviceFile = Util.fixEmptyAndTrim(deviceFile);
    }

    @NonNull
    public String getFailWhen() {
        return failWhen;
    }

    public void setFailWhen(@CheckForNull String failWhen) {
        String typed = Util.fixEmptyAndTrim(failWhen);
        this.failWhen = typed == null ? FailWhen.ANY.toString() : typed;
    }

    /** Whether many devices are meant, even if it is only one in the end. */
    public boolean isFleet() {
        return devices != null || deviceLines != null || deviceFile != null;
    }

    @NonNull
    public String getApiVersion() {
        return apiVersion;
    }

    public void setApiVersion(@CheckForNull String apiVersion) {
        String name = Util.fixEmptyAndTrim(apiVersion);
        this.apiVersion = name == null ? ApiVersion.AUTO.id() : name;
    }

    public Integer getTimeout() {
        return timeout;
    }

    public void setTimeout(@CheckForNull Integer timeout) {
        this.timeout = timeout;
    }

    @NonNull
    public String getOnDoubt() {
        return onDoubt;
    }

    public void setOnDoubt(@CheckForNull String onDoubt) {
        String name = Util.fixEmptyAndTrim(onDoubt);
        this.onDoubt = name == null ? OnDoubt.FAIL.id() : name;
    }

    public boolean isWaitForSession() {
        return waitForSession;
    }

    public void setWaitForSession(boolean waitForSession) {
        this.waitForSession = waitForSession;
    }

    public Integer getSessionTimeout() {
        return sessionTimeout;
    }

    public void setSessionTimeout(@CheckForNull Integer sessionTimeout) {
        this.sessionTimeout = sessionTimeout;
    }

    public boolean isAskAgain() {
        return askAgain;
    }

    public void setAskAgain(boolean askAgain) {
        this.askAgain = askAgain;
    }

    public Integer getNotAgainWithin() {
        return notAgainWithin;
    }

    public void setNotAgainWithin(@CheckForNull Integer notAgainWithin) {
        this.notAgainWithin = notAgainWithin;
    }

    public boolean isDryRun() {
        return dryRun;
    }

    public void setDryRun(boolean dryRun) {
        this.dryRun = dryRun;
    }

    /**
     * The id of the credential to use.
     *
     * @param expand replaces variables in what was typed
     * @throws InvalidInputException if the job names none and there is no default
     */
    public String credentialsId(UnaryOperator<String> expand) throws InvalidInputException {
        return orDefault(credentialsId == null ? null : expand.apply(credentialsId));
    }

    /**
     * The id of a credential, or of the default one if there is none.
     *
     * @throws InvalidInputException if there is no default one either
     */
    public static String orDefault(@CheckForNull String credentialsId) throws InvalidInputException {
        String own = PlainText.trim(credentialsId);
        String id = own.isEmpty() ? IntuneConfiguration.get().getDefaultCredentialsId() : own;
        if (id == null) {
            throw new InvalidInputException("credentialsId", Messages.RequestSettings_noCredential());
        }
        return id;
    }

    /**
     * What to ask for, checked.
     *
     * @param expand replaces variables in what was typed
     * @throws InvalidInputException if something cannot be used; nothing has been sent then
     */
    public RequestPlan plan(UnaryOperator<String> expand) throws InvalidInputException {
        return new RequestPlan(target(expand), options(expand), false);
    }

    private RequestOptions options(UnaryOperator<String> expand) throws InvalidInputException {
        return new RequestOptions(
                        ApiVersion.named(expand.apply(apiVersion)),
                        checkedTimeout(),
                        OnDoubt.named(expand.apply(onDoubt)),
                        waitForSession ? checkedSessionTimeout() : 0,
                        askAgain,
                        notAgainWithin == null
                                ? IntuneConfiguration.get().effectiveNotAgainWithin()
                                : checkNotAgainWithin("notAgainWithin", notAgainWithin))
                .withDryRun(dryRun);
    }

    /**
     * Which failures fail the build, checked.
     *
     * @param expand replaces variables in what was typed
     */
    public FailWhen failWhen(UnaryOperator<String> expand) throws InvalidInputException {
        return FailWhen.named(expand.apply(failWhen));
    }

    /**
     * What to ask for when {@linkplain #isFleet() many devices are meant}, checked: each of them before any is used.
     *
     * @param expand replaces variables in what was typed
     * @param file what the file holds, if there is one
     * @throws InvalidInputException if something cannot be used; nothing has been sent then
     */
    public FleetPlan fleetPlan(UnaryOperator<String> expand, @CheckForNull String file) throws InvalidInputException {
        if (deviceId != null || device != null) {
            throw new InvalidInputException("deviceId", Messages.RequestSettings_oneAndMany());
        }
        List<DeviceTarget> targets = new ArrayList<>();
        for (int i = 0; devices != null && i < devices.size(); i++) {
            try {
                targets.add(entry(devices.get(i)).target(expand));
            } catch (InvalidInputException wrong) {
                throw new InvalidInputException("devices", Messages.RequestSettings_entry(i + 1, wrong.getMessage()));
            }
        }
        if (deviceLines != null) {
            targets.addAll(DeviceLines.read("deviceLines", expand.apply(deviceLines)));
        }
        if (file != null) {
            targets.addAll(DeviceLines.read("deviceFile", file));
        }
        if (targets.isEmpty()) {
            throw new InvalidInputException("devices", Messages.RequestSettings_empty());
        }
        return new FleetPlan(targets, options(expand), failWhen(expand));
    }

    private static TargetDevice entry(@CheckForNull TargetDevice device) throws InvalidInputException {
        if (device == null) {
            throw new InvalidInputException("device", Messages.RequestSettings_empty());
        }
        return device;
    }

    private int checkedTimeout() throws InvalidInputException {
        return checkTimeout(
                "timeout", timeout == null ? IntuneConfiguration.get().effectiveTimeout() : timeout);
    }

    private int checkedSessionTimeout() throws InvalidInputException {
        return checkTimeout("sessionTimeout", sessionTimeout == null ? USUAL_SESSION_TIMEOUT : sessionTimeout);
    }

    private DeviceTarget target(UnaryOperator<String> expand) throws InvalidInputException {
        if (deviceId != null && device != null) {
            throw new InvalidInputException("deviceId", Messages.RequestSettings_bothDevices());
        }
        if (device != null) {
            return device.target(expand);
        }
        if (deviceId == null) {
            throw new InvalidInputException("deviceId", Messages.RequestSettings_noDevice());
        }
        return new ManagedDevice(Guid.require("deviceId", expand.apply(deviceId))).target(UnaryOperator.identity());
    }

    static int checkNotAgainWithin(String field, int minutes) throws InvalidInputException {
        if (minutes < 0 || minutes > MAX_NOT_AGAIN_WITHIN) {
            throw new InvalidInputException(field, Messages.RequestSettings_notAgainWithin(MAX_NOT_AGAIN_WITHIN));
        }
        return minutes;
    }

    static int checkTimeout(String field, int seconds) throws InvalidInputException {
        if (seconds < 1 || seconds > MAX_TIMEOUT) {
            throw new InvalidInputException(field, Messages.RequestSettings_timeout(seconds, MAX_TIMEOUT));
        }
        return seconds;
    }
}
