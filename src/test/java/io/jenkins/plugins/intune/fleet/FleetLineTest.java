package io.jenkins.plugins.intune.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
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
import io.jenkins.plugins.intune.request.Sent;
import io.jenkins.plugins.intune.request.Trace;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    /** What a later step of the build needs to go on with it is kept as well. */
    @Test
    void allThatIsLeftOfARequestIsKept() throws Exception {
        Instant noon = Instant.parse("2026-11-25T12:00:00Z");
        RequestReport full = new RequestReport(
                "managed device 1",
                "7f1c2a44-1d0e-4b5f-9a86-2f3f0c1d7e55",
                "LAPTOP-7",
                "deviceName: LAPTOP-7",
                Outcome.NO_SESSION,
                "No session.",
                noon,
                noon.plusSeconds(3),
                "r-1",
                "c-2",
                2,
                "encrypted",
                "It is off.",
                new Trace(4, noon.plusSeconds(2), Sent.RESTART + 5, 1, "link", "error", "why", "found"),
                "c-1");

        FleetLine line = read(FleetLine.of(2, full));

        assertEquals(full, line.report());
        assertEquals(noon.plusSeconds(2), line.sentAt(), "which the throttle is told after a restart");
        assertEquals(full, line.lastReport().orElseThrow());
        RequestReport unsent = FleetTexts.notAsked(DeviceQuery.of(DeviceProperty.SERIAL_NUMBER, "SN-1"), noon);
        assertNull(read(FleetLine.of(2, unsent)).sentAt());
    }

    @Test
    void whatWasUnderWayIsToldIfItCameNearToBeingSent() {
        Instant noon = Instant.parse("2026-11-25T12:00:00Z");
        RequestState looking = RequestState.startingAt(noon).withDevice("7f1c2a44-1d0e-4b5f-9a86-2f3f0c1d7e55", "");
        RequestState saving = looking.attempting(noon.plusSeconds(1), "c-1");

        assertEquals(Optional.empty(), read(FleetLine.of(0, looking)).lastReport());
        assertNull(read(FleetLine.of(0, looking)).sentAt());
        RequestReport last = read(FleetLine.of(0, saving)).lastReport().orElseThrow();
        assertEquals("c-1", last.clientRequestId());
        assertEquals(Outcome.IN_DOUBT, last.outcome());
        assertEquals(noon.plusSeconds(1), read(FleetLine.of(0, saving)).sentAt());
        FleetLine unknown = FleetLine.read(new JournalLine(2, STATE)).orElseThrow();
        assertEquals(Optional.empty(), unknown.lastReport());
        assertNull(unknown.sentAt());
    }

    /** For a later step of the build, and for the log after a crash. */
    @Test
    void whatTheRequestsOfAFleetHaveLeftIsToldByTheirPlaces(@TempDir Path folder) throws Exception {
        Storage file = new FileStorage(folder.resolve("fleet.jsonl"));
        Instant noon = Instant.parse("2026-11-25T12:00:00Z");
        RequestState looking = RequestState.startingAt(noon).withDevice("7f1c2a44-1d0e-4b5f-9a86-2f3f0c1d7e55", "");
        RequestState saving = looking.attempting(noon.plusSeconds(1), "c-1");
        RequestReport ended = RequestReport.brokenOff(looking.attempting(noon, "c-7"));
        Journal journal = new Journal(file, Runnable::run);
        for (FleetLine line : List.of(
                FleetLine.of(1, saving), FleetLine.of(7, ended), FleetLine.of(3, looking), FleetLine.of(5, saving))) {
            journal.append(line.write()).join();
        }
        journal.close().join();

        Map<Integer, FleetJournal.Asked> asked = FleetJournal.asked(file);

        assertEquals(Set.of(1, 5, 7), asked.keySet());
        assertFalse(asked.get(1).ended());
        assertEquals("c-1", asked.get(1).last().sent().clientRequestId());
        assertTrue(asked.get(7).ended());
        assertEquals(ended, asked.get(7).report());
        assertEquals(List.of(ended), FleetJournal.reports(file, false));
        assertEquals(3, FleetJournal.reports(file, true).size());
    }

    private static FleetLine read(FleetLine line) {
        return FleetLine.read(new JournalLine(1, line.write())).orElseThrow();
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
