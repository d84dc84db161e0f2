package io.jenkins.plugins.intune.fleet;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.jenkins.plugins.intune.graph.DeviceTarget;
import io.jenkins.plugins.intune.values.Guid;
import io.jenkins.plugins.intune.values.InvalidInputException;
import io.jenkins.plugins.intune.values.PlainText;
import io.jenkins.plugins.intune.values.SpreadsheetText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A list of devices as people keep it: one a line, an Intune device id or a look-up; or a CSV whose first line names its
 * columns. All lines are checked before any device is used, and those that are wrong are named with their numbers.
 */
public final class DeviceLines {

    /** More devices than this are not taken at once: at Intune's limit they take more than an hour. */
    public static final int MOST = 50_000;

    /** So many wrong lines are named. */
    private static final int NAMED = 5;

    private static final Pattern LOOK_UP = Pattern.compile("([A-Za-z]+)\\s*:\\s*(.*)");
    private static final Pattern SEPARATOR = Pattern.compile("[,;\t]");

    private final String field;
    private final List<DeviceTarget> devices = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private DeviceLines(String field) {
        this.field = field;
    }

    /**
     * Reads a list.
     *
     * @param field the name of its field, for the error
     * @param text the lines; empty ones and those that begin with {@code #} are skipped
     * @return at least one device, in the order of the lines
     * @throws InvalidInputException if there is none, or one of the lines is wrong
     */
    public static List<DeviceTarget> read(String field, String text) throws InvalidInputException {
        DeviceLines lines = new DeviceLines(field);
        // Excel begins a file with a byte order mark.
        String content = text == null ? "" : text.replaceFirst("^\\uFEFF", "");
        Optional<String> first = content.lines().filter(DeviceLines::says).findFirst();
        if (first.isPresent() && isHeader(first.get())) {
            lines.readCsv(content, separator(first.get()));
        } else {
            lines.readLines(content);
        }
        return lines.checked();
    }

    private static boolean says(String line) {
        return !line.isBlank() && !line.strip().startsWith("#");
    }

    /** A first line with nothing but names is a header, if one of them names a device. */
    private static boolean isHeader(String line) {
        return SEPARATOR
                        .splitAsStream(line)
                        .anyMatch(name -> DeviceColumn.named(name).isPresent())
                && !LOOK_UP.matcher(line.strip()).matches();
    }

    private static char separator(String header) {
        Matcher found = SEPARATOR.matcher(header);
        return found.find() ? found.group().charAt(0) : ',';
    }

    private void readLines(String content) throws InvalidInputException {
        List<String> all = content.lines().toList();
        for (int i = 0; i < all.size(); i++) {
            if (says(all.get(i))) {
                insistOnRoom();
                try {
                    devices.add(device(all.get(i).strip()));
                } catch (InvalidInputException wrong) {
                    problem(i + 1, wrong.problem());
                }
            }
        }
    }

    private static DeviceTarget device(String line) throws InvalidInputException {
        if (Guid.isGuid(line)) {
            return DeviceColumn.DEVICE_ID.device(line);
        }
        Matcher lookUp = LOOK_UP.matcher(line);
        if (lookUp.matches()) {
            Optional<DeviceColumn> column = DeviceColumn.named(lookUp.group(1));
            if (column.isPresent()) {
                return column.get().device(lookUp.group(2));
            }
        }
        throw new InvalidInputException(
                "line", Messages.DeviceLines_unknown(PlainText.oneLine(line, 80), DeviceColumn.names()));
    }

    private void readCsv(String content, char separator) throws InvalidInputException {
        Map<DeviceColumn, Integer> columns = null;
        try (CsvReader<CsvRecord> rows = CsvReader.builder()
                .fieldSeparator(separator)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(content)) {
            for (CsvRecord row : rows) {
                boolean empty = row.getFields().stream().allMatch(String::isBlank);
                if (empty || row.getField(0).strip().startsWith("#")) {
                    continue;
                }
                if (columns == null) {
                    columns = columns(row);
                } else {
                    readRow(row, columns);
                }
            }
        } catch (CsvParseException malformed) {
            throw new InvalidInputException(
                    field, Messages.DeviceLines_csv(PlainText.oneLine(malformed.getMessage(), 200)));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static Map<DeviceColumn, Integer> columns(CsvRecord header) {
        Map<DeviceColumn, Integer> columns = new EnumMap<>(DeviceColumn.class);
        for (int i = 0; i < header.getFieldCount(); i++) {
            int place = i;
            DeviceColumn.named(header.getField(i)).ifPresent(column -> columns.putIfAbsent(column, place));
        }
        return columns;
    }

    /** Where a row says more than one thing of a device, the most exact one counts. */
    private void readRow(CsvRecord row, Map<DeviceColumn, Integer> columns) throws InvalidInputException {
        for (Map.Entry<DeviceColumn, Integer> column : columns.entrySet()) {
            String value = column.getValue() < row.getFieldCount()
                    ? SpreadsheetText.restore(row.getField(column.getValue())).strip()
                    : "";
            if (!value.isEmpty()) {
                insistOnRoom();
                try {
                    devices.add(column.getKey().device(value));
                } catch (InvalidInputException wrong) {
                    problem(
                            row.getStartingLineNumber(),
                            Messages.DeviceLines_cell(column.getKey().id(), wrong.problem()));
                }
                return;
            }
        }
        problem(row.getStartingLineNumber(), Messages.DeviceLines_emptyRow());
    }

    private void insistOnRoom() throws InvalidInputException {
        if (devices.size() == MOST) {
            throw new InvalidInputException(field, Messages.DeviceLines_tooMany(MOST));
        }
    }

    private void problem(long line, String problem) {
        problems.add(Messages.DeviceLines_line(line, problem));
    }

    private List<DeviceTarget> checked() throws InvalidInputException {
        if (!problems.isEmpty()) {
            String named = String.join(" ", problems.subList(0, Math.min(NAMED, problems.size())));
            int rest = problems.size() - NAMED;
            throw new InvalidInputException(field, rest > 0 ? Messages.DeviceLines_more(named, rest) : named);
        }
        if (devices.isEmpty()) {
            throw new InvalidInputException(field, Messages.DeviceLines_empty());
        }
        return devices;
    }
}
