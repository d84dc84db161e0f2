package io.jenkins.plugins.intune.driver;

import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static io.jenkins.plugins.intune.standin.StandIn.error;
import static io.jenkins.plugins.intune.standin.StandIn.graphSays;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.jenkins.plugins.intune.graph.ApiVersion;
import io.jenkins.plugins.intune.request.OnDoubt;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.request.Phase;
import io.jenkins.plugins.intune.request.RequestOptions;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What others are told of attempts after several restarts, of which some were made forgotten. No clock is set here. */
class LoggedSequencesTest extends LoggedRequestsFixture {

    private CompletableFuture<RequestReport> restart(RequestState left, RequestOptions options) throws Exception {
        asked = new AskedDevices();
        startJenkins();
        return begin("one", options, left, true);
    }

    private RequestState throttled(int attempts) {
        passUntil(() -> standIn.actions().size() == attempts
                && bench.request.phase() == Phase.BACKING_OFF
                && onDisk.phase() == Phase.BACKING_OFF
                && onDisk.sent().attempts() == attempts);
        return onDisk;
    }

    /**
     * Throttled; an orderly restart; throttled again; another restart; refused, which a power failure makes the build forget;
     * resumed from the same state once more.
     */
    private void asksAfterThreeRestarts(RequestOptions options, ResponseDefinitionBuilder answer, Phase phase)
            throws Exception {
        standIn.answerAction(graphSays(429), graphSays(429), error(400, "x", "no"), answer);
        begin("one", options);
        RequestState once = throttled(1);
        restart(once, options);
        RequestState twice = throttled(2);
        CompletableFuture<RequestReport> forgotten = restart(twice, options);
        passUntil(forgotten::isDone);
        assertEquals(Outcome.FAILED, forgotten.join().outcome());

        CompletableFuture<RequestReport> again = restart(twice, options);
        passUntil(() -> standIn.actions().size() == 4 && bench.request.phase() == phase);
        List<String> meanwhile = entries();
        boolean known = last().isPresent();
        bench.clock.pass(Duration.ofMillis(100));
        bench.request.abort();
        passUntil(again::isDone);
        assertTrue(known, () -> "another build would ask the same person again; the log said " + meanwhile);
        assertEquals(List.of(sent(4) + " null"), meanwhile, "under way");
    }

    @Test
    void whoIsAskedAfterSeveralRestartsCountsAsAskedWhileTheSessionIsWaitedFor() throws Exception {
        asksAfterThreeRestarts(new RequestOptions(ApiVersion.AUTO, 600, OnDoubt.FAIL, 300), accepted(), Phase.WATCHING);
    }

    @Test
    void andWhileNobodyKnows() throws Exception {
        asksAfterThreeRestarts(
                new RequestOptions(ApiVersion.AUTO, 600, OnDoubt.FAIL, 0), error(504, "x", "late"), Phase.SETTLING);
    }

    /**
     * Throttled; a restart; in doubt; sent again and refused, which a power failure makes the build forget; a restart; the step
     * ends in doubt. Two hours later another step sends it again, is accepted, and waits for the session.
     */
    @Test
    void whoIsAskedByALaterStepAfterRestartsCountsAsAsked() throws Exception {
        RequestOptions resend = new RequestOptions(ApiVersion.AUTO, 600, OnDoubt.RESEND, 0);
        standIn.answerAction(graphSays(429), error(504, "x", "late"), error(400, "x", "no"), accepted());
        begin("one", resend);
        RequestState once = throttled(1);
        CompletableFuture<RequestReport> forgotten = restart(once, resend);
        passUntil(() -> standIn.actions().size() == 2 && onDisk.phase() == Phase.SETTLING);
        RequestState twice = onDisk;
        passUntil(forgotten::isDone);
        assertEquals(3, standIn.actions().size());
        CompletableFuture<RequestReport> one =
                restart(twice, new RequestOptions(ApiVersion.AUTO, 600, OnDoubt.FAIL, 0));
        passUntil(one::isDone);
        assertEquals(Outcome.IN_DOUBT, one.join().outcome());
        bench.clock.pass(Duration.ofHours(2));

        CompletableFuture<RequestReport> two =
                begin("two", new RequestOptions(ApiVersion.AUTO, 600, OnDoubt.RESEND, 300));
        passUntil(() -> standIn.actions().size() == 4 && bench.request.phase() == Phase.WATCHING);
        List<String> meanwhile = entries();
        boolean known = last().isPresent();
        bench.request.abort();
        passUntil(two::isDone);
        assertTrue(known, () -> "another build would ask the same person again; the log said " + meanwhile);
        assertEquals(List.of(sent(4) + " null"), meanwhile, "under way");
    }
}
