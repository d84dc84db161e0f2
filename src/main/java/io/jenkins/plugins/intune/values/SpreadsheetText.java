package io.jenkins.plugins.intune.values;

import java.text.Normalizer;

/**
 * Keeps spreadsheets from taking texts in a CSV for formulas. A text that could be taken for one gets a {@code '} in front,
 * which is removed when such a CSV is read. That is exact: every text comes back as it was.
 *
 * @see <a href="https://owasp.org/www-community/attacks/CSV_Injection">OWASP, CSV injection</a>
 */
public final class SpreadsheetText {

    /** Begins a CSV in UTF-8: without it, Excel takes the file for one in the encoding of the country. */
    public static final char BYTE_ORDER_MARK = '\uFEFF';

    private static final char QUOTE = '\'';

    private SpreadsheetText() {}

    /** The text for a cell. */
    public static String defuse(String text) {
        return isFormula(text) ? QUOTE + text : text;
    }

    /** The text of a cell that {@link #defuse} may have written. */
    public static String restore(String cell) {
        boolean defused = !cell.isEmpty() && cell.charAt(0) == QUOTE && isFormula(cell.substring(1));
        return defused ? cell.substring(1) : cell;
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
        return switch (Character.getType(character)) {
            case Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.CONTROL,
                    Character.FORMAT,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }

    /** A sign that begins a formula, also in its full-width and small forms. */
    private static boolean isSign(int character) {
        String plain = Normalizer.normalize(Character.toString(character), Normalizer.Form.NFKC);
        return plain.length() == 1 && "=+-@".contains(plain);
    }
}
