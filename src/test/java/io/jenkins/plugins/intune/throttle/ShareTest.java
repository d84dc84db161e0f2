package io.jenkins.plugins.intune.throttle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What follows from each throttled answer, in whole seconds and milliseconds. */
class ShareTest {

    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000 * MS;
    private static final long WINDOW = 20 * SECOND;
    private static final int LIMIT = 200;
    /** Between two slots that are competed for. */
    private static final long STEP = 50 * MS;

    private final Share share = new Share(LIMIT, WINDOW, new SplittableRandom(1));
    private final SlidingWindow counted = new SlidingWindow();
    private long now;

    private long earliest(int ahead) {
        return share.earliest(ahead, 0, counted, now);
    }

    /** A request that leaves and is accepted at once. */
    private void accept(int times) {
        for (int i = 0; i < times; i++) {
            // Permits are given when this says so, and not otherwise.
            earliest(1);
            share.given(0, counted, now);
            share.accepted(now);
            counted.add(now + WINDOW);
        }
    }

    /** A request that leaves and is throttled at once. */
    private boolean throttle() {
        earliest(1);
        share.given(0, counted, now);
        return share.throttled(now, counted.count(now), 0, now);
    }

    private void assertNow(int ahead) {
        assertTrue(earliest(ahead) <= now, () -> "in " + (earliest(ahead) - now) + " ns");
    }

    /** So many more are accepted, and then the limit is used up. */
    private void findFullHolding(int slots) {
        accept(slots);
        throttle();
        throttle();
        throttle();
    }

    /** Takes what is its own again, and competes for so many more. */
    private void winInNextRound(int kept, int won) {
        now += WINDOW;
        accept(kept);
        for (int i = 0; i < won; i++) {
            now = Math.max(now, earliest(1));
            accept(1);
        }
        now += 1;
        throttle();
    }

    @Test
    void whoIsAloneHasAllSlotsAndUsesEachAgainWhenItComesFree() {
        assertNow(LIMIT);
        assertEquals(Share.NEVER, earliest(LIMIT + 1), "somebody has to be answered first");
        accept(150);
        now = SECOND;
        accept(50);
        assertEquals(WINDOW, earliest(1));
        assertEquals(WINDOW, earliest(150));
        assertEquals(WINDOW + SECOND, earliest(151));
        assertEquals(Share.NEVER, share.earliest(1, LIMIT + 1, new SlidingWindow(), now));
        assertEquals(LIMIT, share.size());
        assertTrue(share.knowsNothing(now));
    }

    @Test
    void oneThrottledAnswerOrTwoAreAnAccident() {
        accept(20);
        assertTrue(throttle());
        assertTrue(throttle());
        now = 1;
        accept(1);
        assertTrue(throttle());
        assertTrue(throttle());
        assertNow(LIMIT - 21);
        assertTrue(share.knowsNothing(now));
        assertTrue(throttle());
        assertFalse(share.knowsNothing(now));
        assertEquals(21, share.size());
    }

    @Test
    void anAnswerToWhatLeftBeforeTheThrottledOneSaysNothing() {
        now = SECOND;
        throttle();
        throttle();
        share.accepted(SECOND);
        throttle();
        assertFalse(share.knowsNothing(now));
    }

    @Test
    void aServerThatSaysToWaitForLongMeansIt() {
        accept(20);
        assertTrue(share.throttled(now, 20, WINDOW / 8 - 1, now));
        assertTrue(share.knowsNothing(now));
        assertTrue(share.throttled(now, 20, WINDOW / 8, now));
        assertFalse(share.knowsNothing(now));
    }

    @Test
    void whatLeftBeforeTheNewsCameIsNoNews() {
        now = SECOND;
        findFullHolding(20);
        assertFalse(share.throttled(SECOND - 1, 20, 0, now));
        assertEquals(20, share.size());
    }

    @Test
    void whoHoldsMoreGivesUpALargerPart() {
        for (int[] heldAndKept : new int[][] {{200, 100}, {160, 96}, {100, 75}, {40, 36}, {16, 14}, {1, 0}}) {
            ShareTest one = new ShareTest();
            one.findFullHolding(heldAndKept[0]);
            one.now = WINDOW;
            assertTrue(
                    one.share.earliest(heldAndKept[1], 0, one.counted, one.now) <= one.now, heldAndKept[0] + " held");
            assertEquals(
                    WINDOW + STEP,
                    one.share.earliest(heldAndKept[1] + 2, 0, one.counted, one.now),
                    heldAndKept[0] + " held");
        }
    }

    @Test
    void itsOwnSlotsAreUsedAgainWhenTheyComeFreeButForThoseThatComeLast() {
        accept(50);
        now = SECOND;
        findFullHolding(50);
        assertEquals(WINDOW, earliest(1));
        assertEquals(WINDOW, earliest(50));
        assertEquals(WINDOW + SECOND, earliest(51));
        assertEquals(WINDOW + SECOND, earliest(75));
        assertEquals(WINDOW + SECOND, earliest(76), "given up, and competed for one window later");
        assertEquals(WINDOW + SECOND + 4 * STEP, earliest(80));
        now = WINDOW;
        accept(50);
        assertEquals(WINDOW + SECOND, earliest(1));
    }

    @Test
    void slotsAreCompetedForOneAfterTheOther() {
        findFullHolding(100);
        now = WINDOW;
        accept(75);
        assertNow(1);
        assertEquals(now + STEP, earliest(2));
        accept(1);
        assertEquals(now + STEP, earliest(1));
        assertEquals(now + 2 * STEP, earliest(2));
        now += STEP;
        assertNow(1);
        share.given(0, counted, now);
        share.unused();
        assertNow(1);
    }

    @Test
    void whoGetsBackWhatItGaveGivesLessTheNextTime() {
        findFullHolding(100);
        winInNextRound(75, 25);
        assertEquals(100, share.size());
        assertKept(90);
        winInNextRound(90, 9);
        assertEquals(99, share.size(), "one less is chance");
        assertKept(92);
    }

    /** How many slots are used again without competing. */
    private void assertKept(int kept) {
        long before = now;
        now += WINDOW;
        assertNow(kept);
        assertEquals(now + STEP, earliest(kept + 2));
        now = before;
    }

    @Test
    void whoDoesNotGetItBackGivesMore() {
        findFullHolding(100);
        winInNextRound(75, 15);
        assertKept(90 - 30);
        winInNextRound(60, 10);
        assertEquals(70, share.size());
        assertKept(70 - 20);
    }

    @Test
    void whoGetsMoreThanItGaveKeepsOnGivingAsMuch() {
        findFullHolding(100);
        winInNextRound(75, 35);
        assertEquals(110, share.size());
        assertKept(110 - 30);
    }

    @Test
    void whoTakesMoreThanItEverHeldGoesFasterAndIsAloneInTheEnd() {
        findFullHolding(100);
        now = WINDOW;
        accept(75);
        long begin = now;
        for (int won = 0; !share.knowsNothing(now); won++) {
            now = Math.max(now, earliest(1));
            if (won == 25) {
                assertEquals(begin + 25 * STEP, now);
            }
            accept(1);
        }
        assertEquals(LIMIT, counted.count(now));
        assertTrue(now - begin < 3 * SECOND, (now - begin) / MS + " ms");
        assertEquals(LIMIT, share.size());
    }

    @Test
    void whatWasLearntIsForgottenAfterThreeWindows() {
        findFullHolding(100);
        assertFalse(share.knowsNothing(3 * WINDOW));
        assertTrue(share.knowsNothing(3 * WINDOW + 1));
        now = 3 * WINDOW + 1;
        assertNow(LIMIT);
        throttle();
        assertTrue(share.knowsNothing(now), "one throttled answer is an accident again");
    }

    @Test
    void whoLosesAFewSlotsGoesOnAndWhoLosesManyShares() {
        findFullHolding(100);
        now = WINDOW / 2;
        for (int lost = 1; lost <= 7; lost++) {
            assertTrue(throttle());
            assertEquals(100 - lost, share.size());
        }
        assertTrue(throttle());
        assertEquals(100, share.size(), "what it holds is counted anew");
        now = WINDOW;
        assertNow(75);
        assertEquals(WINDOW + WINDOW / 2, earliest(76));
    }

    @Test
    void whatWasUnderWayWhenTheLimitWasFoundUsedUpIsItsOwnToo() {
        now = SECOND;
        accept(99);
        throttle();
        throttle();
        throttle();
        counted.add(now + WINDOW);
        share.accepted(now - 1);
        assertEquals(100, share.size());
        assertKept(75);
        share.accepted(now);
        assertEquals(100, share.size());
    }

    @Test
    void anAcceptedRequestThatLeftAfterAThrottledOneSaysThatThereIsRoom() {
        accept(100);
        now = SECOND;
        share.throttled(SECOND - 10, 100, WINDOW, now);
        share.accepted(SECOND - 5);
        counted.add(now + WINDOW);
        assertEquals(101, share.size());
        assertNow(1);
    }

    @Test
    void competingInVainIsTriedAgainOneWindowLaterAndThenAtAnotherTime() {
        findFullHolding(100);
        now = WINDOW;
        accept(75);
        throttle();
        assertEquals(75, share.size());
        assertEquals(2 * WINDOW, earliest(76));
        now = 2 * WINDOW;
        accept(75);
        throttle();
        long wait = earliest(76) - now;
        assertTrue(wait >= WINDOW / 10 && wait <= WINDOW / 2, wait / MS + " ms");
        now += wait;
        throttle();
        assertTrue(earliest(76) - now != wait, "at another time");
    }

    @Test
    void whoHasNoSlotsTriesAgainAsSoonAsItMay() {
        findFullHolding(0);
        for (int i = 0; i < 5; i++) {
            assertNow(1);
            throttle();
        }
        accept(1);
        now += STEP;
        throttle();
        assertEquals(1, share.size());
        assertEquals(now + WINDOW, earliest(1));
    }

    @Test
    void aServerThatTellsWholeSecondsIsTriedAtAnotherTimeEverySecondTime() {
        share.throttled(now, 0, WINDOW, now);
        assertNow(1);
        now += WINDOW;
        earliest(1);
        share.throttled(now, 0, WINDOW, now);
        long wait = earliest(1) - now;
        assertTrue(wait > 0 && wait < SECOND, wait / MS + " ms");
        now += WINDOW;
        earliest(1);
        share.throttled(now, 0, WINDOW, now);
        assertNow(1);
    }

    private int unanswered(int inFlight) {
        return share.unanswered(inFlight, counted, now);
    }

    @Test
    void fewAreUnansweredWhereTheLimitMayBeUsedUp() {
        assertEquals(13, unanswered(0));
        accept(100);
        assertEquals(19, unanswered(0));
        throttle();
        assertEquals(1, unanswered(0), "is it?");
        throttle();
        throttle();
        assertEquals(10, unanswered(0), "its own slots");
        now = WINDOW;
        assertEquals(now, earliest(76));
        accept(74);
        assertEquals(8, unanswered(0));
        assertEquals(4, unanswered(1), "25 slots before the end");
        accept(1);
        for (int i = 0; i < 25; i++) {
            accept(1);
        }
        assertEquals(1, unanswered(0), "at the end");
        for (int i = 0; i < 16; i++) {
            accept(1);
        }
        assertEquals(3, unanswered(0), "beyond it");
    }

    @Test
    void aSmallerLimitIsValidAtOnce() {
        accept(60);
        share.limit(50);
        assertEquals(WINDOW, earliest(1));
        assertEquals(50, share.size());
    }

    @Test
    void aSmallerLimitIsValidForWhatIsCompetedForToo() {
        findFullHolding(100);
        now = WINDOW;
        accept(85);
        share.limit(80);
        assertEquals(2 * WINDOW, earliest(1));
    }

    @Test
    void whoHoldsTheWholeLimitDoesNotCompeteForMore() {
        accept(LIMIT - 1);
        now = SECOND;
        share.throttled(SECOND - 10, LIMIT - 1, WINDOW, now);
        share.accepted(SECOND - 5);
        counted.add(now + WINDOW);
        assertEquals(WINDOW, earliest(1));
    }

    @Test
    void aSmallerLimitIsValidForWhatIsSharedToo() {
        findFullHolding(100);
        share.limit(40);
        assertEquals(40, share.size());
        now = WINDOW;
        assertNow(40);
        assertTrue(earliest(42) > now);
    }
}
