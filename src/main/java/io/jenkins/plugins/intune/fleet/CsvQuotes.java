package io.jenkins.plugins.intune.fleet;

import java.util.Optional;

/**
 * Checks the quotes of a CSV. A quote that is not closed where it should be swallows rows, as many as there are up to the
 * next one or to the end, and parsers take that for a long text.
 *
 * @see <a href="https://github.com/osiegmar/FastCSV/issues/173">FastCSV closes it at the end of the file</a>
 */
final class CsvQuotes {

    private static final char QUOTE = '"';

    private final String content;
    private final char separator;
    private final int columns;
    private int at;
    private long line = 1;
    /** How many separators the line has so far, those in quotes too. */
    private int separators;

    private String problem;
    private long problemLine;

    CsvQuotes(String content, char separator, int columns) {
        this.content = content;
        this.separator = separator;
        this.columns = columns;
        boolean cellBegins = true;
        while (at < content.length() && problem == null) {
            char c = content.charAt(at);
            if (c == QUOTE && cellBegins) {
                quoted();
                cellBegins = false;
            } else {
                cellBegins = c == separator || isBreak(c) || cellBegins && isBlank(c);
                step();
            }
        }
    }

    /** What is wrong, in words; empty if nothing is. */
    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** The line on which the wrong quote begins. */
    long line() {
        return problemLine;
    }

    private void quoted() {
        long begin = line;
        boolean swallows = false;
        boolean firstIsRow = false;
        step();
        while (at < content.length()) {
            char c = content.charAt(at);
            if (c == QUOTE && is(at + 1, QUOTE)) {
                at++;
            } else if (c == QUOTE) {
                step();
                while (at < content.length() && isBlank(content.charAt(at))) {
                    step();
                }
                boolean ends = at == content.length() || content.charAt(at) == separator || isBreak(content.charAt(at));
                if (!ends) {
                    found(begin, Messages.CsvQuotes_followed(line));
                } else if (swallows) {
                    found(begin, Messages.CsvQuotes_swallows(line));
                } else if (firstIsRow && isRow(separators + separatorsLeft())) {
                    found(begin, Messages.CsvQuotes_joins(line));
                }
                return;
            } else if (isBreak(c)) {
                firstIsRow |= line == begin && isRow(separators);
                swallows |= line > begin && isRow(separators);
            }
            step();
        }
        found(begin, Messages.CsvQuotes_open());
    }

    /** Whether a line with so many separators looks like a row: in two columns each text with a comma would. */
    private boolean isRow(int separators) {
        return columns > 2 && separators == columns - 1;
    }

    /** How many follow on the line. */
    private int separatorsLeft() {
        int left = 0;
        for (int i = at; i < content.length() && !isBreak(content.charAt(i)); i++) {
            left += content.charAt(i) == separator ? 1 : 0;
        }
        return left;
    }

    private void found(long begin, String words) {
        problemLine = begin;
        problem = words;
    }

    private void step() {
        char c = content.charAt(at++);
        separators = isBreak(c) ? 0 : c == separator ? separators + 1 : separators;
        if (c == '\n' || c == '\r' && !is(at, '\n')) {
            line++;
        }
    }

    private boolean is(int index, char c) {
        return index < content.length() && content.charAt(index) == c;
    }

    /** What the parser takes for no part of a text that is in quotes. */
    private boolean isBlank(char c) {
        return c <= ' ' && c != separator && !isBreak(c);
    }

    private static boolean isBreak(char c) {
        return c == '\n' || c == '\r';
    }
}
