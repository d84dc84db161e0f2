package io.jenkins.plugins.intune.trail;

import static io.jenkins.plugins.intune.trail.AuditSamples.TEN;
import static io.jenkins.plugins.intune.trail.AuditSamples.again;
import static io.jenkins.plugins.intune.trail.AuditSamples.asked;
import static io.jenkins.plugins.intune.trail.AuditSamples.id;
import static io.jenkins.plugins.intune.trail.AuditSamples.until;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.intune.request.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is known of a request's attempts, in whatever order it becomes known. */
class AttemptHistoryTest {

    private static final AuditLine.Asked FIRST = asked(1);
    private static final AuditLine.Asked SECOND = again(FIRST, 2, TEN.plusSeconds(9));
    private static final AuditLine.Asked THIRD = again(SECOND, 3, TEN.plusSeconds(99));

    private static AuditLine.Ended end(AuditLine.Asked line, Outcome outcome) {
        return new AuditLine.Ended(line.id(), line.at(), outcome, line.latest(), line.sequence());
    }

    private static AttemptHistory history(List<AuditLine> lines) {
        AttemptHistory history = AttemptHistory.NONE;
        for (AuditLine line : lines) {
            history = line instanceof AuditLine.Asked asked ? history.and(asked) : history.and((AuditLine.Ended) line);
        }
        return history;
    }

    /** The attempt that is told of, how it ended, and which ones may have reached somebody. */
    private static String told(AttemptHistory history) {
        AttemptHistory.Known told = history.told();
        String end = history.isPending() ? "pending" : String.valueOf(told.outcome());
        return number(told.attempt()) + " " + end + " "
                + history.reached()
                        .map(AttemptHistoryTest::number)
                        .sorted()
                        .map(Object::toString)
                        .collect(Collectors.joining("+"));
    }

    private static long number(AuditLine.Attempt attempt) {
        return attempt.id().getLeastSignificantBits() - id(0).getLeastSignificantBits();
    }

    private static void isTold(String expected, AuditLine... lines) {
        assertEquals(expected, told(history(List.of(lines))));
    }

    @Test
    void whatIsKnownOfOneAttempt() {
        isTold("1 pending 1", FIRST);
        isTold("1 FAILED ", FIRST, end(FIRST, Outcome.FAILED));
        isTold("1 null ", FIRST, end(FIRST, null));
        isTold("1 IN_DOUBT 1", FIRST, end(FIRST, Outcome.IN_DOUBT));
        isTold("1 FAILED ", FIRST, end(FIRST, Outcome.IN_DOUBT), end(FIRST, Outcome.FAILED));
        isTold("1 SESSION 1", FIRST, end(FIRST, Outcome.SESSION), end(FIRST, Outcome.NO_SESSION));
        isTold("1 NO_SESSION 1", FIRST, end(FIRST, Outcome.NO_SESSION), end(FIRST, Outcome.ACCEPTED));
        isTold("1 ACCEPTED 1", FIRST, end(FIRST, Outcome.ACCEPTED), end(FIRST, Outcome.FAILED));
    }

    @Test
    void whatIsKnownOfSeveral() {
        isTold("2 pending 2", FIRST, SECOND);
        isTold("2 FAILED ", FIRST, SECOND, end(SECOND, Outcome.FAILED));
        isTold("1 IN_DOUBT 1", FIRST, SECOND, end(until(FIRST, SECOND), Outcome.IN_DOUBT));
        isTold("2 pending 1+2", FIRST, end(FIRST, Outcome.IN_DOUBT), SECOND);
        isTold("2 pending 2", FIRST, end(FIRST, Outcome.FAILED), SECOND);
        isTold("1 ACCEPTED 1+2", FIRST, end(FIRST, Outcome.ACCEPTED), SECOND, end(SECOND, Outcome.IN_DOUBT));
        isTold("2 IN_DOUBT 1+2", FIRST, end(FIRST, Outcome.IN_DOUBT), SECOND, end(SECOND, Outcome.IN_DOUBT));
    }

    /** A crash has made the request forget that it knew more. */
    @Test
    void whatTheRequestHasForgottenItself() {
        isTold("2 IN_DOUBT 2", FIRST, SECOND, end(SECOND, Outcome.IN_DOUBT), THIRD, end(THIRD, Outcome.FAILED));
        isTold("2 ACCEPTED 2", FIRST, SECOND, end(SECOND, Outcome.ACCEPTED), THIRD, end(THIRD, Outcome.FAILED));
        isTold("2 ACCEPTED 2+3", FIRST, SECOND, end(SECOND, Outcome.ACCEPTED), THIRD);
        isTold("3 FAILED ", FIRST, SECOND, THIRD, end(THIRD, Outcome.FAILED));
        isTold("3 pending 3", FIRST, end(FIRST, null), THIRD);
    }

    /** In doubt; the next attempt was throttled, and the request is told of at its number, by the one in doubt. */
    @Test
    void ofAnAttemptThatHasReachedNobodyNothingIsToldAnyMore() {
        isTold("1 pending 1", FIRST, SECOND, until(FIRST, SECOND));
        assertEquals(
                "1 IN_DOUBT 1",
                told(history(List.of(FIRST, SECOND)).andUnprocessed(SECOND.sequence(), FIRST.latest())));
        assertEquals("2 null ", told(history(List.of(FIRST, SECOND)).andUnprocessed(SECOND.sequence(), null)));
        assertEquals(
                "3 pending 3", told(history(List.of(FIRST, SECOND, THIRD)).andUnprocessed(SECOND.sequence(), null)));
    }

    private static final Outcome[] ENDS = {
        null, Outcome.FAILED, Outcome.IN_DOUBT, Outcome.ACCEPTED, Outcome.NO_SESSION, Outcome.SESSION
    };

    /** Lines as builds, fleets and crashes may leave them. */
    private static List<AuditLine> lines(Random random) {
        List<AuditLine> lines = new ArrayList<>(List.of(FIRST));
        List<AuditLine.Asked> attempts = new ArrayList<>(List.of(FIRST));
        int ended = 0;
        for (int i = random.nextInt(8); i > 0; i--) {
            AuditLine.Asked latest = attempts.get(attempts.size() - 1);
            int any = random.nextInt(attempts.size());
            AuditLine.Asked told = until(attempts.get(any), latest);
            if (random.nextBoolean()) {
                AuditLine.Asked next = again(latest, attempts.size() + 1, TEN.plusSeconds(9 * attempts.size()));
                attempts.add(next);
                lines.add(next);
            } else if (any >= ended && random.nextInt(4) == 0) {
                lines.add(told);
            } else {
                lines.add(end(told, ENDS[random.nextInt(ENDS.length)]));
                ended = attempts.size();
            }
        }
        return lines;
    }

    @Test
    void anyOrderSaysTheSame() {
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            List<AuditLine> lines = lines(random);
            String expected = told(history(lines));
            for (int i = 0; i < 4; i++) {
                List<AuditLine> others = new ArrayList<>(lines);
                others.add(lines.get(random.nextInt(lines.size())));
                Collections.shuffle(others, random);
                assertEquals(expected, told(history(others)), "seed " + seed + ": " + others);
            }
        }
    }
}
