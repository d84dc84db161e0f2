package io.jenkins.plugins.intune.device;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.intune.graph.DeviceForm;
import io.jenkins.plugins.intune.graph.DevicePart;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** A device of a user. */
public final class UserDevice extends AddressedDevice {

    private final String userId;
    private final String id;

    /**
     * @param userId the user's object id or user principal name
     * @param id the Intune device id, a GUID
     */
    @DataBoundConstructor
    public UserDevice(String userId, String id) {
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
        return DeviceForm.USER_DEVICE;
    }

    @Override
    String typed(DevicePart part) {
        return switch (part) {
            case USER_ID -> userId;
            case ID -> id;
            default -> null;
        };
    }

    /** Offers this kind as {@code userDevice}. */
    @Extension(ordinal = 70)
    @Symbol("userDevice")
    public static final class DescriptorImpl extends AddressedDeviceDescriptor {

        /** Made by Jenkins. */
        public DescriptorImpl() {
            super(DeviceForm.USER_DEVICE);
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.UserDevice_displayName();
        }
    }
}
