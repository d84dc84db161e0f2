package io.jenkins.plugins.intune.service;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import io.jenkins.plugins.intune.device.DeviceSuggester;
import io.jenkins.plugins.intune.form.CredentialPlace;
import io.jenkins.plugins.intune.graph.DeviceQuery;
import io.jenkins.plugins.intune.references.CredentialLookup;
import io.jenkins.plugins.intune.values.LookUpRate;
import java.time.Duration;
import java.util.List;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Completes names and serial numbers while somebody types: soon, or not at all. */
@Extension
@Restricted(NoExternalUse.class)
public final class DeviceCompletion implements DeviceSuggester {

    private static final Duration LIMIT = Duration.ofSeconds(3);
    private static final int MAX_VALUES = 10;

    /**
     * Most look-ups of a person in a minute: typing a dozen names takes no more, and each is a read that counts for the app.
     */
    private final LookUpRate persons = new LookUpRate(60, System::nanoTime);

    @Override
    public List<String> suggest(CredentialPlace place, @CheckForNull String credentialsId, DeviceQuery beginning) {
        if (!persons.take(Jenkins.getAuthentication2().getName())) {
            return List.of();
        }
        // The button "Test" says why there is nothing to offer.
        return new DeviceDirectory(CredentialLookup.in(place), place.item().orElse(null), credentialsId, LIMIT)
                .beginningWith(List.of(beginning)).stream()
                        .flatMap(found -> found.value().stream())
                        .flatMap(found -> found.devices().stream())
                        .map(beginning.property()::of)
                        .filter(value -> !value.isEmpty())
                        .distinct()
                        .limit(MAX_VALUES)
                        .toList();
    }
}
