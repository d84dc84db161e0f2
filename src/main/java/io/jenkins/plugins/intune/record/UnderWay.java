package io.jenkins.plugins.intune.record;

import hudson.model.Run;
import io.jenkins.plugins.intune.driver.AskedDevices;
import io.jenkins.plugins.intune.request.RequestReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;

/**
 * What of a build resumes after a restart.
 *
 * @param requests what would be left now of each request for one device that has been sent, under its key
 * @param fleets the keys of the fleets; what became of their devices so far is in their journals
 */
public record UnderWay(Map<String, RequestReport> requests, Set<String> fleets) {

    /** For a build that does not survive a restart. */
    public static final UnderWay NOTHING = new UnderWay(Map.of(), Set.of());

    /** Which devices the build has asked, this included. Reads the journals of its fleets. */
    AskedDevices devices(Run<?, ?> run, RemoteAssistanceAction remembered) {
        AskedDevices devices = new AskedDevices();
        remembered.getRequests().forEach(record -> devices.restore(record.getKey(), record.report()));
        requests.forEach(devices::resume);
        try {
            for (FleetRecord fleet : remembered.getFleets()) {
                boolean goesOn = fleets.contains(fleet.getKey());
                FleetFiles.asked(run, fleet.getKey()).forEach((index, entry) -> {
                    String key = RemoteAssistanceAction.key(fleet.getKey(), index);
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
