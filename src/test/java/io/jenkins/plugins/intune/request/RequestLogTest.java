package io.jenkins.plugins.intune.request;

import static io.jenkins.plugins.intune.request.TransitionBench.answered;
import static io.jenkins.plugins.intune.request.TransitionBench.options;
import static io.jenkins.plugins.intune.request.TransitionBench.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.graph.Connector;
import io.jenkins.plugins.intune.graph.DeviceDetails;
import io.jenkins.plugins.intune.graph.DeviceProperty;
import io.jenkins.plugins.intune.graph.DeviceQuery;
import io.jenkins.plugins.intune.graph.DeviceReading;
import io.jenkins.plugins.intune.graph.SessionLink;
import io.jenkins.plugins.intune.http.HttpCall;
import io.jenkins.plugins.intune.http.HttpFailure;
import io.jenkins.plugins.intune.retry.ReadFailure;
import io.jenkins.plugins.intune.standin.StandIn;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the build's log says at each turn of a request. */
class RequestLogTest {

    private static final String DEVICE = "managed device " + StandIn.DEVICE;
    private static final ReadFailure REFUSED =
            new ReadFailure(ReadFailure.Kind.TOKEN_REFUSED, true, "Graph said 403", Optional.empty());
    private static final HttpFailure NO_ANSWER = HttpFailure.timeout(
            HttpCall.get(URI.create("https://graph.example/action"), Map.of(), Duration.ofSeconds(1)), true);

    private static TransitionBench sending(OnDoubt onDoubt, long sessionTimeoutSeconds) {
        return new TransitionBench(options(onDoubt, sessionTimeoutSeconds))
                .near()
                .sending("c-1");
    }

    private static void assertSays(String part, List<String> lines) {
        assertTrue(lines.stream().anyMatch(line -> line.contains(part)), () -> part + " is not in " + lines);
    }

    @Test
    void namesBothIdsOfAnAcceptedRequest() {
        List<String> lines = sending(OnDoubt.FAIL, 0).happens(answered(204));

        assertSays("Intune accepted the remote assistance request for " + DEVICE, lines);
        assertSays("request-id " + TransitionBench.REQUEST_ID + ", client-request-id c-1", lines);
    }

    @Test
    void namesTheDoubtAndTheLinkThatSettledIt() {
        TransitionBench bench = sending(OnDoubt.FAIL, 0);

        assertSays("It is in doubt whether Intune got the request", bench.happens(new Event.Unanswered(NO_ANSWER)));
        assertSays("after all: there is a new session link", bench.happens(read("https://link.example/1")));
        assertEquals(Outcome.ACCEPTED, bench.state().outcome());
    }

    @Test
    void saysThatATokenIsRenewed() {
        assertSays("trying once more with a new token", sending(OnDoubt.FAIL, 0).happens(answered(403)));
        TransitionBench reading = new TransitionBench(options(OnDoubt.FAIL, 0));
        reading.happens(new Event.Begun(false));
        reading.happens(new Event.Claimed(Claim.GRANTED));
        reading.happens(new Event.Called());
        assertSays("Graph said 403: trying once more with a new token", reading.happens(new Event.ReadFailed(REFUSED)));
    }

    @Test
    void saysThatATokenIsRenewedForALookUp() throws Exception {
        TransitionBench bench = new TransitionBench(
                DeviceQuery.of(DeviceProperty.SERIAL_NUMBER, "SN-1"), options(OnDoubt.FAIL, 0), false);
        bench.happens(new Event.Begun(false));

        assertSays("trying once more with a new token", bench.happens(new Event.ReadFailed(REFUSED)));
        assertEquals(Phase.LOOKING_UP, bench.phase());
    }

    @Test
    void saysWhatAnAbortLeaves() {
        TransitionBench before = new TransitionBench(options(OnDoubt.FAIL, 0)).near();
        assertSays("Aborted. No remote assistance request for " + DEVICE, before.happens(new Event.Aborted()));
        assertEquals(Outcome.NOT_ASKED, before.state().outcome());

        TransitionBench inDoubt = sending(OnDoubt.FAIL, 0);
        inDoubt.happens(new Event.Unanswered(NO_ANSWER));
        assertSays("had left, so the person at the device may be asked", inDoubt.happens(new Event.Aborted()));
        assertEquals(Outcome.IN_DOUBT, inDoubt.state().outcome());
    }

    @Test
    void anAbortOfWhatWasThrottledIsNoDoubt() {
        TransitionBench bench = sending(OnDoubt.FAIL, 0);
        bench.happens(new Event.Aborted());

        List<String> lines = bench.happens(answered(429));

        assertSays("Intune has accepted none", lines);
        assertEquals(Outcome.FAILED, bench.state().outcome());
    }

    @Test
    void saysThatAnotherRequestOfTheBuildIsWaitedForAndStopsTheTimeMeanwhile() {
        TransitionBench bench = new TransitionBench(options(OnDoubt.FAIL, 0));
        bench.happens(new Event.Begun(false));

        assertSays(
                "Waiting for the end of another request of this build, which asks the same device",
                bench.happens(new Event.Busy()));
        assertTrue(bench.effect(Effect.LeaveLine.class).isPresent(), "others go first");
        assertEquals(List.of(), bench.happens(new Event.Busy()), "the next one in line has it");
        bench.afterSeconds(60, new Event.Free());
        assertEquals(Optional.empty(), bench.effect(Effect.SetDeadline.class));
        bench.afterSeconds(60, new Event.Free());

        assertEquals(
                Duration.ofSeconds(120),
                bench.effect(Effect.SetDeadline.class).orElseThrow().left());
    }

    @Test
    void saysWhatAnEarlierStepOfTheBuildHasDone() {
        RequestState sent = RequestState.startingAt(TransitionBench.BEGIN)
                .attempting(TransitionBench.BEGIN, "c-0")
                .withDevice(StandIn.DEVICE, "LAPTOP-1")
                .withBefore("", "");
        TransitionBench inDoubt = new TransitionBench(options(OnDoubt.FAIL, 0));
        inDoubt.happens(new Event.Begun(false));
        assertSays(
                "the request left at 2026-11-26T10:00:00Z (client-request-id c-0), and what became of it is in doubt",
                inDoubt.happens(new Event.Claimed(new Claim.Earlier(RequestReport.brokenOff(sent)))));

        TransitionBench dryRun = new TransitionBench(options(OnDoubt.FAIL, 0).withDryRun(true));
        dryRun.happens(new Event.Begun(false));
        assertSays(
                "and what became of it is in doubt",
                dryRun.happens(new Event.Claimed(new Claim.Earlier(RequestReport.brokenOff(sent)))));
        assertEquals(Outcome.DUPLICATE, dryRun.state().outcome());
    }

    @Test
    void warnsOfADeviceOnceIfItsSessionIsWaitedFor() {
        DeviceDetails linux = new DeviceDetails(StandIn.DEVICE, "LAPTOP-1", "", "Linux", "", "", "personal");
        Event.Read read = new Event.Read(new DeviceReading(new SessionLink(""), "", linux));
        assertTrue(!linux.concerns().isEmpty());
        for (long session : List.of(0L, 300L)) {
            TransitionBench bench = new TransitionBench(options(OnDoubt.FAIL, session));
            bench.happens(new Event.Begun(false));
            bench.happens(new Event.Claimed(Claim.GRANTED));
            if (session > 0) {
                bench.happens(new Event.Checked(Connector.ONBOARDED, ""));
            }
            bench.happens(new Event.Called());

            assertEquals(
                    session > 0 ? linux.concerns().size() : 0,
                    bench.happens(read).stream()
                            .filter(line -> line.startsWith("Warning: "))
                            .count());
            bench.happens(new Event.Permitted("c-1"));
            bench.afterSeconds(5, new Event.Saved());
            assertEquals(Phase.READING, bench.phase(), "too long ago");
            assertEquals(List.of(), bench.happens(read));
        }
    }

    @Test
    void anErrorOfBeforeIsToldOnlyIfThereIsOne() {
        for (String error : List.of("", "Denied")) {
            TransitionBench bench = new TransitionBench(options(OnDoubt.FAIL, 300));
            bench.happens(new Event.Begun(false));
            bench.happens(new Event.Claimed(Claim.GRANTED));
            bench.happens(new Event.Checked(Connector.ONBOARDED, ""));
            bench.happens(new Event.Called());
            bench.happens(read("", error));
            bench.sending("c-1").happens(answered(204));
            bench.happens(read("", error));
            bench.afterSeconds(300, new Event.Woke());

            assertEquals(Outcome.NO_SESSION, bench.state().outcome());
            assertEquals(
                    !error.isEmpty(),
                    bench.state().message().contains("The device still reports an earlier error: Denied"));
            assertEquals(error.isEmpty() ? null : error, bench.state().sessionError());
        }
    }
}
