package io.jenkins.plugins.intune.graph;

import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.standin.StandIn;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** How a request goes on after a restart of Jenkins. */
class RequestRestartTest {

    @AutoClose
    private final GraphBench bench = new GraphBench();

    private final StandIn standIn = bench.standIn;
    private final ManualHost host = bench.host;

    @Test
    void afterARestartTheDeviceIsAskedEvenIfTheTimeoutIsUp() throws Exception {
        standIn.device("", "", "https://get.teamviewer.com/s2");
        RequestState sending =
                RequestState.startingAt(host.now()).withBefore(DEVICE, "", "").sending(host.now(), "c-1");
        host.pass(Duration.ofHours(1));

        bench.begin(sending);

        bench.passUntilDone();
        assertEquals("c-1", bench.result().report().clientRequestId());
        assertEquals(0, standIn.actions().size());
    }

    @Test
    void afterARestartAFailureIsToldAgain() throws Exception {
        bench.begin(
                RequestState.startingAt(host.now()).sending(host.now(), "c-1").failed("Because.", false));

        assertEquals("Because.", bench.failure());
        assertEquals(0, standIn.actions().size());
    }

    @Test
    void afterARestartWhatWasBeingSentIsInDoubt() throws Exception {
        bench.begin(RequestState.startingAt(host.now()).sending(host.now(), "c-1"));

        String said = bench.failure();
        assertTrue(said.contains("in doubt") && said.contains("client-request-id c-1"), said);
        assertEquals(0, standIn.actions().size());
    }

    @Test
    void afterARestartAThrottleIsWaitedOutToItsEnd() throws Exception {
        standIn.answerAction(accepted());
        bench.begin(RequestState.startingAt(host.now())
                .sending(host.now(), "c-1")
                .waitingUntil(host.now().plusSeconds(30)));

        bench.awaitWait(Duration.ofSeconds(30));
        assertEquals(0, standIn.actions().size());
        host.pass(Duration.ofSeconds(30));
        assertEquals(2, bench.result().attempts());
    }

    @Test
    void afterARestartWhatWasAcceptedIsFinished() throws Exception {
        bench.begin(
                RequestState.startingAt(host.now()).sending(host.now(), "c-1").accepted(host.now(), "r-1"));

        assertEquals("r-1", bench.result().report().requestId());
        assertEquals(0, standIn.actions().size());
    }
}
