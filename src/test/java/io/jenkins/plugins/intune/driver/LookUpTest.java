package io.jenkins.plugins.intune.driver;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.jenkins.plugins.intune.standin.DeviceLists.alike;
import static io.jenkins.plugins.intune.standin.DeviceLists.empty;
import static io.jenkins.plugins.intune.standin.DeviceLists.id;
import static io.jenkins.plugins.intune.standin.DeviceLists.list;
import static io.jenkins.plugins.intune.standin.DeviceLists.searches;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static io.jenkins.plugins.intune.standin.StandIn.error;
import static io.jenkins.plugins.intune.standin.StandIn.graphSays;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.jenkins.plugins.intune.graph.ApiVersion;
import io.jenkins.plugins.intune.graph.DeviceProperty;
import io.jenkins.plugins.intune.graph.DeviceQuery;
import io.jenkins.plugins.intune.request.OnDoubt;
import io.jenkins.plugins.intune.request.Phase;
import io.jenkins.plugins.intune.request.RequestPlan;
import io.jenkins.plugins.intune.request.RequestState;
import io.jenkins.plugins.intune.standin.DeviceLists;
import io.jenkins.plugins.intune.standin.StandIn;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A request for a device that has to be looked up first. */
class LookUpTest {

    @AutoClose
    private final RequestBench bench = new RequestBench();

    private final StandIn standIn = bench.standIn;
    private final RecordingHost host = bench.host;
    private final ManualPlatform clock = bench.clock;
    private ApiVersion version = ApiVersion.AUTO;

    private RequestPlan plan() throws Exception {
        return RequestBench.plan(DeviceQuery.of(DeviceProperty.SERIAL_NUMBER, "SN-1"), version, OnDoubt.FAIL, 0);
    }

    private void begin() throws Exception {
        bench.begin(plan());
    }

    private void resume(RequestState state) throws Exception {
        bench.resume(plan(), state);
    }

    private void finds(ResponseDefinitionBuilder... answers) {
        standIn.inTurn(DeviceLists.search(), answers);
    }

    private String action() {
        assertEquals(1, standIn.actions().size());
        return standIn.actions().get(0).getUrl();
    }

    @Test
    void theDeviceThatIsFoundIsAsked() throws Exception {
        finds(list(1, 1));
        standIn.answerAction(accepted());

        begin();

        assertEquals(id(1), bench.result().deviceId());
        assertEquals("/v1.0/deviceManagement/managedDevices/" + id(1) + "/requestRemoteAssistance", action());
        assertEquals("Looking up the device with the serial number \"SN-1\"", host.log.get(0));
        assertEquals(
                "Found the device with the serial number \"SN-1\": managed device " + id(1)
                        + " (\"LAPTOP-1\", Windows, user anna1@contoso.com, last sync 2026-11-20T08:00:00Z)",
                host.log.get(1));
        assertTrue(host.log.get(2).contains("(POST " + standIn.root() + action() + ")"), host.log.get(2));
        assertEquals(id(1), host.saved.get(0).deviceId(), "is on disk as soon as it is known");
        assertTrue(
                standIn.deviceReads().get(1).getUrl().contains(id(1) + "?$select=id,"),
                "the link is read at the device that was found");
    }

    @Test
    void theVersionThatIsForcedCountsForTheSearchToo() throws Exception {
        version = ApiVersion.BETA;
        finds(list(1, 1));
        standIn.answerAction(accepted());

        begin();

        bench.result();
        assertTrue(searches(standIn).get(0).getUrl().startsWith("/beta/"));
        assertTrue(action().startsWith("/beta/"), action());
    }

    @Test
    void whereNothingWillHappenIsWarnedOf() throws Exception {
        finds(aResponse()
                .withStatus(200)
                .withBody("{\"value\":[{\"id\":\"" + id(1)
                        + "\",\"serialNumber\":\"SN-1\",\"operatingSystem\":\"Linux\"}]}"));
        standIn.answerAction(accepted());

        begin();

        bench.result();
        assertTrue(
                host.log.stream().anyMatch(line -> line.startsWith("Warning: Remote assistance is not offered on")),
                host.log::toString);
    }

    @Test
    void withoutAMatchNothingIsSent() throws Exception {
        finds(empty());

        begin();

        String said = bench.failure();
        assertTrue(
                said.startsWith("Remote assistance was not requested for the device with the serial number \"SN-1\";"
                        + " nothing was sent. Intune knows no such device."),
                said);
        assertEquals(0, standIn.actions().size());
        assertEquals(Phase.FINISHING, host.saved.get(0).phase());
    }

    @Test
    void aDeviceOfAnotherSerialNumberIsNotAsked() throws Exception {
        finds(list(10, 12));

        begin();

        String said = bench.failure();
        assertTrue(
                said.contains(
                        "nothing was sent. Intune knows no such device. Microsoft Graph returned devices with another"),
                said);
        assertEquals(0, standIn.actions().size());
    }

    @Test
    void theLogSaysWhatElseWasFound() throws Exception {
        finds(list(1, 3));
        standIn.answerAction(accepted());

        begin();

        assertEquals(id(1), bench.result().deviceId());
        assertEquals(
                "Warning: Microsoft Graph also returned devices with another value (2), which do not count.",
                host.log.get(2));
    }

    @Test
    void withSeveralMatchesNothingIsSent() throws Exception {
        finds(alike(null, 1, 2));

        begin();

        String said = bench.failure();
        assertTrue(said.contains("nothing was sent. 2 devices match"), said);
        assertTrue(said.contains("LAPTOP-1") && said.contains("LAPTOP-2"), said);
        assertEquals(0, standIn.actions().size());
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void aThrottledLookUpIsWaitedOut(int status) throws Exception {
        finds(graphSays(status).withHeader("Retry-After", "30"), list(1, 1));
        standIn.answerAction(accepted());

        begin();

        await().until(() -> clock.standing().contains(Duration.ofSeconds(30)));
        assertEquals(1, searches(standIn).size());
        assertEquals(0, standIn.actions().size());
        clock.pass(Duration.ofSeconds(29));
        assertEquals(1, searches(standIn).size());
        bench.passShortWaits();
        assertEquals(1, bench.result().attempts());
        assertEquals(2, searches(standIn).size());
    }

    @Test
    void aThrottleBeyondTheTimeoutFailsAtOnce() throws Exception {
        finds(error(429, "TooManyRequests", "slow down").withHeader("Retry-After", "120"));

        begin();

        assertTrue(bench.failure().contains("nothing was sent"), bench.failure());
        assertTrue(
                bench.failure().endsWith("The wait of 120 s is longer than what is left of the timeout."),
                bench.failure());
    }

    @Test
    void aLookUpThatBreaksIsMadeAgain() throws Exception {
        finds(
                aResponse().withStatus(500),
                aResponse().withFault(Fault.EMPTY_RESPONSE),
                aResponse().withStatus(504),
                list(1, 1));
        standIn.answerAction(accepted());

        begin();

        bench.passUntilDone();
        assertEquals(id(1), bench.result().deviceId());
    }

    @Test
    void aLookUpThatAlwaysBreaksIsGivenUp() throws Exception {
        finds(error(500, "InternalServerError", "Sorry."));

        begin();

        bench.passUntilDone();
        assertTrue(bench.failure().contains("nothing was sent. Microsoft Graph answered 500"), bench.failure());
        assertEquals(5, searches(standIn).size());
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void aRefusedTokenIsRenewedOnce(int status) throws Exception {
        finds(error(status, "x", "x"), list(1, 1));
        standIn.answerAction(accepted());

        begin();

        assertEquals(1, bench.result().attempts());
        assertEquals(List.of("token-one"), bench.refusedTokens);
        assertEquals("Bearer token-two", searches(standIn).get(1).getHeader("Authorization"));

        standIn.reset();
        finds(error(status, "x", "x"));
        begin();
        assertTrue(bench.failure().contains("Microsoft Graph answered " + status), bench.failure());
        assertEquals(2, searches(standIn).size());
    }

    @Test
    void afterARestartTheDeviceIsNotLookedUpAgain() throws Exception {
        finds(list(2, 2));
        standIn.answerAction(accepted());

        resume(RequestState.startingAt(clock.now()).withDevice(id(1), ""));

        assertEquals(id(1), bench.result().deviceId());
        assertEquals("/v1.0/deviceManagement/managedDevices/" + id(1) + "/requestRemoteAssistance", action());
        assertEquals(0, searches(standIn).size());
    }

    @Test
    void afterARestartADoubtIsSettledAtTheDeviceThatWasAsked() throws Exception {
        finds(list(2, 2));
        standIn.device("https://get.teamviewer.com/s2");

        resume(bench.sending().withDevice(id(1), "").withBefore("", ""));

        bench.passUntilDone();
        assertEquals(id(1), bench.result().deviceId());
        assertEquals(0, searches(standIn).size());
        assertTrue(standIn.deviceReads().stream().allMatch(read -> read.getUrl().contains(id(1))));
        assertEquals(0, standIn.actions().size());
    }

    @Test
    void afterARestartAThrottledLookUpGoesOn() throws Exception {
        finds(list(1, 1));
        standIn.answerAction(accepted());

        resume(RequestState.startingAt(clock.now()).backingOffUntil(clock.now().plusSeconds(30)));

        clock.pass(Duration.ofSeconds(30));
        assertEquals(id(1), bench.result().deviceId());
    }

    @Test
    void theTimeoutEndsALookUp() throws Exception {
        finds(list(1, 1).withFixedDelay(20_000));
        begin();
        await().until(() -> bench.request.status().equals("The device is being looked up."));

        clock.pass(Duration.ofSeconds(120));

        assertTrue(
                bench.failure()
                        .endsWith(
                                "nothing was sent. The timeout of 120 s was up. Last state: The device is being looked up."),
                bench.failure());
    }

    @Test
    void anAbortEndsALookUp() throws Exception {
        finds(list(1, 1).withFixedDelay(20_000));
        begin();
        await().until(() -> searches(standIn).size() == 1);

        bench.abort();

        assertTrue(bench.failure().contains("Intune has accepted none"), bench.failure());
        assertEquals(0, standIn.actions().size());
    }

    /** Found by the simulation: it waited for minutes for a permit to read what was not needed any more. */
    @Test
    void whatIsGivenUpBeforeItsTokenComesIsNotReadWhenItHasCome() throws Exception {
        CompletableFuture<String> token = new CompletableFuture<>();
        bench.currentToken = token;
        bench.throttle.restore(List.of(), Duration.ofMinutes(2));
        bench.begin(plan());
        await().until(() -> bench.request.status().equals("The device is being looked up."));
        bench.abort();

        token.complete("token-one");

        assertEquals(List.of(), bench.clock.standing(), "it waits for nothing");
    }
}
