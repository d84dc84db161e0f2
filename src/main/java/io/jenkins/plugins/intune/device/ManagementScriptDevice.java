package io.jenkins.plugins.intune.device;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.intune.graph.DeviceForm;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** The device that a run state of a platform (device management) script belongs to. */
public final class ManagementScriptDevice extends ScriptDevice {

    /**
     * @param scriptId the script's id, a GUID
     * @param runStateId the id of the script's state on the device
     */
    @DataBoundConstructor
    public ManagementScriptDevice(String scriptId, String runStateId) {
        super(scriptId, runStateId);
    }

    @Override
    DeviceForm form() {
        return DeviceForm.MANAGEMENT_SCRIPT_DEVICE;
    }

    /** Offers this kind as {@code managementScriptDevice}. */
    @Extension(ordinal = 40)
    @Symbol("managementScriptDevice")
    public static final class DescriptorImpl extends AddressedDeviceDescriptor {

        /** Made by Jenkins. */
        public DescriptorImpl() {
            super(DeviceForm.MANAGEMENT_SCRIPT_DEVICE);
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.ManagementScriptDevice_displayName();
        }
    }
}
