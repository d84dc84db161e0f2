package io.jenkins.plugins.intune.fleet;

import io.jenkins.plugins.intune.graph.DeviceAddress;
import io.jenkins.plugins.intune.graph.DeviceForm;
import io.jenkins.plugins.intune.graph.DeviceProperty;
import io.jenkins.plugins.intune.graph.DeviceQuery;
import io.jenkins.plugins.intune.graph.DeviceTarget;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a line or a column of a list can name devices by, the most exact first. The names are those of a Pipeline; for
 * columns also those that the Intune admin center writes when it exports its list of devices.
 */
enum DeviceColumn {
    DEVICE_ID("deviceId", null, "id", "intunedeviceid"),
    ENTRA_DEVICE_ID("entraDeviceId", DeviceProperty.ENTRA_DEVICE_ID, "azureaddeviceid", "microsoftentradeviceid"),
    SERIAL_NUMBER("serialNumber", DeviceProperty.SERIAL_NUMBER, "serial"),
    DEVICE_NAME("deviceName", DeviceProperty.DEVICE_NAME),
    USER_PRINCIPAL_NAME("userPrincipalName", DeviceProperty.USER_PRINCIPAL_NAME, "primaryuserupn", "upn");

    private final String id;
    /** Null for the device's own id. */
    private final DeviceProperty property;

    private final Set<String> others;

    DeviceColumn(String id, DeviceProperty property, String... others) {
        this.id = id;
        this.property = property;
        this.others = Set.of(others);
    }

    /** The column of that name; capitals, spaces and punctuation do not count. */
    static Optional<DeviceColumn> named(String name) {
        String letters = name.replaceAll("[^\\p{Alnum}]", "").toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(column -> column.id.toLowerCase(Locale.ROOT).equals(letters) || column.others.contains(letters))
                .findFirst();
    }

    /** All names, for people. */
    static String names() {
        return Arrays.stream(values()).map(column -> column.id).collect(Collectors.joining(", "));
    }

    /** The name, as users write it. */
    String id() {
        return id;
    }

    /**
     * The device with that value.
     *
     * @throws InvalidInputException if there can be no such value
     */
    DeviceTarget device(String value) throws InvalidInputException {
        return property == null
                ? DeviceAddress.of(DeviceForm.MANAGED_DEVICE, part -> value)
                : DeviceQuery.of(property, value);
    }
}
