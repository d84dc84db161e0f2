package io.jenkins.plugins.intune.fleet;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static io.jenkins.plugins.intune.fleet.FleetBench.devices;
import static io.jenkins.plugins.intune.fleet.FleetBench.outcomes;
import static io.jenkins.plugins.intune.standin.DeviceLists.id;
import static io.jenkins.plugins.intune.standin.StandIn.deviceRead;
import static io.jenkins.plugins.intune.standin.StandIn.error;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.graph.DeviceProperty;
import io.jenkins.plugins.intune.graph.DeviceQuery;
import io.jenkins.plugins.intune.graph.DeviceTarget;
import io.jenkins.plugins.intune.graph.TokenException;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.standin.DeviceLists;
import io.jenkins.plugins.intune.standin.StandIn;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dry run of many devices: each has an outcome, and nobody is asked. */
class FleetDryRunTest {

    @TempDir
    private Path folder;

    private FleetBench bench;

    @BeforeEach
    void prepare() {
        bench = new FleetBench(folder.resolve("journal.jsonl"));
        bench.dryRun = true;
        bench.standIn.connector("onboarded");
    }

    @AfterEach
    void close() {
        assertEquals(0, bench.standIn.actions().size(), "nobody was asked");
        assertTrue(bench.leaving.isEmpty(), "nothing is told to the assistance log");
        bench.close();
    }

    private void unknown(int number) {
        bench.standIn.stub(get(urlPathMatching("/.*managedDevices/" + id(number)))
                .willReturn(error(404, "ResourceNotFound", "No device.")));
    }

    @Test
    void eachDeviceIsLookedAt() throws Exception {
        FleetResult result = bench.run(devices(120));

        assertEquals(Collections.nCopies(120, Outcome.WOULD_ASK), outcomes(result));
        assertEquals(new FleetCounts(120, 0, 0, 0, 0, 0, 0, 0, 0, 120, 0), result.counts());
        assertEquals(FailWhen.Verdict.SUCCESS, result.verdict());
        assertEquals(
                List.of(
                        "Dry run: looking at 120 devices. Nobody is asked.",
                        "Warning: beware",
                        "Dry run: 120 of 120 devices would be asked. Nobody was asked."),
                bench.log);
    }

    @Test
    void thoseThatCouldNotBeAskedCountAsFailures() throws Exception {
        unknown(1);
        bench.failWhen = FailWhen.named("50%");

        FleetResult result = bench.run(devices(4));

        assertEquals(
                List.of(Outcome.WOULD_ASK, Outcome.WOULD_FAIL, Outcome.WOULD_ASK, Outcome.WOULD_ASK), outcomes(result));
        assertEquals(new FleetCounts(4, 0, 0, 0, 0, 0, 0, 0, 0, 3, 1), result.counts());
        assertEquals(FailWhen.Verdict.UNSTABLE, result.verdict());
        String why = result.reports().get(1).message();
        assertTrue(why.startsWith("Dry run: managed device " + id(1) + " could not be asked."), why);
        assertTrue(bench.log.contains(why), "the log names it");
        assertEquals(
                "Dry run: 3 of 4 devices would be asked. Nobody was asked. Could not be asked: 1.", result.message());

        bench = fresh();
        unknown(1);
        assertEquals(FailWhen.Verdict.FAILURE, bench.run(devices(4)).verdict(), "any is enough");
    }

    private FleetBench fresh() {
        bench.close();
        FleetBench next = new FleetBench(folder.resolve("another.jsonl"));
        next.dryRun = true;
        next.standIn.connector("onboarded");
        return next;
    }

    @Test
    void entriesThatTurnOutToBeTheSameDeviceAreTold() throws Exception {
        bench.standIn.stub(DeviceLists.search().willReturn(DeviceLists.list(1, 1)));
        List<DeviceTarget> twice = new ArrayList<>(devices(2));
        twice.add(DeviceQuery.of(DeviceProperty.SERIAL_NUMBER, "SN-1"));

        FleetResult result = bench.run(twice);

        assertEquals(Outcome.DUPLICATE, result.reports().get(2).outcome());
        assertEquals(FailWhen.Verdict.SUCCESS, result.verdict());
    }

    @Test
    void onlyAFewAreUnderWayAtOnceAndAnAbortEndsThem() throws Exception {
        bench.standIn.stub(deviceRead().willReturn(StandIn.deviceWith("").withFixedDelay(60_000)));
        Fleet fleet = bench.fleet(devices(300));
        CompletableFuture<FleetResult> outcome = fleet.start();
        await().until(() -> fleet.status().endsWith("50 are under way"));
        await().during(Duration.ofMillis(300)).until(() -> fleet.status().endsWith("50 are under way"));

        fleet.abort();

        FleetResult result = bench.result(outcome);
        assertEquals(FailWhen.Verdict.ABORTED, result.verdict());
        assertEquals(300, result.counts().notAsked());
        assertEquals("Dry run aborted: 300 of 300 devices were not looked at. Nobody was asked.", result.message());
    }

    @Test
    void afterARestartItGoesOnWithTheRest() throws Exception {
        bench.standIn.stub(get(urlPathMatching("/.*managedDevices/" + id(60)))
                .willReturn(StandIn.deviceWith("").withFixedDelay(60_000)));
        Fleet fleet = bench.fleet(devices(61));
        fleet.start();
        await().until(() -> {
            // One of them does not answer, so the bench alone would let no time pass.
            bench.clock.pass(Duration.ofMillis(100));
            return fleet.status().startsWith("60 of 61")
                    && bench.standIn.deviceReads().stream()
                            .anyMatch(read -> read.getUrl().contains(id(60)));
        });

        bench.dieAndRise();
        bench.standIn.forget();
        bench.standIn.device("");
        FleetResult result = bench.result(bench.fleet(devices(61)).start());

        assertEquals(Collections.nCopies(61, Outcome.WOULD_ASK), outcomes(result));
        assertEquals(
                1,
                bench.standIn.deviceReads().stream()
                        .filter(read -> !read.getUrl().contains("remoteAssistancePartners"))
                        .count(),
                "the others had been read");
    }

    @Test
    void aMissingPermissionIsFoundOnceForAll() throws Exception {
        bench.roles = Optional.of(List.of("DeviceManagementManagedDevices.Read.All"));

        FleetResult result = bench.run(devices(120));

        assertEquals(Collections.nCopies(120, Outcome.WOULD_FAIL), outcomes(result));
        assertEquals(1, bench.renewals.get(), "a token can be older than a consent");
    }

    @Test
    void aTokenThatIsRefusedForGoodEndsAllOfThem() throws Exception {
        bench.token = CompletableFuture.failedFuture(new TokenException("AADSTS7000222: expired", false, null, null));

        FleetResult result = bench.run(devices(70));

        assertEquals(Collections.nCopies(70, Outcome.WOULD_FAIL), outcomes(result));
        assertEquals(1, bench.tokenRequests.get());
        RequestReport last = result.reports().get(69);
        assertTrue(last.message().startsWith("Dry run: managed device"), last::message);
    }
}
