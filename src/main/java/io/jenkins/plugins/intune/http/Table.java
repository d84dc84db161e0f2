package io.jenkins.plugins.intune.http;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.jenkins.plugins.intune.values.SpreadsheetText;
import java.io.IOException;
import java.io.Writer;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table for other programs to read: the same columns in CSV and in JSON. Can be written once.
 *
 * @param names of the columns, in their order
 * @param rows each under the columns' names: texts, numbers, lists of texts and {@code null}
 */
public record Table(List<String> names, Stream<Map<String, Object>> rows) {

    /** Without it, Excel takes a file in UTF-8 for one in the encoding of the country. */
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /** Writes a CSV as RFC 4180 has it, after a byte order mark; its first line has the names of the columns. */
    public void writeCsv(Writer out) throws IOException {
        out.write(BYTE_ORDER_MARK);
        CsvWriter csv = CsvWriter.builder().build(out);
        csv.writeRecord(names);
        rows.forEach(row ->
                csv.writeRecord(names.stream().map(name -> cell(row.get(name))).toList()));
        csv.flush();
    }

    private static String cell(Object value) {
        if (value instanceof Collection<?> several) {
            return cell(several.stream().map(String::valueOf).collect(Collectors.joining("; ")));
        }
        return value == null ? "" : SpreadsheetText.defuse(value.toString());
    }

    /** Writes a JSON array with an object for each row, one a line. */
    public void writeJson(Writer out) throws IOException {
        Iterator<Map<String, Object>> all = rows.iterator();
        out.write(all.hasNext() ? "[\n" : "[");
        while (all.hasNext()) {
            out.write(Json.write(all.next()));
            out.write(all.hasNext() ? ",\n" : "\n");
        }
        out.write("]\n");
        out.flush();
    }
}
