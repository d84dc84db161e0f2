package io.jenkins.plugins.intune.settings;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import io.jenkins.plugins.intune.device.ManagedDevice;
import io.jenkins.plugins.intune.device.TargetDevice;
import io.jenkins.plugins.intune.fleet.FailWhen;
import io.jenkins.plugins.intune.graph.ApiVersion;
import io.jenkins.plugins.intune.request.OnDoubt;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * What a person set for one request or for many, as typed: the fields that the Pipeline step and the freestyle build
 * step share. {@link RequestInput} checks them. The step's properties of the same names say what each means.
 */
@Restricted(NoExternalUse.class)
public final class RequestSettings {

    private String credentialsId;
    /** The one device; null for none, or for several. */
    private TargetDevice device;
    /** Whether another one was named as well, by its id and as an object. */
    private boolean secondDevice;
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

    /** The short form: the id of a managed device. */
    public String getDeviceId() {
        return device instanceof ManagedDevice managed ? managed.getId() : null;
    }

    public void setDeviceId(@CheckForNull String deviceId) {
        String id = Util.fixEmptyAndTrim(deviceId);
        setDevice(id == null ? null : new ManagedDevice(id));
    }

    /** Any other kind of device; a managed device is shown by {@link #getDeviceId()}, so that snippets stay short. */
    public TargetDevice getDevice() {
        return device instanceof ManagedDevice ? null : device;
    }

    public void setDevice(@CheckForNull TargetDevice device) {
        if (device != null) {
            secondDevice = this.device != null;
            this.device = device;
        }
    }

    /** What the form's drop-down shows. */
    public TargetDevice getChosenDevice() {
        return device;
    }

    boolean hasSecondDevice() {
        return secondDevice;
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
}
