package io.jenkins.plugins.intune.driver;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.http.Fault;
import io.jenkins.plugins.intune.request.OnDoubt;
import io.jenkins.plugins.intune.request.Phase;
import io.jenkins.plugins.intune.request.RequestPlan;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.standin.StandIn;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A request that is in doubt. */
class RequestDoubtTest {

    @AutoClose
    private final RequestBench bench = new RequestBench();

    private final StandIn standIn = bench.standIn;
    private final RecordingHost host = bench.host;
    private final ManualPlatform clock = bench.clock;

    @ParameterizedTest
    @ValueSource(ints = {408, 499, 500, 502, 504, 599})
    void aServerErrorIsInDoubtAndNotRepeated(int status) throws Exception {
        standIn.answerAction(aResponse().withStatus(status).withHeader("Retry-After", "0"));

        bench.begin();

        String said = bench.failure();
        assertTrue(said.contains("in doubt"), said);
        assertTrue(said.contains("It was not sent again"), said);
        assertTrue(said.contains("2026-11-24T10:00:00Z"), said);
        assertEquals(1, standIn.actions().size());
    }

    @Test
    void aDoubtIsSettledByANewSessionLink() throws Exception {
        standIn.device(
                "https://get.teamviewer.com/s1", "https://get.teamviewer.com/s1", "https://get.teamviewer.com/s2");
        standIn.answerAction(aResponse().withStatus(504));

        bench.begin();

        bench.passUntilDone();
        assertEquals(1, bench.result().attempts());
        assertNull(bench.result().toResult(false).get("status"), "nobody has seen a 204");
        assertEquals(1, standIn.actions().size());
        assertTrue(host.log.stream().anyMatch(line -> line.contains("in doubt")), host.log::toString);
        assertTrue(host.log.stream().noneMatch(line -> line.contains("teamviewer")), host.log::toString);
        assertTrue(standIn.deviceReads().get(0).getUrl().contains("remoteAssistanceSessionUrl"));
    }

    @Test
    void anOldSessionLinkSettlesNothing() throws Exception {
        standIn.device("https://get.teamviewer.com/s1");
        standIn.answerAction(aResponse().withStatus(500));

        bench.begin();

        bench.passUntilDone();
        assertTrue(bench.failure().contains("The device shows no new session link"));
        assertEquals(1, standIn.actions().size());
        assertTrue(standIn.deviceReads().size() > 5, "it asked more than once");
    }

    @Test
    void whatIsInDoubtIsSentAgainOnlyIfTheUserWants() throws Exception {
        RequestPlan resend = RequestBench.plan(OnDoubt.RESEND);
        standIn.device("");
        standIn.answerAction(aResponse().withStatus(500), accepted());

        bench.begin(resend);

        bench.passUntilDone();
        assertEquals(2, bench.result().attempts());
        assertTrue(
                host.log.stream().anyMatch(line -> line.contains("because onDoubt is 'resend'")), host.log::toString);

        standIn.reset();
        standIn.answerAction(aResponse().withStatus(500));
        bench.begin(resend);
        bench.passUntilDone();
        bench.failure();
        assertEquals(3, standIn.actions().size(), "sent again twice at most");
    }

    @Test
    void whatIsInDoubtIsToldByTheAttemptThatLeft() throws Exception {
        standIn.device("");
        standIn.answerAction(aResponse().withStatus(500));
        bench.begin(RequestBench.plan(OnDoubt.RESEND));
        await().until(() -> bench.request.phase() == Phase.SETTLING);
        host.nextSave = CompletableFuture.failedFuture(new IOException("disk full"));

        bench.passUntilDone();

        String left = standIn.actions().get(0).getHeader("client-request-id");
        RequestReport report = bench.report();
        assertTrue(report.message().contains("disk full"), "another attempt was about to leave");
        assertTrue(report.message().contains(left + ", attempts: 1"), report.message());
        assertTrue(report.message().contains("2026-11-24T10:00:00Z"), report.message());
        assertFalse(report.message().contains("was not requested"), "nobody knows that: " + report.message());
        assertEquals(left, report.clientRequestId());
        assertEquals(1, report.attempts());
        assertEquals(left, report.logId(), "the log has it by the first attempt");
    }

    @Test
    void aBrokenConnectionIsInDoubtAndNotRepeated() throws Exception {
        standIn.answerAction(aResponse().withFault(Fault.EMPTY_RESPONSE));

        bench.begin();

        assertTrue(bench.failure().contains("in doubt"));
        assertEquals(1, standIn.actions().size());
    }
}
