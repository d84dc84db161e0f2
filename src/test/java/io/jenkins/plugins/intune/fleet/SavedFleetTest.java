package io.jenkins.plugins.intune.fleet;

import static io.jenkins.plugins.intune.fleet.FleetBench.devices;
import static io.jenkins.plugins.intune.fleet.FleetBench.outcomes;
import static io.jenkins.plugins.intune.graph.RequestReport.Outcome.ACCEPTED;
import static io.jenkins.plugins.intune.graph.RequestReport.Outcome.IN_DOUBT;
import static io.jenkins.plugins.intune.graph.RequestReport.Outcome.SESSION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.jenkins.plugins.intune.SavedObjects;
import io.jenkins.plugins.intune.graph.ApiVersion;
import io.jenkins.plugins.intune.graph.OnDoubt;
import io.jenkins.plugins.intune.graph.RequestReport;
import io.jenkins.plugins.intune.graph.RequestState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A fleet that an older version began is brought to its end by this one, from the plan in the Pipeline's program and the
 * journal in the build's folder.
 */
class SavedFleetTest {

    private static final Instant START = Instant.parse("2026-11-24T10:00:00Z");

    @TempDir
    private Path folder;

    @Test
    void theFirstVersionsFleetGoesOnAndRepeatsNone() throws Exception {
        assertGoesOn("fleet-1");
    }

    @Test
    void soDoesThisOnes() throws Exception {
        String version = SavedObjects.versionToWrite();
        if (version != null) {
            SavedObjects.write("fleet-" + version + ".txt", Map.of("plan", plan()));
            Files.write(SavedObjects.file("fleet-" + version + ".jsonl"), journal());
            assertGoesOn("fleet-" + version);
        }
        Path journal = folder.resolve("now.jsonl");
        Files.write(journal, journal());
        assertGoesOn(assertInstanceOf(FleetPlan.class, SavedObjects.copy(plan())), journal);
    }

    private void assertGoesOn(String version) throws Exception {
        Path journal = folder.resolve(version + ".jsonl");
        Files.copy(SavedObjects.file(version + ".jsonl"), journal);
        assertGoesOn((FleetPlan) SavedObjects.read(version + ".txt").get("plan"), journal);
    }

    private static void assertGoesOn(FleetPlan plan, Path journal) throws Exception {
        try (FleetBench bench = new FleetBench(journal)) {
            FleetResult result = FleetBench.result(bench.fleet(plan).start());

            assertEquals(List.of(SESSION, IN_DOUBT, ACCEPTED, ACCEPTED), outcomes(result));
            assertEquals(Map.of(FleetBench.device(2), 1, FleetBench.device(3), 1), bench.asked());
            RequestReport before = result.reports().get(0);
            assertEquals("https://get.teamviewer.example/s/1", before.sessionUrl());
            assertEquals(START.plusSeconds(2), before.acceptedAt());
            assertEquals("r-1", before.requestId());
            assertEquals("LAPTOP-7", before.deviceName());
            assertEquals(FailWhen.Verdict.UNSTABLE, result.verdict(), "one of four is less than half");
        }
    }

    /** The first has ended, the second was under way, the third was throttled, the fourth had not begun. */
    private static List<String> journal() throws Exception {
        RequestReport ended = new RequestReport(
                devices(1).get(0).toString(),
                FleetBench.device(0),
                "LAPTOP-7",
                SESSION,
                null,
                START,
                START.plusSeconds(2),
                "r-1",
                "c-1",
                1,
                FleetBench.SEALING.seal("https://get.teamviewer.example/s/1", null),
                null);
        long sent = START.plusSeconds(1).toEpochMilli();
        RequestState sending = RequestState.of(Map.of(
                "phase", "SENDING", "startedAt", START.toEpochMilli(), "sentAt", sent, "clientRequestId", "c-2"));
        RequestState throttled = RequestState.of(
                Map.of("phase", "WAITING", "startedAt", START.toEpochMilli(), "sentAt", sent, "wakeAt", sent + 1));
        return List.of(
                new JournalLine(0, null, ended).write().strip(),
                new JournalLine(1, sending, null).write().strip(),
                new JournalLine(2, throttled, null).write().strip());
    }

    private static FleetPlan plan() throws Exception {
        return new FleetPlan(devices(4), ApiVersion.AUTO, 60, OnDoubt.FAIL, 0, FailWhen.named("50%"));
    }
}
