package io.jenkins.plugins.intune.device;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.intune.graph.DeviceForm;
import io.jenkins.plugins.intune.graph.DevicePart;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** A device on which an app was detected, reached by way of a platform (device management) script's run state. */
public final class ManagementScriptAppDevice extends ScriptDevice {

    private final String appId;
    private final String id;

    /**
     * @param scriptId the script's id, a GUID
     * @param runStateId the id of the script's state on the device
     * @param appId the id of the detected app
     * @param id the Intune device id, a GUID
     */
    @DataBoundConstructor
    public ManagementScriptAppDevice(String scriptId, String runStateId, String appId, String id) {
        super(scriptId, runStateId);
        this.appId = appId;
        this.id = id;
    }

    /** The id of the detected app, as typed. */
    public String getAppId() {
        return appId;
    }

    /** The Intune device id, a GUID, as typed. */
    public String getId() {
        return id;
    }

    @Override
    DeviceForm form() {
        return DeviceForm.MANAGEMENT_SCRIPT_APP_DEVICE;
    }

    @Override
    String typed(DevicePart part) {
        return switch (part) {
            case APP_ID -> appId;
            case ID -> id;
            default -> super.typed(part);
        };
    }

    /** Offers this kind as {@code managementScriptAppDevice}. */
    @Extension(ordinal = 10)
    @Symbol("managementScriptAppDevice")
    public static final class DescriptorImpl extends AddressedDeviceDescriptor {

        /** Made by Jenkins. */
        public DescriptorImpl() {
            super(DeviceForm.MANAGEMENT_SCRIPT_APP_DEVICE);
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.ManagementScriptAppDevice_displayName();
        }
    }
}
