package io.jenkins.plugins.intune.graph;

import io.jenkins.plugins.intune.values.Guid;
import io.jenkins.plugins.intune.values.InvalidInputException;
import io.jenkins.plugins.intune.values.PlainText;

/**
 * A property that a device can be looked up by.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/resources/intune-devices-manageddevice">managedDevice</a>
 */
public enum DeviceProperty {
    /** The serial number, as the manufacturer gave it. */
    SERIAL_NUMBER("serialNumber", "serialNumber"),
    /** The device's name. */
    DEVICE_NAME("deviceName", "deviceName"),
    /** The id of the device in Entra ID, a GUID: not the object id that it has there too. */
    ENTRA_DEVICE_ID("entraDeviceId", "azureADDeviceId"),
    /** The user principal name of the device's user. */
    USER_PRINCIPAL_NAME("userPrincipalName", "userPrincipalName");

    /** Longest value of any property, in characters: a user principal name has up to 64 before its @ and 255 after it. */
    public static final int LIMIT = 320;

    private final String fieldName;
    private final String graphName;

    DeviceProperty(String fieldName, String graphName) {
        this.fieldName = fieldName;
        this.graphName = graphName;
    }

    /** The field's name, as users write it. */
    public String fieldName() {
        return fieldName;
    }

    /** The property's name in Graph. */
    String graphName() {
        return graphName;
    }

    /**
     * Checks what a person typed. A name may contain almost everything, but nothing that could break a line.
     *
     * @param typed what was typed; white space and invisible characters around it are ignored
     * @return the value, not yet encoded
     * @throws InvalidInputException if it is missing or could not be such a value; the field is {@link #fieldName()}
     */
    public String require(String typed) throws InvalidInputException {
        String value = PlainText.requireVisible(fieldName, typed, this == DEVICE_NAME ? PlainText.IN_NAMES : "");
        if (Placeholders.isNo(this, value)) {
            throw new InvalidInputException(fieldName, Messages.Placeholders_isOne(PlainText.oneLine(value, 80)));
        }
        if (this == ENTRA_DEVICE_ID) {
            return Guid.require(fieldName, value);
        }
        if (value.length() > LIMIT) {
            throw new InvalidInputException(fieldName, Messages.DeviceProperty_tooLong(LIMIT));
        }
        if (value.codePoints().anyMatch(DeviceProperty::isNoText)) {
            throw new InvalidInputException(
                    fieldName, Messages.DeviceProperty_noText(PlainText.oneLine(value.replaceAll("\\p{Cs}", " "), 80)));
        }
        return value;
    }

    /** Control characters and line breaks, and halves of surrogate pairs, which no encoding can carry. */
    private static boolean isNoText(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            default -> false;
        };
    }

    /** The value that a device has, as it was read; the empty string where it is not known. */
    public String of(DeviceDetails device) {
        return switch (this) {
            case SERIAL_NUMBER -> device.serialNumber();
            case DEVICE_NAME -> device.name();
            case USER_PRINCIPAL_NAME -> device.user();
            case ENTRA_DEVICE_ID -> "";
        };
    }

    /** The device in words. */
    String describe(String value) {
        String shown = PlainText.oneLine(value, 120);
        return switch (this) {
            case SERIAL_NUMBER -> Messages.DeviceProperty_serialNumber(shown);
            case DEVICE_NAME -> Messages.DeviceProperty_deviceName(shown);
            case ENTRA_DEVICE_ID -> Messages.DeviceProperty_entraDeviceId(shown);
            case USER_PRINCIPAL_NAME -> Messages.DeviceProperty_userPrincipalName(shown);
        };
    }
}
