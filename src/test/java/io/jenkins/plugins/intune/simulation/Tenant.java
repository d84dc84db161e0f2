package io.jenkins.plugins.intune.simulation;

import java.util.ArrayList;
import java.util.List;

/** What there is in the one tenant: devices and apps. */
final class Tenant {

    final List<SimulatedDevice> devices = new ArrayList<>();
    final List<SimulatedApp> apps = new ArrayList<>();

    SimulatedDevice byId(String id) {
        for (SimulatedDevice device : devices) {
            if (device.id.equals(id)) {
                return device;
            }
        }
        return null;
    }

    SimulatedDevice byRunState(String runState) {
        for (SimulatedDevice device : devices) {
            if (device.runState().equals(runState)) {
                return device;
            }
        }
        return null;
    }

    /** The value of a property, by Graph's name for it. */
    static String property(SimulatedDevice device, String name) {
        return switch (name) {
            case "serialNumber" -> device.serialNumber;
            case "deviceName" -> device.name;
            case "userPrincipalName" -> device.user;
            case "azureADDeviceId" -> device.entraId;
            default -> "";
        };
    }

    /** All devices of that value, or, by a loose filter, also those of a similar one. */
    List<SimulatedDevice> matching(String property, String value, boolean loose) {
        List<SimulatedDevice> matching = new ArrayList<>();
        for (SimulatedDevice device : devices) {
            String has = property(device, property);
            if (has.equalsIgnoreCase(value) || loose && has.contains(value)) {
                matching.add(device);
            }
        }
        return matching;
    }

    /** One device of another value, as similar as there is one. */
    List<SimulatedDevice> similar(String property, String value) {
        List<SimulatedDevice> others = matching(property, value, true);
        others.removeIf(device -> property(device, property).equalsIgnoreCase(value));
        if (others.isEmpty()) {
            others.addAll(devices);
            others.removeIf(device -> property(device, property).equalsIgnoreCase(value));
        }
        return others.subList(0, Math.min(1, others.size()));
    }
}
