package io.jenkins.plugins.intune.throttle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** When a request was counted is not known before its answer. */
class SlowAnswersTest extends ThrottleFixture {

    @Test
    void whoNeverAnswersHoldsItsPlaceAndNoOther() {
        List<Writer> all = burst();
        Writer next = write();
        time.pass(Duration.ofMinutes(5));
        assertFalse(next.hasPermit(), "nobody knows when the others were counted");
        all.get(0).permit().unused();
        time.pass(Duration.ofMillis(10));
        assertTrue(next.hasPermit());
    }

    @Test
    void anAnswerThatIsSlowDoesNotHoldUpTheNextWindow() {
        List<Writer> all = burst();
        Writer next = write();
        Duration slow = Duration.ofSeconds(15);
        time.pass(slow);
        answer(all, slow);
        time.pass(WINDOW.minus(slow).plusNanos(Allowance.TRANSIT));
        assertFalse(next.hasPermit());
        time.pass(MARGIN);
        assertTrue(next.hasPermit());
    }

    /** Its sender has hung up, and it may arrive all the same. */
    @Test
    void whatIsGivenUpMayStillBeOnItsWay() {
        List<Writer> all = burst();
        Writer next = write();
        Duration patience = Duration.ofMillis(200);
        time.pass(patience);
        all.forEach(writer -> writer.permit().unanswered(patience));
        time.pass(WINDOW.minus(patience).plusNanos(Allowance.TRANSIT));
        assertFalse(next.hasPermit());
        time.pass(MARGIN);
        assertTrue(next.hasPermit());
    }

    @Test
    void anAnswerThatComesAfterAWholeWindowLeavesItsPlaceFree() {
        List<Writer> all = burst();
        Writer next = write();
        all.get(0).permit().answered(Duration.ofSeconds(60));
        time.pass(Duration.ofMillis(10));
        assertTrue(next.hasPermit());
    }

    @Test
    void oneSlowAnswerKeepsBackNobodyOnceTheLimitIsKnownToBeShared() {
        Writer throttled = write();
        throttled.permit().throttled(Duration.ZERO, Optional.empty());
        time.pass(SECOND);
        Writer silent = write();
        assertTrue(silent.hasPermit(), "one at a time is tried");
        Writer next = write();
        assertFalse(next.hasPermit());
        time.pass(SECOND);
        assertTrue(next.hasPermit());
    }

    @Test
    void noWindowOfIntunesHoldsMoreThanItAllowsWhateverHappens() {
        SplittableRandom random = new SplittableRandom(7);
        List<Duration> counted = new ArrayList<>();
        int[] permits = new int[1];
        for (int i = 0; i < 2_000; i++) {
            Ticket[] queued = new Ticket[1];
            queued[0] = throttle.queueWrite(() -> time.schedule(
                    Duration.ofMillis(random.nextInt(3_000)),
                    () -> queued[0].claim().thenAccept(permit -> {
                        permits[0]++;
                        use(permit, random, counted);
                    })));
        }
        time.pass(Duration.ofMinutes(20));
        assertEquals(2_000, permits[0], "nobody is forgotten");
        assertNoWindowHoldsMore(counted, Limits.DEFAULT.writes());
    }

    /** Takes up to three seconds to leave, and as many to be answered; soon after it left it is counted. */
    private void use(Permit permit, SplittableRandom random, List<Duration> counted) {
        int kind = random.nextInt(20);
        if (kind == 0) {
            time.schedule(Duration.ofMillis(random.nextInt(3_000)), permit::unused);
            return;
        }
        Duration round = Duration.ofMillis(random.nextInt(3_000));
        long transit = random.nextLong(1 + Math.min(round.toNanos(), Allowance.TRANSIT));
        time.schedule(Duration.ofMillis(random.nextInt(3_000)), () -> {
            time.schedule(Duration.ofNanos(transit), () -> counted.add(time.passed()));
            time.schedule(round, () -> {
                if (kind == 1) {
                    permit.throttled(round, Optional.empty());
                } else {
                    permit.answered(round);
                }
            });
        });
    }
}
