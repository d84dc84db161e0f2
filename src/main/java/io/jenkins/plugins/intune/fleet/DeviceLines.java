package io.jenkins.plugins.intune.fleet;

import io.jenkins.plugins.intune.graph.DeviceTarget;
import io.jenkins.plugins.intune.values.Guid;
import io.jenkins.plugins.intune.values.InvalidInputException;
import io.jenkins.plugins.intune.values.PlainText;
import io.jenkins.plugins.intune.values.Sentences;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A list of devices as people keep it: one a line, an Intune device id or a look-up; or a {@linkplain DeviceCsv CSV}
 * whose first line names its columns. All lines are checked before any device is used, and those that are wrong are
 * named with their numbers.
 */
public final class DeviceLines {

    /** Most devices in a list: at Intune's limit they take more than an hour. */
    static final int MAX_DEVICES = 50_000;

    /** Longest list, in characters: {@link #MAX_DEVICES} rows of a wide table. */
    public static final int MAX_LENGTH = 16 * 1024 * 1024;

    /** Most wrong lines that a message names. */
    private static final int MAX_NAMED = 5;

    /** Gives no blanks back: before a value with Unicode's own line break, it would try from each of them. */
    private static final Pattern LOOK_UP = Pattern.compile("([A-Za-z]++)\\s*+:\\s*+(.*)");

    /** A byte order mark, with which Excel begins a file: also in the midst of a text that was joined from several. */
    private static final Pattern BYTE_ORDER_MARK = Pattern.compile("(?:^|(?<=[\r\n]))\uFEFF");

    /** How a ZIP file begins: the admin center's export, before it is unpacked, and a workbook of Excel. */
    private static final String ZIP = "PK\u0003\u0004";

    /** What DOS ends a text with, and so does {@code copy} when it joins files. */
    private static final Pattern END_OF_FILE = Pattern.compile("\u001A\\s*\\z");

    /** In a table, the number of a row. */
    private static final Pattern NUMBER_COLUMN = Pattern.compile("#\\s*[,;\t].*");

    private final String field;
    private final List<DeviceTarget> devices = new ArrayList<>();
    /** The first of them. */
    private final List<String> problems = new ArrayList<>();

    private int wrong;

    private DeviceLines(String field) {
        this.field = field;
    }

    /**
     * Reads a list.
     *
     * @param field the name of its field, for the error
     * @param text the lines; empty ones are skipped, and so are those before a CSV or of a plain list that begin with {@code #}
     * @return at least one device, in the order of the lines
     * @throws InvalidInputException if there is none, or one of the lines is wrong, or it is too long
     */
    public static List<DeviceTarget> read(String field, String text) throws InvalidInputException {
        DeviceLines lines = new DeviceLines(field);
        String content = text == null ? "" : withoutMarks(text);
        if (content.length() > MAX_LENGTH) {
            throw new InvalidInputException(field, Messages.DeviceLines_tooLong(MAX_LENGTH));
        }
        if (content.startsWith(ZIP)) {
            throw new InvalidInputException(field, Messages.DeviceLines_zip());
        }
        if (content.indexOf(0) >= 0) {
            throw new InvalidInputException(field, Messages.DeviceLines_zeros());
        }
        Optional<DeviceCsv> csv = lines.csv(content);
        if (csv.isPresent()) {
            lines.readCsv(csv.get());
        } else {
            lines.readLines(content);
        }
        return lines.checked();
    }

    private static String withoutMarks(String text) {
        String content = text.indexOf('\uFEFF') < 0
                ? text
                : BYTE_ORDER_MARK.matcher(text).replaceAll("");
        return content.indexOf('\u001A') < 0
                ? content
                : END_OF_FILE.matcher(content).replaceFirst("");
    }

    /** The list as a table, if its first line names columns. */
    private Optional<DeviceCsv> csv(String content) throws InvalidInputException {
        Optional<Character> separator = Optional.empty();
        int begin = 0;
        int before = 0;
        while (begin < content.length()) {
            String line = lineAt(content, begin);
            String plain = PlainText.trim(line);
            Optional<Character> told = DeviceCsv.toldSeparator(line);
            if (told.isPresent()) {
                separator = told;
            } else if (says(plain) || NUMBER_COLUMN.matcher(plain).matches()) {
                return isDevice(plain)
                        ? Optional.empty()
                        : csv("\n".repeat(before) + content.substring(begin), separator);
            }
            begin += line.length() + (content.startsWith("\r\n", begin + line.length()) ? 2 : 1);
            before++;
        }
        return Optional.empty();
    }

    private Optional<DeviceCsv> csv(String content, Optional<Character> separator) throws InvalidInputException {
        Optional<DeviceCsv> csv = DeviceCsv.of(content, separator);
        if (csv.isPresent() && csv.get().columns().isEmpty()) {
            if (separator.isEmpty() && csv.get().names().size() < 2) {
                return Optional.empty();
            }
            if (csv.get().excess().isPresent()) {
                return csv;
            }
            String names = Sentences.list(csv.get().names().stream());
            // A column may have any name, unless it could not be decoded.
            PlainText.requireDecoded(field, names);
            throw new InvalidInputException(
                    field, Messages.DeviceLines_noColumn(PlainText.oneLine(names, 300), DeviceColumn.names()));
        }
        return csv;
    }

    private static String lineAt(String content, int begin) {
        int end = begin;
        while (end < content.length() && "\r\n".indexOf(content.charAt(end)) < 0) {
            end++;
        }
        return content.substring(begin, end);
    }

    private static boolean says(String line) {
        return !line.isEmpty() && !line.startsWith("#");
    }

    /** Whether a line is meant to name a device: it is an id, or a look-up. */
    public static boolean isDevice(String line) {
        return Guid.isGuid(line) || lookUp(line).isPresent();
    }

    private static Optional<Matcher> lookUp(String line) {
        Matcher lookUp = LOOK_UP.matcher(line);
        boolean known = lookUp.matches() && DeviceColumn.named(lookUp.group(1)).isPresent();
        return known ? Optional.of(lookUp) : Optional.empty();
    }

    private void readLines(String content) throws InvalidInputException {
        int number = 0;
        for (String raw : (Iterable<String>) content.lines()::iterator) {
            String line = PlainText.trim(raw);
            number++;
            if (says(line)) {
                insistOnRoom();
                try {
                    devices.add(device(line));
                } catch (InvalidInputException mistake) {
                    problem(number, mistake.problem());
                }
            }
        }
    }

    /**
     * The device that a line names.
     *
     * @throws InvalidInputException if it names none
     */
    public static DeviceTarget device(String line) throws InvalidInputException {
        Optional<Matcher> lookUp = lookUp(line);
        if (lookUp.isPresent()) {
            return DeviceColumn.named(lookUp.get().group(1))
                    .orElseThrow()
                    .device(lookUp.get().group(2));
        }
        if (!Guid.isGuid(line)) {
            PlainText.requireVisible("line", line, "");
            throw new InvalidInputException(
                    "line", Messages.DeviceLines_unknown(PlainText.oneLine(line, 80), DeviceColumn.names()));
        }
        return DeviceColumn.DEVICE_ID.device(line);
    }

    private void readCsv(DeviceCsv csv) throws InvalidInputException {
        for (DeviceCsv.Row row : csv.rows(MAX_DEVICES + 1)) {
            insistOnRoom();
            try {
                devices.add(device(row));
            } catch (InvalidInputException mistake) {
                problem(row.line(), mistake.problem());
            }
        }
    }

    /** Where a row has more than one value for a device, the most exact one counts that is no placeholder. */
    private static DeviceTarget device(DeviceCsv.Row row) throws InvalidInputException {
        Optional<DeviceCsv.Cell> told = row.cells().stream()
                .filter(cell -> !cell.column().isPlaceholder(cell.value()))
                .findFirst()
                .or(() -> row.cells().stream().findFirst());
        if (row.problem().isPresent() || told.isEmpty()) {
            throw new InvalidInputException("row", row.problem().orElseGet(Messages::DeviceLines_emptyRow));
        }
        Optional<DeviceCsv.Cell> other = row.cells().stream()
                .filter(cell -> cell.contradicts(told.get()))
                .findFirst();
        if (other.isPresent()) {
            throw new InvalidInputException(
                    "row",
                    Messages.DeviceLines_contradiction(
                            told.get().column().id(),
                            PlainText.oneLine(told.get().value(), 80),
                            PlainText.oneLine(other.get().value(), 80)));
        }
        try {
            return told.get().column().device(told.get().value());
        } catch (InvalidInputException wrong) {
            String column = told.get().column().id();
            throw new InvalidInputException("row", Messages.DeviceLines_cell(column, wrong.problem()));
        }
    }

    /** Whoever has typed a lot of nonsense is told where it begins, without all of it being read. */
    private void insistOnRoom() throws InvalidInputException {
        if (devices.size() + wrong == MAX_DEVICES) {
            throw new InvalidInputException(
                    field,
                    wrong == 0
                            ? Messages.DeviceLines_tooMany(MAX_DEVICES)
                            : Messages.DeviceLines_moreAmong(named(), wrong - problems.size(), MAX_DEVICES));
        }
    }

    private void problem(long line, String problem) {
        wrong++;
        if (wrong <= MAX_NAMED) {
            problems.add(Messages.DeviceLines_line(line, problem));
        }
    }

    private String named() {
        return Sentences.join(problems);
    }

    private List<DeviceTarget> checked() throws InvalidInputException {
        if (wrong > 0) {
            int rest = wrong - problems.size();
            throw new InvalidInputException(field, rest > 0 ? Messages.DeviceLines_more(named(), rest) : named());
        }
        if (devices.isEmpty()) {
            throw new InvalidInputException(field, Messages.DeviceLines_empty());
        }
        return devices;
    }
}
