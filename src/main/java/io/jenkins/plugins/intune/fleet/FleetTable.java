package io.jenkins.plugins.intune.fleet;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.jenkins.plugins.intune.http.Json;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.values.SpreadsheetText;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;

/** A fleet's devices for other programs to read: the same columns in CSV and in JSON. */
public final class FleetTable {

    private FleetTable() {}

    /**
     * Writes a CSV as RFC 4180 has it, after a byte order mark; its first line has the names of the columns.
     *
     * @param mayAssist whether whoever reads it may have the session links
     */
    public static void writeCsv(List<RequestReport> reports, boolean mayAssist, Writer out) throws IOException {
        out.write(SpreadsheetText.BYTE_ORDER_MARK);
        CsvWriter csv = CsvWriter.builder().build(out);
        csv.writeRecord(RequestReport.NAMES);
        for (RequestReport report : reports) {
            Map<String, Object> row = report.toMap(mayAssist);
            csv.writeRecord(RequestReport.NAMES.stream()
                    .map(column -> cell(row.get(column)))
                    .toList());
        }
        csv.flush();
    }

    private static String cell(Object value) {
        return value == null ? "" : SpreadsheetText.defuse(value.toString());
    }

    /**
     * Writes a JSON array with an object for each device, one a line.
     *
     * @param mayAssist whether whoever reads it may have the session links
     */
    public static void writeJson(List<RequestReport> reports, boolean mayAssist, Writer out) throws IOException {
        String before = "[\n";
        for (RequestReport report : reports) {
            out.write(before);
            out.write(Json.write(report.toMap(mayAssist)));
            before = ",\n";
        }
        out.write(reports.isEmpty() ? "[]\n" : "\n]\n");
        out.flush();
    }
}
