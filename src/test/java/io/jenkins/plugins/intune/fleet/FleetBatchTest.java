package io.jenkins.plugins.intune.fleet;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static io.jenkins.plugins.intune.fleet.FleetBench.device;
import static io.jenkins.plugins.intune.fleet.FleetBench.devices;
import static io.jenkins.plugins.intune.fleet.FleetBench.outcomes;
import static io.jenkins.plugins.intune.graph.RequestReport.Outcome.ACCEPTED;
import static io.jenkins.plugins.intune.graph.RequestReport.Outcome.IN_DOUBT;
import static io.jenkins.plugins.intune.standin.StandIn.action;
import static io.jenkins.plugins.intune.standin.StandIn.batch;
import static io.jenkins.plugins.intune.standin.StandIn.error;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls that travel in one of Graph's batches, each with an answer of its own, or with none. */
class FleetBatchTest {

    @TempDir
    private Path folder;

    private FleetBench bench;

    @BeforeEach
    void prepare() {
        bench = new FleetBench(folder.resolve("journal.jsonl"));
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void oneThatIsThrottledWaitsAndTheOthersDoNot() throws Exception {
        bench.standIn.stub(action(".*" + device(1))
                .atPriority(1)
                .inScenario("throttled")
                .whenScenarioStateIs(Scenario.STARTED)
                .willSetStateTo("free")
                .willReturn(aResponse().withStatus(429).withHeader("Retry-After", "1")));

        FleetResult result = bench.run(devices(3));

        assertEquals(List.of(ACCEPTED, ACCEPTED, ACCEPTED), outcomes(result));
        assertEquals(Map.of(device(0), 1, device(1), 2, device(2), 1), bench.asked());
        assertEquals(2, result.reports().get(1).attempts());
    }

    @Test
    void aThrottledBatchIsSentAgain() throws Exception {
        bench.standIn.stub(batch().atPriority(1)
                .inScenario("throttled")
                .whenScenarioStateIs(Scenario.STARTED)
                .willSetStateTo("free")
                .willReturn(aResponse().withStatus(503).withHeader("Retry-After", "1")));

        FleetResult result = bench.run(devices(3));

        bench.assertEachAskedOnce(3);
        assertEquals(3, result.counts().accepted());
    }

    @Test
    void whereBatchesAreNotUnderstoodAllGoOneByOne() throws Exception {
        bench.standIn.stub(batch().atPriority(1).willReturn(error(404, "ResourceNotFound", "no such segment")));

        FleetResult result = bench.run(devices(30));

        bench.assertEachAskedOnce(30);
        assertEquals(30, result.counts().accepted());
        assertTrue(
                bench.standIn.batches().stream()
                        .noneMatch(batch -> batch.getBodyAsString().contains("requestRemoteAssistance")),
                "no batch is tried after the first ones, which were to read, were refused");
    }

    @Test
    void fewShareTheFateOfABatch() throws Exception {
        bench.run(devices(60));

        List<Integer> sizes = bench.standIn.batches().stream()
                .map(batch -> batch.getBodyAsString().split("\"method\"", -1).length - 1)
                .toList();
        assertTrue(sizes.stream().allMatch(size -> size <= 5), sizes::toString);
    }

    @Test
    void aBurstGoesInAsManyBatchesAsAreOnTheirWayAtOnce() {
        assertEquals(10, BatchSender.batchSize(200));
        assertEquals(Batch.MOST, BatchSender.batchSize(4_000), "which is the most that Graph takes");
    }

    @Test
    void aDeviceThatIsMissingFromTheAnswerIsInDoubtAndNotSentAgain() throws Exception {
        bench.timeoutSeconds = 6;
        bench.standIn.stub(
                action(".*" + device(1)).atPriority(1).willReturn(aResponse().withFault(Fault.EMPTY_RESPONSE)));

        FleetResult result = bench.run(devices(3));

        assertEquals(List.of(ACCEPTED, IN_DOUBT, ACCEPTED), outcomes(result));
        bench.assertEachAskedOnce(3);
        assertEquals(FailWhen.Verdict.FAILURE, result.verdict());
    }

    /** The batches that carry writes; reading goes well. */
    private static MappingBuilder writes() {
        return batch().withRequestBody(containing("requestRemoteAssistance")).atPriority(1);
    }

    @Test
    void aBatchThatGetsNoAnswerIsInDoubtAsAWholeAndNotSentAgain() throws Exception {
        bench.timeoutSeconds = 6;
        bench.standIn.stub(writes().willReturn(aResponse().withFault(Fault.EMPTY_RESPONSE)));

        FleetResult result = bench.run(devices(3));

        assertAllOfTheBatchInDoubtAndSentOnce(result);
    }

    @Test
    void soIsOneWhoseAnswerIsNotUnderstood() throws Exception {
        bench.timeoutSeconds = 6;
        bench.standIn.stub(writes().willReturn(aResponse().withStatus(200).withBody("<html>busy</html>")));

        FleetResult result = bench.run(devices(3));

        assertAllOfTheBatchInDoubtAndSentOnce(result);
    }

    /** On a busy machine a device can come too late for the batch; then it goes alone, and all is well with it. */
    private void assertAllOfTheBatchInDoubtAndSentOnce(FleetResult result) {
        List<String> batches = bench.standIn.batches().stream()
                .map(LoggedRequest::getBodyAsString)
                .filter(body -> body.contains("requestRemoteAssistance"))
                .toList();
        assertEquals(1, batches.size());
        for (int i = 0; i < 3; i++) {
            assertEquals(
                    batches.get(0).contains(device(i)) ? IN_DOUBT : ACCEPTED,
                    outcomes(result).get(i),
                    device(i));
        }
    }
}
