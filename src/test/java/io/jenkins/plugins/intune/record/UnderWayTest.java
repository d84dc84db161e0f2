package io.jenkins.plugins.intune.record;

import static io.jenkins.plugins.intune.standin.DeviceLists.id;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.jenkins.plugins.intune.driver.AskedDevices;
import io.jenkins.plugins.intune.fleet.FleetJournal;
import io.jenkins.plugins.intune.request.Claim;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.request.ReportFixture;
import io.jenkins.plugins.intune.request.RequestReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Whom a build has asked, right after a restart. */
class UnderWayTest {

    private final List<String> read = new ArrayList<>();

    private static FleetJournal.Asked asked(int device, boolean ended) {
        Instant sent = Instant.parse("2026-11-24T10:00:00Z");
        RequestReport report = ReportFixture.of(ended ? Outcome.ACCEPTED : Outcome.IN_DOUBT)
                .device("device", id(device), null)
                .message("")
                .sent("1", ReportFixture.trace(1, sent))
                .began(sent)
                .report();
        return new FleetJournal.Asked(null, report, ended);
    }

    private Map<Integer, FleetJournal.Asked> journal(String fleet) {
        read.add(fleet);
        return Map.of(0, asked(1, true), 1, asked(2, false));
    }

    /** A failed save, or one that others came before, and then a crash: the build's file does not tell of the fleet. */
    @Test
    void aFleetThatResumesHasAskedItsDevicesAlthoughTheBuildDoesNotRememberIt() {
        AskedDevices devices =
                new UnderWay(Map.of(), Set.of("lost")).devices(new RemoteAssistanceAction(), this::journal);

        assertInstanceOf(
                Claim.Earlier.class,
                devices.claim(id(1), "other", false, end -> {}).getNow(null));
        CompletableFuture<Claim> ofOneUnderWay = devices.claim(id(2), "other", false, end -> {});
        assertFalse(ofOneUnderWay.isDone(), "it waits until that has ended");
        assertInstanceOf(
                Claim.Granted.class,
                devices.claim(id(3), "third", false, end -> {}).join());
    }

    @Test
    void theJournalOfAFleetIsReadOnce() {
        RemoteAssistanceAction remembered = new RemoteAssistanceAction();
        remembered.put(FleetRecord.begun("resumes", 2, false));
        remembered.put(FleetRecord.begun("over", 2, false));

        new UnderWay(Map.of(), Set.of("resumes")).devices(remembered, this::journal);

        assertEquals(List.of("resumes", "over"), read);
    }
}
