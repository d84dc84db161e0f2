package io.jenkins.plugins.intune.values;

import java.util.regex.Pattern;

/** Text from a person or a server, made safe to print on one line. */
public final class PlainText {

    private static final Pattern NOT_PLAIN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\s]+");

    private PlainText() {}

    /**
     * Trims what a person typed and insists that something is left.
     *
     * @param field the name of its field, for the error
     * @param text what was typed, or {@code null}
     * @throws InvalidInputException if nothing was typed
     */
    public static String require(String field, String text) throws InvalidInputException {
        String trimmed = trim(text);
        if (trimmed.isEmpty()) {
            throw new InvalidInputException(field, Messages.PlainText_missing());
        }
        return trimmed;
    }

    /** The text without white space around it; the empty string for {@code null}. */
    public static String trim(String text) {
        return text == null ? "" : text.strip();
    }

    /**
     * Makes a text fit for one line of a log: control characters (line breaks and terminal escapes among them) become
     * spaces, runs of white space one space, and a longer text ends in an ellipsis.
     *
     * @param text any text, or {@code null}
     * @param limit how many characters are kept, at least 1
     */
    public static String oneLine(String text, int limit) {
        if (text != null && text.length() <= limit && isPlain(text)) {
            return text;
        }
        // Cut before the replacements: a server's text can be long, and each replacement walks all of it.
        String head = text == null ? "" : text.substring(0, Math.min(text.length(), 4 * limit));
        String line = NOT_PLAIN.matcher(head).replaceAll(" ").strip();
        if (line.length() <= limit && head.length() == (text == null ? 0 : text.length())) {
            return line;
        }
        return line.substring(0, Math.min(line.length(), limit)) + "…";
    }

    /** Whether there is nothing to replace. Most texts are so, names and states of devices, and need no pattern to say it. */
    private static boolean isPlain(String text) {
        char before = ' ';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == ' ' && before == ' ') {
                return false;
            }
            before = c;
        }
        return text.isEmpty() || before != ' ';
    }
}
