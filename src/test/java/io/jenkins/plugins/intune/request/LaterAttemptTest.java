package io.jenkins.plugins.intune.request;

import static io.jenkins.plugins.intune.request.TransitionBench.answered;
import static io.jenkins.plugins.intune.request.TransitionBench.options;
import static io.jenkins.plugins.intune.request.TransitionBench.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.retry.ReadFailure;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A request in doubt that is sent again: what is told of it when the later attempt has certainly reached nobody. */
class LaterAttemptTest {

    private static final String SENT = "2026-11-26T10:00:00Z";

    private final TransitionBench bench = new TransitionBench(options(OnDoubt.RESEND, 0));

    /** The first attempt is in doubt, and the device shows nothing for as long as is kept for that. */
    private void sendAgain() {
        bench.near().sending("c-1").happens(answered(504));
        bench.afterSeconds(60, new Event.Woke());
        assertEquals(Phase.QUEUEING, bench.phase(), "it is sent again");
    }

    private void assertTellsOfTheFirst() {
        RequestState last = bench.state();
        assertEquals(Outcome.IN_DOUBT, last.outcome());
        RequestReport report = RequestReport.of(bench.plan, last, null);
        assertEquals("c-1", report.clientRequestId());
        assertEquals(Instant.parse(SENT), report.trace().sentAt());
    }

    /** At the read before the next attempt. */
    private void assertAcceptedByANewLink() {
        bench.happens(new Event.Woke());
        bench.happens(new Event.Claimed(Claim.GRANTED));
        bench.happens(new Event.Called());
        bench.happens(read("https://link.example/1"));

        assertEquals(Outcome.ACCEPTED, bench.state().outcome());
        assertEquals("c-1", bench.state().sent().clientRequestId());
    }

    private void assertSaysSo() {
        String message = bench.state().message();
        assertTrue(message.contains("the request left at " + SENT + ", and then: "), message);
        assertTrue(message.contains("[client-request-id c-1, attempts: "), message);
    }

    @Test
    void aRefusalIsNotToldAsWhatMayHaveReached() {
        sendAgain();
        bench.nearAgain().sending("c-2").happens(answered(403));
        bench.nearAgain().sending("c-3").happens(answered(403));

        assertTellsOfTheFirst();
        assertSaysSo();
        String message = bench.state().message();
        assertTrue(message.contains("client-request-id c-3, attempt 3]"), "what was refused: " + message);
        assertTrue(message.contains("It is not sent once more"), message);
        assertFalse(message.contains("It was not sent again"), message);
    }

    @Test
    void neitherIsAThrottleThatIsTooLong() {
        sendAgain();
        bench.nearAgain().sending("c-2").happens(answered(429, "Retry-After", "3600"));

        assertTellsOfTheFirst();
        assertSaysSo();
    }

    /** Graph makes the app wait, so no read of the device leaves. */
    @Test
    void whatWasNotLookedAtIsNotSaidToShowNothing() {
        TransitionBench unread = new TransitionBench(options(OnDoubt.FAIL, 0));
        unread.near().sending("c-1").happens(answered(504));
        unread.afterSeconds(60, new Event.Woke());

        String message = unread.state().message();
        assertFalse(message.contains("shows no new session link"), message);
        assertTrue(message.contains("could not be checked for a new session link: no read of it"), message);
    }

    /** A read that fails right before the second attempt does not make it unknown what the device showed before the first. */
    @Test
    void aNewLinkIsKnownAsThatAlsoAfterAReadThatFailed() {
        sendAgain();
        bench.happens(new Event.Called());
        bench.happens(new Event.ReadFailed(
                new ReadFailure(ReadFailure.Kind.TEMPORARY, true, "Graph said 500", Optional.empty())));
        bench.sending("c-2").happens(answered(429));
        assertAcceptedByANewLink();
    }

    @Test
    void anAbortNamesWhatMayHaveReached() {
        sendAgain();
        bench.nearAgain().sending("c-2").happens(new Event.Aborted());
        bench.happens(answered(429));

        assertTellsOfTheFirst();
        assertTrue(bench.state().message().contains("(client-request-id c-1)"), bench.state()::message);
    }

    /** After the second attempt was throttled the device shows what the first has done. */
    @Test
    void aNewLinkIsThatOfTheAttemptInDoubt() {
        sendAgain();
        bench.nearAgain().sending("c-2").happens(answered(429));
        assertAcceptedByANewLink();
    }

    @Test
    void whatIsAcceptedInTheEndIsToldByItsOwnId() {
        sendAgain();
        bench.nearAgain().sending("c-2").happens(answered(204));

        assertEquals(Outcome.ACCEPTED, bench.state().outcome());
        assertEquals("c-2", bench.state().sent().clientRequestId());
    }

    @Test
    void aSecondDoubtIsToldByTheSecondAttempt() {
        sendAgain();
        bench.nearAgain().sending("c-2").happens(answered(504));
        bench.happens(new Event.Aborted());

        assertEquals("c-2", bench.state().sent().clientRequestId());
    }

    /** A freestyle build that nothing goes on with. */
    @Test
    void whatBreaksOffWhileItWaitsIsToldByTheAttemptInDoubt() {
        sendAgain();
        bench.nearAgain().sending("c-2").happens(answered(429));
        assertEquals(Phase.BACKING_OFF, bench.phase());

        assertEquals("c-1", RequestReport.brokenOff(bench.state()).clientRequestId());

        bench.nearAgain().sending("c-3");
        RequestReport onItsWay = RequestReport.brokenOff(bench.state());
        assertEquals("c-3", onItsWay.clientRequestId(), "it may have left as well");
        assertEquals(Outcome.IN_DOUBT, onItsWay.outcome());
    }

    @Test
    void anErrorMakesNoDoubtOfWhatHasReachedNobody() {
        sendAgain();
        bench.nearAgain().sending("c-2").happens(answered(429));

        RequestState last = Transitions.broken(bench.plan, bench.state(), false, new NoSuchMethodError("of a library"));

        assertEquals(Outcome.IN_DOUBT, last.outcome());
        assertEquals("c-1", last.sent().clientRequestId());
        assertTrue(last.message().contains("504"), last::message);
        assertTrue(last.message().contains("NoSuchMethodError"), last::message);
    }

    @Test
    void anErrorAfterIntuneHasAcceptedIsNoRefusal() {
        TransitionBench watching = new TransitionBench(options(OnDoubt.FAIL, 300));
        watching.near().sending("c-1").happens(answered(204));

        RequestState last =
                Transitions.broken(watching.plan, watching.state(), false, new NoSuchMethodError("of a library"));

        assertEquals(Outcome.NO_SESSION, last.outcome());
        assertTrue(last.message().startsWith("Intune accepted"), last::message);
        assertTrue(last.message().contains("NoSuchMethodError"), last::message);
    }

    /** A request that is not to wait for a session would go on without the link that is there before. */
    @Test
    void aTokenThatGotOldInLineIsRenewedBeforeTheAction() {
        TransitionBench alone = new TransitionBench(options(OnDoubt.FAIL, 0));
        alone.happens(new Event.Begun(false));
        alone.happens(new Event.Claimed(Claim.GRANTED));
        alone.happens(new Event.Called());
        alone.happens(new Event.ReadFailed(
                new ReadFailure(ReadFailure.Kind.TOKEN_OUTDATED, true, "Graph said 401", Optional.empty())));

        assertEquals(Phase.READING, alone.phase());
        assertTrue(alone.effect(Effect.ReadDevice.class).isPresent(), "with a new token");
    }

    /** A policy that changes every few minutes: what is new when it is sent can be old at the next attempt. */
    @Test
    void aTokenIsRenewedAnewAfterAnotherAnswer() {
        bench.near().sending("c-1").happens(answered(401));
        bench.nearAgain().sending("c-2").happens(answered(429));
        bench.nearAgain().sending("c-3").happens(answered(401));

        assertEquals(Phase.QUEUEING, bench.phase());
        bench.nearAgain().sending("c-4").happens(answered(401));

        assertEquals(Outcome.FAILED, bench.state().outcome(), "no token is renewed twice in a row");
    }
}
