package io.jenkins.plugins.intune.device;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.intune.graph.DeviceForm;
import io.jenkins.plugins.intune.graph.DevicePart;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** A device that Intune manages together with Configuration Manager, by its Intune id. */
public final class ComanagedDevice extends AddressedDevice {

    private final String id;

    /**
     * @param id the Intune device id, a GUID
     */
    @DataBoundConstructor
    public ComanagedDevice(String id) {
        this.id = id;
    }

    /** The Intune device id, a GUID, as typed. */
    public String getId() {
        return id;
    }

    @Override
    DeviceForm form() {
        return DeviceForm.COMANAGED_DEVICE;
    }

    @Override
    String typed(DevicePart part) {
        return switch (part) {
            case ID -> id;
            default -> null;
        };
    }

    /** Offers this kind as {@code comanagedDevice}. */
    @Extension(ordinal = 80)
    @Symbol("comanagedDevice")
    public static final class DescriptorImpl extends AddressedDeviceDescriptor {

        /** Made by Jenkins. */
        public DescriptorImpl() {
            super(DeviceForm.COMANAGED_DEVICE);
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.ComanagedDevice_displayName();
        }
    }
}
