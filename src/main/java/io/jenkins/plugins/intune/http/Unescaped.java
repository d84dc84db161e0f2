package io.jenkins.plugins.intune.http;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with its escapes resolved: those of addresses and forms ({@code %7E}), of JSON ({@code \/}, {@code \u007e}), of shells
 * ({@code \x7e}, {@code \&}) and of HTML ({@code &amp;}, {@code &#126;}), in any mixture. Knows where in the original each
 * character stood.
 *
 * @param text the resolved text
 * @param from for each character, where in the original its notation begins
 * @param to for each character, where in the original its notation ends
 */
record Unescaped(String text, int[] from, int[] to) {

    private static final Pattern ESCAPE = Pattern.compile("(?:%[0-9A-Fa-f]{2})+"
            + "|\\\\u[0-9A-Fa-f]{4}|\\\\x[0-9A-Fa-f]{2}|\\\\[\\p{Punct}bfnrt]"
            + "|&(?:amp|lt|gt|quot|apos|#[0-9]{1,6}|#[xX][0-9A-Fa-f]{1,5});");

    private static final Map<Character, Character> IN_JSON =
            Map.of('b', '\b', 'f', '\f', 'n', '\n', 'r', '\r', 't', '\t');

    private static final Map<String, Character> IN_HTML =
            Map.of("amp", '&', "lt", '<', "gt", '>', "quot", '"', "apos", '\'');

    /** The text without escapes. */
    static Unescaped asIs(String text) {
        Builder same = new Builder(text.length());
        for (int i = 0; i < text.length(); i++) {
            same.add(text.charAt(i), i, i + 1);
        }
        return same.build();
    }

    /** The text with one layer of escapes resolved; the same object if there is none. */
    Unescaped next() {
        Matcher escapes = ESCAPE.matcher(text);
        if (!escapes.find()) {
            return this;
        }
        Builder next = new Builder(text.length());
        int done = 0;
        do {
            copy(next, done, escapes.start());
            resolve(escapes.group(), escapes.start(), next);
            done = escapes.end();
        } while (escapes.find());
        copy(next, done, text.length());
        return next.build();
    }

    private void copy(Builder next, int begin, int end) {
        for (int i = begin; i < end; i++) {
            next.add(text.charAt(i), from[i], to[i]);
        }
    }

    private void resolve(String escape, int at, Builder next) {
        switch (escape.charAt(0)) {
            case '%' -> resolveBytes(escape, at, next);
            case '\\' -> add(next, afterBackslash(escape), at, at + escape.length());
            default -> add(next, inHtml(escape.substring(1, escape.length() - 1)), at, at + escape.length());
        }
    }

    private static String afterBackslash(String escape) {
        char kind = escape.charAt(1);
        char c = kind == 'u' || kind == 'x'
                ? (char) HexFormat.fromHexDigits(escape, 2, escape.length())
                : IN_JSON.getOrDefault(kind, kind);
        return String.valueOf(c);
    }

    private static String inHtml(String entity) {
        if (entity.charAt(0) != '#') {
            return String.valueOf(IN_HTML.get(entity));
        }
        boolean hexadecimal = Character.toLowerCase(entity.charAt(1)) == 'x';
        int code = hexadecimal
                ? HexFormat.fromHexDigits(entity, 2, entity.length())
                : Integer.parseInt(entity, 1, entity.length(), 10);
        return Character.toString(Math.min(code, Character.MAX_CODE_POINT));
    }

    /** The bytes of a run are UTF-8, and one, two, three or four of them make a character. */
    private void resolveBytes(String run, int at, Builder next) {
        byte[] bytes = HexFormat.of().parseHex(run.replace("%", ""));
        for (int i = 0; i < bytes.length; ) {
            int length = Math.min(bytes.length - i, length(bytes[i]));
            String character = new String(bytes, i, length, StandardCharsets.UTF_8);
            add(next, character, at + 3 * i, at + 3 * (i + length));
            i += length;
        }
    }

    private static int length(byte first) {
        int leadingOnes = Integer.numberOfLeadingZeros(~(first << 24));
        return leadingOnes < 2 ? 1 : Math.min(leadingOnes, 4);
    }

    private void add(Builder next, String resolved, int begin, int end) {
        for (int i = 0; i < resolved.length(); i++) {
            next.add(resolved.charAt(i), from[begin], to[end - 1]);
        }
    }

    private static final class Builder {
        private final StringBuilder text;
        private final int[] from;
        private final int[] to;

        /** @param length at least as many characters as are added: an escape is longer than what it stands for */
        Builder(int length) {
            text = new StringBuilder(length);
            from = new int[length];
            to = new int[length];
        }

        void add(char c, int begin, int end) {
            from[text.length()] = begin;
            to[text.length()] = end;
            text.append(c);
        }

        Unescaped build() {
            return new Unescaped(text.toString(), from, to);
        }
    }
}
