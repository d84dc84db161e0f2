package io.jenkins.plugins.intune.device;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.intune.graph.DeviceForm;
import io.jenkins.plugins.intune.graph.DevicePart;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** An Intune device by its id: the usual way. */
public final class ManagedDevice extends AddressedDevice {

    private final String id;

    /**
     * @param id the Intune device id, a GUID
     */
    @DataBoundConstructor
    public ManagedDevice(String id) {
        this.id = id;
    }

    /** The Intune device id, a GUID, as typed. */
    public String getId() {
        return id;
    }

    @Override
    DeviceForm form() {
        return DeviceForm.MANAGED_DEVICE;
    }

    @Override
    String typed(DevicePart part) {
        return switch (part) {
            case ID -> id;
            default -> null;
        };
    }

    /** Offers this kind as {@code managedDevice}. */
    @Extension(ordinal = 90)
    @Symbol("managedDevice")
    public static final class DescriptorImpl extends AddressedDeviceDescriptor {

        /** Made by Jenkins. */
        public DescriptorImpl() {
            super(DeviceForm.MANAGED_DEVICE);
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.ManagedDevice_displayName();
        }
    }
}
