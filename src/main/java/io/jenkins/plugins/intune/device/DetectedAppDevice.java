package io.jenkins.plugins.intune.device;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.intune.graph.DeviceForm;
import io.jenkins.plugins.intune.graph.DevicePart;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** A device on which an app was detected. */
public final class DetectedAppDevice extends AddressedDevice {

    private final String appId;
    private final String id;

    /**
     * @param appId the id of the detected app
     * @param id the Intune device id, a GUID
     */
    @DataBoundConstructor
    public DetectedAppDevice(String appId, String id) {
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
        return DeviceForm.DETECTED_APP_DEVICE;
    }

    @Override
    String typed(DevicePart part) {
        return switch (part) {
            case APP_ID -> appId;
            case ID -> id;
            default -> null;
        };
    }

    /** Offers this kind as {@code detectedAppDevice}. */
    @Extension(ordinal = 60)
    @Symbol("detectedAppDevice")
    public static final class DescriptorImpl extends AddressedDeviceDescriptor {

        /** Made by Jenkins. */
        public DescriptorImpl() {
            super(DeviceForm.DETECTED_APP_DEVICE);
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.DetectedAppDevice_displayName();
        }
    }
}
