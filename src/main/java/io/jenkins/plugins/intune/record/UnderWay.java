package io.jenkins.plugins.intune.record;

import io.jenkins.plugins.intune.driver.AskedDevices;
import io.jenkins.plugins.intune.fleet.FleetJournal;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What of a build resumes after a restart.
 *
 * @param requests the saved state of each request for one device that came near to being sent, under its key
 * @param fleets the keys of the fleets; what became of their devices so far is in their journals
 */
public record UnderWay(Map<String, RequestState> requests, Set<String> fleets) {

    /** For a build that does not survive a restart. */
    public static final UnderWay NOTHING = new UnderWay(Map.of(), Set.of());

    /** Reads what is left of a fleet's requests, as {@link FleetJournal#asked} says. */
    interface Journals {
        Map<Integer, FleetJournal.Asked> asked(String fleet) throws IOException;
    }

    /** Which devices the build has asked, this included. Reads the journals of its fleets. */
    AskedDevices devices(RemoteAssistanceAction remembered, Journals journals) {
        AskedDevices devices = new AskedDevices();
        remembered.requests().forEach(record -> devices.restore(record.getKey(), record.report()));
        requests.forEach((key, last) -> devices.resume(key, RequestReport.brokenOff(last)));
        // A crash may have lost what the build remembered of a fleet that resumes.
        Set<String> all = new LinkedHashSet<>(fleets);
        // A dry run has asked nobody.
        remembered.fleets().stream().filter(fleet -> !fleet.isDryRun()).forEach(fleet -> all.add(fleet.getKey()));
        try {
            for (String fleet : all) {
                boolean goesOn = fleets.contains(fleet);
                journals.asked(fleet).forEach((index, entry) -> {
                    String key = BuildRecords.key(fleet, index);
                    if (goesOn && !entry.ended()) {
                        devices.resume(key, entry.report());
                    } else {
                        devices.restore(key, entry.report());
                    }
                });
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(Messages.UnderWay_unreadable(unreadable.getMessage()), unreadable);
        }
        return devices;
    }
}
