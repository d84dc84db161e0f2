package io.jenkins.plugins.intune.device;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.RelativePath;
import hudson.model.AutoCompletionCandidates;
import io.jenkins.plugins.intune.form.CredentialPlace;
import io.jenkins.plugins.intune.form.PlaceInPath;
import io.jenkins.plugins.intune.graph.DeviceProperty;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A device by its name. */
public final class ByDeviceName extends LookedUpDevice {

    private final String deviceName;

    /**
     * @param deviceName the device's name in Intune
     */
    @DataBoundConstructor
    public ByDeviceName(String deviceName) {
        this.deviceName = deviceName;
    }

    /** The device's name in Intune, as typed. */
    public String getDeviceName() {
        return deviceName;
    }

    @Override
    DeviceProperty property() {
        return DeviceProperty.DEVICE_NAME;
    }

    @Override
    String typed() {
        return deviceName;
    }

    /** Offers this kind as {@code byDeviceName}. */
    @Extension(ordinal = 86)
    @Symbol("byDeviceName")
    public static final class DescriptorImpl extends LookedUpDeviceDescriptor {

        /** Made by Jenkins. */
        public DescriptorImpl() {
            super(DeviceProperty.DEVICE_NAME);
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.ByDeviceName_displayName();
        }

        /** Offers the names that begin with what was typed. */
        @POST
        public AutoCompletionCandidates doAutoCompleteDeviceName(
                @PlaceInPath CredentialPlace place,
                @QueryParameter String value,
                @RelativePath("..") @QueryParameter String credentialsId) {
            return complete(place, value, credentialsId);
        }
    }
}
