package io.jenkins.plugins.intune.index;

import static io.jenkins.plugins.intune.trail.AuditSamples.ALL;
import static io.jenkins.plugins.intune.trail.AuditSamples.KIM;
import static io.jenkins.plugins.intune.trail.AuditSamples.TEN;
import static io.jenkins.plugins.intune.trail.AuditSamples.asked;
import static io.jenkins.plugins.intune.trail.AuditSamples.device;
import static io.jenkins.plugins.intune.trail.AuditSamples.filter;
import static io.jenkins.plugins.intune.trail.AuditSamples.id;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.trail.AuditLine;
import io.jenkins.plugins.intune.trail.AuditSamples;
import io.jenkins.plugins.intune.trail.Renames;
import io.jenkins.plugins.intune.trail.Requester;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is found in the log, and how it is counted. */
class AuditIndexTest {

    private final AuditIndex index = new AuditIndex(new Renames());

    private List<String> found(AuditFilter filter) {
        return index.search(filter, 1, 1_000, List.of()).entries().stream()
                .map(AuditEntry::device)
                .toList();
    }

    private void fill(int count) {
        for (int i = 0; i < count; i++) {
            index.apply(asked(i));
        }
    }

    @Test
    void theLatestComeFirstAndPagesFollow() {
        fill(25);

        AuditPart second = index.search(ALL, 2, 10, List.of());

        assertEquals(25, second.matches());
        assertEquals(3, second.pages());
        assertEquals("LAPTOP-14", second.entries().get(0).device());
        assertEquals("LAPTOP-5", second.entries().get(9).device());
        AuditPart beyond = index.search(ALL, 99, 10, List.of());
        assertEquals(3, beyond.page(), "the last one there is");
        assertEquals(5, beyond.entries().size());
        assertEquals(1, index.search(filter("nowhere"), 7, 10, List.of()).pages());
    }

    @Test
    void isFoundByDeviceJobAndIdWhateverTheCapitals() {
        fill(30);

        assertEquals(List.of("LAPTOP-7"), found(filter(device(7).toUpperCase())));
        assertEquals(11, found(filter("laptop-2")).size());
        assertEquals(30, found(filter(" TEAM/ask ")).size());
        assertEquals(List.of("LAPTOP-9"), found(filter(id(9).toString())));
        assertEquals(List.of(), found(filter("kim")), "who asked is a field of its own");
    }

    @Test
    void isFoundByWhoAskedOutcomeTimeAndJob() {
        fill(3);
        index.apply(asked(3, TEN.plusSeconds(3), new Requester("other", 1, TEN, "Started by timer", "anna")));
        index.apply(new AuditLine.Ended(id(1), TEN.plusSeconds(9_999), Outcome.IN_DOUBT, null, 0));

        assertEquals(List.of("LAPTOP-3"), found(new AuditFilter(null, null, "ANNA", null, null, null)));
        assertEquals(
                3, found(new AuditFilter(null, null, "kim", null, null, null)).size());
        assertEquals(List.of("LAPTOP-1"), found(new AuditFilter(null, null, null, "in_doubt", null, null)));
        assertEquals(
                3,
                found(new AuditFilter(null, null, null, "pending", null, null)).size());
        assertEquals(List.of(), found(new AuditFilter(null, null, null, "no such", null, null)));
        assertEquals(
                List.of("LAPTOP-1"),
                found(new AuditFilter(null, null, null, null, TEN.plusSeconds(1), TEN.plusSeconds(2))));
        assertEquals(List.of("LAPTOP-3"), found(new AuditFilter("other", null, null, null, null, null)));
        assertEquals(List.of(), found(new AuditFilter("team", null, null, null, null, null)), "the whole name counts");
        assertTrue(index.knowsJob("other") && !index.knowsJob("another"));
    }

    @Test
    void everySpanOfTimeIsCountedByOutcome() {
        fill(100);
        for (int i = 50; i < 60; i++) {
            index.apply(new AuditLine.Ended(id(i), TEN.plusSeconds(9_999), Outcome.ACCEPTED, null, 0));
        }
        List<Instant> boundaries = List.of(TEN.plusSeconds(10), TEN.plusSeconds(55), TEN.plusSeconds(90));

        int[][] counts = index.search(ALL, 1, 1, boundaries).counts();

        assertEquals(2, counts.length);
        assertEquals(40, counts[0][0]);
        assertEquals(5, counts[0][1 + Outcome.ACCEPTED.ordinal()]);
        assertEquals(30, counts[1][0]);
        assertEquals(5, counts[1][1 + Outcome.ACCEPTED.ordinal()]);
    }

    /** Lines that are written again after a failure come out of order, and perhaps twice. */
    @Test
    void linesMayComeTwiceAndInAnyOrder() {
        List<AuditLine> lines = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            lines.add(asked(i));
            lines.add(
                    new AuditLine.Ended(id(i), TEN.plusSeconds(9_999), i % 10 == 0 ? null : Outcome.SESSION, null, 0));
            lines.add(new AuditLine.Opened(id(i), TEN, "kim"));
            lines.add(new AuditLine.Opened(id(i), TEN, "anna"));
        }
        lines.add(AuditSamples.again(asked(1), 500, TEN));
        lines.addAll(List.copyOf(lines));
        Collections.shuffle(lines, new Random(7));

        lines.forEach(index::apply);

        AuditPart all = index.search(ALL, 1, 1_000, List.of());
        assertEquals(180, all.matches(), "those that never left are not there, and one is there by its later attempt");
        Set<String> devices = new HashSet<>();
        for (AuditEntry entry : all.entries()) {
            devices.add(entry.device());
            if (!entry.id().equals(id(500))) {
                assertEquals(Outcome.SESSION, entry.outcome());
                assertEquals(2, entry.opened().size());
            }
        }
        assertEquals(180, devices.size());
    }

    @Test
    void whatIsTooOldOrTooMuchIsDroppedAndTheRestKeepsAll() {
        AuditIndex small = new AuditIndex(new Renames(), 100);
        for (int i = 0; i < 101; i++) {
            small.apply(asked(i));
        }
        assertEquals(91, small.search(ALL, 1, 1, List.of()).matches(), "a tenth makes room");
        small.apply(new AuditLine.Ended(id(50), TEN.plusSeconds(9_999), Outcome.FAILED, null, 0));
        small.apply(new AuditLine.Opened(id(50), TEN, "kim"));

        small.dropBefore(TEN.plusSeconds(50));

        AuditPart left = small.search(ALL, 1, 100, List.of());
        assertEquals(51, left.matches());
        AuditEntry first = left.entries().get(50);
        assertEquals(
                new AuditEntry(
                        id(50),
                        id(50),
                        TEN.plusSeconds(50),
                        AuditSamples.TENANT,
                        device(50),
                        "LAPTOP-50",
                        KIM,
                        Outcome.FAILED,
                        List.of(new AuditEntry.Opening("kim", TEN))),
                first);
        small.dropBefore(TEN.plus(Duration.ofDays(1)));
        assertEquals(0, small.search(ALL, 1, 1, List.of()).matches());
        assertFalse(small.knowsJob("team/ask"));
    }

    @Test
    void allOfThemAreReadAlthoughMoreCome() {
        fill(2_500);
        List<String> read = new ArrayList<>();
        index.all(ALL, 2_200).forEach(entry -> {
            if (read.isEmpty()) {
                index.apply(asked(9_999));
                index.dropBefore(TEN.plusSeconds(2_000));
            }
            read.add(entry.device());
        });

        assertEquals(2_200, read.size());
        assertEquals("LAPTOP-2499", read.get(0));
        assertEquals("LAPTOP-300", read.get(2_199));
        assertEquals(1, index.all(filter("LAPTOP-9999"), 10).count());
    }

    @Test
    void thereAreNeverMoreThanItsBoundWhateverTheClockDid() {
        AuditIndex small = new AuditIndex(new Renames(), 100);
        for (int i = 0; i < 500; i++) {
            // The clock was set back a day for one of them, and forward for another.
            Instant at = TEN.plusSeconds(i == 10 ? -86_400 : i == 20 ? 86_400 : i);
            small.apply(asked(i, at, KIM));
            int entries = small.search(ALL, 1, 1, List.of()).matches();
            assertTrue(entries <= 100 && entries >= Math.min(i + 1, 90), i + ": " + entries);
        }
    }

    @Test
    void whatAClockThatWasAheadHasDatedKeepsNothingElse() {
        index.apply(asked(7, TEN.plus(Duration.ofDays(3_650)), KIM));
        fill(3);

        index.dropBefore(TEN.plusSeconds(60));

        assertEquals(List.of("LAPTOP-7"), found(ALL));
    }

    /** Somebody who may create jobs can reuse a name, and then move the job to where they may read the log. */
    @Test
    void aJobThatIsRenamedTakesNothingWithItOfAnotherThatBoreItsNameBefore() {
        index.apply(asked(1, TEN, new Requester("team/ask", 1, TEN, "anna", "SYSTEM")));
        index.apply(new AuditLine.Deleted(TEN.plusSeconds(50), "team/ask"));
        Instant begun = TEN.plusSeconds(100);
        index.apply(asked(2, begun, new Requester("team/ask", 1, begun, "anna", "SYSTEM")));

        index.apply(new AuditLine.Renamed(TEN.plusSeconds(200), "team/ask", "mine/ask"));

        assertEquals(List.of("LAPTOP-1"), found(new AuditFilter("team/ask", null, null, null, null, null)));
        assertEquals(List.of("LAPTOP-2"), found(new AuditFilter("mine/ask", null, null, null, null, null)));
    }

    @Test
    void aJobThatWasRenamedIsFoundUnderItsNewNameAlone() {
        AuditLine.Renamed moved = new AuditLine.Renamed(TEN.plusSeconds(10), "team/ask", "desk/ask");
        fill(2);
        index.apply(moved);
        index.apply(moved);
        index.apply(new AuditLine.Renamed(TEN.plusSeconds(20), "desk/ask", "desk/help"));
        // The build keeps the name that it began with, and another job gets that name.
        index.apply(asked(2, TEN.plusSeconds(30), KIM));
        index.apply(
                asked(3, TEN.plusSeconds(30), new Requester("team/ask", 12, TEN.plusSeconds(25), "anna", "SYSTEM")));
        index.apply(moved);

        assertEquals(
                List.of("LAPTOP-2", "LAPTOP-1", "LAPTOP-0"),
                found(new AuditFilter("desk/help", null, null, null, null, null)));
        assertEquals(List.of("LAPTOP-3"), found(new AuditFilter("team/ask", null, null, null, null, null)));
        assertTrue(index.knowsJob("desk/help") && index.knowsJob("team/ask") && !index.knowsJob("desk/ask"));
    }

    @Test
    void aRequestThatWasSentSeveralTimesIsOneEntryInWhateverOrderItIsRead() {
        AuditLine.Asked third = AuditSamples.again(asked(1), 3, TEN.plusSeconds(50));
        List<AuditLine> lines = new ArrayList<>(List.of(
                asked(1),
                AuditSamples.again(asked(1), 2, TEN.plusSeconds(20)),
                third,
                new AuditLine.Ended(id(1), TEN.plusSeconds(9_999), Outcome.ACCEPTED, third.latest(), 0)));
        for (int seed = 0; seed < 24; seed++) {
            Collections.shuffle(lines, new Random(seed));
            AuditIndex fresh = new AuditIndex(new Renames());
            lines.forEach(fresh::apply);
            AuditPart all = fresh.search(ALL, 1, 10, List.of());
            assertEquals(1, all.matches(), lines::toString);
            assertEquals(id(3), all.entries().get(0).clientRequestId());
            assertEquals(third.at(), all.entries().get(0).askedAt());
            for (int number : List.of(1, 3)) {
                assertEquals(
                        1,
                        fresh.search(filter(id(number).toString()), 1, 10, List.of())
                                .matches());
            }
        }
    }

    /** What is read of a link goes by the request's id, long after it was sent again. */
    @Test
    void whatIsDroppedBesidesARequestTakesNothingOfItAway() {
        index.apply(asked(0));
        index.apply(asked(1, TEN.plusSeconds(60), KIM));
        index.apply(AuditSamples.again(asked(1), 2, TEN.plusSeconds(80)));
        index.dropBefore(TEN.plusSeconds(30));

        assertTrue(index.has(id(1)));
        assertTrue(index.apply(new AuditLine.Opened(id(1), TEN, "kim")));
        AuditEntry left = index.search(ALL, 1, 10, List.of()).entries().get(0);
        assertEquals(id(2), left.clientRequestId());
        assertEquals(1, left.opened().size());
    }

    @Test
    void anEndOnlyGetsBetter() {
        fill(1);
        List<Outcome> told = new ArrayList<>();
        for (Outcome outcome : List.of(
                Outcome.IN_DOUBT,
                Outcome.ACCEPTED,
                Outcome.IN_DOUBT,
                Outcome.NO_SESSION,
                Outcome.ACCEPTED,
                Outcome.FAILED,
                Outcome.SESSION,
                Outcome.NO_SESSION)) {
            if (index.apply(new AuditLine.Ended(id(0), TEN.plusSeconds(9_999), outcome, null, 0))) {
                told.add(outcome);
            }
        }
        assertFalse(
                index.apply(new AuditLine.Ended(id(0), TEN.plusSeconds(9_999), null, null, 0)),
                "and has not been unsent after all");

        assertEquals(List.of(Outcome.IN_DOUBT, Outcome.ACCEPTED, Outcome.NO_SESSION, Outcome.SESSION), told);
        assertEquals(
                Outcome.SESSION,
                index.search(ALL, 1, 1, List.of()).entries().get(0).outcome());
    }
}
