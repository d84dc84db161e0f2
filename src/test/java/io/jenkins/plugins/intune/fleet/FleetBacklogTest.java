package io.jenkins.plugins.intune.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.graph.ApiVersion;
import io.jenkins.plugins.intune.graph.DeviceProperty;
import io.jenkins.plugins.intune.graph.DeviceQuery;
import io.jenkins.plugins.intune.graph.DeviceTarget;
import io.jenkins.plugins.intune.journal.JournalLine;
import io.jenkins.plugins.intune.request.OnDoubt;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.request.RequestOptions;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import io.jenkins.plugins.intune.standin.DeviceLists;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is left to do of a fleet that a restart interrupted. */
class FleetBacklogTest {

    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
    private static final RequestState SAVING = RequestState.startingAt(NOON)
            .withDevice(DeviceLists.id(7), "LAPTOP-7")
            .attempting(NOON, "c-1");

    private FleetTally tally;
    private FleetClaims claims;
    private FleetBacklog backlog;

    /** Five devices that are looked up by their names. */
    @BeforeEach
    void prepare() throws Exception {
        List<DeviceTarget> targets = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            targets.add(DeviceQuery.of(DeviceProperty.DEVICE_NAME, "LAPTOP-" + i));
        }
        FleetPlan plan =
                new FleetPlan(targets, new RequestOptions(ApiVersion.AUTO, 60, OnDoubt.FAIL, 0), FailWhen.named("any"));
        tally = new FleetTally(plan.size());
        claims = new FleetClaims(targets);
        backlog = new FleetBacklog(plan, tally, claims);
    }

    private void restore(int index, FleetLine line) {
        backlog.restore(index, line, NOON);
    }

    @Test
    void whatWasUnderWayComesFirstAndThenTheOthers() {
        restore(3, FleetLine.of(3, SAVING));
        restore(0, FleetLine.of(0, RequestReport.brokenOff(SAVING)));

        assertEquals(1, backlog.interrupted());
        assertEquals(3, backlog.untouched());
        assertEquals(1, backlog.next(index -> false), "those that have ended or were under way are passed over");
        assertEquals(2, backlog.next(index -> index == 1));
        assertEquals(4, backlog.next(index -> index == 2));
        assertEquals(-1, backlog.next(index -> index == 4));
        assertEquals(Set.of(3), backlog.takeInterrupted().keySet());
        assertEquals(Set.of(), backlog.takeInterrupted().keySet());
    }

    /** Two entries may turn out to name one device: the one that asked it before the restart owns it. */
    @Test
    void aDeviceThatWasAskedBelongsToItsEntry() {
        restore(3, FleetLine.of(3, SAVING));
        assertFalse(claims.claim(DeviceLists.id(7), 0));
        assertTrue(claims.claim(DeviceLists.id(7), 3));
    }

    @Test
    void alsoOnceItHasEnded() {
        restore(3, FleetLine.of(3, RequestReport.brokenOff(SAVING)));
        assertFalse(claims.claim(DeviceLists.id(7), 0));
    }

    @Test
    void whatOnlyANewerVersionCanTellIsInDoubt() {
        restore(2, FleetLine.read(new JournalLine(2, "{\"device\":2}")).orElseThrow());

        assertTrue(tally.has(2));
        assertEquals(Outcome.IN_DOUBT, tally.reports().get(0).outcome());
        assertTrue(tally.reports().get(0).message().contains("LAPTOP-2"), tally.reports()::toString);
        assertEquals(1, tally.done());
    }

    /** The list was longer when the journal was written, or somebody has edited it. */
    @Test
    void placesThatTheListDoesNotHaveAreLeftOut() {
        restore(-1, FleetLine.of(-1, SAVING));
        restore(5, FleetLine.of(5, SAVING));

        assertEquals(0, backlog.interrupted());
        assertEquals(5, backlog.untouched());
        assertTrue(claims.claim(DeviceLists.id(7), 0));
    }
}
