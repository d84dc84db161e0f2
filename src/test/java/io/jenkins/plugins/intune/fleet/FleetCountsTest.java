package io.jenkins.plugins.intune.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.request.ReportFixture;
import io.jenkins.plugins.intune.request.RequestReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A fleet in numbers, and in words. */
class FleetCountsTest {

    private static RequestReport ended(Outcome outcome) {
        return ReportFixture.of(outcome).report();
    }

    /** As many devices of each outcome as its place says, from one on. */
    private static FleetCounts ofEach() {
        List<RequestReport> reports = new ArrayList<>();
        for (Outcome outcome : Outcome.values()) {
            for (int i = 0; i <= outcome.ordinal(); i++) {
                reports.add(ended(outcome));
            }
        }
        return FleetCounts.of(1_000, reports);
    }

    private static int count(Outcome outcome) {
        return outcome.ordinal() + 1;
    }

    @Test
    void eachOutcomeIsCountedUnderItsName() {
        Map<Outcome, String> names = new EnumMap<>(Map.of(
                Outcome.SESSION, "sessions",
                Outcome.NO_SESSION, "withoutSession",
                Outcome.FAILED, "failed",
                Outcome.IN_DOUBT, "inDoubt",
                Outcome.DUPLICATE, "duplicates",
                Outcome.RECENTLY_ASKED, "recentlyAsked",
                Outcome.NOT_ASKED, "notAsked",
                Outcome.WOULD_ASK, "wouldAsk",
                Outcome.WOULD_FAIL, "wouldFail"));

        Map<String, Object> told = ofEach().toMap();

        names.forEach((outcome, name) -> assertEquals(count(outcome), told.get(name), name));
        int accepted = count(Outcome.ACCEPTED) + count(Outcome.SESSION) + count(Outcome.NO_SESSION);
        assertEquals(accepted, told.get("accepted"));
        assertEquals(1_000, told.get("total"));
        assertEquals(names.size() + 2, told.size());
    }

    @ParameterizedTest
    @EnumSource(Outcome.class)
    void whoeverHasEndedIsCountedOnce(Outcome outcome) {
        FleetCounts counts = FleetCounts.of(9, List.of(ended(outcome), ended(outcome)));

        assertEquals(2, counts.ended());
        assertEquals(22, status(counts).percent());
    }

    @Test
    void whoeverIsLeftAloneWasNotMeant() {
        assertEquals(1_000 - count(Outcome.DUPLICATE) - count(Outcome.RECENTLY_ASKED), ofEach().meant());
        assertEquals(
                count(Outcome.FAILED) + count(Outcome.IN_DOUBT) + count(Outcome.NO_SESSION) + count(Outcome.WOULD_FAIL),
                ofEach().failures());
    }

    @Test
    void theSummarySaysWhatThereWasAndNothingElse() {
        assertEquals(
                "Intune accepted 1 of 2 requests.",
                FleetTexts.summary(FleetCounts.of(2, List.of(ended(Outcome.ACCEPTED))), false));
        String all = FleetTexts.summary(ofEach(), false);
        for (Outcome outcome : Outcome.values()) {
            boolean told = outcome != Outcome.WOULD_ASK && outcome != Outcome.NOT_ASKED && outcome != Outcome.ACCEPTED;
            String alone = FleetTexts.summary(FleetCounts.of(9, List.of(ended(outcome))), false);
            assertEquals(told, alone.split("\\. ").length > 1, () -> outcome + ": " + alone);
            assertTrue(!told || all.contains(String.valueOf(count(outcome))), all);
        }
    }

    private static FleetStatus status(FleetCounts counts) {
        return new FleetStatus(counts, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO, false);
    }

    /** An estimate is rounded, a bound is rounded up. */
    @ParameterizedTest
    @CsvSource({
        "0, about 1 s, up to 2 s",
        "89, about 89 s, up to 2 min",
        "90, about 2 min, up to 2 min",
        "120, about 2 min, up to 3 min",
        "149, about 2 min, up to 3 min",
        "150, about 3 min, up to 3 min"
    })
    void timesAreToldInWords(int seconds, String estimate, String bound) {
        FleetCounts counts = FleetCounts.none(3);
        Duration time = Duration.ofSeconds(seconds);

        assertTrue(
                progress(counts, time, Duration.ZERO).contains(estimate + "."),
                () -> progress(counts, time, Duration.ZERO));
        Duration more = time.plusSeconds(1).plusMillis(1);
        assertTrue(progress(counts, time, more).contains(bound + ","), () -> progress(counts, time, more));
    }

    private static String progress(FleetCounts counts, Duration left, Duration sessions) {
        return new FleetStatus(counts, 3, left, sessions, Duration.ZERO, false).progress();
    }
}
