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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What log collectors and other builds are told, when a crash has made an attempt or the log's lines forgotten. */
class LoggedNewsTest extends LoggedRequestsFixture {

    private void forgets(ResponseDefinitionBuilder second) throws Exception {
        standIn.answerAction(graphSays(429), second, error(400, "x", "no"));
        beginAndBackOff();
        RequestState left = onDisk;
        bench.passUntilDone();
        isRefusedAfterAPowerFailure(left);
    }

    @Test
    void collectorsAreNotToldOfARefusalWhenTheLogSaysInDoubt() throws Exception {
        forgets(error(504, "x", "late"));
        assertEquals(List.of(sent(2) + " IN_DOUBT"), entries());
        assertEquals(entries().get(0), told.get(told.size() - 1), () -> "told " + told);
    }

    @Test
    void norWhenItSaysAccepted() throws Exception {
        forgets(accepted());
        assertEquals(List.of(sent(2) + " ACCEPTED"), entries());
        assertEquals(entries().get(0), told.get(told.size() - 1), () -> "told " + told);
    }

    /** As whatIsSentAfterASecondRestartFromTheSameStateIsTold, but the machine's clock is a minute behind the second time. */
    @Test
    void whatIsSentAfterASecondRestartFromTheSameStateWithTheClockSetBackKeepsOthersAway() throws Exception {
        standIn.answerAction(graphSays(429), error(400, "x", "no"), error(504, "x", "late"));
        beginAndBackOff();
        RequestState left = onDisk;
        asked = new AskedDevices();
        startJenkins();
        CompletableFuture<RequestReport> once = resume("one", left);
        passUntil(once::isDone);
        assertEquals(Outcome.FAILED, bench.report().outcome());

        bench.clock.setClock(Duration.ofMinutes(-1));
        asked = new AskedDevices();
        startJenkins();
        resume("one", left);
        passUntil(() -> standIn.actions().size() == 3 && bench.request.phase() == Phase.SETTLING);
        boolean known = last().isPresent();
        bench.request.abort();
        passUntil(bench.outcome::isDone);
        assertTrue(known, "another build would ask the same person again");
    }

    /** The log's disk was full, and Jenkins dies: the doubt that the step had left behind is in its saved state alone. */
    @Test
    void aDoubtThatWasLeftBehindIsToldAgainAfterACrash() throws Exception {
        standIn.answerAction(error(504, "x", "late"), graphSays(429).withHeader("Retry-After", "60"), accepted());
        RequestOptions session = new RequestOptions(ApiVersion.AUTO, 600, OnDoubt.RESEND, 300);
        CompletableFuture<RequestReport> doubted = begin("one", session);
        passUntil(() -> standIn.actions().size() == 2 && bench.request.phase() == Phase.BACKING_OFF);
        RequestDriver first = bench.request;
        CompletableFuture<RequestReport> another =
                begin("another", new RequestOptions(ApiVersion.AUTO, 600, OnDoubt.FAIL, 0, true, 0));
        passUntil(another::isDone);
        passUntil(() -> first.phase() == Phase.WATCHING && onDisk.phase() == Phase.WATCHING);
        RequestState left = onDisk;
        assertEquals(sent(1), left.sent().leftBehind());
        assertEquals(2, entries().size());
        log.close().join();
        try (Stream<Path> files = Files.list(folder.resolve("log"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        asked = new AskedDevices();
        startJenkins();
        resume("one", left);
        bench.passUntilDone();
        assertTrue(entries().contains(sent(1) + " IN_DOUBT"), () -> "the log says " + entries());
    }
}
