package io.jenkins.plugins.intune.device;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.intune.graph.DeviceForm;
import io.jenkins.plugins.intune.graph.DevicePart;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** A device of a user, reached by way of a device on which an app was detected. */
public final class DetectedAppUserDevice extends AddressedDevice {

    private final String appId;
    private final String deviceId;
    private final String userId;
    private final String id;

    /**
     * @param appId the id of the detected app
     * @param deviceId the Intune id of the device on which it was detected, a GUID
     * @param userId the object id or user principal name of a user of that device
     * @param id the Intune id of the device to ask, a GUID
     */
    @DataBoundConstructor
    public DetectedAppUserDevice(String appId, String deviceId, String userId, String id) {
        this.appId = appId;
        this.deviceId = deviceId;
        this.userId = userId;
        this.id = id;
    }

    /** The id of the detected app, as typed. */
    public String getAppId() {
        return appId;
    }

    /** The Intune id of the device on which the app was detected, a GUID, as typed. */
    public String getDeviceId() {
        return deviceId;
    }

    /** The user's object id or user principal name, as typed. */
    public String getUserId() {
        return userId;
    }

    /** The Intune id of the device to ask, a GUID, as typed. */
    public String getId() {
        return id;
    }

    @Override
    DeviceForm form() {
        return DeviceForm.DETECTED_APP_USER_DEVICE;
    }

    @Override
    String typed(DevicePart part) {
        return switch (part) {
            case APP_ID -> appId;
            case DEVICE_ID -> deviceId;
            case USER_ID -> userId;
            case ID -> id;
            default -> null;
        };
    }

    /** Offers this kind as {@code detectedAppUserDevice}. */
    @Extension(ordinal = 55)
    @Symbol("detectedAppUserDevice")
    public static final class DescriptorImpl extends AddressedDeviceDescriptor {

        /** Made by Jenkins. */
        public DescriptorImpl() {
            super(DeviceForm.DETECTED_APP_USER_DEVICE);
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.DetectedAppUserDevice_displayName();
        }
    }
}
