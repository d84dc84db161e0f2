package io.jenkins.plugins.intune.parameter;

import io.jenkins.plugins.intune.fleet.DeviceLines;
import io.jenkins.plugins.intune.graph.DeviceAddress;
import io.jenkins.plugins.intune.graph.DeviceDetails;
import io.jenkins.plugins.intune.graph.DeviceProperty;
import io.jenkins.plugins.intune.graph.DeviceQuery;
import io.jenkins.plugins.intune.graph.DeviceTarget;
import io.jenkins.plugins.intune.values.InvalidInputException;
import io.jenkins.plugins.intune.values.PlainText;
import io.jenkins.plugins.intune.values.Sentences;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which devices a parameter lets people choose, and by what. The same rule holds for suggestions and for submitted values.
 * Immutable.
 *
 * @param by the properties that devices may be looked up by, at least one; an Intune device id is always accepted
 * @param namePrefix how the names of all these devices begin, without regard to case; the empty string for any name
 */
record DeviceScope(List<DeviceProperty> by, String namePrefix) {

    /** Fewest characters for a suggestion: fewer would list half of the tenant. */
    static final int MIN_TYPED = 3;

    /**
     * Checks what the author of a job wrote.
     *
     * @param by names of properties; {@code null} or empty for all
     * @param namePrefix a beginning of names, or {@code null}
     * @throws InvalidInputException if a property is unknown
     */
    static DeviceScope of(List<String> by, String namePrefix) throws InvalidInputException {
        List<DeviceProperty> properties = new ArrayList<>();
        for (String name : by == null ? List.<String>of() : by) {
            properties.add(Arrays.stream(DeviceProperty.values())
                    .filter(property -> property.fieldName().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new InvalidInputException(
                            "by", Messages.DeviceScope_unknownProperty(PlainText.oneLine(name, 80), names(all())))));
        }
        return new DeviceScope(properties.isEmpty() ? all() : List.copyOf(properties), PlainText.trim(namePrefix));
    }

    private static List<DeviceProperty> all() {
        return List.of(DeviceProperty.values());
    }

    private static String names(List<DeviceProperty> properties) {
        return Sentences.list(properties.stream().map(DeviceProperty::fieldName));
    }

    /** Whether a device may be chosen. */
    boolean permits(DeviceDetails device) {
        return permits(device.name());
    }

    /** Whether any device may be chosen. Of those outside nothing is told, not even whether Graph has sent all of them. */
    boolean isAll() {
        return namePrefix.isEmpty();
    }

    /** Whether a device of that name may be chosen. */
    boolean permits(String deviceName) {
        return PlainText.begins(deviceName, namePrefix);
    }

    /**
     * Reads what was submitted: an Intune device id, or a look-up as in a list of devices.
     *
     * @throws InvalidInputException if it is neither, or a look-up by a property that is not permitted
     */
    DeviceTarget target(String submitted) throws InvalidInputException {
        String text = PlainText.require("value", submitted);
        if (!DeviceLines.isDevice(text)) {
            // Not quoted: whatever a job passes on by mistake must not get into another one's log.
            throw new InvalidInputException("value", Messages.DeviceScope_noDevice(names(by)));
        }
        DeviceTarget target = DeviceLines.device(text);
        if (target instanceof DeviceQuery query && !by.contains(query.property())) {
            throw new InvalidInputException(
                    "value", Messages.DeviceScope_notBy(query.property().fieldName(), names(by)));
        }
        return target;
    }

    /** A target as a text: one that can be read again, and always the same for the same target. */
    static String written(DeviceTarget target) {
        return target instanceof DeviceQuery query
                ? query.line()
                : ((DeviceAddress) target).deviceId().orElseThrow();
    }

    /**
     * What to look for while somebody types.
     *
     * @param typed the beginning of a name, of what follows the prefix in names, or of another property
     * @return empty if there is nothing to suggest for it
     * @throws InvalidInputException if too little is typed, or more than any property has
     */
    List<DeviceQuery> beginnings(String typed) throws InvalidInputException {
        String beginning = PlainText.trim(typed);
        if (beginning.codePointCount(0, beginning.length()) < MIN_TYPED) {
            throw new InvalidInputException("value", Messages.DeviceScope_tooShort(MIN_TYPED));
        }
        if (beginning.length() > DeviceProperty.LIMIT) {
            throw new InvalidInputException("value", Messages.DeviceScope_tooLong(DeviceProperty.LIMIT));
        }
        List<DeviceQuery> beginnings = new ArrayList<>();
        for (DeviceProperty property : by) {
            // Nobody remembers the beginning of a GUID.
            if (property != DeviceProperty.ENTRA_DEVICE_ID) {
                try {
                    beginnings.add(DeviceQuery.of(
                            property, property == DeviceProperty.DEVICE_NAME ? ofName(beginning) : beginning));
                } catch (InvalidInputException notThisOne) {
                    // For example a serial number of zeros only, which may be the beginning of a name.
                }
            }
        }
        return beginnings;
    }

    /**
     * What to enter, for an empty field.
     *
     * @param suggests whether devices are suggested while somebody types
     */
    String placeholder(boolean suggests) {
        List<String> beginnings = Stream.of(
                        DeviceProperty.DEVICE_NAME, DeviceProperty.SERIAL_NUMBER, DeviceProperty.USER_PRINCIPAL_NAME)
                .filter(by::contains)
                .map(DeviceScope::word)
                .toList();
        return suggests && !beginnings.isEmpty()
                ? Messages.DeviceScope_typeBeginning(either(beginnings))
                : Messages.DeviceScope_typeAll(by.get(0).fieldName());
    }

    private static String either(List<String> words) {
        int last = words.size() - 1;
        String before = Sentences.list(words.stream().limit(last));
        return before.isEmpty() ? words.get(last) : Messages.DeviceScope_either(before, words.get(last));
    }

    private static String word(DeviceProperty property) {
        return switch (property) {
            case DEVICE_NAME -> Messages.DeviceScope_name();
            case SERIAL_NUMBER -> Messages.DeviceScope_serialNumber();
            case USER_PRINCIPAL_NAME -> Messages.DeviceScope_user();
            case ENTRA_DEVICE_ID -> property.fieldName();
        };
    }

    private String ofName(String typed) {
        if (PlainText.begins(typed, namePrefix)) {
            return typed;
        }
        return PlainText.begins(namePrefix, typed) ? namePrefix : namePrefix + typed;
    }
}
