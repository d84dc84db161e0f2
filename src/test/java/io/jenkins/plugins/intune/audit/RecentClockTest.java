package io.jenkins.plugins.intune.audit;

import static io.jenkins.plugins.intune.trail.AuditSamples.ANNA;
import static io.jenkins.plugins.intune.trail.AuditSamples.KIM;
import static io.jenkins.plugins.intune.trail.AuditSamples.again;
import static io.jenkins.plugins.intune.trail.AuditSamples.id;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.trail.AuditLine;
import io.jenkins.plugins.intune.trail.AuditSamples;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whom builds leave alone when a clock is set, ahead or back, before or after Jenkins starts. */
class RecentClockTest extends RecentRequestsFixture {

    /** A real clock has parts of a millisecond, and a line has not: read again, it must be the same line. */
    @Test
    void aRenameThatIsReadAgainBecauseTheClockWasSetIsTheSame() {
        bench.clock.setClock(Duration.ofNanos(123_456));
        AuditLine.Asked line = askFirst(1, KIM);
        log.ended(line, Outcome.FAILED, entry -> {});
        log.jobNames().renamed(KIM.job(), "team/old", true);
        bench.clock.pass(Duration.ofSeconds(5));
        log.jobNames().renamed(ANNA.job(), KIM.job(), true);
        bench.runDisk();
        bench.clock.setClock(Duration.ofSeconds(15));
        lastRequester();

        log.asked(AuditSamples.asked(2, bench.clock.now(), ANNA));
        bench.runDisk();

        assertEquals(KIM.job(), entries().get(0).requester().job(), "which Anna's job is called by now");
    }

    /** A clock that is ahead names the file after the next day; it is set right before the request ends. */
    @Test
    void aRefusalInAFileOfAnEarlierDayIsARefusal() {
        bench.clock.setClock(Duration.ofHours(20));
        AuditLine.Asked line = askFirst(1, KIM);
        bench.runDisk();
        bench.clock.setClock(Duration.ofHours(-20));
        log.ended(line, Outcome.FAILED, entry -> {});
        bench.runDisk();
        assertEquals(Optional.empty(), lastRequester());
        restart();
        assertEquals("failed", entries().get(0).outcomeId());
        assertEquals(Optional.empty(), lastRequester(), "nobody was asked");
    }

    /** Throttled twice, then it goes on with another request of the build; the clock was set back by a second. */
    @Test
    void whatWasLeftBehindIsGoneAlthoughTheClockWasSetBack() {
        AuditLine.Asked first = askFirst(1, KIM);
        bench.clock.pass(Duration.ofSeconds(20));
        AuditLine.Asked second = again(first, 2, bench.clock.now());
        log.asked(second);
        log.unprocessed(id(1), second.sequence(), null);
        bench.clock.setClock(Duration.ofSeconds(-2));
        log.leftBehind(id(1), null, second.sequence(), entry -> {});
        bench.runDisk();
        assertEquals(List.of(), entries());
        restart();
        assertEquals(List.of(), entries());
        assertEquals(Optional.empty(), lastRequester());
    }

    /** Ten minutes later. */
    private void isInDoubtAlthoughALaterAttemptReachedNobody(AuditLine.Asked first) {
        bench.clock.pass(Duration.ofMinutes(10));
        AuditLine.Asked second = again(first, 2, bench.clock.now());
        log.asked(second);
        log.ended(AuditSamples.until(first, second), Outcome.IN_DOUBT, entry -> {});
        bench.runDisk();
    }

    /** In doubt; the next attempt, ten minutes later, never left. */
    @Test
    void whoWasAskedIsToldWithTheTimeOfWhatLeft() {
        AuditLine.Asked first = askFirst(1, KIM);
        isInDoubtAlthoughALaterAttemptReachedNobody(first);
        assertEquals(first.at(), entries().get(0).askedAt());
        assertEquals(Optional.of(first.at()), last(QUARTER).map(LastAsked::at));
        bench.clock.pass(Duration.ofMinutes(5));
        assertEquals(Optional.empty(), last(QUARTER), "and left alone for a quarter of an hour from then on");
    }

    /** The same, and the clock was set ahead between the two: what was measured counts, and not what is dated. */
    @Test
    void whoWasAskedIsLeftAloneFromThenOnAlthoughTheClockWasSet() {
        AuditLine.Asked first = askFirst(1, KIM);
        bench.clock.setClock(Duration.ofHours(2));
        isInDoubtAlthoughALaterAttemptReachedNobody(first);
        bench.clock.pass(Duration.ofMinutes(4));
        assertEquals(Optional.of(first.at()), last(QUARTER).map(LastAsked::at));
        bench.clock.pass(Duration.ofMinutes(1));
        assertEquals(Optional.empty(), last(QUARTER));
    }

    /** In doubt; a later step of the build sends it again, which is refused; each step ends. */
    @Test
    void whoWasAskedIsLeftAloneFromThenOnAlthoughALaterStepWasRefused() {
        AuditLine.Asked first = askFirst(1, KIM);
        log.ended(first, Outcome.IN_DOUBT, entry -> {});
        isInDoubtAlthoughALaterAttemptReachedNobody(first);
        assertEquals(Optional.of(first.at()), last(QUARTER).map(LastAsked::at));
        bench.clock.pass(Duration.ofMinutes(5));
        assertEquals(Optional.empty(), last(QUARTER));
    }

    /** The same after a restart between the end and the question: only dates are left. */
    @Test
    void whoWasAskedIsLeftAloneFromThenOnAfterARestart() {
        AuditLine.Asked first = askFirst(1, KIM);
        isInDoubtAlthoughALaterAttemptReachedNobody(first);
        restart();
        assertEquals(Optional.of(first.at()), last(QUARTER).map(LastAsked::at));
        bench.clock.pass(Duration.ofMinutes(5));
        assertEquals(Optional.empty(), last(QUARTER));
    }

    /** Ahead by 50 minutes when Jenkins starts (less than what counts as a jump). */
    @Test
    void aClockThatIsMinutesAheadWhenJenkinsStarts() {
        log.ended(askFirst(1, KIM), Outcome.ACCEPTED, entry -> {});
        bench.runDisk();
        bench.clock.setClock(Duration.ofMinutes(50));
        restart();
        bench.clock.setClock(Duration.ofMinutes(-50));
        bench.clock.pass(Duration.ofMinutes(5));
        assertEquals(Optional.of(KIM), lastRequester());
    }

    /** As aClockThatIsAheadWhenJenkinsStartsMakesItForgetNobodyForLong, but ahead by hours (a zone), and not by 30 days. */
    @Test
    void aClockThatIsSomeHoursAheadWhenJenkinsStartsMakesItForgetNobodyForLong() {
        log.ended(askFirst(1, KIM), Outcome.ACCEPTED, entry -> {});
        bench.runDisk();
        bench.clock.setClock(Duration.ofHours(2));
        restart();
        bench.clock.pass(Duration.ofMinutes(5));
        bench.clock.setClock(Duration.ofHours(-2));

        assertEquals(Optional.of(KIM), lastRequester(), "asked five minutes ago");
    }

    /** The clock is set ahead; then a later step of the build goes on with the request. */
    @Test
    void aLaterStepThatGoesOnWithARequestDatesItNotAnew() {
        AuditLine.Asked line = askFirst(1, KIM);
        log.ended(line, Outcome.ACCEPTED, entry -> {});
        bench.runDisk();
        bench.clock.setClock(Duration.ofHours(2));
        assertEquals(Optional.of(KIM), lastRequester(), "a jump alone makes no difference");

        log.resumed(line);
        bench.runDisk();

        assertEquals(Optional.of(KIM), lastRequester(), "asked a moment ago");
    }
}
