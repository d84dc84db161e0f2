package io.jenkins.plugins.intune.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.standin.StandIn;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What a state says of itself, and what a later step and a build are told of it. */
class RequestStateTest {

    private static final Instant TEN = Instant.parse("2026-11-26T10:00:00Z");

    private static final RequestState SENT =
            RequestState.startingAt(TEN).withDevice(StandIn.DEVICE, "LAPTOP-1").attempting(TEN, "c-1");

    @Test
    void whatNeverLeftIsToldOfTheAttemptBefore() {
        RequestState second = SENT.answered("r-1").attempting(TEN.plusSeconds(9), "c-2");

        assertFalse(SENT.neverLeft().wasSent());
        assertEquals(0, SENT.neverLeft().sent().attempts());
        assertEquals("c-1", SENT.neverLeft().sent().clientRequestId(), "to be told apart from others");
        assertTrue(second.neverLeft().wasSent());
        assertEquals("c-1", second.neverLeft().sent().clientRequestId());
        assertEquals("r-1", second.neverLeft().sent().requestId());
        assertEquals(TEN, second.neverLeft().sent().sentAt());
        assertFalse(RequestState.startingAt(TEN).wasSent());
    }

    @Test
    void whatGoesOnWithAnEarlierRequestLeavesItsOwnBehind() {
        RequestReport earlier = RequestReport.brokenOff(
                RequestState.startingAt(TEN).withDevice(StandIn.DEVICE, "").attempting(TEN, "c-0"));

        RequestState refused = SENT.goingOnWith(earlier);
        assertEquals("c-1", refused.sent().leftBehind());
        assertFalse(refused.leftInDoubt().isPresent());
        assertEquals("c-0", refused.sent().logId());
        assertEquals("LAPTOP-1", refused.deviceName(), "which the earlier one did not know");
        assertEquals(earlier.trace().ordinal() + 1, refused.ordinal());

        assertTrue(SENT.settling("no answer").goingOnWith(earlier).leftInDoubt().isPresent());
        assertNull(RequestState.startingAt(TEN).goingOnWith(earlier).sent().leftBehind());
    }

    @Test
    void aReportTellsTimesAndNoLink() {
        RequestReport sent = RequestReport.brokenOff(SENT);
        assertEquals(TEN, sent.time());
        assertNull(sent.toMap(true).get("acceptedAt"));

        RequestReport accepted = RequestReport.brokenOff(SENT.accepted(TEN.plusSeconds(3), false));
        assertEquals(TEN.plusSeconds(3), accepted.time());
        assertEquals("2026-11-26T10:00:03Z", accepted.toMap(true).get("acceptedAt"));
        assertEquals(StandIn.DEVICE + ": ACCEPTED", accepted.toString());
    }

    /** Each save takes longer than the permit is kept, for hours, before one leaves. */
    @Test
    void soItIsWhenManyAttemptsThatNeverLeftWereForgotten() {
        RequestState forgotten = SENT;
        Instant now = TEN;
        for (int i = 0; i < 100; i++) {
            now = now.plusSeconds(125);
            forgotten = forgotten.attempting(now, "c-" + i).neverLeft();
        }
        forgotten = forgotten.attempting(now, "c-100");

        RequestState after = SENT.resumed().attempting(now.plusSeconds(60), "c-101");

        assertTrue(after.sent().sequence() > forgotten.sent().sequence());
    }

    /** A crash may make the going on forgotten, and then the step sends its own again. */
    @Test
    void whatIsLeftBehindIsClosedUpToItsOwnNumber() {
        RequestState earlier = SENT.resumed().attempting(TEN, "c-9").resumed().attempting(TEN, "c-10");
        RequestState own = RequestState.startingAt(TEN)
                .attempting(TEN.plusSeconds(5), "c-20")
                .settling("late");

        RequestState onward = own.goingOnWith(RequestReport.brokenOff(earlier));

        assertEquals(own.sent().sequence(), onward.sent().leftSequence());
        assertEquals(
                own.sent().sequence(), onward.leftInDoubt().orElseThrow().sent().sequence());
        assertEquals(earlier.sent().sequence(), onward.sent().sequence());
        assertTrue(own.resumed().attempting(TEN, "c-21").sent().sequence()
                > onward.sent().leftSequence());
    }

    @Test
    void whatFollowsARestartIsLaterThanWhateverWasForgotten() {
        RequestState forgotten = SENT.attempting(TEN.plusSeconds(60), "c-2");

        RequestState after = SENT.resumed().attempting(TEN.minusSeconds(3_600), "c-3");

        assertTrue(after.sent().sequence() > forgotten.sent().sequence());
        assertEquals(
                SENT.sent().sequence(), SENT.resumed().sent().sequence(), "what was sent before is as old as it was");
    }
}
