package io.jenkins.plugins.intune.fleet;

import io.jenkins.plugins.intune.graph.DeviceAddress;
import io.jenkins.plugins.intune.graph.DeviceForm;
import io.jenkins.plugins.intune.graph.DeviceProperty;
import io.jenkins.plugins.intune.graph.DeviceQuery;
import io.jenkins.plugins.intune.graph.DeviceTarget;
import io.jenkins.plugins.intune.graph.Placeholders;
import io.jenkins.plugins.intune.values.InvalidInputException;
import io.jenkins.plugins.intune.values.Sentences;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a line or a column of a list can name devices by, the most exact first. The names are those of a Pipeline; for
 * columns also those of exports: Intune's devices and Autopilot devices from the admin center (in English, German,
 * French, Spanish, Chinese and Japanese), Entra's devices, and the same objects from Graph by way of PowerShell.
 *
 * @see <a href="https://learn.microsoft.com/entra/identity/devices/manage-device-identities">The columns of Entra's
 *     export</a>
 * @see <a href="https://learn.microsoft.com/intune/intune-service/remote-actions/device-inventory">Properties of a
 *     device in the admin center, in each of its languages</a>
 * @see <a href="https://learn.microsoft.com/autopilot/add-devices">The columns of Autopilot's lists</a>
 */
enum DeviceColumn {
    DEVICE_ID(
            "deviceId",
            null,
            "intunedeviceid",
            "manageddeviceid",
            "deviceid",
            "intunegeräteid",
            "geräteid",
            "iddappareilintune",
            "iddappareil",
            "iddelappareil",
            "identificadordedispositivodeintune",
            "identificadordedispositivo",
            "identificadordeldispositivo",
            "iddedispositivo",
            "iddeldispositivo",
            "intune设备id",
            "设备id",
            "intuneデバイスid",
            "デバイスid",
            "id"),
    /** What the plugin's own downloads say of a device that was looked up: a line of a list. */
    LOOK_UP("lookUp", null, "lookup"),
    ENTRA_DEVICE_ID(
            "entraDeviceId",
            DeviceProperty.ENTRA_DEVICE_ID,
            "entradeviceid",
            "microsoftentradeviceid",
            "azureaddeviceid",
            "azureactivedirectorydeviceid",
            "aaddeviceid",
            "microsoftentrageräteid",
            "azureadgeräteid",
            "microsoftentra设备id",
            "azuread设备id",
            "microsoftentraデバイスid",
            "azureadデバイスid"),
    SERIAL_NUMBER(
            "serialNumber",
            DeviceProperty.SERIAL_NUMBER,
            "serialnumber",
            "deviceserialnumber",
            "serial",
            "seriennummer",
            "numérodesérie",
            "númerodeserie",
            "序列号",
            "シリアル番号"),
    DEVICE_NAME(
            "deviceName",
            DeviceProperty.DEVICE_NAME,
            "devicename",
            "gerätename",
            "nomdelappareil",
            "nombrededispositivo",
            "nombredeldispositivo",
            "设备名称",
            "デバイス名"),
    USER_PRINCIPAL_NAME(
            "userPrincipalName", DeviceProperty.USER_PRINCIPAL_NAME, "userprincipalname", "primaryuserupn", "upn");

    /** In an export of Entra's devices, {@code deviceId} is Entra's id; one of these is in each and in none of Intune's. */
    private static final Set<String> OF_ENTRA = Set.of(
            "accountenabled",
            "approximatelastsignindatetime",
            "jointypetrusttype",
            "mdmdisplayname",
            "objectid",
            "trusttype");

    /** Longer than the name of any column, with its spaces and punctuation. */
    private static final int MAX_NAME = 100;

    /** Whatever is neither a letter nor a digit. */
    private static final Pattern OTHER = Pattern.compile("[^\\p{L}\\p{N}]");

    private final String id;
    /** Null for the device's own id, and for lines. */
    private final DeviceProperty property;

    /** Letters and digits only; the most exact first. */
    private final List<String> names;

    DeviceColumn(String id, DeviceProperty property, String... names) {
        this.id = id;
        this.property = property;
        this.names = List.of(names);
    }

    /** The column of that name; capitals, spaces and punctuation do not count. */
    static Optional<DeviceColumn> named(String name) {
        String letters = letters(name);
        return Arrays.stream(values())
                .filter(column -> column.names.contains(letters))
                .findFirst();
    }

    /** The places of those columns that name devices, in order: several, if they share a name. */
    static Map<DeviceColumn, List<Integer>> in(List<String> header) {
        Map<String, List<Integer>> all = IntStream.range(0, header.size())
                .boxed()
                .collect(Collectors.groupingBy(place -> letters(header.get(place))));
        Set<String> has = all.keySet();
        // Intune's objects with a deviceId have a deviceName.
        boolean ofEntra = has.stream().anyMatch(OF_ENTRA::contains)
                || has.contains("deviceid") && has.contains("displayname") && !has.contains("devicename");
        Map<DeviceColumn, List<Integer>> places = new EnumMap<>(DeviceColumn.class);
        for (DeviceColumn column : values()) {
            column.names.stream()
                    .filter(name -> has.contains(name) && !column.isOfOthers(name, has, ofEntra))
                    .findFirst()
                    .ifPresent(name -> places.put(column, all.get(name)));
        }
        if (ofEntra) {
            putIfThere(places, ENTRA_DEVICE_ID, all.get("deviceid"));
            putIfThere(places, DEVICE_NAME, all.get("displayname"));
        }
        return places;
    }

    /** Whether it is the id of something else: a device in Entra, an Autopilot identity or a user, which have a displayName. */
    private boolean isOfOthers(String name, Set<String> all, boolean ofEntra) {
        boolean ofEntraDevice = ofEntra && name.equals("deviceid");
        return this == DEVICE_ID && (ofEntraDevice || name.equals("id") && (ofEntra || all.contains("displayname")));
    }

    private static void putIfThere(Map<DeviceColumn, List<Integer>> places, DeviceColumn column, List<Integer> found) {
        if (found != null) {
            places.putIfAbsent(column, found);
        }
    }

    /** What counts of a name; nothing of a text that is too long for one, and may take long to normalize. */
    private static String letters(String name) {
        return name.length() > MAX_NAME
                ? ""
                : OTHER.matcher(Normalizer.normalize(name, Normalizer.Form.NFKC))
                        .replaceAll("")
                        .toLowerCase(Locale.ROOT);
    }

    /** All names, for people. */
    static String names() {
        return Sentences.list(
                Arrays.stream(values()).filter(column -> column != LOOK_UP).map(column -> column.id));
    }

    /** The name, as users write it. */
    String id() {
        return id;
    }

    /** Whether the text only takes the place of a value, so that another column has to name the device. */
    boolean isPlaceholder(String text) {
        return switch (this) {
            case DEVICE_ID -> Placeholders.isNoGuid(text);
            case LOOK_UP -> false;
            default -> Placeholders.isNo(property, text);
        };
    }

    /**
     * The device with that value.
     *
     * @throws InvalidInputException if there can be no such value
     */
    DeviceTarget device(String value) throws InvalidInputException {
        return switch (this) {
            case DEVICE_ID -> DeviceAddress.of(DeviceForm.MANAGED_DEVICE, part -> value);
            case LOOK_UP -> DeviceLines.device(value);
            default -> DeviceQuery.of(property, value);
        };
    }
}
