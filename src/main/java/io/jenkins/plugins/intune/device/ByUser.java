package io.jenkins.plugins.intune.device;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.intune.graph.DeviceProperty;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** The one device of a user. */
public final class ByUser extends LookedUpDevice {

    private final String userPrincipalName;

    /**
     * @param userPrincipalName the user principal name of the device's user
     */
    @DataBoundConstructor
    public ByUser(String userPrincipalName) {
        this.userPrincipalName = userPrincipalName;
    }

    /** The user principal name of the device's user, as typed. */
    public String getUserPrincipalName() {
        return userPrincipalName;
    }

    @Override
    DeviceProperty property() {
        return DeviceProperty.USER_PRINCIPAL_NAME;
    }

    @Override
    String typed() {
        return userPrincipalName;
    }

    /** Offers this kind as {@code byUser}. */
    @Extension(ordinal = 82)
    @Symbol("byUser")
    public static final class DescriptorImpl extends LookedUpDeviceDescriptor {

        /** Made by Jenkins. */
        public DescriptorImpl() {
            super(DeviceProperty.USER_PRINCIPAL_NAME);
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.ByUser_displayName();
        }
    }
}
