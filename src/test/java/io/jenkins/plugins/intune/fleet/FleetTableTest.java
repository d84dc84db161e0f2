package io.jenkins.plugins.intune.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import de.siegmar.fastcsv.reader.CsvReader;
import io.jenkins.plugins.intune.graph.ApiVersion;
import io.jenkins.plugins.intune.graph.DeviceAddress;
import io.jenkins.plugins.intune.graph.DeviceProperty;
import io.jenkins.plugins.intune.graph.DeviceQuery;
import io.jenkins.plugins.intune.graph.DeviceTarget;
import io.jenkins.plugins.intune.http.Json;
import io.jenkins.plugins.intune.http.Table;
import io.jenkins.plugins.intune.request.OnDoubt;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.request.ReportFixture;
import io.jenkins.plugins.intune.request.RequestOptions;
import io.jenkins.plugins.intune.request.RequestPlan;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What people filter, sort and download. */
class FleetTableTest {

    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

    private static RequestReport report(String name, Outcome outcome, int minute, String message) {
        Instant begun = NOON.plusSeconds(60L * minute);
        boolean accepted = outcome != Outcome.FAILED;
        return ReportFixture.of(outcome)
                .device("serial number " + name, "id-" + name, name)
                .message(message)
                .began(begun)
                .accepted(accepted ? begun.plusSeconds(1) : null)
                .sent("client-" + name, "request-" + name, null)
                .link(outcome == Outcome.SESSION ? "https://get.teamviewer.com/" + name : null)
                .report();
    }

    private static final List<RequestReport> ALL = List.of(
            report("bravo", Outcome.ACCEPTED, 2, null),
            report("Alpha", Outcome.FAILED, 3, "Graph said 404 Not Found."),
            report("charlie", Outcome.SESSION, 1, null));

    /** @param links whether whoever reads it may have the session links */
    private static Table table(List<RequestReport> reports, boolean links) {
        return new Table(RequestReport.NAMES, reports.stream().map(report -> report.toMap(links)));
    }

    private static String csv(List<RequestReport> reports, boolean links) throws IOException {
        StringWriter csv = new StringWriter();
        table(reports, links).writeCsv(csv);
        return csv.toString();
    }

    private static List<String> names(FleetSelection selection) {
        return selection.of(ALL).stream().map(RequestReport::deviceName).toList();
    }

    @Test
    void nothingChosenIsAllInTheOrderOfTheFleet() {
        assertEquals(List.of("bravo", "Alpha", "charlie"), names(new FleetSelection(null, null, null, false)));
    }

    @Test
    void filtersByTextAndOutcome() {
        assertEquals(List.of("Alpha"), names(new FleetSelection(" NOT found ", "", "", false)));
        assertEquals(List.of("charlie"), names(new FleetSelection("id-charlie", "", "", false)));
        assertEquals(List.of("bravo"), names(new FleetSelection("", "accepted", "", false)));
        assertEquals(List.of(), names(new FleetSelection("bravo", "failed", "", false)));
    }

    @Test
    void sortsBothWays() {
        assertEquals(List.of("Alpha", "bravo", "charlie"), names(new FleetSelection("", "", "device", false)));
        assertEquals(List.of("charlie", "bravo", "Alpha"), names(new FleetSelection("", "", "device", true)));
        assertEquals(List.of("charlie", "bravo", "Alpha"), names(new FleetSelection("", "", "time", false)));
        assertEquals(List.of("bravo", "charlie", "Alpha"), names(new FleetSelection("", "", "outcome", false)));
    }

    @Test
    void theCsvHasAllColumnsAndLinksForThoseWhoMayHaveThem() throws Exception {
        String with = csv(ALL, true);

        assertEquals('\uFEFF', with.charAt(0), "or Excel reads it in the encoding of the country");
        List<String> header = CsvReader.builder().ofCsvRecord(with.substring(1)).stream()
                .findFirst()
                .orElseThrow()
                .getFields();
        assertEquals(RequestReport.NAMES, header);
        assertTrue(with.contains("https://get.teamviewer.com/charlie"));
        assertFalse(csv(ALL, false).contains("teamviewer"));
    }

    @Test
    void aSpreadsheetTakesNoTextForAFormula() throws Exception {
        String csv = csv(List.of(report("=1+2", Outcome.FAILED, 0, "\u200b\uff20SUM(A1)")), true);

        assertTrue(csv.contains(",'=1+2,"), csv);
        assertTrue(csv.contains(",'\u200b\uff20SUM(A1),"), csv);
    }

    @Test
    void aListThatWasDownloadedNamesTheSameDevices() throws Exception {
        List<String> names = List.of("=1+2", "'=1+2", "O'Brien", "\uff0bx", "-7");
        String csv = csv(names.stream().map(name -> withoutId(name)).toList(), true);

        assertEquals(
                names.stream().map(name -> "the device named \"" + name + "\"").toList(),
                DeviceLines.read("deviceLines", csv).stream()
                        .map(Object::toString)
                        .toList());
    }

    @Test
    void theDownloadedListOfThoseThatFailedAsksExactlyThose() throws Exception {
        List<DeviceTarget> failed = List.of(
                DeviceQuery.of(DeviceProperty.SERIAL_NUMBER, "SN: \"7\", 8"),
                DeviceQuery.of(DeviceProperty.DEVICE_NAME, "=1+2"),
                DeviceQuery.of(DeviceProperty.USER_PRINCIPAL_NAME, "anna@contoso.com"),
                DeviceAddress.managedDevice("7f1c2a44-1d0e-4b5f-9a86-2f3f0c1d7e55"));
        RequestOptions options = new RequestOptions(ApiVersion.AUTO, 60, OnDoubt.FAIL, 0);
        RequestState ended = RequestState.of(
                Map.of("phase", "FINISHING", "outcome", "FAILED", "message", "It knows no \"x\", a, b."));
        String csv = csv(
                failed.stream()
                        .map(target -> RequestReport.of(new RequestPlan(target, options, true), ended, null))
                        .toList(),
                true);

        assertEquals(failed.toString(), DeviceLines.read("deviceLines", csv).toString());
        assertTrue(csv.contains("serialNumber: SN"), csv);
    }

    private static RequestReport withoutId(String name) {
        return ReportFixture.of(Outcome.FAILED)
                .device("", null, name)
                .began(NOON)
                .report();
    }

    @Test
    void theJsonIsOneArray() throws Exception {
        StringWriter json = new StringWriter();
        table(ALL, false).writeJson(json);
        Map<String, Object> read = Json.object("{\"all\":" + json + "}").orElseThrow();
        List<?> devices = (List<?>) read.get("all");
        assertEquals(3, devices.size());
        assertEquals("failed", ((Map<?, ?>) devices.get(1)).get("outcome"));
        assertEquals(null, ((Map<?, ?>) devices.get(2)).get("sessionUrl"));

        StringWriter none = new StringWriter();
        table(List.of(), false).writeJson(none);
        assertEquals("[]\n", none.toString());
    }
}
