package io.jenkins.plugins.intune.driver;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static io.jenkins.plugins.intune.standin.StandIn.deviceWith;
import static io.jenkins.plugins.intune.standin.StandIn.error;
import static io.jenkins.plugins.intune.standin.StandIn.graphSays;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.jenkins.plugins.intune.graph.ApiVersion;
import io.jenkins.plugins.intune.graph.DeviceAddress;
import io.jenkins.plugins.intune.graph.DeviceForm;
import io.jenkins.plugins.intune.graph.SessionLink;
import io.jenkins.plugins.intune.request.OnDoubt;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.request.Phase;
import io.jenkins.plugins.intune.request.RequestPlan;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import io.jenkins.plugins.intune.standin.DeviceLists;
import io.jenkins.plugins.intune.standin.StandIn;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From Intune's 204 to the session link, or to the reason why there is none. */
class SessionTest {

    private static final String OLD = "https://get.teamviewer.com/s1";
    private static final String NEW = "https://get.teamviewer.com/s2";

    @AutoClose
    private final RequestBench bench = new RequestBench();

    private final StandIn standIn = bench.standIn;
    private final RecordingHost host = bench.host;
    private final ManualPlatform clock = bench.clock;
    private ResponseDefinitionBuilder answer = accepted();

    private static RequestPlan plan(DeviceForm form) throws Exception {
        return RequestBench.plan(DeviceAddress.of(form, part -> DEVICE), ApiVersion.AUTO, OnDoubt.FAIL, 300);
    }

    private void begin() throws Exception {
        bench.begin(plan(DeviceForm.MANAGED_DEVICE));
    }

    /**
     * Answers reads of the device: with the first answer until it is asked, however often, and then with the others in turn;
     * the last one stays.
     */
    private void device(ResponseDefinitionBuilder first, ResponseDefinitionBuilder... others) {
        standIn.stub(StandIn.deviceRead().inScenario("device").willReturn(first));
        standIn.stub(
                StandIn.action(".*").inScenario("device").willReturn(answer).willSetStateTo("asked"));
        if (others.length > 0) {
            standIn.inTurn(StandIn.deviceRead().inScenario("device").whenScenarioStateIs("asked"), others);
        }
    }

    private RequestReport success() {
        bench.passUntilDone();
        return bench.result();
    }

    private RequestReport failure() {
        bench.passUntilDone();
        return bench.report();
    }

    @Test
    void aNewLinkIsTheEnd() throws Exception {
        device(deviceWith(OLD), deviceWith(OLD), deviceWith(OLD), deviceWith(NEW));

        begin();

        RequestReport report = success();
        assertEquals(Outcome.SESSION, report.outcome());
        assertEquals(NEW, report.sessionUrl());
        assertEquals("LAPTOP-7", report.deviceName());
        assertNull(report.sessionError());
        assertEquals(1, standIn.actions().size());
        assertTrue(host.log.stream().anyMatch(line -> line.contains("The session link for managed device " + DEVICE)));
        assertTrue(host.log.stream().noneMatch(line -> line.contains("teamviewer")), "no log holds a link");
        assertFalse(report.toString().contains("teamviewer"));
    }

    @Test
    void whileItIsAwaitedTheRequestIsInNobodysWay() throws Exception {
        device(deviceWith(""), deviceWith(NEW));
        begin();
        success();

        assertEquals(List.of(standIn.actions().get(0).getHeader("client-request-id")), host.gaveWay);
    }

    @Test
    void thePipelineGetsTheLinkOnlyIfItMayAssist() throws Exception {
        device(deviceWith(""), deviceWith(NEW));
        begin();
        RequestReport report = success();

        assertEquals(NEW, report.toResult(true).get("sessionUrl"));
        assertNull(report.toResult(false).get("sessionUrl"));
        assertEquals(DEVICE, report.toResult(false).get("deviceId"));
        assertEquals(204, report.toResult(false).get("status"));
    }

    @Test
    void everyReadAsksForTheLinkByName() throws Exception {
        device(deviceWith(""), deviceWith(NEW));

        begin();
        success();

        assertTrue(standIn.deviceReads().stream()
                .filter(read -> read.getUrl().contains("managedDevices"))
                .allMatch(read -> read.getUrl().contains("remoteAssistanceSessionUrl")
                        && read.getUrl().contains("remoteAssistanceSessionErrorDetails")));
    }

    @Test
    void aDeviceNamedByAScriptIsWatchedByItsId() throws Exception {
        // By its script, by its id, and by its id after the request.
        device(deviceWith(""), deviceWith(""), deviceWith(NEW));
        bench.begin(plan(DeviceForm.HEALTH_SCRIPT_DEVICE));

        assertEquals(DEVICE, success().deviceId());
        String latest =
                standIn.deviceReads().get(standIn.deviceReads().size() - 1).getUrl();
        assertTrue(latest.startsWith("/v1.0/deviceManagement/managedDevices/" + DEVICE + "?"), latest);
    }

    @ParameterizedTest
    @EnumSource(names = {"USER_DEVICE", "COMANAGED_DEVICE", "DETECTED_APP_DEVICE"})
    void aDeviceThatGraphDoesNotServeAtItsAddressIsReadByItsId(DeviceForm form) throws Exception {
        device(deviceWith(OLD), deviceWith(OLD), deviceWith(NEW));
        standIn.stub(get(urlPathMatching("/[^/]+/(users/.*|.*comanagedDevices/.*|.*detectedApps/.*)"))
                .willReturn(error(400, "No method match route template", "No OData route exists that match template")));
        standIn.answerAction(accepted());
        standIn.inTurn(
                get(urlPathEqualTo("/v1.0/deviceManagement/managedDevices/" + DEVICE)),
                deviceWith(OLD),
                deviceWith(NEW));

        bench.begin(plan(form));

        assertEquals(NEW, success().sessionUrl());
        assertTrue(standIn.actions().get(0).getUrl().matches(".*(users|comanaged|detectedApps).*"));
        assertEquals(
                1,
                standIn.deviceReads().stream()
                        .filter(read -> read.getUrl().matches(".*(users/|comanaged|detectedApps).*"))
                        .count(),
                "that is remembered");
    }

    /** Somebody else's 400, or one of a moment, does not move what is read to where the app may not read. */
    @ParameterizedTest
    @ValueSource(strings = {"BadRequest", "serviceNotAvailable", "OperationTimedOut", ""})
    void a400OfTheWayOrOfAMomentDoesNotMoveWhereTheDeviceIsRead(String code) throws Exception {
        standIn.answerAction(accepted());
        standIn.inTurn(
                get(urlPathMatching("/[^/]+/.*comanagedDevices/.*")),
                deviceWith(OLD),
                deviceWith(OLD),
                error(400, code, "x"),
                deviceWith(NEW));
        standIn.stub(get(urlPathEqualTo("/v1.0/deviceManagement/managedDevices/" + DEVICE))
                .willReturn(error(403, "Forbidden", "x")));

        bench.begin(plan(DeviceForm.COMANAGED_DEVICE));

        assertEquals(NEW, success().sessionUrl());
    }

    @Test
    void anErrorIsTheEndToo() throws Exception {
        device(deviceWith(OLD), deviceWith(OLD), deviceWith(OLD, "The user declined."));

        begin();

        RequestReport report = failure();
        assertEquals(Outcome.NO_SESSION, report.outcome());
        assertEquals("The user declined.", report.sessionError());
        assertTrue(report.message().contains("but there is no session: The user declined."), report.message());
        assertNull(report.sessionUrl());
    }

    @Test
    void anErrorFromBeforeIsNotTakenForThisRequests() throws Exception {
        device(deviceWith("", "Old trouble."), deviceWith("", "Old trouble."), deviceWith(NEW, "Old trouble."));
        begin();
        assertEquals(NEW, success().sessionUrl());
    }

    @Test
    void noLinkInTimeFailsWithTheLikelyReasons() throws Exception {
        standIn.connector("notOnboarded");
        device(deviceWith(OLD));

        begin();

        RequestReport report = failure();
        assertEquals(Outcome.NO_SESSION, report.outcome());
        for (String part : List.of(
                "Intune accepted the remote assistance request",
                "no session link appeared within 300 s",
                "\"LAPTOP-7\", Windows, user anna@contoso.com, last sync 2026-11-20T08:00:00Z",
                "The TeamViewer connector of the tenant is not set up",
                "Company Portal")) {
            assertTrue(report.message().contains(part), () -> part + " is missing in " + report.message());
        }
        assertTrue(host.log.stream().anyMatch(line -> line.startsWith("Warning: The TeamViewer connector")));
        assertTrue(host.log.stream().anyMatch(line -> line.startsWith("Still waiting for the session link")));
        long reads = standIn.deviceReads().size();
        assertTrue(reads > 10 && reads < 40, () -> reads + " reads in 300 s: the interval grows");
        assertEquals(1, standIn.actions().size());
    }

    @ParameterizedTest
    @CsvSource({"onboarded,", "onboarding,Finish that", "notOnboarded,Set it up", "unheardOf,could not be read"})
    void theConnectorsStateBecomesAdvice(String status, String advice) throws Exception {
        standIn.connector(status);
        device(deviceWith(""));
        begin();

        String message = failure().message();

        assertEquals(advice != null, message.contains("TeamViewer connector"), message);
        assertTrue(advice == null || message.contains(advice), message);
    }

    @Test
    void anAppThatMayNotReadTheConnectorIsNotAtFault() throws Exception {
        standIn.stub(get(urlPathEqualTo("/v1.0/deviceManagement/remoteAssistancePartners"))
                .willReturn(error(403, "Forbidden", "no")));
        device(deviceWith(""), deviceWith(NEW));

        begin();

        assertEquals(NEW, success().sessionUrl());
        assertTrue(host.log.stream().noneMatch(line -> line.startsWith("Warning")), host.log::toString);
    }

    @Test
    void withoutTheLinkBeforeNobodyIsAsked() throws Exception {
        device(error(403, "Forbidden", "no"));

        begin();

        RequestReport report = failure();
        assertEquals(Outcome.FAILED, report.outcome());
        assertTrue(report.message().contains("nothing was sent"), report.message());
        assertTrue(report.message().contains("a new one could not be recognized"), report.message());
        assertEquals(0, standIn.actions().size());
        assertEquals(
                2,
                standIn.deviceReads().stream()
                        .filter(read -> read.getUrl().contains("managedDevices"))
                        .count(),
                "once more with a new token");
    }

    @Test
    void anUnknownDeviceIsToldAtOnce() throws Exception {
        device(error(404, "ResourceNotFound", "There is none."));
        Instant start = clock.now();

        begin();

        String message = bench.report().message();
        assertTrue(
                message.startsWith("Remote assistance was not requested for managed device " + DEVICE
                        + "; nothing was sent. Microsoft Graph answered 404 Not Found, code ResourceNotFound: \"There is"
                        + " none.\" Intune knows no such device."),
                message);
        assertEquals(start, clock.now());
        assertEquals(
                1,
                standIn.deviceReads().stream()
                        .filter(read -> read.getUrl().contains("managedDevices"))
                        .count());
        assertEquals(0, standIn.actions().size());
    }

    @Test
    void aThrottledReadWaitsAsLongAsAsked() throws Exception {
        device(deviceWith(""), graphSays(429).withHeader("Retry-After", "90"), deviceWith(NEW));
        Instant start = clock.now();
        begin();

        assertEquals(NEW, success().sessionUrl());
        assertTrue(Duration.between(start, clock.now()).compareTo(Duration.ofSeconds(90)) >= 0);
    }

    @Test
    void anExpiredTokenIsRenewedWhileWaiting() throws Exception {
        device(deviceWith(""), graphSays(401), deviceWith(NEW));
        begin();

        assertEquals(NEW, success().sessionUrl());
        assertTrue(standIn.deviceReads().stream()
                .anyMatch(read -> "Bearer token-two".equals(read.getHeader("Authorization"))));
    }

    @Test
    void aRestartGoesOnWaitingAndAsksNobodyAgain() throws Exception {
        RequestState accepted = bench.sending()
                .withDevice(DEVICE, "")
                .withBefore(SessionLink.digest(OLD), "")
                .answered("r-1")
                .accepted(clock.now(), false);
        clock.pass(Duration.ofHours(2));
        standIn.inTurn(StandIn.deviceRead(), deviceWith(OLD), deviceWith(NEW));

        bench.resume(plan(DeviceForm.MANAGED_DEVICE), accepted);

        assertEquals(NEW, success().sessionUrl());
        assertEquals("r-1", bench.report().requestId());
        assertEquals(0, standIn.actions().size());
    }

    @Test
    void thatIntuneHasAcceptedIsSavedAgainIfTheDiskFails() throws Exception {
        device(deviceWith(""), deviceWith(""), deviceWith(""), deviceWith(""), deviceWith(""), deviceWith(NEW));
        host.nextNote = new CompletableFuture<>();
        begin();
        await().until(() -> !host.leaving.isEmpty());
        host.nextSave = CompletableFuture.failedFuture(new IOException("No space left on device"));
        host.nextNote.complete(null);
        await().until(() -> bench.request.phase() == Phase.WATCHING && host.saved.size() == 2);
        host.nextSave = CompletableFuture.completedFuture(null);

        success();

        assertEquals(
                2,
                host.saved.stream()
                        .filter(state -> state.phase() == Phase.WATCHING)
                        .count());
    }

    @Test
    void anAnswerAboutAnotherDeviceOrToAnotherCallIsNotTaken() throws Exception {
        String others = "https://get.teamviewer.com/s3";
        ResponseDefinitionBuilder other = aResponse()
                .withStatus(200)
                .withBody("{\"id\":\"" + DeviceLists.id(9) + "\",\"remoteAssistanceSessionUrl\":\"" + others + "\"}");
        ResponseDefinitionBuilder kept =
                deviceWith(others).withHeader("client-request-id", "0b1d2c3e-4f50-4162-8374-95a6b7c8d9e0");
        // A gateway that mixes answers up, before the request and after it, and one that has kept another call's.
        standIn.inTurn(
                StandIn.deviceRead(),
                other,
                deviceWith(OLD),
                deviceWith(OLD),
                other,
                deviceWith(OLD),
                kept,
                deviceWith(NEW));
        standIn.answerAction(accepted());
        begin();

        RequestReport report = success();

        assertEquals(NEW, report.sessionUrl());
        assertEquals(DEVICE, report.deviceId());
        assertEquals("LAPTOP-7", report.deviceName());
    }

    @Test
    void aRoleThatIsTakenAwayCostsOneTokenALook() throws Exception {
        device(deviceWith(""), error(403, "Forbidden", "no"));
        begin();

        failure();

        // At most one each 20 s once the interval has grown, and 2, 3, 4.5 s and so on before that.
        int tokens = bench.refusedTokens.size();
        assertTrue(tokens > 10 && tokens < 25, () -> tokens + " tokens in 300 s");
    }

    @Test
    void anAbortEndsTheWaitAtOnce() throws Exception {
        device(deviceWith(""));
        begin();
        await().until(() -> host.log.stream().anyMatch(line -> line.startsWith("Waiting up to 300 s")));

        assertEquals(Outcome.NO_SESSION, bench.abort().outcome());
        assertTrue(host.log.stream().anyMatch(line -> line.startsWith("Aborted while waiting for the session link.")));
    }

    @Test
    void aDoubtThatANewLinkSettlesHasItsLink() throws Exception {
        answer = aResponse().withStatus(504);
        device(deviceWith(OLD), deviceWith(OLD), deviceWith(NEW));

        bench.begin(plan(DeviceForm.MANAGED_DEVICE));

        assertEquals(NEW, success().sessionUrl());
        assertEquals(1, standIn.actions().size());
    }
}
