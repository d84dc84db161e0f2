package io.jenkins.plugins.intune.values;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Globally unique identifiers in the one notation that Microsoft Graph and Entra use: 8-4-4-4-12 hexadecimal digits.
 *
 * <p>Intune answers a malformed id with an opaque {@code 400 BadRequest}, which is why ids are checked before they are
 * sent.
 */
public final class Guid {

    private static final Pattern FORM = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private Guid() {}

    /** Whether the text is a GUID, in upper or lower case, without braces. */
    public static boolean isGuid(String text) {
        return FORM.matcher(text).matches();
    }

    /**
     * Checks a GUID that a person typed.
     *
     * @param field the name of its field, for the error
     * @param text what was typed; white space and invisible characters around it are ignored
     * @return the GUID in lower case
     * @throws InvalidInputException if it is missing or not a GUID
     */
    public static String require(String field, String text) throws InvalidInputException {
        String trimmed = PlainText.requireVisible(field, text, "");
        if (!isGuid(trimmed)) {
            throw new InvalidInputException(field, Messages.Guid_malformed(PlainText.oneLine(trimmed, 80)));
        }
        return trimmed.toLowerCase(Locale.ROOT);
    }
}
