package io.jenkins.plugins.intune.graph;

import io.jenkins.plugins.intune.values.Guid;
import io.jenkins.plugins.intune.values.InvalidInputException;
import io.jenkins.plugins.intune.values.PlainText;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** One part of a device's address that a person fills in. */
public enum DevicePart {
    /** The Intune managedDevice id, a GUID: not the Entra device id and not an object id. */
    ID("id", null),
    /** The id of a script or policy, a GUID. */
    SCRIPT_ID("scriptId", null),
    /** The id of a script's state on a device: opaque, often two GUIDs with a colon between them. */
    RUN_STATE_ID("runStateId", Shape.OPAQUE),
    /** A user's object id or user principal name. */
    USER_ID("userId", Shape.USER),
    /** The id of a detected app: opaque, mostly hexadecimal digits. */
    APP_ID("appId", Shape.OPAQUE),
    /** The Intune managedDevice id of the device by way of which another one of the same user is reached, a GUID. */
    DEVICE_ID("deviceId", null);

    private enum Shape {
        /** None of the characters that could change a path's shape; {@code .} and {@code ..} are refused apart. */
        OPAQUE("[A-Za-z0-9._~:@=,+-]{1,256}"),
        /**
         * What Entra allows in a user principal name, but for the {@code #} of guests: it would end the path.
         *
         * @see <a href="https://learn.microsoft.com/entra/identity/hybrid/connect/plan-connect-userprincipalname">UPN</a>
         */
        USER("[A-Za-z0-9'._!^~-]{1,64}@[A-Za-z0-9.-]{1,255}");

        private final Pattern pattern;

        Shape(String regex) {
            pattern = Pattern.compile(regex);
        }
    }

    private final String fieldName;
    private final String placeholder;
    /** What is allowed beside a GUID, or {@code null} for nothing. */
    private final Shape shape;

    DevicePart(String fieldName, Shape shape) {
        this.fieldName = fieldName;
        placeholder = "{" + fieldName + "}";
        this.shape = shape;
    }

    /** The field's name, as users write it. */
    public String fieldName() {
        return fieldName;
    }

    /** What stands for it in the path of a form. */
    String placeholder() {
        return placeholder;
    }

    /**
     * Checks what a person typed.
     *
     * @param field the name to use in the error
     * @param typed what was typed; white space and invisible characters around it are ignored
     * @return the value, not yet encoded
     * @throws InvalidInputException if it is missing or could not be such an id
     */
    public String require(String field, String typed) throws InvalidInputException {
        String value = PlainText.requireVisible(field, typed, "");
        if ((this == ID || this == DEVICE_ID) && Placeholders.isNoGuid(value)) {
            throw new InvalidInputException(field, Messages.Placeholders_isOne(PlainText.oneLine(value, 80)));
        }
        if (shape == null) {
            return Guid.require(field, value);
        }
        boolean dots = value.equals(".") || value.equals("..");
        if (dots || !(Guid.isGuid(value) || shape.pattern.matcher(value).matches())) {
            String shown = PlainText.oneLine(value, 80);
            throw new InvalidInputException(
                    field, shape == Shape.USER ? Messages.DevicePart_user(shown) : Messages.DevicePart_opaque(shown));
        }
        return value;
    }

    /**
     * Percent-encodes a value for use as one path segment: all but the characters that RFC 3986 calls unreserved, and
     * the colon and at sign that ids contain and a segment may hold.
     */
    static String encode(String value) {
        StringBuilder encoded = new StringBuilder(value.length());
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || "-._~:@".indexOf(c) >= 0)) {
                encoded.append(c);
            } else {
                encoded.append(String.format("%%%02X", (int) c));
            }
        }
        return encoded.toString();
    }
}
