package io.jenkins.plugins.intune.audit;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.jenkins.plugins.intune.http.Json;
import io.jenkins.plugins.intune.values.SpreadsheetText;
import java.io.IOException;
import java.io.Writer;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** Entries for other programs to read: the same columns in CSV and in JSON. */
public final class AuditTable {

    private AuditTable() {}

    /** Writes a CSV as RFC 4180 has it, after a byte order mark; its first line has the names of the columns. */
    public static void writeCsv(Iterable<AuditEntry> entries, Writer out) throws IOException {
        out.write(SpreadsheetText.BYTE_ORDER_MARK);
        CsvWriter csv = CsvWriter.builder().build(out);
        csv.writeRecord(AuditEntry.NAMES);
        for (AuditEntry entry : entries) {
            Map<String, Object> row = entry.toMap();
            csv.writeRecord(AuditEntry.NAMES.stream()
                    .map(column -> cell(row.get(column)))
                    .toList());
        }
        csv.flush();
    }

    private static String cell(Object value) {
        if (value instanceof Collection<?> several) {
            return cell(several.stream().map(String::valueOf).collect(Collectors.joining("; ")));
        }
        return value == null ? "" : SpreadsheetText.defuse(value.toString());
    }

    /** Writes a JSON array with an object for each entry, one a line. */
    public static void writeJson(Iterable<AuditEntry> entries, Writer out) throws IOException {
        String before = "[\n";
        for (AuditEntry entry : entries) {
            out.write(before);
            out.write(Json.write(entry.toMap()));
            before = ",\n";
        }
        out.write(before.equals("[\n") ? "[]\n" : "\n]\n");
        out.flush();
    }
}
