package io.jenkins.plugins.intune.fleet;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.jenkins.plugins.intune.values.PlainText;
import io.jenkins.plugins.intune.values.SpreadsheetText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A list of devices as a table, whose first record names its columns.
 *
 * @param content all of it, from the first record on; the lines before are kept as empty ones, so that lines can be counted
 * @param line the number of the first record's first line
 * @param separator what separates columns
 * @param names the names of the columns
 * @param columns the places of those that name devices
 */
record DeviceCsv(
        String content, long line, char separator, List<String> names, Map<DeviceColumn, List<Integer>> columns) {

    /** Most columns: exports have fewer than a hundred, and each row is compared with all of them. */
    static final int MAX_COLUMNS = 500;

    /** Longest first record, in characters: a longer one is something else, such as a text with commas. */
    static final int MAX_HEADER = 20_000;

    private static final char QUOTE = '"';

    /** What Excel understands as a first line. */
    private static final Pattern SEPARATOR = Pattern.compile("(?i)\\s*\"?sep=([^\"\\w])\"?\\s*");

    /**
     * A row.
     *
     * @param line the number of its first line
     * @param cells the cells that name the device, the most exact first; none if it does not say
     * @param problem why it cannot be read, in words
     */
    record Row(long line, List<Cell> cells, Optional<String> problem) {

        private static Row unreadable(long line, String problem) {
            return new Row(line, List.of(), Optional.of(problem));
        }
    }

    /** What a row says of its device in one column. */
    record Cell(DeviceColumn column, String value) {

        /** Whether another column of the same name names another device. */
        boolean contradicts(Cell told) {
            return column == told.column && !column.isPlaceholder(value) && !PlainText.isSame(value, told.value);
        }
    }

    /** The separator that a line before the table tells; empty if the line is another one. */
    static Optional<Character> toldSeparator(String line) {
        return Optional.of(SEPARATOR.matcher(line))
                .filter(Matcher::matches)
                .map(told -> told.group(1).charAt(0));
    }

    /**
     * Reads the names of the columns.
     *
     * @param separator what separates them, or empty if that is to be found out
     * @return empty if there is no record
     */
    static Optional<DeviceCsv> of(String content, Optional<Character> separator) {
        return separator
                .map(Stream::of)
                .orElseGet(() -> Stream.of(',', ';', '\t'))
                .flatMap(one -> header(content, one).stream())
                .reduce((best, other) -> other.isBetterThan(best) ? other : best);
    }

    private static Optional<DeviceCsv> header(String content, char separator) {
        try (CsvReader<CsvRecord> rows = reader(content, separator)) {
            return rows.stream()
                    .findFirst()
                    .map(first -> new DeviceCsv(
                            content,
                            first.getStartingLineNumber(),
                            separator,
                            first.getFields(),
                            DeviceColumn.in(first.getFields())));
        } catch (CsvParseException malformed) {
            return Optional.empty();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private boolean isBetterThan(DeviceCsv other) {
        return columns.isEmpty() == other.columns.isEmpty()
                ? names.size() > other.names.size()
                : other.columns.isEmpty();
    }

    /** What the first record has too much of, in words; such a table has no rows but one that says so. */
    Optional<String> excess() {
        if (names.size() > MAX_COLUMNS) {
            return Optional.of(Messages.DeviceCsv_tooManyColumns(MAX_COLUMNS));
        }
        return names.stream().mapToLong(String::length).sum() > MAX_HEADER
                ? Optional.of(Messages.DeviceCsv_headerTooLong(MAX_HEADER))
                : Optional.empty();
    }

    private static CsvReader<CsvRecord> reader(String content, char separator) {
        return CsvReader.builder()
                .fieldSeparator(separator)
                // Written by hand, and by programs that separate with a comma and a blank.
                .trimWhitespacesAroundQuotes(true)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(content);
    }

    /**
     * All rows that are not empty; but if a quote is wrong, only one for the error, because nobody can tell then where the
     * next row begins.
     *
     * @param most how many are read
     */
    List<Row> rows(int most) {
        CsvQuotes quotes = new CsvQuotes(content, separator, names.size());
        if (quotes.problem().isPresent()) {
            return List.of(Row.unreadable(quotes.line(), quotes.problem().get()));
        }
        // Only now, because a quote that is not closed makes any first record a long one.
        if (excess().isPresent()) {
            return List.of(Row.unreadable(line, excess().get()));
        }
        List<String> header = trimmed(names);
        try (CsvReader<CsvRecord> rows = reader(content, separator)) {
            return rows.stream()
                    .skip(1)
                    .filter(row -> !row.getFields().stream().allMatch(String::isBlank))
                    .filter(row -> !isBeginningOfFile(row, header))
                    .limit(most)
                    .map(this::row)
                    .toList();
        } catch (CsvParseException malformed) {
            String words = PlainText.oneLine(malformed.getMessage(), 200);
            return List.of(Row.unreadable(1, Messages.DeviceCsv_malformed(words)));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Several files that were joined have their first lines in between. */
    private boolean isBeginningOfFile(CsvRecord row, List<String> header) {
        return row.getFieldCount() == header.size() && trimmed(row.getFields()).equals(header)
                || toldSeparator(row).filter(told -> told == separator).isPresent();
    }

    private Optional<Character> toldSeparator(CsvRecord row) {
        return toldSeparator(String.join(String.valueOf(separator), row.getFields()));
    }

    private static List<String> trimmed(List<String> cells) {
        return cells.stream().map(PlainText::trim).toList();
    }

    private Row row(CsvRecord row) {
        long line = row.getStartingLineNumber();
        if (row.getFields().stream().skip(names.size()).anyMatch(cell -> !cell.isBlank())) {
            // Which cell belongs to which column is not known any more.
            return Row.unreadable(line, Messages.DeviceCsv_tooManyCells(row.getFieldCount(), names.size()));
        }
        List<Cell> cells = columns.entrySet().stream()
                .flatMap(column -> column.getValue().stream()
                        .takeWhile(place -> place < row.getFieldCount())
                        .map(place -> new Cell(column.getKey(), value(row.getField(place)))))
                .filter(cell -> !cell.value().isEmpty())
                .toList();
        return isHeader(cells, row) || toldSeparator(row).isPresent()
                ? Row.unreadable(line, Messages.DeviceCsv_otherHeader())
                : new Row(line, cells, Optional.empty());
    }

    /** Whether it is the first line of another file, joined to this one, whose columns have other places. */
    private boolean isHeader(List<Cell> cells, CsvRecord row) {
        List<String> named = row.getFields().stream().limit(names.size()).toList();
        return cells.stream().anyMatch(cell -> DeviceColumn.named(cell.value()).isPresent())
                && DeviceColumn.in(named).size() > 1;
    }

    /** Also out of {@code ="0012"}, by which exports keep Excel from dropping zeros. */
    private static String value(String cell) {
        String text = PlainText.trim(SpreadsheetText.restore(cell));
        boolean formula =
                text.length() > 2 && text.startsWith("=" + QUOTE) && text.indexOf(QUOTE, 2) == text.length() - 1;
        return formula ? PlainText.trim(text.substring(2, text.length() - 1)) : text;
    }
}
