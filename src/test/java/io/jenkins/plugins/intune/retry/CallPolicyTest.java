package io.jenkins.plugins.intune.retry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.graph.TokenException;
import io.jenkins.plugins.intune.http.HttpFailure;
import io.jenkins.plugins.intune.http.HttpReply;
import io.jenkins.plugins.intune.http.SampleFailures;
import io.jenkins.plugins.intune.retry.CallPolicy.Step;
import io.jenkins.plugins.intune.retry.CallPolicy.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What follows a read that has failed: once more, when, or nothing. */
class CallPolicyTest {

    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final double MOST = Math.nextDown(1.0);

    private static ReadFailure answered(int status, String... retryAfter) {
        Map<String, List<String>> headers = new TreeMap<>();
        headers.put("request-id", List.of("5a9cb2a8-0000-4000-8000-00000000dead"));
        if (retryAfter.length > 0) {
            headers.put("Retry-After", List.of(retryAfter));
        }
        String body = "{\"error\":{\"code\":\"UnknownError\",\"message\":\"\"}}";
        return ReadFailure.of(new HttpReply(status, headers, body, false), "words", NOON);
    }

    @ParameterizedTest
    @CsvSource({
        "401, TEMPORARY",
        "403, TEMPORARY",
        "404, TEMPORARY",
        "302, TEMPORARY",
        "407, FINAL",
        "429, LATER",
        "503, LATER"
    })
    void whatSomethingOnTheWaySaysMayPass(int status, ReadFailure.Kind expected) {
        HttpReply gateways = new HttpReply(status, Map.of(), "{\"error\":{\"code\":\"PolicyBlocked\"}}", false);

        assertEquals(expected, ReadFailure.of(gateways, "words", NOON).kind());
    }

    @ParameterizedTest
    @CsvSource({
        "401, TOKEN_REFUSED", "403, TOKEN_REFUSED", "429, LATER", "503, LATER", "408, TEMPORARY", "499, TEMPORARY",
        "204, TEMPORARY", "299, TEMPORARY", "300, FINAL", "404, FINAL", "500, TEMPORARY", "504, TEMPORARY"
    })
    void anAnswerTellsWhatCanBeDone(int status, ReadFailure.Kind expected) {
        assertEquals(expected, answered(status).kind());
    }

    @Test
    void aTokenThatGetsOldInLineIsRenewedTwiceAndTheOneRenewalOfARefusalIsKept() {
        CallPolicy tries = after(after(CallPolicy.FRESH, answered(500)).tries(), answered(500))
                .tries();
        for (int attempt = 1; attempt <= 2; attempt++) {
            CallPolicy.Verdict again = tries.after(answered(401).waited(), 1, MINUTE, 0);
            assertEquals(CallPolicy.Step.RENEW, again.step());
            tries = again.tries();
        }
        assertFalse(tries.renewed());
        assertEquals(
                CallPolicy.Step.GIVE_UP,
                tries.after(answered(401).waited(), 1, MINUTE, 0).step());
        assertEquals(ReadFailure.Kind.LATER, answered(429).waited().kind(), "what else is answered is another matter");
    }

    @Test
    void onlyGraphMakesTheWholeAppWait() {
        assertTrue(answered(429).isThrottled());
        assertFalse(answered(500).isThrottled());
        ReadFailure noCredential = ReadFailure.of(new IllegalStateException("no such credential"));
        assertFalse(noCredential.later().isThrottled(), "a credential that is away for a moment is no throttling");
        assertEquals(ReadFailure.Kind.LATER, noCredential.later().kind());
        assertEquals(ReadFailure.Kind.FINAL, noCredential.kind());
    }

    @Test
    void whatGaveNoAnswerMayPass() {
        Set<HttpFailure.Kind> mayPass = EnumSet.of(
                HttpFailure.Kind.UNKNOWN_HOST,
                HttpFailure.Kind.NOT_CONNECTED,
                HttpFailure.Kind.BROKEN,
                HttpFailure.Kind.TIMEOUT);
        for (HttpFailure.Kind kind : HttpFailure.Kind.values()) {
            assertEquals(
                    mayPass.contains(kind) ? ReadFailure.Kind.TEMPORARY : ReadFailure.Kind.FINAL,
                    ReadFailure.of(SampleFailures.of(kind, false, 0)).kind(),
                    kind::name);
        }
        assertEquals(
                ReadFailure.Kind.FINAL,
                ReadFailure.of(SampleFailures.of(HttpFailure.Kind.PROXY, false, 407))
                        .kind());
        assertEquals(
                ReadFailure.Kind.FINAL,
                ReadFailure.of(SampleFailures.of(HttpFailure.Kind.PROXY, false, 499))
                        .kind());
        assertEquals(
                ReadFailure.Kind.TEMPORARY,
                ReadFailure.of(SampleFailures.of(HttpFailure.Kind.PROXY, false, 500))
                        .kind());
    }

    @Test
    void aTokenEndpointSaysForItselfWhetherItPassesAndWhen() {
        ReadFailure failure = ReadFailure.of(new TokenException("410 Gone", true, Duration.ofSeconds(20), null));

        assertEquals(ReadFailure.Kind.TEMPORARY, failure.kind());
        assertFalse(failure.atGraph());
        assertEquals(Duration.ofSeconds(20), failure.retryAfter().orElseThrow());
    }

    private static Verdict after(CallPolicy tries, ReadFailure failure) {
        return tries.after(failure, 3, MINUTE, 0);
    }

    @Test
    void noTokenIsRenewedTwiceInARow() {
        Verdict first = after(CallPolicy.FRESH, answered(401));
        assertEquals(Step.RENEW, first.step());
        assertEquals(Duration.ZERO, first.delay());

        assertEquals(Step.GIVE_UP, after(first.tries(), answered(403)).step());
        for (int other : new int[] {500, 429}) {
            Verdict between = after(first.tries(), answered(other));
            assertEquals(Step.RENEW, after(between.tries(), answered(401)).step(), "it was new some time ago");
        }
    }

    @Test
    void whatMayPassIsTriedAsOftenAsItIsSaid() {
        Verdict first = after(CallPolicy.FRESH, answered(500));
        Verdict second = after(first.tries(), answered(500));
        Verdict third = after(second.tries(), answered(500));

        assertEquals(List.of(Step.RETRY, Step.RETRY, Step.GIVE_UP), List.of(first.step(), second.step(), third.step()));
    }

    @Test
    void whatIsThrottledIsTriedAsLongAsThereIsTime() {
        CallPolicy tries = CallPolicy.FRESH;
        for (int i = 0; i < 50; i++) {
            Verdict verdict = after(tries, answered(429, "2"));
            assertEquals(Step.RETRY, verdict.step());
            assertEquals(Duration.ofSeconds(2), verdict.delay());
            tries = verdict.tries();
        }
        assertEquals(Step.RETRY, after(tries, answered(500)).step(), "throttling is no failure");
        assertEquals(Step.TOO_LONG, after(tries, answered(429, "60")).step(), "no time would be left for the call");
        assertEquals(Step.RETRY, after(tries, answered(429, "59")).step());
    }

    @Test
    void theWaitIsNeverShorterThanTheBackOff() {
        CallPolicy tries = CallPolicy.FRESH;
        for (long seconds : new long[] {2, 4, 8, 16, 32, 60, 60}) {
            Verdict verdict = tries.after(answered(429, "0"), 3, Duration.ofHours(1), MOST);
            assertEquals(seconds, Math.round(verdict.delay().toMillis() / 1000.0));
            tries = verdict.tries();
        }
        Verdict failed = CallPolicy.FRESH.after(answered(500), 9, MINUTE, MOST);
        assertEquals(2, Math.round(failed.delay().toMillis() / 1000.0));
        assertEquals(
                4,
                Math.round(failed.tries()
                                .after(answered(500), 9, MINUTE, MOST)
                                .delay()
                                .toMillis()
                        / 1000.0));
    }

    @Test
    void waitsAreSpreadAndNeverNothing() {
        assertEquals(Duration.ofMillis(100), Backoff.after(1, 0));
        assertEquals(Duration.ofMillis(1_050), Backoff.after(1, 0.5));
        assertEquals(Duration.ofMillis(30_050), Backoff.after(1_000, 0.5));
        assertEquals(Duration.ofMillis(1_050), Backoff.after(0, 0.5));
    }

    @Test
    void whatIsFinalIsNotTriedAgain() {
        assertEquals(Step.GIVE_UP, after(CallPolicy.FRESH, answered(404)).step());
    }
}
