package io.jenkins.plugins.intune.fleet;

import static io.jenkins.plugins.intune.fleet.FleetBench.devices;
import static io.jenkins.plugins.intune.fleet.FleetBench.outcomes;
import static io.jenkins.plugins.intune.request.Outcome.ACCEPTED;
import static io.jenkins.plugins.intune.request.Outcome.IN_DOUBT;
import static io.jenkins.plugins.intune.request.Outcome.SESSION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.jenkins.plugins.intune.SavedObjects;
import io.jenkins.plugins.intune.graph.ApiVersion;
import io.jenkins.plugins.intune.journal.FileStorage;
import io.jenkins.plugins.intune.journal.Journal;
import io.jenkins.plugins.intune.request.OnDoubt;
import io.jenkins.plugins.intune.request.ReportFixture;
import io.jenkins.plugins.intune.request.RequestOptions;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import io.jenkins.plugins.intune.standin.DeviceLists;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
        Path journal = folder.resolve("1.jsonl");
        Files.copy(SavedObjects.file("fleet-1.jsonl"), journal);
        assertGoesOn((FleetPlan) SavedObjects.read("fleet-1.txt").get("plan"), journal);
    }

    @Test
    void soDoesThisOnes() throws Exception {
        Path journal = folder.resolve("now.jsonl");
        write(journal);
        String version = SavedObjects.versionToWrite();
        if (version != null) {
            SavedObjects.write("fleet-" + version + ".txt", Map.of("plan", plan()));
            Files.copy(journal, SavedObjects.file("fleet-" + version + ".jsonl"));
        }
        assertGoesOn(assertInstanceOf(FleetPlan.class, SavedObjects.copy(plan())), journal);
    }

    private static void assertGoesOn(FleetPlan plan, Path journal) throws Exception {
        try (FleetBench bench = new FleetBench(journal)) {
            bench.clock.pass(Duration.ofDays(3));
            bench.dieAndRise();
            FleetResult result = bench.result(bench.fleet(plan).start());

            assertEquals(List.of(SESSION, IN_DOUBT, ACCEPTED, ACCEPTED), outcomes(result));
            assertEquals(Map.of(DeviceLists.id(2), 1, DeviceLists.id(3), 1), bench.asked());
            RequestReport before = result.reports().get(0);
            assertEquals("https://get.teamviewer.example/s/1", before.sessionUrl());
            assertEquals(START.plusSeconds(2), before.acceptedAt());
            assertEquals("r-1", before.requestId());
            assertEquals("LAPTOP-7", before.deviceName());
            assertEquals(2, result.reports().get(2).attempts(), "the throttled attempt is not forgotten");
            assertEquals(FailWhen.Verdict.UNSTABLE, result.verdict(), "one of four is less than half");
        }
    }

    /** The first has ended, the second was under way, the third was throttled, the fourth had not begun. */
    private static void write(Path file) throws Exception {
        RequestReport ended = ReportFixture.of(SESSION)
                .device(devices(1).get(0).toString(), DeviceLists.id(0), "LAPTOP-7")
                .began(START)
                .accepted(START.plusSeconds(2))
                .sent("c-1", "r-1", ReportFixture.trace(1, START.plusSeconds(1)))
                .link("https://get.teamviewer.example/s/1")
                .report();
        long sent = START.plusSeconds(1).toEpochMilli();
        RequestState saving = RequestState.of(Map.of(
                "phase",
                "SAVING",
                "startedAt",
                START.toEpochMilli(),
                "sent",
                Map.of("latest", Map.of("id", "c-2", "sentAt", sent))));
        RequestState throttled = RequestState.of(Map.of(
                "phase",
                "BACKING_OFF",
                "startedAt",
                START.toEpochMilli(),
                "sent",
                Map.of("latest", Map.of("id", "c-3", "sentAt", sent), "attempts", 1),
                "wakeAt",
                sent + 1));
        Journal journal = new Journal(new FileStorage(file), Runnable::run);
        for (FleetLine line : List.of(
                FleetLine.of(0, ended.withSession(link -> FleetBench.ENCRYPTION.encrypt(link, null))),
                FleetLine.of(1, saving),
                FleetLine.of(2, throttled))) {
            journal.append(line.write()).join();
        }
        journal.close().join();
    }

    private static FleetPlan plan() throws Exception {
        return new FleetPlan(
                devices(4), new RequestOptions(ApiVersion.AUTO, 60, OnDoubt.FAIL, 0), FailWhen.named("50%"));
    }
}
