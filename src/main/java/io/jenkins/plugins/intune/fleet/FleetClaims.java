package io.jenkins.plugins.intune.fleet;

import io.jenkins.plugins.intune.graph.DeviceAddress;
import io.jenkins.plugins.intune.graph.DeviceTarget;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.request.RequestReport;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Which entry of a fleet asks which device, so that two that turn out to name the same one ask it once. Thread-safe.
 */
final class FleetClaims {

    private final ConcurrentMap<String, Integer> owners = new ConcurrentHashMap<>();

    /** @param targets entries that name their device by its id claim it from the start */
    FleetClaims(List<DeviceTarget> targets) {
        for (int i = 0; i < targets.size(); i++) {
            if (targets.get(i) instanceof DeviceAddress address) {
                int index = i;
                address.deviceId().ifPresent(id -> claim(id, index));
            }
        }
    }

    /** What an entry that ended before a restart says: one that was found to be a duplicate owns nothing. */
    void restore(RequestReport report, int index) {
        if (report.outcome() != Outcome.DUPLICATE) {
            restore(report.deviceId(), index);
        }
    }

    /** This entry has asked the device, as far as is known, before a restart. */
    void restore(String deviceId, int index) {
        if (deviceId != null) {
            claim(deviceId, index);
        }
    }

    /** Whether this entry may ask the device: the first to say so may. */
    boolean claim(String deviceId, int index) {
        Integer owner = owners.putIfAbsent(deviceId, index);
        return owner == null || owner == index;
    }
}
