package io.jenkins.plugins.intune.links;

import java.util.Arrays;
import java.util.Map;

/**
 * A text without the escapes that percent-encoding, HTML, JSON and shells put into a link, each byte with its place in the
 * original. Escapes within escapes are taken away too. A link looks the same here in all these notations.
 */
final class Unescaped {

    /** Most layers of escapes. */
    private static final int MAX_ROUNDS = 4;

    private static final Map<String, Character> ENTITIES =
            Map.of("amp", '&', "lt", '<', "gt", '>', "quot", '"', "apos", '\'');
    /** Longest entity's name, such as {@code #x0026}. */
    private static final int MAX_ENTITY = 8;

    private final byte[] bytes;
    /** Where each byte begins in the original, and where the last one ends. */
    private final int[] places;

    private int length;
    /** How many bytes the escape has that was read last. */
    private int consumed;

    Unescaped(byte[] text, int length) {
        bytes = Arrays.copyOf(text, length);
        places = new int[length + 1];
        Arrays.setAll(places, i -> i);
        this.length = length;
        for (int round = 0; round < MAX_ROUNDS && unescape(); round++) {
            // Resolve the next layer.
        }
    }

    int length() {
        return length;
    }

    /** The bytes, of which the first {@link #length()} count. */
    byte[] bytes() {
        return bytes;
    }

    /** Where a byte begins in the original; for {@link #length()} where the last one ends. */
    int place(int index) {
        return places[index];
    }

    boolean hasAt(int index, byte[] part) {
        return index + part.length <= length && Arrays.equals(bytes, index, index + part.length, part, 0, part.length);
    }

    private boolean unescape() {
        int to = 0;
        for (int from = 0; from < length; from += consumed) {
            consumed = 1;
            int decoded = decode(from);
            bytes[to] = decoded < 0 ? bytes[from] : (byte) decoded;
            places[to++] = places[from];
        }
        places[to] = places[length];
        boolean changed = to < length;
        length = to;
        return changed;
    }

    /** What an escape stands for, or -1 if none begins here. */
    private int decode(int at) {
        return switch (bytes[at]) {
            case '%' -> hex(at + 1, 2, 3);
            case '\\' -> backslash(at);
            case '&' -> entity(at);
            default -> -1;
        };
    }

    private int backslash(int at) {
        if (at + 1 >= length) {
            return -1;
        }
        char next = (char) (bytes[at + 1] & 0xff);
        if (next == 'u') {
            return hex(at + 2, 4, 6);
        }
        if (next == 'x') {
            return hex(at + 2, 2, 4);
        }
        boolean punctuation = next > ' ' && next < 0x7f && !Character.isLetterOrDigit(next);
        return punctuation ? consume(2, next) : -1;
    }

    private int entity(int at) {
        int end = at + 1;
        while (end < length && end - at <= MAX_ENTITY && bytes[end] != ';') {
            end++;
        }
        if (end >= length || bytes[end] != ';') {
            return -1;
        }
        String name = ascii(at + 1, end);
        int used = end + 1 - at;
        if (name.matches("#[0-9]{1,6}")) {
            return consume(used, Integer.parseInt(name.substring(1)));
        }
        if (name.matches("#[xX][0-9a-fA-F]{1,5}")) {
            return consume(used, Integer.parseInt(name.substring(2), 16));
        }
        Character named = ENTITIES.get(name);
        return named == null ? -1 : consume(used, named);
    }

    private String ascii(int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append((char) (bytes[i] & 0xff));
        }
        return text.toString();
    }

    private int hex(int at, int digits, int used) {
        if (at + digits > length) {
            return -1;
        }
        int value = 0;
        for (int i = at; i < at + digits; i++) {
            int digit = Character.digit(bytes[i], 16);
            if (digit < 0) {
                return -1;
            }
            value = value * 16 + digit;
        }
        return consume(used, value);
    }

    /** Only bytes are compared, so what is no ASCII is left as it is, unless it is percent-encoded, byte by byte. */
    private int consume(int used, int value) {
        if (value > 0xff || value > 0x7f && used != 3) {
            return -1;
        }
        consumed = used;
        return value;
    }
}
