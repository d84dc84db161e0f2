package io.jenkins.plugins.intune.device;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.ExtensionList;
import hudson.ExtensionPoint;
import io.jenkins.plugins.intune.form.CredentialPlace;
import io.jenkins.plugins.intune.graph.DeviceQuery;
import java.util.List;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Completes the beginning of a device's name or serial number. Implemented by the layer above, as {@link DeviceTester} is.
 */
public interface DeviceSuggester extends ExtensionPoint {

    /**
     * Lists values that begin with the query's. Blocks, for 4 seconds at most. The caller must have checked permissions.
     *
     * @param place the place that the form belongs to
     * @param credentialsId the credential to use; {@code null} or empty for the default one
     * @param beginning the property, and what its value begins with
     * @return ten values at most, each once; none if there are none, or they cannot be read in time
     */
    @Restricted(NoExternalUse.class)
    List<String> suggest(CredentialPlace place, @CheckForNull String credentialsId, DeviceQuery beginning);

    /** The one implementation. */
    @Restricted(NoExternalUse.class)
    static DeviceSuggester get() {
        return ExtensionList.lookupFirst(DeviceSuggester.class);
    }
}
