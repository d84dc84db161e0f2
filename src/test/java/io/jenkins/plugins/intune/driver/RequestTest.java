package io.jenkins.plugins.intune.driver;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static io.jenkins.plugins.intune.standin.StandIn.error;
import static io.jenkins.plugins.intune.standin.StandIn.graphSays;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.jenkins.plugins.intune.graph.Cloud;
import io.jenkins.plugins.intune.request.Phase;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import io.jenkins.plugins.intune.standin.StandIn;
import io.jenkins.plugins.intune.values.Guid;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a request is sent, and what its answer means for it. */
class RequestTest {

    @AutoClose
    private final RequestBench bench = new RequestBench();

    private final StandIn standIn = bench.standIn;
    private final RecordingHost host = bench.host;
    private final ManualPlatform clock = bench.clock;

    @Test
    void sendsOneEmptyPostWithATraceableId() throws Exception {
        standIn.answerAction(accepted());

        bench.begin();

        RequestReport result = bench.result();
        LoggedRequest sent = standIn.actions().get(0);
        assertEquals(1, standIn.actions().size());
        assertEquals("Bearer token-one", sent.getHeader("Authorization"));
        assertEquals("application/json", sent.getHeader("Accept"));
        assertEquals("0", sent.getHeader("Content-Length"));
        assertTrue(Guid.isGuid(sent.getHeader("client-request-id")));
        assertEquals(sent.getHeader("client-request-id"), result.clientRequestId());
        assertEquals("5a9cb2a8-0000-4000-8000-00000000beef", result.requestId());
        assertEquals(DEVICE, result.deviceId());
        assertEquals(1, result.attempts());
    }

    @Test
    void isOnDiskBeforeItLeaves() throws Exception {
        standIn.answerAction(accepted());
        host.nextSave = new CompletableFuture<>();

        bench.begin();

        await().until(() -> !host.saved.isEmpty());
        assertEquals(Phase.SAVING, host.saved.get(0).phase());
        assertEquals(0, standIn.actions().size());
        assertTrue(bench.request.sending(), "Jenkins waits for what leaves as soon as it is saved");
        CompletableFuture<Void> held = host.nextSave;
        host.nextSave = CompletableFuture.completedFuture(null);
        held.complete(null);
        bench.result();
        assertEquals(1, standIn.actions().size());
    }

    @Test
    void isNotedBeforeItLeavesAndWhenItHasEnded() throws Exception {
        standIn.answerAction(accepted());
        host.nextNote = new CompletableFuture<>();

        bench.begin();

        await().until(() -> !host.leaving.isEmpty());
        assertEquals(
                List.of(Phase.SAVING),
                host.saved.stream().map(RequestState::phase).toList(),
                "both at once");
        await().during(Duration.ofMillis(300)).until(() -> standIn.actions().isEmpty());
        assertEquals(List.of(), host.ended);
        host.nextNote.complete(null);
        RequestReport report = bench.result();
        assertEquals(1, standIn.actions().size());
        assertEquals(List.of(report), host.ended);
        assertEquals(
                List.of(report.clientRequestId() + " of " + report.logId() + " to " + StandIn.TENANT + " at localhost"),
                host.leaving);
    }

    @Test
    void anotherAttemptIsNotedAsOneOfTheSameRequest() throws Exception {
        standIn.answerAction(error(429, "TooManyRequests", "Wait."), accepted());

        bench.begin();
        bench.passUntilDone();

        List<String> ids = standIn.actions().stream()
                .map(sent -> sent.getHeader("client-request-id"))
                .toList();
        assertEquals(
                List.of(
                        ids.get(0) + " of " + ids.get(0) + " to " + StandIn.TENANT + " at localhost",
                        ids.get(1) + " of " + ids.get(0) + " to " + StandIn.TENANT + " at localhost"),
                host.leaving);
        assertEquals(1, host.ended.size());
    }

    @Test
    void isNotSentIfItCannotBeSaved() throws Exception {
        host.nextSave = CompletableFuture.failedFuture(new IOException("disk full"));

        bench.begin();

        assertTrue(bench.failure().contains("could not be saved"));
        assertEquals(0, standIn.actions().size());
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 202, 301, 302, 307, 308, 400, 404, 405, 409, 411, 418})
    void nothingBut204IsSuccess(int status) throws Exception {
        standIn.answerAction(aResponse().withStatus(status).withHeader("Location", standIn.root() + "/elsewhere"));

        bench.begin();

        assertTrue(bench.failure().contains("Microsoft Graph answered " + status));
        assertEquals(1, standIn.actions().size());
    }

    @Test
    void aRefusalSaysAllThatIsKnown() throws Exception {
        standIn.answerAction(error(403, "Forbidden", "{\"_version\":3,\"Message\":\"User is not authorized\"}"));

        bench.begin();

        String said = bench.failure();
        for (String part : List.of(
                "managed device " + DEVICE,
                "403 Forbidden",
                "code Forbidden",
                "User is not authorized",
                "DeviceManagementManagedDevices.ReadWrite.All",
                "POST " + standIn.root() + "/v1.0/deviceManagement/managedDevices/" + DEVICE
                        + "/requestRemoteAssistance",
                "request-id 5a9cb2a8-0000-4000-8000-00000000dead",
                "client-request-id " + standIn.actions().get(1).getHeader("client-request-id"))) {
            assertTrue(said.contains(part), () -> part + " is missing in: " + said);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void aRefusedTokenIsRenewedOnce(int status) throws Exception {
        standIn.answerAction(error(status, "x", "x"), accepted());

        bench.begin();

        assertEquals(2, bench.result().attempts());
        assertEquals(List.of("token-one"), bench.refusedTokens);
        assertEquals("Bearer token-two", standIn.actions().get(1).getHeader("Authorization"));
        assertNotEquals(
                standIn.actions().get(0).getHeader("client-request-id"),
                standIn.actions().get(1).getHeader("client-request-id"));

        standIn.reset();
        standIn.answerAction(error(status, "x", "x"));
        bench.begin();
        bench.failure();
        assertEquals(2, standIn.actions().size());
    }

    @Test
    void nothingIsBegunAnewWhenTheTimeoutIsOver() throws Exception {
        standIn.answerAction(error(403, "x", "x").withFixedDelay(500), accepted());
        bench.begin();
        await().until(bench.request::sending);

        bench.clock.pass(Duration.ofSeconds(121));

        assertTrue(bench.failure().contains("403 Forbidden"), bench.failure());
        assertEquals(1, standIn.actions().size());
    }

    @ParameterizedTest
    @EnumSource(
            value = Cloud.class,
            names = {"US_GOV_L4", "US_GOV_L5", "GLOBAL"})
    void warnsWhereTeamViewerIsNotOffered(Cloud cloud) throws Exception {
        bench.access = CompletableFuture.completedFuture(bench.access(cloud));
        standIn.answerAction(accepted());

        bench.begin();

        bench.result();
        assertEquals(
                cloud != Cloud.GLOBAL,
                host.log.stream()
                        .anyMatch(line -> line.startsWith("Warning: TeamViewer is not offered in US Government")),
                host.log::toString);
    }

    /** Microsoft's support finds a refused request by that, too. */
    @ParameterizedTest
    @ValueSource(ints = {403, 404, 504})
    void graphsIdOfARequestIsKeptAlsoIfItIsNotAccepted(int status) throws Exception {
        standIn.answerAction(graphSays(status));

        bench.begin();
        bench.passUntilDone();

        assertEquals("5a9cb2a8-0000-4000-8000-00000000dead", bench.report().requestId());
    }
}
