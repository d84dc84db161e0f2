package io.jenkins.plugins.intune.graph;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What firmware, inventories, spreadsheets and exports write in place of a value. It names no device, although devices have
 * it: often many, but sometimes just one.
 *
 * @see <a href="https://github.com/glpi-project/glpi/blob/main/src/Blacklist.php">GLPI's blacklist of serial numbers</a>
 * @see <a href="https://github.com/OCSInventory-NG/OCSInventory-ocsreports/blob/master/files/ocsbase.sql">OCS Inventory's,
 *     blacklist_serials</a>
 */
public final class Placeholders {

    /** Words for "nothing", as people and programs (Excel, pandas, PowerShell, SQL) write them. */
    private static final Set<String> NOTHING = Set.of(
            "(empty)",
            "(null string)",
            "(null)",
            "#n/a",
            "empty",
            "invalid",
            "n/a",
            "na",
            "nan",
            "none",
            "not applicable",
            "not available",
            "not set",
            "not specified",
            "null",
            "undefined",
            "unknow",
            "unknown");

    /**
     * Texts that manufacturers do not replace, without blanks, because inventories drop them, and without punctuation, unless
     * what is left could be a serial number; digits in order are in
     * {@link #NO_SERIAL_NUMBER}.
     *
     * @see <a href="https://github.com/ThomasKur/ModernAndSecureWorkplace/pull/5">Many devices with "Defaultstring" in
     *     Intune</a>
     */
    private static final Set<String> SERIAL_NUMBERS = Set.of(
            "123456789000",
            "12345678901234567",
            "baseboardserialnumber",
            "bsn12345678901234567",
            "chassisserialnumber",
            "defaultstring",
            "deviceserialnumber",
            "eval",
            "filledbyoem",
            "iatpass",
            "mb-1234567890",
            "noenclosure",
            "notapplicable",
            "notdefined",
            "oem",
            "oemserial",
            "serialnumber",
            "serialnumberxxxxxx",
            "sn-12345",
            "sn-1234567890",
            "sn-123456fvgv3i0b8o5n6n7k",
            "sys-1234567890",
            "sys-9876543210",
            "systemserialnumb",
            "systemserialnumber",
            "tobefilledbyoem",
            "tulipcomputers",
            "type1productconfigid",
            "xxxx");

    /** One character over and over, the digits in order, or a number as Excel shortens it. */
    private static final Pattern NO_SERIAL_NUMBER =
            Pattern.compile("(.)\\1{6,}|0?12345(6(7(8(9(0|abcdef)?)?)?)?)?|\\d([.,]\\d+)?e\\+\\d+", Pattern.DOTALL);

    private static final Pattern PUNCTUATION = Pattern.compile("[^\\p{L}\\p{N}]");

    private static final Pattern PUNCTUATION_ONLY = Pattern.compile("[\\p{Punct}\u2013\u2014]+");

    private static final Pattern NO_GUID = Pattern.compile("[0-]+|[fF-]+");

    private Placeholders() {}

    /** Whether the text only takes the place of a GUID. */
    public static boolean isNoGuid(String text) {
        return isNothing(text) || NO_GUID.matcher(text).matches();
    }

    /** Whether the text only takes the place of a property's value. */
    public static boolean isNo(DeviceProperty property, String text) {
        return switch (property) {
            case ENTRA_DEVICE_ID -> isNoGuid(text);
            case DEVICE_NAME, USER_PRINCIPAL_NAME -> isNothing(text);
            case SERIAL_NUMBER -> {
                String plain = plain(text);
                String bare = PUNCTUATION.matcher(plain).replaceAll("");
                yield isNothing(text)
                        || bare.isEmpty()
                        || SERIAL_NUMBERS.contains(bare)
                        || SERIAL_NUMBERS.contains(plain.replace(" ", ""))
                        || bare.matches("0+|1")
                        || NO_SERIAL_NUMBER.matcher(plain).matches();
            }
        };
    }

    private static boolean isNothing(String text) {
        return NOTHING.contains(plain(text)) || PUNCTUATION_ONLY.matcher(text).matches();
    }

    private static String plain(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
