package io.jenkins.plugins.intune.driver;

import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static io.jenkins.plugins.intune.standin.StandIn.error;
import static io.jenkins.plugins.intune.standin.StandIn.graphSays;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.audit.LastAsked;
import io.jenkins.plugins.intune.graph.ApiVersion;
import io.jenkins.plugins.intune.request.OnDoubt;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.request.Phase;
import io.jenkins.plugins.intune.request.RequestOptions;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A request in doubt and later attempts that reach nobody: what the log says, and what other builds learn. */
class LoggedDoubtsTest extends LoggedRequestsFixture {

    private static final Duration QUARTER = Duration.ofMinutes(15);

    /**
     * Throttled; the second attempt is in doubt, which the log has on disk; a power failure makes the build forget all but the
     * first. The step resumes, and its disk is full.
     */
    private void forgetsADoubt() throws Exception {
        standIn.answerAction(graphSays(429), error(504, "x", "late"));
        beginAndBackOff();
        RequestState left = onDisk;
        assertEquals(Phase.BACKING_OFF, left.phase());
        bench.passUntilDone();
        assertEquals(Outcome.IN_DOUBT, bench.report().outcome());
        assertEquals(List.of(sent(2) + " IN_DOUBT"), entries());

        asked = new AskedDevices();
        startJenkins();
        assertEquals(List.of(sent(2) + " IN_DOUBT"), entries());
        assertTrue(last().isPresent(), "the second may have reached the person");
        disk = state -> CompletableFuture.failedFuture(new IOException("No space left on device"));
        resume("one", left);
        bench.passUntilDone();
        assertEquals(2, standIn.actions().size());
    }

    @Test
    void aDoubtThatAPowerFailureMakesTheBuildForgetStaysInTheLog() throws Exception {
        forgetsADoubt();

        assertEquals(List.of(sent(2) + " IN_DOUBT"), entries(), "a crash cannot lose who was asked");
    }

    @Test
    void aDoubtThatAPowerFailureMakesTheBuildForgetKeepsOthersAway() throws Exception {
        forgetsADoubt();

        assertTrue(last().isPresent(), "another build would ask the same person again");
    }

    /** Throttled, then in doubt; a power failure makes the build forget the second attempt; Graph refuses the third. */
    @Test
    void aForgottenDoubtIsNotClearedUpByALaterAttemptThatIsRefused() throws Exception {
        standIn.answerAction(graphSays(429), error(504, "x", "late"), error(400, "x", "no"));
        beginAndBackOff();
        RequestState left = onDisk;
        bench.passUntilDone();
        assertEquals(List.of(sent(2) + " IN_DOUBT"), entries());

        isRefusedAfterAPowerFailure(left);

        for (int start = 0; start < 2; start++) {
            assertEquals(List.of(sent(2) + " IN_DOUBT"), entries(), "nobody knows what became of the second");
            assertTrue(last().isPresent(), "another build would ask the same person again");
            startJenkins();
        }
    }

    /** In doubt; ten minutes later another step sends it again, and Graph makes it wait. */
    @Test
    void whoMayHaveBeenAskedIsLeftAloneFromThenOnWhileALaterAttemptWaits() throws Exception {
        standIn.answerAction(error(504, "x", "late"));
        begin("one", OnDoubt.FAIL);
        bench.passUntilDone();
        Instant first = entriesAskedAt();
        bench.clock.pass(Duration.ofMinutes(10));
        standIn.answerAction(graphSays(429).withHeader("Retry-After", "500"));
        begin("two", OnDoubt.RESEND);
        passUntil(() -> standIn.actions().size() == 2 && bench.request.phase() == Phase.BACKING_OFF);

        assertEquals(Optional.of(first), last().map(LastAsked::at));
        bench.clock.pass(Duration.ofMinutes(6));
        assertEquals(Optional.empty(), last(QUARTER).map(LastAsked::at));
        bench.abort();
    }

    private Instant entriesAskedAt() {
        return last().orElseThrow().at();
    }

    /** In doubt, then throttled; meanwhile another step asks anew, and the first one goes on with that. */
    @Test
    void whatIsLeftBehindInDoubtIsToldByTheAttemptInDoubt() throws Exception {
        standIn.answerAction(error(504, "x", "late"), graphSays(429).withHeader("Retry-After", "60"), accepted());
        CompletableFuture<RequestReport> doubted = begin("one", OnDoubt.RESEND);
        passUntil(() -> standIn.actions().size() == 2 && bench.request.phase() == Phase.BACKING_OFF);
        CompletableFuture<RequestReport> another =
                begin("another", new RequestOptions(ApiVersion.AUTO, 600, OnDoubt.FAIL, 0, true, 0));
        passUntil(() -> doubted.isDone() && another.isDone());

        assertEquals(List.of(sent(3) + " ACCEPTED", sent(1) + " IN_DOUBT"), entries());
    }
}
