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

/** A device by its serial number. */
public final class BySerialNumber extends LookedUpDevice {

    private final String serialNumber;

    /**
     * @param serialNumber the serial number, as the manufacturer gave it
     */
    @DataBoundConstructor
    public BySerialNumber(String serialNumber) {
        this.serialNumber = serialNumber;
    }

    /** The serial number, as typed. */
    public String getSerialNumber() {
        return serialNumber;
    }

    @Override
    DeviceProperty property() {
        return DeviceProperty.SERIAL_NUMBER;
    }

    @Override
    String typed() {
        return serialNumber;
    }

    /** Offers this kind as {@code bySerialNumber}. */
    @Extension(ordinal = 88)
    @Symbol("bySerialNumber")
    public static final class DescriptorImpl extends LookedUpDeviceDescriptor {

        /** Made by Jenkins. */
        public DescriptorImpl() {
            super(DeviceProperty.SERIAL_NUMBER);
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.BySerialNumber_displayName();
        }

        /** Offers the serial numbers that begin with what was typed. */
        @POST
        public AutoCompletionCandidates doAutoCompleteSerialNumber(
                @PlaceInPath CredentialPlace place,
                @QueryParameter String value,
                @RelativePath("..") @QueryParameter String credentialsId) {
            return complete(place, value, credentialsId);
        }
    }
}
