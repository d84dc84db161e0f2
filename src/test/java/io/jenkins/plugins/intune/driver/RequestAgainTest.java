package io.jenkins.plugins.intune.driver;

import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.error;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.graph.ApiVersion;
import io.jenkins.plugins.intune.graph.DeviceAddress;
import io.jenkins.plugins.intune.graph.DeviceForm;
import io.jenkins.plugins.intune.request.Claim;
import io.jenkins.plugins.intune.request.OnDoubt;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.request.RequestPlan;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import io.jenkins.plugins.intune.standin.StandIn;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A request for a device that somebody has asked already. */
class RequestAgainTest {

    private static final String LINK = "https://get.teamviewer.com/s1";

    private final RequestBench bench = new RequestBench();
    private final RecordingHost host = bench.host;
    private final StandIn standIn = bench.standIn;

    @BeforeEach
    void prepare() {
        standIn.device("");
        standIn.answerAction(StandIn.accepted());
    }

    @AfterEach
    void close() {
        assertEquals(0, standIn.actions().size(), "nobody was asked");
        bench.close();
    }

    private RequestState sent() {
        return RequestState.startingAt(bench.clock.now())
                .withDevice(DEVICE, "")
                .withBefore("", "")
                .attempting(bench.clock.now(), "c-1");
    }

    private void earlier(RequestState state) {
        host.nextClaim = CompletableFuture.completedFuture(new Claim.Earlier(RequestReport.brokenOff(state)));
    }

    private static RequestPlan plan(OnDoubt onDoubt, long sessionTimeout) throws Exception {
        return RequestBench.plan(
                DeviceAddress.of(DeviceForm.MANAGED_DEVICE, part -> DEVICE), ApiVersion.AUTO, onDoubt, sessionTimeout);
    }

    @Test
    void whatWasAcceptedStaysSo() throws Exception {
        earlier(sent().answered("r-1").accepted(bench.clock.now(), false));

        bench.begin();

        RequestReport report = bench.result();
        assertEquals(Outcome.ACCEPTED, report.outcome());
        assertEquals("r-1", report.requestId());
        assertEquals("c-1", report.clientRequestId());
        assertEquals(DEVICE, host.claimed.get(0));
        assertTrue(host.log.stream().anyMatch(line -> line.contains("Nobody is asked again.")), host.log::toString);
        assertEquals(report, host.ended.get(0));
    }

    @Test
    void itsSessionIsWaitedFor() throws Exception {
        earlier(sent().answered("r-1").accepted(bench.clock.now(), false));
        standIn.device(LINK);

        bench.begin(plan(OnDoubt.FAIL, 60));

        assertEquals(LINK, bench.result().sessionUrl());
    }

    @Test
    void aLinkIsNobodysIfTheFirstDidNotLook() throws Exception {
        earlier(sent().withBefore(null, null).answered("r-1").accepted(bench.clock.now(), false));
        standIn.device(LINK);

        bench.begin(plan(OnDoubt.FAIL, 60));

        RequestReport report = bench.report();
        assertEquals(Outcome.NO_SESSION, report.outcome());
        assertTrue(report.message().contains("did not look"), report::message);
    }

    @Test
    void aDoubtThatHasSettledIsNoDoubt() throws Exception {
        earlier(sent());
        standIn.device(LINK);

        bench.begin();

        assertEquals(Outcome.ACCEPTED, bench.result().outcome());
    }

    @Test
    void aDoubtThatHasNotIsTold() throws Exception {
        earlier(sent());

        bench.begin();
        bench.passUntilDone();

        assertEquals(Outcome.IN_DOUBT, bench.report().outcome());
        assertTrue(bench.failure().contains("Jenkins was stopped before an answer arrived"), bench::failure);
    }

    @Test
    void whoMayNotAskSaysWhy() throws Exception {
        host.nextClaim =
                CompletableFuture.completedFuture(new Claim.Refused(Outcome.RECENTLY_ASKED, "Asked at noon by Anna."));

        bench.begin();

        assertEquals(Outcome.RECENTLY_ASKED, bench.report().outcome());
        assertEquals("Asked at noon by Anna.", bench.report().message());
    }

    @Test
    void whoCannotKnowAsksNobody() throws Exception {
        host.nextClaim = CompletableFuture.failedFuture(new IOException("disk gone"));

        bench.begin();

        assertEquals(Outcome.FAILED, bench.report().outcome());
        assertTrue(bench.failure().contains("disk gone") && bench.failure().contains("nothing was sent"));
    }

    @Test
    void waitingForWhatTheBuildKnowsIsToldAndEnds() throws Exception {
        host.nextClaim = new CompletableFuture<>();

        bench.begin();
        await().until(() -> !host.claimed.isEmpty());
        bench.clock.pass(Duration.ofSeconds(4));
        await().until(() ->
                host.log.contains("Waiting for the credential, and for the list of devices that were asked before."));
        bench.clock.pass(Duration.ofSeconds(120));

        assertTrue(bench.failure().contains("and for the list of devices that were asked before"), bench::failure);
    }

    /** It may have been asked by another name, so who it is has to be known. */
    @Test
    void aDeviceThatDoesNotTellWhoItIsIsNotAsked() throws Exception {
        standIn.stub(StandIn.deviceRead().willReturn(error(500, "x", "broken")));
        RequestPlan plan = RequestBench.plan(
                DeviceAddress.of(DeviceForm.HEALTH_SCRIPT_DEVICE, part -> DEVICE), ApiVersion.AUTO, OnDoubt.FAIL, 0);

        bench.begin(plan);
        bench.passUntilDone();

        assertTrue(bench.failure().contains("nothing was sent"), bench::failure);
    }
}
