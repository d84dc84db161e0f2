package io.jenkins.plugins.intune.values;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Keeps spreadsheets from taking texts in a CSV for formulas. A text that could be taken for one gets a {@code '} in front,
 * which is removed when such a CSV is read. That is exact: every text comes back as it was.
 *
 * @see <a href="https://owasp.org/www-community/attacks/CSV_Injection">OWASP, CSV injection</a>
 */
public final class SpreadsheetText {

    private static final char QUOTE = '\'';
    private static final String SEPARATOR = ";";

    private SpreadsheetText() {}

    /** The text for a cell. */
    public static String defuse(String text) {
        return inEachPart(text, part -> isFormula(part) ? QUOTE + part : part);
    }

    /** The text of a cell that {@link #defuse} may have written. */
    public static String restore(String cell) {
        return inEachPart(cell, part -> {
            boolean defused = !part.isEmpty() && part.charAt(0) == QUOTE && isFormula(part.substring(1));
            return defused ? part.substring(1) : part;
        });
    }

    /**
     * Where lists are separated by semicolons, as in most of Europe, a spreadsheet splits what stands between commas, in quotes
     * or not, so each part counts as a cell.
     */
    private static String inEachPart(String text, UnaryOperator<String> change) {
        return Arrays.stream(text.split(SEPARATOR, -1)).map(change).collect(Collectors.joining(SEPARATOR));
    }

    /** A text with quotes in front counts too, so that a quote of its own is not taken for the one put there. */
    private static boolean isFormula(String text) {
        int start = 0;
        while (start < text.length() && text.charAt(start) == QUOTE) {
            start++;
        }
        return text.substring(start).codePoints().limit(1).anyMatch(SpreadsheetText::isBreak)
                || text.substring(start)
                        .codePoints()
                        .dropWhile(SpreadsheetText::isUnseen)
                        .limit(1)
                        .anyMatch(SpreadsheetText::isSign);
    }

    private static boolean isBreak(int character) {
        return character == '\t' || character == '\r' || character == '\n';
    }

    /** What a spreadsheet may trim: spaces of all kinds, controls, and characters without a shape. */
    private static boolean isUnseen(int character) {
        return PlainText.isUnseen(character) || Character.getType(character) == Character.UNASSIGNED;
    }

    /** A sign that begins a formula, also in its full-width and small forms. */
    private static boolean isSign(int character) {
        String plain = Normalizer.normalize(Character.toString(character), Normalizer.Form.NFKC);
        return plain.length() == 1 && "=+-@".contains(plain);
    }
}
