package io.jenkins.plugins.intune.driver;

import static io.jenkins.plugins.intune.standin.DeviceLists.alike;
import static io.jenkins.plugins.intune.standin.DeviceLists.id;
import static io.jenkins.plugins.intune.standin.DeviceLists.list;
import static io.jenkins.plugins.intune.standin.DeviceLists.page;
import static io.jenkins.plugins.intune.standin.DeviceLists.search;
import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.deviceRead;
import static io.jenkins.plugins.intune.standin.StandIn.error;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.graph.ApiVersion;
import io.jenkins.plugins.intune.graph.Cloud;
import io.jenkins.plugins.intune.graph.DeviceAddress;
import io.jenkins.plugins.intune.graph.DeviceForm;
import io.jenkins.plugins.intune.graph.DevicePart;
import io.jenkins.plugins.intune.graph.DeviceProperty;
import io.jenkins.plugins.intune.graph.DeviceQuery;
import io.jenkins.plugins.intune.graph.DeviceTarget;
import io.jenkins.plugins.intune.graph.TokenException;
import io.jenkins.plugins.intune.request.Claim;
import io.jenkins.plugins.intune.request.OnDoubt;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.request.RequestOptions;
import io.jenkins.plugins.intune.request.RequestPlan;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import io.jenkins.plugins.intune.standin.DeviceLists;
import io.jenkins.plugins.intune.standin.StandIn;
import io.jenkins.plugins.intune.throttle.Permit;
import io.jenkins.plugins.intune.throttle.Priority;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A dry run of one device: it says what a request would meet, and asks nobody. */
class DryRunTest {

    private static final String ALL = "DeviceManagementManagedDevices.ReadWrite.All";
    private static final String SOME = "DeviceManagementConfiguration.ReadWrite.All";

    private final RequestBench bench = new RequestBench();
    private final RecordingHost host = bench.host;
    private final StandIn standIn = bench.standIn;

    @BeforeEach
    void prepare() {
        standIn.device("");
        standIn.connector("onboarded");
        standIn.answerAction(StandIn.accepted());
        bench.roles = Optional.of(List.of(ALL));
        bench.access = CompletableFuture.completedFuture(bench.access(Cloud.CUSTOM));
    }

    @AfterEach
    void close() {
        assertEquals(0, standIn.actions().size(), "nobody was asked");
        assertTrue(host.leaving.isEmpty(), "nothing is told to the assistance log");
        assertTrue(
                host.saved.stream()
                        .noneMatch(state ->
                                state.phase().mayHaveLeft() || state.sent().attempts() > 0),
                "no state says that something may have left");
        bench.close();
    }

    private static RequestPlan plan(DeviceTarget target) {
        RequestOptions options = new RequestOptions(ApiVersion.AUTO, 120, OnDoubt.FAIL, 0);
        return new RequestPlan(target, options.withDryRun(true), false);
    }

    private static DeviceTarget device(DeviceForm form) throws Exception {
        return DeviceAddress.of(form, part -> part == DevicePart.USER_ID ? "anna@contoso.com" : DEVICE);
    }

    private RequestReport run(DeviceTarget target) {
        bench.begin(plan(target));
        return bench.report();
    }

    private RequestReport run() throws Exception {
        return run(device(DeviceForm.MANAGED_DEVICE));
    }

    private void assertFails(String why, RequestReport report) {
        assertEquals(Outcome.WOULD_FAIL, report.outcome(), report::message);
        assertTrue(report.message().startsWith("Dry run: "), report::message);
        assertTrue(report.message().contains("could not be asked. "), report::message);
        assertTrue(report.message().contains(why), report::message);
    }

    @Test
    void whoWouldBeAskedIsSaid() throws Exception {
        RequestReport report = run();

        assertEquals(Outcome.WOULD_ASK, report.outcome());
        assertNull(report.message(), "there is nothing to say against it");
        assertEquals(DEVICE, report.deviceId());
        assertEquals(0, report.attempts());
        assertNull(report.clientRequestId());
        String last = host.log.get(host.log.size() - 1);
        assertTrue(last.startsWith("Dry run: Nothing was found that would keep managed device " + DEVICE), last);
        assertTrue(last.endsWith("/requestRemoteAssistance). Nobody was asked."), last);
    }

    @ParameterizedTest
    @EnumSource(DeviceForm.class)
    void everyKindOfAddressIsRead(DeviceForm form) throws Exception {
        assertEquals(Outcome.WOULD_ASK, run(device(form)).outcome());
    }

    @Test
    void aDeviceIsLookedUp() throws Exception {
        standIn.stub(search().willReturn(list(1, 1)));

        RequestReport report = run(DeviceQuery.of(DeviceProperty.SERIAL_NUMBER, "SN-1"));

        assertEquals(Outcome.WOULD_ASK, report.outcome(), report::message);
        assertEquals("LAPTOP-1", report.deviceName());
        assertEquals(List.of(id(1)), host.claimed, "whether it was asked before is looked up");
    }

    @Test
    void aDeviceThatIsNotThereCouldNotBeAsked() throws Exception {
        standIn.stub(deviceRead().willReturn(error(404, "x", "gone")));

        assertFails("Intune knows no such device", run());
    }

    @Test
    void soCouldNotOneThatIsAmbiguous() throws Exception {
        standIn.stub(search().willReturn(alike(null, 1, 2)));

        assertFails("2 devices match", run(DeviceQuery.of(DeviceProperty.SERIAL_NUMBER, "SN-1")));
    }

    /** With it everything can be read, and only the action is refused. */
    @Test
    void aPermissionToReadIsNotEnough() throws Exception {
        bench.roles = Optional.of(List.of("DeviceManagementManagedDevices.Read.All"));

        assertFails("lacks the permission " + ALL, run());
    }

    @Test
    void aTokenEndpointThatIsDownForAMomentHidesNoMissingPermission() throws Exception {
        bench.roles = Optional.of(List.of("DeviceManagementManagedDevices.Read.All"));
        standIn.connector("notOnboarded");
        bench.currentToken = CompletableFuture.failedFuture(new TokenException("Entra ID is down", true, null, null));
        bench.begin(plan(device(DeviceForm.MANAGED_DEVICE)));
        await().until(() -> bench.request.status().startsWith("waiting until"));

        bench.currentToken = CompletableFuture.completedFuture("token-one");
        bench.clock.pass(Duration.ofSeconds(5));

        assertFails("lacks the permission " + ALL, bench.report());
    }

    @Test
    void aConsentThatIsYoungerThanTheTokenCounts() throws Exception {
        bench.roles = Optional.of(List.of());
        bench.rolesOfRenewed = Optional.of(List.of(ALL));

        assertEquals(Outcome.WOULD_ASK, run().outcome());
        assertEquals(List.of("token-one"), bench.refusedTokens);
    }

    @Test
    void thePermissionForScriptsIsEnoughForThem() throws Exception {
        bench.roles = Optional.of(List.of(SOME));

        assertEquals(
                Outcome.WOULD_ASK, run(device(DeviceForm.HEALTH_SCRIPT_DEVICE)).outcome());
    }

    @Test
    void itIsNotForOtherDevices() throws Exception {
        bench.roles = Optional.of(List.of(SOME));

        assertFails("for all others add " + ALL, run());
    }

    @Test
    void withoutAConnectorNobodyIsAsked() throws Exception {
        standIn.connector("notOnboarded");

        assertFails("connector of the tenant is not set up", run());
    }

    @Test
    void aConnectorThatCannotBeReadIsNoFault() throws Exception {
        standIn.connector("something new");

        assertEquals(Outcome.WOULD_ASK, run().outcome());
        assertTrue(
                host.log.stream()
                        .anyMatch(line -> line.contains("Whether the TeamViewer connector is set up could not be")),
                host.log::toString);
    }

    @Test
    void whatSpeaksAgainstADeviceIsSaid() throws Exception {
        standIn.stub(search().willReturn(page(null, DeviceLists.device(1).replace("Windows", "Linux"))));

        RequestReport report = run(DeviceQuery.of(DeviceProperty.SERIAL_NUMBER, "SN-1"));

        assertEquals(
                "Dry run: Remote assistance is not offered on Linux. It works on Windows, macOS, iOS/iPadOS and Android.",
                report.message());
    }

    @Test
    void aDeviceThatIsLeftAloneIsSaidToBe() throws Exception {
        host.nextClaim =
                CompletableFuture.completedFuture(new Claim.Refused(Outcome.RECENTLY_ASKED, "Asked at noon by Anna."));

        RequestReport report = run();

        assertEquals(Outcome.RECENTLY_ASKED, report.outcome());
        assertEquals("Dry run: Asked at noon by Anna.", report.message());
    }

    @Test
    void aDeviceThatTheBuildHasAskedIsSaidToBe() throws Exception {
        RequestState sent = RequestState.startingAt(bench.clock.now())
                .withDevice(DEVICE, "")
                .withBefore("", "")
                .attempting(bench.clock.now(), "c-1");
        host.nextClaim = CompletableFuture.completedFuture(
                new Claim.Earlier(RequestReport.brokenOff(sent.answered("r-1").accepted(bench.clock.now(), false))));

        RequestReport report = run();

        assertEquals(Outcome.DUPLICATE, report.outcome());
        assertTrue(report.outcome().isSuccess(), "a request would go on with the first one");
        assertTrue(report.message().startsWith("Dry run: This build asked"), report::message);
        assertNull(report.clientRequestId(), "it is no request");
    }

    @Test
    void aReadThatIsThrottledIsMadeAgain() throws Exception {
        standIn.stub(deviceRead()
                .inScenario("throttled")
                .whenScenarioStateIs("Started")
                .willReturn(error(429, "TooManyRequests", "slow down").withHeader("Retry-After", "7"))
                .willSetStateTo("free"));
        standIn.stub(
                deviceRead().inScenario("throttled").whenScenarioStateIs("free").willReturn(StandIn.deviceWith("")));

        bench.begin(plan(device(DeviceForm.MANAGED_DEVICE)));
        await().until(() -> {
            bench.clock.pass(Duration.ofSeconds(1));
            return bench.outcome.isDone();
        });

        assertEquals(Outcome.WOULD_ASK, bench.report().outcome());
    }

    /** Thousands of devices may be looked at while others have to be asked. */
    @Test
    void whatRequestsReadGoesFirst() throws Exception {
        List<CompletableFuture<Permit>> taken = new ArrayList<>();
        do {
            taken.add(bench.throttle.takeRead(Priority.DECIDING));
        } while (taken.get(taken.size() - 1).isDone());
        taken.get(taken.size() - 1).cancel(false);
        bench.begin(plan(device(DeviceForm.MANAGED_DEVICE)));
        await().until(() -> bench.request.status().startsWith("Checking whether"));
        CompletableFuture<Permit> ofRequest = bench.throttle.takeRead(Priority.DECIDING);

        taken.get(0).join().unused();

        assertTrue(ofRequest.isDone());
        assertEquals(List.of(), standIn.deviceReads());
        bench.abort();
    }

    @Test
    void aCredentialThatIsNotThereIsSaid() throws Exception {
        bench.access = CompletableFuture.failedFuture(new InvalidInputException("credentialsId", "no such credential"));

        assertFails("no such credential", run());
    }

    @Test
    void anAbortEndsIt() throws Exception {
        host.nextClaim = new CompletableFuture<>();
        bench.begin(plan(device(DeviceForm.MANAGED_DEVICE)));
        await().until(() -> !host.claimed.isEmpty());

        assertEquals(Outcome.NOT_ASKED, bench.abort().outcome());
    }

    @Test
    void afterARestartItBeginsAnew() throws Exception {
        RequestState before = RequestState.startingAt(bench.clock.now()).withDevice(DEVICE, "LAPTOP-1");

        bench.resume(plan(DeviceQuery.of(DeviceProperty.SERIAL_NUMBER, "SN-1")), before);

        assertEquals(Outcome.WOULD_ASK, bench.report().outcome());
        assertFalse(host.claimed.isEmpty());
    }
}
