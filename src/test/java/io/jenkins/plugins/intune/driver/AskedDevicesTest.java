package io.jenkins.plugins.intune.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.jenkins.plugins.intune.request.Claim;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.request.ReportFixture;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.standin.StandIn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which of a build's requests asks a device, and which goes on with another. */
class AskedDevicesTest {

    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

    private final AskedDevices asked = new AskedDevices();
    /** The requests that were told to wait for another one. */
    private final List<String> waits = new ArrayList<>();

    /** A later request, by a clock that is set back more and more. */
    private static RequestReport report(Outcome outcome, int ordinal, String clientRequestId) {
        Instant sentAt = NOON.minusSeconds(60L * ordinal);
        Instant acceptedAt = outcome.isAccepted() ? sentAt : null;
        return ReportFixture.of(outcome)
                .device("a device", StandIn.DEVICE, null)
                .began(NOON)
                .accepted(acceptedAt)
                .sent(clientRequestId, ReportFixture.trace(ordinal, sentAt))
                .report();
    }

    private CompletableFuture<Claim> claim(String key) {
        return asked.claim(StandIn.DEVICE, key, false, end -> waits.add(key));
    }

    private static String earlier(CompletableFuture<Claim> claim) {
        return assertInstanceOf(Claim.Earlier.class, claim.getNow(null))
                .report()
                .clientRequestId();
    }

    @Test
    void theFirstAsksAndTheNextWaitsForIt() {
        assertEquals(Claim.GRANTED, claim("one").join());

        CompletableFuture<Claim> next = claim("two");
        assertFalse(next.isDone());
        assertEquals(List.of("two"), waits);
        asked.ended("one", report(Outcome.ACCEPTED, 1, "c-1"));

        assertEquals("c-1", earlier(next));
    }

    @ParameterizedTest
    @EnumSource(
            value = Outcome.class,
            names = {"FAILED", "NOT_ASKED", "RECENTLY_ASKED"})
    void whatReachedNobodyIsAskedByTheNext(Outcome outcome) {
        claim("one");
        Map<String, CompletableFuture<Claim>> waiting = Map.of("two", claim("two"), "three", claim("three"));
        asked.ended("one", report(outcome, 1, "c-1"));

        List<String> granted = waiting.keySet().stream()
                .filter(key -> waiting.get(key).isDone())
                .toList();
        assertEquals(1, granted.size(), "one of those that waited");
        assertInstanceOf(Claim.Granted.class, waiting.get(granted.get(0)).join());
        asked.ended(granted.get(0), report(Outcome.IN_DOUBT, 1, "c-2"));
        String other = granted.get(0).equals("two") ? "three" : "two";
        assertEquals("c-2", earlier(waiting.get(other)));
    }

    @Test
    void whoOnlyLooksClaimsNothing() {
        assertInstanceOf(
                Claim.Granted.class, asked.look(StandIn.DEVICE, end -> {}).join());
        assertInstanceOf(Claim.Granted.class, claim("one").getNow(null), "nobody has claimed it");

        CompletableFuture<Claim> look = asked.look(StandIn.DEVICE, end -> {});
        assertFalse(look.isDone(), "what will become of the first is not known yet");
        asked.ended("one", report(Outcome.ACCEPTED, 1, "c-1"));

        assertEquals("c-1", earlier(look));
    }

    @Test
    void whoAsksAgainDoesAndTheLatestCounts() {
        claim("one");
        CompletableFuture<Claim> waiting = claim("two");
        assertInstanceOf(
                Claim.Granted.class,
                asked.claim(StandIn.DEVICE, "three", true, end -> {}).join());

        asked.ended("one", report(Outcome.ACCEPTED, 1, "c-1"));
        assertFalse(waiting.isDone(), "the latest one is under way");
        asked.ended("three", report(Outcome.ACCEPTED, 1, "c-3"));

        assertEquals("c-3", earlier(waiting));
    }

    @Test
    void whoIsGoneBeforeItsTurnHoldsUpNobody() {
        claim("one");
        CompletableFuture<Claim> gone = claim("two");
        asked.ended("two", report(Outcome.NOT_ASKED, 1, null));
        asked.ended("one", report(Outcome.FAILED, 1, "c-1"));

        assertFalse(gone.isDone() && !gone.isCompletedExceptionally(), "nobody is there any more to be granted it");
        assertInstanceOf(Claim.Granted.class, claim("three").getNow(null));
    }

    @Test
    void whoAskedAgainInVainChangesNothing() {
        claim("one");
        asked.ended("one", report(Outcome.ACCEPTED, 1, "c-1"));
        asked.claim(StandIn.DEVICE, "two", true, end -> {});
        asked.ended("two", report(Outcome.FAILED, 1, "c-2"));

        assertEquals("c-1", earlier(claim("three")));
    }

    @Test
    void whoGoesOnWithARequestStandsForIt() {
        claim("one");
        asked.ended("one", report(Outcome.IN_DOUBT, 1, "c-1"));
        assertEquals("c-1", earlier(claim("two")));

        CompletableFuture<Claim> three = claim("three");
        assertFalse(three.isDone(), "two is looking at the device");
        asked.ended("two", report(Outcome.ACCEPTED, 1, "c-1"));

        assertEquals(
                Outcome.ACCEPTED, ((Claim.Earlier) three.getNow(null)).report().outcome());
    }

    @Test
    void theSpellingOfAnIdDoesNotMatter() {
        claim("one");
        asked.ended("one", report(Outcome.SESSION, 1, "c-1"));

        assertEquals("c-1", earlier(asked.claim(StandIn.DEVICE.toUpperCase(Locale.ROOT), "two", false, end -> {})));
    }

    @Test
    void afterARestartTheLatestCounts() {
        asked.restore("one", report(Outcome.IN_DOUBT, 2, "c-1"));
        asked.restore("two", report(Outcome.ACCEPTED, 3, "c-2"));
        asked.restore("three", report(Outcome.FAILED, 4, "c-3"));
        asked.restore("four", report(Outcome.ACCEPTED, 1, "c-4"));

        assertInstanceOf(Claim.Granted.class, claim("two").join(), "a request does not stand in its own way");
        asked.ended("two", report(Outcome.NOT_ASKED, 1, "c-2"));
        assertEquals("c-2", earlier(claim("five")));
    }

    private static Outcome outcome(CompletableFuture<Claim> claim) {
        return assertInstanceOf(Claim.Earlier.class, claim.getNow(null))
                .report()
                .outcome();
    }

    @Test
    void whoeverComesWaitsForWhatGoesOnAfterARestart() {
        asked.restore("zero", report(Outcome.ACCEPTED, 1, "c-0"));
        asked.resume("one", report(Outcome.IN_DOUBT, 2, "c-1"));

        CompletableFuture<Claim> next = claim("two");
        assertFalse(next.isDone());
        asked.ended("one", report(Outcome.ACCEPTED, 2, "c-1"));

        assertEquals(Outcome.ACCEPTED, outcome(next));
        assertEquals("c-1", earlier(next));
    }

    /** Pipeline tells in any order what its steps were doing. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ofTwoThatGoOnAfterARestartTheLaterCounts(boolean laterFirst) {
        RequestReport later = report(Outcome.IN_DOUBT, 2, "c-2");
        if (laterFirst) {
            asked.resume("asked again", later);
        }
        asked.resume("first", report(Outcome.IN_DOUBT, 1, "c-1"));
        if (!laterFirst) {
            asked.resume("asked again", later);
        }
        CompletableFuture<Claim> next = claim("next");
        asked.ended("first", report(Outcome.ACCEPTED, 1, "c-1"));
        assertFalse(next.isDone(), "the later one is under way");
        asked.ended("asked again", report(Outcome.ACCEPTED, 2, "c-2"));

        assertEquals("c-2", earlier(next));
    }

    /** As it does without a restart. */
    @Test
    void whoAskedAgainAndHasEndedCountsAlthoughAnEarlierOneGoesOnAfterARestart() {
        asked.resume("first", report(Outcome.IN_DOUBT, 1, "c-1"));
        asked.restore("asked again", report(Outcome.ACCEPTED, 2, "c-2"));

        assertEquals("c-2", earlier(claim("next")));
        asked.ended("first", report(Outcome.IN_DOUBT, 1, "c-1"));
        asked.ended("next", report(Outcome.ACCEPTED, 3, "c-2"));
        assertEquals("c-2", earlier(claim("another")));
    }

    /** An older version of the plugin has not numbered them. */
    @Test
    void ofRequestsWithoutNumbersTheOneThatGoesOnCounts() {
        asked.restore("one", report(Outcome.ACCEPTED, 0, "c-1"));
        asked.resume("two", report(Outcome.IN_DOUBT, 0, "c-2"));
        asked.restore("three", report(Outcome.ACCEPTED, 0, "c-3"));

        CompletableFuture<Claim> next = claim("next");
        asked.ended("two", report(Outcome.ACCEPTED, 0, "c-2"));

        assertEquals("c-2", earlier(next));
    }

    @Test
    void whatGoesOnAfterARestartCountsAlthoughAnotherHasAskedAnew() {
        asked.resume("one", report(Outcome.IN_DOUBT, 1, "c-1"));
        assertInstanceOf(
                Claim.Granted.class,
                asked.claim(StandIn.DEVICE, "two", true, end -> {}).join());
        asked.ended("two", report(Outcome.FAILED, 1, "c-2"));
        CompletableFuture<Claim> next = claim("three");
        assertFalse(next.isDone());

        asked.ended("one", report(Outcome.ACCEPTED, 1, "c-1"));

        assertEquals("c-1", earlier(next));
    }

    @Test
    void whatGoesOnAfterARestartMayAskAnewAndLetsGo() {
        asked.resume("one", report(Outcome.IN_DOUBT, 1, "c-1"));
        assertInstanceOf(Claim.Granted.class, claim("one").join());
        CompletableFuture<Claim> next = claim("two");

        asked.ended("one", report(Outcome.FAILED, 1, "c-1"));

        assertInstanceOf(Claim.Granted.class, next.getNow(null));
    }

    @Test
    void nobodyWaitsForAStepThatCannotGoOn() {
        asked.resume("step/7", report(Outcome.IN_DOUBT, 1, "c-1"));
        CompletableFuture<Claim> next = claim("two");

        asked.abandon("step");

        assertEquals(Outcome.IN_DOUBT, outcome(next));
    }

    @Test
    void theEndOfARequestThatNobodyKnewOfHoldsUpNobody() {
        claim("one");
        asked.ended("two", report(Outcome.ACCEPTED, 1, "c-2"));
        asked.ended("one", report(Outcome.FAILED, 1, "c-1"));

        assertEquals("c-2", earlier(claim("three")));
    }

    @Test
    void whoWaitsForARequestIsNotForgottenIfThatHasToClaimItsDeviceAgain() {
        claim("resends");
        CompletableFuture<Claim> waiting = claim("waits");
        asked.claim(StandIn.DEVICE, "asks again", true, end -> {});
        CompletableFuture<Claim> resends = claim("resends");
        asked.ended("asks again", report(Outcome.ACCEPTED, 1, "c-1"));
        assertEquals("c-1", earlier(resends));

        asked.ended("resends", report(Outcome.ACCEPTED, 1, "c-1"));

        assertEquals("c-1", earlier(waiting));
    }
}
