package io.jenkins.plugins.intune.device;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.util.FormValidation;
import io.jenkins.plugins.intune.form.CredentialPlace;
import io.jenkins.plugins.intune.graph.DeviceTarget;
import io.jenkins.plugins.intune.values.InvalidInputException;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Tries out whether a credential reaches a device. Implemented by the layer above, which has the HTTP client; here, so that
 * a device's form can ask for it and imports still run downwards.
 */
public interface DeviceTester extends ExtensionPoint {

    /**
     * Gets a new token and reads the device. Blocks, for 15 seconds at most. The caller must have checked permissions.
     *
     * @param place the place that the form belongs to
     * @param credentialsId the credential to use; {@code null} or empty for the default one
     * @param device the device, or {@code null} to try the credential only
     * @return what is right, what is missing and what to do
     * @throws InvalidInputException if a field cannot be used; the form has a label for it
     */
    @Restricted(NoExternalUse.class)
    FormValidation test(CredentialPlace place, @CheckForNull String credentialsId, @CheckForNull DeviceTarget device)
            throws InvalidInputException;

    /** The one implementation. */
    @Restricted(NoExternalUse.class)
    static DeviceTester get() {
        return ExtensionList.lookupFirst(DeviceTester.class);
    }
}
