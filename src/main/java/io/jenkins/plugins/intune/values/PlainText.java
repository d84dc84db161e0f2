package io.jenkins.plugins.intune.values;

import java.text.Normalizer;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/** Text from a person or a server: without invisible characters around it, and safe to print on one line. */
public final class PlainText {

    /** Characters that join letters or emoji into one, and so have a visible effect. */
    private static final String JOINERS = "\u200C\u200D";

    /** Half a character, and what stands for none: JSON may hold both, and XML neither, so that Jenkins could save nothing. */
    private static final String NO_CHARACTER = "\\p{Cs}\uFFFE\uFFFF";

    private static final Pattern NOT_PLAIN =
            Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\s" + NO_CHARACTER + "&&[^" + JOINERS + "]]+");

    /** Spaces and joiners that names have on purpose: a Mac's name often has U+00A0. */
    public static final String IN_NAMES = JOINERS + "\u00A0\u202F\u3000";

    private static final Pattern SPACES = Pattern.compile("\\p{Zs}");

    /**
     * More marks on one letter than any language has, and than Unicode permits in streams. Java sorts the marks of a
     * letter one by one, in a time that grows with the square of their number.
     *
     * @see <a href="https://www.unicode.org/reports/tr15/#Stream_Safe_Text_Format">Stream-safe text</a>
     */
    private static final Pattern TOO_MANY_MARKS = Pattern.compile("\\p{M}{31}");

    /** Spaces that everybody sees. */
    private static final String TYPED = " \t\r\n";

    /** What decoders put in place of what they cannot read. */
    private static final int REPLACEMENT = 0xFFFD;

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
            throw InvalidInputException.missing(field);
        }
        return trimmed;
    }

    /**
     * The same, and insists that all of it could be decoded.
     *
     * @throws InvalidInputException also if there is a character within that was not
     */
    public static String requireDecoded(String field, String text) throws InvalidInputException {
        String trimmed = require(field, text);
        if (trimmed.indexOf(REPLACEMENT) >= 0) {
            throw new InvalidInputException(field, Messages.PlainText_undecoded(oneLine(trimmed, 80)));
        }
        return trimmed;
    }

    /**
     * The same, and insists that all of it can be seen: text that is copied from web pages may have invisible characters, and
     * the value would differ from what it looks like.
     *
     * @param except invisible characters that are allowed all the same
     * @throws InvalidInputException also if there is such a character within, which it names
     */
    public static String requireVisible(String field, String text, String except) throws InvalidInputException {
        String trimmed = requireDecoded(field, text);
        String allowed = TYPED + except;
        IntPredicate wrong = c -> isUnseen(c) && allowed.indexOf(c) < 0;
        int at = 0;
        while (at < trimmed.length() && !wrong.test(trimmed.codePointAt(at))) {
            at += Character.charCount(trimmed.codePointAt(at));
        }
        if (at == trimmed.length()) {
            return trimmed;
        }
        String found = String.format(Locale.ROOT, "U+%04X", trimmed.codePointAt(at));
        String before = oneLine(trimmed.substring(Math.max(0, at - 40), at), 40);
        throw new InvalidInputException(field, Messages.PlainText_unseen(found, before));
    }

    /** The text without white space and invisible characters around it; the empty string for {@code null}. */
    public static String trim(String text) {
        int from = 0;
        int until = text == null ? 0 : text.length();
        while (from < until && isUnseen(text.codePointAt(from))) {
            from += Character.charCount(text.codePointAt(from));
        }
        while (from < until && isUnseen(text.codePointBefore(until))) {
            until -= Character.charCount(text.codePointBefore(until));
        }
        return text == null ? "" : text.substring(from, until);
    }

    /** Spaces of all kinds, and what has no shape or is no character. */
    static boolean isUnseen(int c) {
        int type = Character.getType(c);
        return Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || Character.isISOControl(c)
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || c == 0xFFFE
                || c == 0xFFFF;
    }

    /**
     * A text of somebody else as the value of a build's variable. Jenkins expands {@code ${NAME}} in those, in some places more
     * than once, so that the name of a device could bring a password into a log.
     */
    public static String forVariable(String text) {
        return text.replace('$', '_');
    }

    /**
     * Whether two texts are the same for people, who do not care for capitals. Letters that only share a capital with another
     * one are not the same: Java's own comparison takes the Turkish {@code ı} for an {@code i}.
     *
     * @see <a href="https://www.unicode.org/reports/tr15/">Unicode normalization: Macs write {@code ü} as two characters</a>
     */
    public static boolean isSame(String one, String other) {
        return one.equals(other) || folded(one).equals(folded(other));
    }

    /** Whether a text begins with another, compared in the same way. */
    public static boolean begins(String text, String beginning) {
        return folded(text).startsWith(folded(beginning));
    }

    /**
     * A text as it is compared in searches: small letters, Macs' way to write {@code ü} as everybody's, and all spaces
     * alike. For both sides of a comparison.
     */
    public static String searchable(String text) {
        String small = text.toLowerCase(Locale.ROOT);
        if (small.chars().allMatch(c -> c < 0x80)) {
            return small;
        }
        return SPACES.matcher(composed(small)).replaceAll(" ");
    }

    /** With letter and marks as one character, where there is one; what no language writes stays as it is. */
    private static String composed(String text) {
        return TOO_MANY_MARKS.matcher(text).find() ? text : Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    /** Each character as a small and a capital letter. */
    private static String folded(String text) {
        StringBuilder folded = new StringBuilder(2 * text.length());
        composed(text)
                .codePoints()
                .forEach(c ->
                        folded.appendCodePoint(Character.toLowerCase(c)).appendCodePoint(Character.toUpperCase(c)));
        return folded.toString();
    }

    /**
     * Makes a text fit for one line of a log: control characters (line breaks and terminal escapes among them) and what
     * no file could hold become spaces, runs of white space one space, and a longer text ends in an ellipsis.
     *
     * @param text any text, or {@code null}
     * @param limit how many characters are kept, at least 1
     */
    public static String oneLine(String text, int limit) {
        if (text != null && text.length() <= limit && isPlain(text)) {
            return text;
        }
        // Cut before the replacements: a server's text can be long, and each replacement walks all of it.
        String head = text == null ? "" : head(text, 4 * limit);
        String line = NOT_PLAIN.matcher(head).replaceAll(" ").strip();
        if (line.length() <= limit && head.length() == (text == null ? 0 : text.length())) {
            return line;
        }
        return head(line, limit) + "…";
    }

    /** The beginning, which never ends in the middle of a character. */
    private static String head(String text, int limit) {
        int end = Math.min(text.length(), limit);
        boolean within = end > 0 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1));
        return text.substring(0, within ? end - 1 : end);
    }

    /** Whether there is nothing to replace, as in most texts; faster than the patterns. */
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
