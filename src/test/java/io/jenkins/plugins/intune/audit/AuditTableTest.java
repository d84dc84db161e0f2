package io.jenkins.plugins.intune.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The assistance log as a download. */
class AuditTableTest {

    @Test
    void excelReadsTheCsvAsUtf8() throws Exception {
        StringWriter csv = new StringWriter();
        AuditTable.writeCsv(List.of(), csv);

        assertEquals("\uFEFF" + String.join(",", AuditEntry.NAMES) + "\r\n", csv.toString());
    }
}
