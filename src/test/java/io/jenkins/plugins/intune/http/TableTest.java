package io.jenkins.plugins.intune.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What spreadsheets get of a download. */
class TableTest {

    private static String csv(Stream<Map<String, Object>> rows) throws IOException {
        StringWriter csv = new StringWriter();
        new Table(List.of("device", "openedBy"), rows).writeCsv(csv);
        return csv.toString();
    }

    @Test
    void aFileWithoutRowsHasTheNamesOfItsColumns() throws Exception {
        assertEquals("\uFEFFdevice,openedBy\r\n", csv(Stream.of()));
    }

    @Test
    void whatIsSeveralIsInOneCell() throws Exception {
        assertEquals(
                "\uFEFFdevice,openedBy\r\nLAPTOP-7,kim; lee\r\n",
                csv(Stream.of(Map.of("device", "LAPTOP-7", "openedBy", List.of("kim", "lee")))));
    }

    /**
     * Excel separates with what the country separates lists with, which is a semicolon in most of Europe, and LibreOffice with
     * what was chosen the last time.
     *
     * @see <a href="https://owasp.org/www-community/attacks/CSV_Injection">OWASP: the separators, too</a>
     */
    @Test
    void aSpreadsheetTakesNothingBehindASemicolonForAFormula() throws Exception {
        assertEquals(
                "\uFEFFdevice,openedBy\r\nLAPTOP;'=1+2,kim;' =1; lee\r\n",
                csv(Stream.of(Map.of("device", "LAPTOP;=1+2", "openedBy", List.of("kim", "=1", "lee")))));
    }
}
