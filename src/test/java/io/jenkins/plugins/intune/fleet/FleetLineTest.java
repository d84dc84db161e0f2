package io.jenkins.plugins.intune.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.graph.DeviceProperty;
import io.jenkins.plugins.intune.graph.DeviceQuery;
import io.jenkins.plugins.intune.journal.FileStorage;
import io.jenkins.plugins.intune.journal.Journal;
import io.jenkins.plugins.intune.journal.JournalException;
import io.jenkins.plugins.intune.journal.JournalLine;
import io.jenkins.plugins.intune.journal.Storage;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a line of the journal tells, also one that a newer version wrote. */
class FleetLineTest {

    private static final String STATE = "{\"device\":3,\"state\":{\"phase\":\"SENDING\",\"sentAt\":5000}}";

    @Test
    void aStateIsRead() {
        FleetLine line = FleetLine.read(new JournalLine(1, STATE)).orElseThrow();

        assertEquals(3, line.index());
        assertTrue(line.state().phase().mayHaveLeft());
        assertFalse(line.isUnknown());
    }

    @Test
    void whatADeviceWasLookedUpByIsKept() throws Exception {
        RequestReport failed = FleetTexts.notAsked(
                DeviceQuery.of(DeviceProperty.SERIAL_NUMBER, "SN-1"), Instant.parse("2026-11-25T12:00:00Z"));

        FleetLine line = FleetLine.read(
                        new JournalLine(1, FleetLine.of(0, failed).write()))
                .orElseThrow();

        assertEquals("serialNumber: SN-1", failed.lookUp());
        assertEquals(failed, line.report());
    }

    @Test
    void theLogsIdOfARequestIsKeptAlsoIfNoAttemptOfItLeft() {
        RequestState sentAgain = RequestState.startingAt(Instant.parse("2026-11-25T12:00:00Z"))
                .withDevice("7f1c2a44-1d0e-4b5f-9a86-2f3f0c1d7e55", "LAPTOP-7")
                .attempting(Instant.parse("2026-11-25T12:00:01Z"), "first")
                .attempting(Instant.parse("2026-11-25T12:00:02Z"), "second");
        RequestReport doubt = RequestReport.brokenOff(sentAgain);
        RequestReport unsent = new RequestReport(
                "managed device",
                null,
                null,
                null,
                Outcome.FAILED,
                "refused",
                Instant.parse("2026-11-25T12:00:00Z"),
                null,
                null,
                null,
                0,
                null,
                null,
                null,
                "first");

        for (RequestReport report : List.of(doubt, unsent)) {
            FleetLine line = FleetLine.read(new JournalLine(
                            1, FleetLine.of(0, sentAgain, report).write()))
                    .orElseThrow();

            assertEquals("first", line.report().logId());
            assertEquals(report, line.report());
        }
    }

    @Test
    void aLineOfANewerVersionIsUnknownAndNotMissing() {
        assertTrue(FleetLine.read(new JournalLine(2, STATE)).orElseThrow().isUnknown());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"device\":3,\"state\":{\"phase\":\"DREAMING\"}}",
                "{\"device\":3,\"end\":{\"outcome\":\"POSTPONED\"}}",
                "{\"device\":3,\"somethingElse\":{}}"
            })
    void whatOnlyANewerVersionCanTellIsUnknownAndNotMissing(String text) {
        assertTrue(FleetLine.read(new JournalLine(1, text)).orElseThrow().isUnknown());
    }

    /** A later step of the build wants to know whom its lists have asked, after the plugin was set back to an older version. */
    @Test
    void aDeviceOfWhichOnlyANewerVersionCanTellIsNotTakenForUnasked(@TempDir Path folder) {
        Storage file = new FileStorage(folder.resolve("fleet.jsonl"));
        Journal newer = new Journal(file, Runnable::run);
        newer.append("{\"device\":3,\"end\":{\"outcome\":\"POSTPONED\"}}").join();
        newer.close().join();

        boolean nobody;
        try {
            nobody = FleetJournal.asked(file).isEmpty();
        } catch (JournalException nobodyKnows) {
            nobody = false;
        }

        assertFalse(nobody, "it may have been asked, as the list itself says");
    }
}
