package io.jenkins.plugins.intune.fleet;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static io.jenkins.plugins.intune.fleet.FleetBench.devices;
import static io.jenkins.plugins.intune.fleet.FleetBench.outcomes;
import static io.jenkins.plugins.intune.request.Outcome.ACCEPTED;
import static io.jenkins.plugins.intune.request.Outcome.DUPLICATE;
import static io.jenkins.plugins.intune.request.Outcome.FAILED;
import static io.jenkins.plugins.intune.request.Outcome.NOT_ASKED;
import static io.jenkins.plugins.intune.request.Outcome.SESSION;
import static io.jenkins.plugins.intune.standin.DeviceLists.id;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static io.jenkins.plugins.intune.standin.StandIn.acceptedWithinLimit;
import static io.jenkins.plugins.intune.standin.StandIn.action;
import static io.jenkins.plugins.intune.standin.StandIn.error;
import static io.jenkins.plugins.intune.standin.StandIn.graphSays;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.jenkins.plugins.intune.graph.DeviceAddress;
import io.jenkins.plugins.intune.graph.DeviceForm;
import io.jenkins.plugins.intune.graph.DevicePart;
import io.jenkins.plugins.intune.graph.DeviceProperty;
import io.jenkins.plugins.intune.graph.DeviceQuery;
import io.jenkins.plugins.intune.graph.DeviceTarget;
import io.jenkins.plugins.intune.graph.TokenException;
import io.jenkins.plugins.intune.journal.FileStorage;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.standin.DeviceLists;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many devices at once: each is asked once and has an outcome of its own. */
class FleetTest {

    @TempDir
    private Path folder;

    private Path journal;
    private FleetBench bench;

    @BeforeEach
    void prepare() {
        journal = folder.resolve("journal.jsonl");
        bench = new FleetBench(journal);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void eachDeviceIsAskedOnce() throws Exception {
        FleetResult result = bench.run(devices(60));

        bench.assertEachAskedOnce(60);
        assertEquals(FailWhen.Verdict.SUCCESS, result.verdict());
        assertEquals(new FleetCounts(60, 60, 0, 0, 0, 0, 0, 0, 0, 0, 0), result.counts());
        assertEquals(
                devices(60).stream().map(DeviceTarget::toString).toList(),
                result.reports().stream().map(RequestReport::device).toList(),
                "in the order in which they were written");
        assertEquals(
                List.of(
                        "Requesting remote assistance for 60 devices. Intune accepts at most 200 requests in 20 seconds from"
                                + " an app, and an administrator of Jenkins can set a lower limit.",
                        "Warning: beware",
                        "Intune accepted 60 of 60 requests."),
                bench.log,
                "a few lines, and not one for each device");
    }

    @Test
    void eachDeviceIsNotedBeforeItIsAskedAndWhenItHasEnded() throws Exception {
        bench.noted = new CompletableFuture<>();

        CompletableFuture<FleetResult> outcome = bench.fleet(devices(3)).start();

        await().until(() -> bench.leaving.size() == 3);
        await().during(Duration.ofMillis(300))
                .until(() -> bench.standIn.actions().isEmpty());
        bench.noted.complete(null);
        FleetResult result = bench.result(outcome);
        assertEquals(
                bench.leaving.stream().sorted().toList(),
                bench.standIn.actions().stream()
                        .map(sent -> sent.getHeader("client-request-id"))
                        .sorted()
                        .toList());
        assertEquals(Set.copyOf(result.reports()), Set.copyOf(bench.ended));
    }

    @Test
    void whoeverLooksSeesHowFarItIs() throws Exception {
        bench.standIn.stub(action(".*" + id(2))
                .atPriority(1)
                .inScenario("slow")
                .whenScenarioStateIs(Scenario.STARTED)
                .willSetStateTo("quick")
                .willReturn(graphSays(429).withHeader("Retry-After", "7").withFixedDelay(1000)));

        CompletableFuture<FleetResult> outcome = bench.fleet(devices(3)).start();

        await().until(() -> bench.status
                .get()
                .filter(now -> now.counts().ended() == 2 && !now.held().isZero())
                .isPresent());
        FleetStatus status = bench.status.get().orElseThrow();
        assertEquals(new FleetCounts(3, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0), status.counts());
        assertEquals(66, status.percent());
        assertEquals(1, status.underWay());
        assertTrue(status.held().compareTo(Duration.ofSeconds(7)) <= 0, status::toString);
        assertTrue(status.left().compareTo(status.held()) >= 0, status::toString);
        assertTrue(
                status.progress()
                        .matches("2 of 3 devices are done, 0 of them failed\\. Remaining: 1, which may take"
                                + " about \\d+ s\\."),
                status::progress);
        assertEquals("Intune accepted 2 of 3 requests.", status.summary());
        bench.result(outcome);
        assertEquals(100, bench.status.get().orElseThrow().percent());
    }

    @Test
    void whatStandsThereTwiceIsAskedOnce() throws Exception {
        List<DeviceTarget> twice = new ArrayList<>(devices(3));
        twice.addAll(devices(3));

        FleetResult result = bench.run(twice);

        bench.assertEachAskedOnce(3);
        assertEquals(3, result.counts().total());
        assertTrue(
                bench.log.contains(
                        "Left out, because their devices are in the list already: 3. Each device is asked once."),
                bench.log::toString);
    }

    @Test
    void aLookUpThatFindsADeviceOfTheListIsNotAskedAgain() throws Exception {
        bench.standIn.stub(DeviceLists.search().willReturn(DeviceLists.list(0, 0)));

        FleetResult result = bench.run(
                DeviceQuery.of(DeviceProperty.SERIAL_NUMBER, "SN-0"), devices(1).get(0));

        bench.assertEachAskedOnce(1);
        assertEquals(List.of(DUPLICATE, ACCEPTED), outcomes(result));
        assertEquals(FailWhen.Verdict.SUCCESS, result.verdict(), "nobody has to look after a duplicate");
    }

    @Test
    void anEntryThatCannotTellItsDeviceIsNotAskedForItMayBeAnothersToo() throws Exception {
        DeviceTarget byScript = DeviceAddress.of(
                DeviceForm.HEALTH_SCRIPT_DEVICE, part -> part == DevicePart.RUN_STATE_ID ? "run-1" : id(7));
        bench.standIn.stub(get(urlPathMatching(".*/deviceHealthScripts/.*"))
                .atPriority(1)
                .willReturn(aResponse().withStatus(500)));

        FleetResult result = bench.run(byScript, devices(1).get(0));

        assertEquals(List.of(FAILED, ACCEPTED), outcomes(result));
        assertEquals(1, bench.standIn.actions().size());
        assertTrue(result.reports().get(0).message().contains("nothing was sent"), result::toString);
    }

    @Test
    void aRefusedDeviceFailsAloneAndIsNamedInTheLog() throws Exception {
        bench.standIn.stub(action(".*" + id(1)).atPriority(1).willReturn(error(404, "ResourceNotFound", "gone")));

        FleetResult result = bench.run(devices(3));

        assertEquals(List.of(ACCEPTED, FAILED, ACCEPTED), outcomes(result));
        assertEquals(FailWhen.Verdict.FAILURE, result.verdict());
        assertEquals("Intune accepted 2 of 3 requests. Refused or never sent: 1.", result.message());
        assertTrue(
                bench.log.stream().anyMatch(line -> line.contains(id(1)) && line.contains("404")), bench.log::toString);
        bench.assertEachAskedOnce(3);
    }

    @Test
    void failuresAreToldUpToABound() throws Exception {
        bench.standIn.answerAction(error(404, "ResourceNotFound", "gone"));

        bench.run(devices(40));

        assertEquals(20, bench.log.stream().filter(line -> line.contains("404")).count());
        assertTrue(bench.log.stream().anyMatch(line -> line.contains("Further failures are not listed here")));
    }

    @Test
    void withAShareThatMayFailTheBuildIsUnstable() throws Exception {
        bench.standIn.stub(action(".*" + id(1)).atPriority(1).willReturn(error(404, "ResourceNotFound", "gone")));
        bench.failWhen = FailWhen.named("40%");

        assertEquals(FailWhen.Verdict.UNSTABLE, bench.run(devices(3)).verdict());
    }

    @Test
    void moreDevicesThanTheLimitTakeCauseNoThrottling() throws Exception {
        bench.standIn.answerAction(acceptedWithinLimit());

        long begun = bench.clock.nanos();
        FleetResult result = bench.run(devices(230));
        long periods = Duration.ofNanos(bench.clock.nanos() - begun).dividedBy(Duration.ofSeconds(5));

        assertEquals(0, bench.standIn.throttled());
        bench.assertEachAskedOnce(230);
        assertEquals(230, result.counts().accepted());
        long progress = bench.log.stream()
                .filter(line -> line.contains("devices are done"))
                .count();
        assertTrue(progress >= 1 && progress <= periods, bench.log::toString);
    }

    /** The wait is longer than a device's whole timeout, which is not counted meanwhile. */
    @Test
    void noDeviceFailsBecauseGraphMakesTheWholeAppWait() throws Exception {
        bench.timeoutSeconds = 2;
        bench.standIn.inTurn(
                DeviceLists.search(),
                error(429, "TooManyRequests", "Later.").withHeader("Retry-After", "4"),
                DeviceLists.list(9, 9));
        bench.standIn.answerAction(error(429, "TooManyRequests", "Later.").withHeader("Retry-After", "4"), accepted());
        List<DeviceTarget> all = new ArrayList<>(devices(4));
        all.add(DeviceQuery.of(DeviceProperty.SERIAL_NUMBER, "SN-9"));

        FleetResult result = bench.run(all);

        assertEquals(0, result.counts().failed(), () -> String.valueOf(bench.log));
    }

    @Test
    void sessionLinksComeAndAreNotReadableOnDisk() throws Exception {
        bench.sessionTimeoutSeconds = 30;
        bench.standIn.device("", "https://get.teamviewer.com/s1234");

        FleetResult result = bench.run(devices(1));

        assertEquals(List.of(SESSION), outcomes(result));
        assertEquals("https://get.teamviewer.com/s1234", result.reports().get(0).sessionUrl());
        assertFalse(Files.readString(journal).contains("teamviewer.com"));
        assertEquals(
                result.reports(),
                FleetJournal.reports(new FileStorage(journal), false).stream()
                        .map(report -> report.withSession(FleetBench.ENCRYPTION::decrypt))
                        .toList());
        assertEquals(
                null,
                ((Map<?, ?>) ((List<?>) result.toMap(report -> true, false).get("results")).get(0)).get("sessionUrl"));
    }

    @Test
    void withoutAUsableCredentialNothingIsBegun() {
        bench.usable = CompletableFuture.failedFuture(new Exception("credentialsId: there is none."));

        String said = bench.failure(bench.fleet(List.of()).start());

        assertEquals("Remote assistance was not requested for any device: credentialsId: there is none.", said);
        assertEquals(0, bench.standIn.requests());
    }

    @Test
    void aCredentialsProviderThatNeverAnswersIsNotWaitedForForEver() {
        bench.usable = new CompletableFuture<>();

        String said = bench.failure(bench.fleet(List.of()).start());

        assertEquals(
                "Remote assistance was not requested for any device: The credential could not be looked up within 30"
                        + " minutes.",
                said);
    }

    @Test
    void abortedItWaitsForNoCredentialsProvider() throws Exception {
        Duration longest = Duration.ofMinutes(30);
        bench.usable = new CompletableFuture<>();
        Fleet fleet = bench.fleet(devices(1));
        CompletableFuture<FleetResult> outcome = fleet.start();
        bench.awaitWait(longest);

        fleet.abort();

        assertEquals(List.of(NOT_ASKED), outcomes(bench.result(outcome)));
        assertEquals(List.of(), bench.clock.standing(), "a timer is left");
    }

    @Test
    void abortedItDoesNotTryForATokenAnyMore() throws Exception {
        Duration third = Duration.ofSeconds(4);
        bench.token = CompletableFuture.failedFuture(new TokenException("Entra ID is down", true, null, null));
        Fleet fleet = bench.fleet(devices(1));
        CompletableFuture<FleetResult> outcome = fleet.start();
        bench.passUntil(() -> bench.clock.standing().contains(third));

        fleet.abort();

        assertEquals(List.of(NOT_ASKED), outcomes(bench.result(outcome)));
        assertEquals(List.of(), bench.clock.standing(), "a timer is left");
    }

    /** Found by the simulation: it was asked for again and again, until the time of the first device was up. */
    @Test
    void aTokenThatIsRefusedForGoodEndsAllAtOnce() throws Exception {
        bench.token = CompletableFuture.failedFuture(
                new TokenException("AADSTS7000215: the secret is wrong", false, null, null));

        FleetResult result = bench.run(devices(300));

        assertEquals(300, result.counts().failed());
        assertEquals(1, bench.tokenRequests.get());
        assertTrue(result.reports().get(299).message().contains("the secret is wrong"), result::toString);
        assertEquals(0, bench.standIn.actions().size());
    }

    @Test
    void abortedItAsksNobodyElse() throws Exception {
        bench.standIn.answerAction(acceptedWithinLimit());
        Fleet fleet = bench.fleet(devices(300));
        CompletableFuture<FleetResult> outcome = fleet.start();
        bench.passUntil(() -> bench.standIn.actions().size() >= 100);

        fleet.abort();

        FleetResult result = bench.result(outcome);
        int sent = bench.standIn.actions().size();
        assertTrue(sent < 300, sent + " were sent");
        assertTrue(result.message().startsWith("Aborted. Until then Intune had accepted"), result.message());
        assertEquals(FailWhen.Verdict.ABORTED, result.verdict());
        assertEquals(1, Collections.max(bench.asked().values()));
        assertEquals(300, result.reports().size(), "each has an outcome");
        assertEquals(
                300 - result.counts().accepted() - result.counts().inDoubt(),
                result.counts().notAsked());
    }
}
