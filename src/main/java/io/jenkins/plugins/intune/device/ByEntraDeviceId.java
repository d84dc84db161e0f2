package io.jenkins.plugins.intune.device;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.intune.graph.DeviceProperty;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** A device by its id in Entra ID. */
public final class ByEntraDeviceId extends LookedUpDevice {

    private final String entraDeviceId;

    /**
     * @param entraDeviceId the Entra device id, a GUID
     */
    @DataBoundConstructor
    public ByEntraDeviceId(String entraDeviceId) {
        this.entraDeviceId = entraDeviceId;
    }

    /** The Entra device id, a GUID, as typed. */
    public String getEntraDeviceId() {
        return entraDeviceId;
    }

    @Override
    DeviceProperty property() {
        return DeviceProperty.ENTRA_DEVICE_ID;
    }

    @Override
    String typed() {
        return entraDeviceId;
    }

    /** Offers this kind as {@code byEntraDeviceId}. */
    @Extension(ordinal = 84)
    @Symbol("byEntraDeviceId")
    public static final class DescriptorImpl extends LookedUpDeviceDescriptor {

        /** Made by Jenkins. */
        public DescriptorImpl() {
            super(DeviceProperty.ENTRA_DEVICE_ID);
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.ByEntraDeviceId_displayName();
        }
    }
}
