package io.jenkins.plugins.intune.request;

import static io.jenkins.plugins.intune.request.TransitionBench.answered;
import static io.jenkins.plugins.intune.request.TransitionBench.device;
import static io.jenkins.plugins.intune.request.TransitionBench.options;
import static io.jenkins.plugins.intune.request.TransitionBench.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.http.SampleFailures;
import io.jenkins.plugins.intune.retry.ReadFailure;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a request may take, and which part of it stands still. */
class RequestTimesTest {

    private static TransitionBench one() {
        return new TransitionBench(options(OnDoubt.FAIL, 0));
    }

    private static Duration deadline(TransitionBench bench) {
        return bench.effect(Effect.SetDeadline.class).orElseThrow().left();
    }

    @Test
    void whatIsReadTwoSecondsBeforeIsFreshEnoughAndNotLonger() {
        TransitionBench fresh = one().near();
        fresh.passed = fresh.passed.plusSeconds(2);
        fresh.happens(new Event.Permitted("c-1"));
        assertEquals(Phase.SAVING, fresh.phase());

        TransitionBench stale = one().near();
        stale.passed = stale.passed.plusSeconds(2).plusNanos(1);
        stale.happens(new Event.Permitted("c-1"));
        assertEquals(Phase.QUEUEING, stale.phase());
        assertTrue(stale.effect(Effect.Wait.class).isPresent(), "it says that it is in line");
    }

    @Test
    void aPermitIsGivenBackWithWhateverKeepsTheRequest() {
        TransitionBench aborted = one().near();
        aborted.happens(new Event.Permitted("c-1"));
        aborted.happens(new Event.Aborted());
        assertTrue(aborted.effect(Effect.Release.class).isPresent());
        assertEquals(Outcome.NOT_ASKED, aborted.state().outcome());

        TransitionBench late = one().near();
        late.happens(new Event.Permitted("c-1"));
        late.afterSeconds(120, new Event.TimedOut());
        assertTrue(late.effect(Effect.Release.class).isPresent());
        assertEquals(Outcome.FAILED, late.state().outcome());
        assertTrue(
                late.state().message().contains("nothing was sent"),
                late.state().message());
    }

    /** The whole app is told to wait between the permit and the action. */
    @Test
    void whoIsHeldBeforeLeavingWaitsInLineAndItsTimeStandsStill() {
        TransitionBench bench = new TransitionBench(device(), options(OnDoubt.FAIL, 0), true).near();
        bench.happens(new Event.Permitted("c-1"));
        bench.held = Duration.ofSeconds(300);
        bench.happens(new Event.Saved());

        assertEquals(Phase.BACKING_OFF, bench.phase(), "one of many may wait longer than its timeout");
        assertTrue(bench.effect(Effect.Release.class).isPresent());
        bench.held = Duration.ZERO;
        bench.afterSeconds(300, new Event.Woke());
        bench.happens(new Event.Claimed(Claim.GRANTED));
        bench.happens(new Event.Called());
        bench.happens(read(""));
        bench.sending("c-2");
        assertEquals(Phase.SENDING, bench.phase(), "its own time has not passed");
    }

    /** Half an hour is all that one of many devices may spend in line, and it does not begin anew with each wait. */
    @Test
    void oneOfManySpendsHalfAnHourInLineAtMost() {
        TransitionBench bench = new TransitionBench(device(), options(OnDoubt.FAIL, 0), true).near();
        bench.afterSeconds(600, new Event.Permitted("late"));
        assertEquals(Phase.QUEUEING, bench.phase(), "what was read is too old");
        bench.happens(new Event.Called());
        bench.happens(read(""));
        bench.happens(new Event.Permitted("c-1"));
        assertEquals(Duration.ofSeconds(120), deadline(bench), "its own time begins now");
        bench.happens(new Event.Saved());

        bench.happens(answered(429, "Retry-After", "300"));

        assertEquals(Phase.BACKING_OFF, bench.phase());
        assertEquals(Duration.ofSeconds(1_200), deadline(bench));
    }

    /** While another request of the build has the device, the half hour stands still, too. */
    @Test
    void whatIsWaitedForInTheBuildIsNoTimeInLine() {
        TransitionBench bench = new TransitionBench(device(), options(OnDoubt.FAIL, 0), true);
        bench.happens(new Event.Begun(false));
        bench.happens(new Event.Busy());
        assertEquals(
                Transitions.MAX_FOR_OTHER,
                bench.effect(Effect.Wait.class).orElseThrow().time());
        bench.afterSeconds(3_600, new Event.Free());

        assertEquals(Duration.ofSeconds(1_800), deadline(bench));
    }

    /** However long a look at the device takes, what looks for a doubt or a session ends in time. */
    @Test
    void aLookThatHangsEndsWithItsTime() {
        TransitionBench doubt = one().near().sending("c-1");
        doubt.happens(answered(504));
        assertEquals(
                Duration.ofSeconds(60),
                doubt.effect(Effect.Wait.class).orElseThrow().time());

        TransitionBench session =
                new TransitionBench(options(OnDoubt.FAIL, 300)).near().sending("c-1");
        session.happens(answered(204));
        assertEquals(
                Duration.ofSeconds(300),
                session.effect(Effect.Wait.class).orElseThrow().time());
    }

    @Test
    void aRequestAloneMayNotWaitForLongerThanItsTimeout() {
        TransitionBench bench = one().near().sending("c-1");
        bench.happens(answered(429, "Retry-After", "200"));

        assertEquals(Outcome.FAILED, bench.state().outcome());
        assertEquals(1, bench.state().sent().attempts());
    }

    @Test
    void aWaitThatCannotBeSavedIsSavedAgainAndTakesNoLonger() {
        TransitionBench bench = one().near().sending("c-1");
        bench.happens(answered(429, "Retry-After", "20"));
        RequestState waiting = bench.state();

        bench.happens(new Event.NotSaved("disk full"));
        assertEquals(Duration.ofMillis(1_050), nextWait(bench));
        bench.afterSeconds(2, new Event.Woke());
        assertTrue(bench.effect(Effect.Save.class).isPresent());
        assertSame(waiting, bench.state());
        assertEquals(Duration.ofSeconds(18), nextWait(bench));

        bench.happens(new Event.NotSaved("disk full"));
        assertEquals(Duration.ofMillis(2_050), nextWait(bench), "not so soon any more");
        bench.afterSeconds(17, new Event.Woke());
        bench.happens(new Event.NotSaved("disk full"));
        assertEquals(Duration.ofSeconds(1), nextWait(bench), "by then nothing is left to wait for");
        bench.afterSeconds(1, new Event.Woke());
        assertEquals(Phase.CLAIMING, bench.phase());
    }

    private static Duration nextWait(TransitionBench bench) {
        return bench.effect(Effect.Wait.class).orElseThrow().time();
    }

    @Test
    void aThirdOfATimeThatIsShortIsKeptForTheDoubtAndAllOfItIsUsedWithoutOne() {
        TransitionBench known = one().near().sending("c-1");
        assertEquals(
                Duration.ofSeconds(90),
                known.effect(Effect.Send.class).orElseThrow().timeout());

        TransitionBench unknown = one();
        unknown.happens(new Event.Begun(false));
        unknown.happens(new Event.Claimed(Claim.GRANTED));
        unknown.happens(new Event.Called());
        unknown.happens(
                new Event.ReadFailed(new ReadFailure(ReadFailure.Kind.TEMPORARY, true, "no answer", Optional.empty())));
        unknown.sending("c-1");
        assertEquals(
                Duration.ofSeconds(120),
                unknown.effect(Effect.Send.class).orElseThrow().timeout());
    }

    @Test
    void whatNeverLeavesIsTriedFiveTimesAndWaitsInBetween() {
        TransitionBench bench = one().near();
        int attempts = 0;
        while (bench.phase() != Phase.FINISHING) {
            bench.sending("c-" + ++attempts).happens(new Event.Unanswered(SampleFailures.notConnected()));
            if (bench.phase() == Phase.BACKING_OFF) {
                bench.afterSeconds(10, new Event.Woke());
                bench.happens(new Event.Claimed(Claim.GRANTED));
                bench.happens(new Event.Called());
                bench.happens(read(""));
            }
        }

        assertEquals(5, attempts);
        assertEquals(Outcome.FAILED, bench.state().outcome());
        assertEquals(0, bench.state().sent().attempts());
        assertTrue(
                bench.state().message().contains("nothing was sent"),
                bench.state().message());
    }

    @Test
    void aRestartCountsTheTimeBeforeIt() {
        TransitionBench throttled = one().near().sending("c-1");
        throttled.happens(answered(429));
        throttled.afterSeconds(100, new Event.Begun(true));
        assertEquals(Duration.ofSeconds(20), deadline(throttled));

        TransitionBench unsent = one();
        unsent.afterSeconds(100, new Event.Begun(true));
        assertEquals(Duration.ofSeconds(120), deadline(unsent), "it may have waited for another request of the build");

        TransitionBench noToken = one();
        noToken.happens(new Event.Begun(false));
        noToken.happens(
                new Event.ReadFailed(new ReadFailure(ReadFailure.Kind.TEMPORARY, false, "no token", Optional.empty())));
        assertEquals(Phase.BACKING_OFF, noToken.phase());
        noToken.afterSeconds(600, new Event.Begun(true));
        assertEquals(Duration.ofSeconds(120), deadline(noToken), "nor is it saved that it waits for another one then");

        TransitionBench begun = one();
        begun.afterSeconds(100, new Event.Begun(false));
        assertEquals(Duration.ofSeconds(120), deadline(begun), "it may have been made long before");

        TransitionBench setBack = one();
        setBack.near().sending("c-1").happens(answered(429));
        setBack.passed = Duration.ofSeconds(-100);
        setBack.happens(new Event.Begun(true));
        assertEquals(Duration.ofSeconds(120), deadline(setBack));

        TransitionBench many = new TransitionBench(device(), options(OnDoubt.FAIL, 0), true);
        many.afterSeconds(100, new Event.Begun(true));
        assertTrue(deadline(many).compareTo(Duration.ofSeconds(120)) >= 0, "nobody knows how long it was in line");
    }

    @Test
    void aRestartCountsNoTimeInWhichAnotherRequestOfTheBuildWasWaitedFor() {
        TransitionBench waited = one();
        waited.happens(new Event.Begun(false));
        waited.happens(new Event.Busy());
        waited.afterSeconds(3_600, new Event.Free());
        waited.happens(new Event.Claimed(Claim.GRANTED));
        waited.happens(new Event.Called());
        waited.happens(read(""));
        waited.sending("c-1").happens(answered(429));
        waited.afterSeconds(5, new Event.Begun(true));

        assertEquals(Duration.ofSeconds(115), deadline(waited));
    }

    /** An hour after the step that it goes on with. */
    @Test
    void aStepThatGoesOnHasItsOwnTimeoutAfterARestart() {
        TransitionBench first = one().near().sending("c-1");
        first.happens(answered(504));
        first.afterSeconds(60, new Event.Woke());
        RequestReport earlier = RequestReport.of(first.plan, first.state(), null);
        TransitionBench second = new TransitionBench(options(OnDoubt.RESEND, 0));
        second.passed = Duration.ofHours(1);
        second.situation = Situation.of(RequestState.startingAt(TransitionBench.BEGIN.plus(second.passed)));
        second.happens(new Event.Begun(false));
        second.happens(new Event.Claimed(new Claim.Earlier(earlier)));
        second.afterSeconds(60, new Event.Woke());
        second.nearAgain().sending("c-2").happens(answered(429, "Retry-After", "20"));

        second.afterSeconds(5, new Event.Begun(true));

        assertEquals(Duration.ofSeconds(55), deadline(second));
    }

    @Test
    void halfOfTheTimeIsKeptForSendingAgain() {
        for (OnDoubt onDoubt : OnDoubt.values()) {
            TransitionBench bench =
                    new TransitionBench(options(onDoubt, 0)).near().sending("c-1");
            bench.afterSeconds(100, answered(504));
            bench.happens(read(""));
            bench.afterSeconds(12, new Event.Woke());
            boolean over = bench.phase() != Phase.SETTLING
                    || bench.effect(Effect.ReadDevice.class).isEmpty();

            assertEquals(onDoubt == OnDoubt.RESEND, over, onDoubt.id());
        }
    }
}
