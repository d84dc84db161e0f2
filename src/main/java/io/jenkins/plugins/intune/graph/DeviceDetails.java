package io.jenkins.plugins.intune.graph;

import io.jenkins.plugins.intune.http.Json;
import io.jenkins.plugins.intune.values.Guid;
import io.jenkins.plugins.intune.values.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What Intune knows of a device, for people who have to see whether it is the right one, and why nothing may happen there.
 * Every text is one line; the empty string stands for what Intune does not say.
 *
 * @param id the Intune device id, a GUID in lower case
 * @param name the device's name
 * @param serialNumber the serial number that the manufacturer gave it
 * @param platform the operating system, as Intune names it
 * @param user the user principal name of its user
 * @param lastSync when it last reported to Intune, as Intune writes it
 * @param owner {@code company} or {@code personal}
 */
public record DeviceDetails(
        String id, String name, String serialNumber, String platform, String user, String lastSync, String owner) {

    /** What to select; otherwise Graph sends all properties of a managed device. */
    static final String SELECT = "$select=id,deviceName,serialNumber,operatingSystem,userPrincipalName,"
            + "lastSyncDateTime,managedDeviceOwnerType";

    /**
     * Reads a device from an object of Graph's.
     *
     * @return empty if the object is not a device
     */
    static Optional<DeviceDetails> of(Map<?, ?> object) {
        return Json.text(object, "id")
                // It becomes part of an address.
                .filter(Guid::isGuid)
                .map(id -> new DeviceDetails(
                        id.toLowerCase(Locale.ROOT),
                        text(object, "deviceName"),
                        text(object, "serialNumber"),
                        text(object, "operatingSystem"),
                        text(object, "userPrincipalName"),
                        text(object, "lastSyncDateTime"),
                        text(object, "managedDeviceOwnerType")));
    }

    private static String text(Map<?, ?> device, String name) {
        return PlainText.oneLine(Json.text(device, name).orElse(""), 120);
    }

    /** The device in words. */
    public String describe() {
        return Messages.DeviceDetails_description(orDash(name), orDash(platform), orDash(user), orDash(lastSync));
    }

    /** The device in words that distinguish it from others with the same name, serial number or user. */
    String describeAmongOthers() {
        return Messages.DeviceDetails_candidate(orDash(name), orDash(serialNumber), orDash(user), orDash(lastSync), id);
    }

    /**
     * Why a request that Intune accepts may still lead to no session, a sentence each.
     *
     * @see <a href="https://learn.microsoft.com/intune/intune-service/fundamentals/teamviewer-support">TeamViewer and
     *     Intune</a>
     */
    public List<String> concerns() {
        List<String> concerns = new ArrayList<>();
        String system = platform.toLowerCase(Locale.ROOT);
        if (system.contains("linux") || system.contains("chrome")) {
            concerns.add(Messages.DeviceDetails_platform(platform));
        } else if (system.startsWith("android") && owner.equals("company")) {
            concerns.add(Messages.DeviceDetails_corporateAndroid());
        } else if (system.startsWith("windows") && user.isEmpty()) {
            concerns.add(Messages.DeviceDetails_noUser());
        }
        return concerns;
    }

    private static String orDash(String text) {
        return text.isEmpty() ? "-" : text;
    }
}
