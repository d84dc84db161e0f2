package io.jenkins.plugins.intune.device;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.intune.graph.DeviceForm;
import io.jenkins.plugins.intune.graph.DevicePart;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** A device of a user, reached by way of a platform (device management) script's run state. */
public final class ManagementScriptUserDevice extends ScriptDevice {

    private final String userId;
    private final String id;

    /**
     * @param scriptId the script's id, a GUID
     * @param runStateId the id of the script's state on the device
     * @param userId the user's object id or user principal name
     * @param id the Intune device id, a GUID
     */
    @DataBoundConstructor
    public ManagementScriptUserDevice(String scriptId, String runStateId, String userId, String id) {
        super(scriptId, runStateId);
        this.userId = userId;
        this.id = id;
    }

    /** The user's object id or user principal name, as typed. */
    public String getUserId() {
        return userId;
    }

    /** The Intune device id, a GUID, as typed. */
    public String getId() {
        return id;
    }

    @Override
    DeviceForm form() {
        return DeviceForm.MANAGEMENT_SCRIPT_USER_DEVICE;
    }

    @Override
    String typed(DevicePart part) {
        return switch (part) {
            case USER_ID -> userId;
            case ID -> id;
            default -> super.typed(part);
        };
    }

    /** Offers this kind as {@code managementScriptUserDevice}. */
    @Extension(ordinal = 20)
    @Symbol("managementScriptUserDevice")
    public static final class DescriptorImpl extends AddressedDeviceDescriptor {

        /** Made by Jenkins. */
        public DescriptorImpl() {
            super(DeviceForm.MANAGEMENT_SCRIPT_USER_DEVICE);
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.ManagementScriptUserDevice_displayName();
        }
    }
}
