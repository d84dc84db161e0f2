package io.jenkins.plugins.intune.pipeline;

import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Result;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.standin.StandIn;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/**
 * Many steps that begin on a cold cache and are throttled all at once. {@code -Dintune.load=1000} for a thousand of them;
 * then Intune's own limit makes the test take about five minutes.
 */
@WithJenkins
class LoadJenkinsTest {

    @Test
    void waitingCostsNoThreadsAndAColdStartOneToken(JenkinsRule jenkins) throws Exception {
        int steps = Integer.getInteger("intune.load", 100);
        try (StandIn standIn = StandIn.start()) {
            IntuneJenkinsFixture.prepare(jenkins, standIn);
            standIn.device("");
            // The first answer makes the whole app wait, so that all wait at the same time.
            standIn.answerAction(StandIn.graphSays(429).withHeader("Retry-After", "60"));
            WorkflowJob job = jenkins.createProject(WorkflowJob.class);
            job.setDefinition(new CpsFlowDefinition("""
                    def branches = [:]
                    for (int i = 0; i < %d; i++) {
                        def id = String.format('7f1c2a44-1d0e-4b5f-9a86-%%012d', i)
                        branches["device ${i}"] = {
                            requestRemoteAssistance credentialsId: 'intune-app', deviceId: id, timeout: 1200
                        }
                    }
                    parallel branches
                    """.formatted(steps), true));
            long heapBefore = heap();
            int threadsBefore = Thread.getAllStackTraces().size();
            WorkflowRun run = job.scheduleBuild2(0).waitForStart();
            await().atMost(Duration.ofMinutes(10)).until(() -> waiting(run) == steps);
            // Answers have been handled, and the threads for that have ended.
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> ownThreads().values().stream()
                                    .mapToInt(Integer::intValue)
                                    .sum()
                            <= 4);
            System.out.printf(
                    "LoadJenkinsTest: %d steps waiting; threads of the plugin %s, of the whole JVM with the stand-in %+d;"
                            + " heap %d kB a step with its branch%n",
                    steps,
                    ownThreads(),
                    Thread.getAllStackTraces().size() - threadsBefore,
                    (heap() - heapBefore) / 1024 / steps);
            assertEquals(1, standIn.tokenRequests().size(), "one token for all cold steps");

            int throttled = standIn.actions().size();
            standIn.answerAction(accepted());

            await().atMost(Duration.ofMinutes(10)).until(() -> !run.isBuilding());
            jenkins.assertBuildStatus(Result.SUCCESS, run);
            assertEquals(steps + throttled, standIn.actions().size());
            assertTrue(standIn.tokenRequests().size() == 1);
        }
    }

    /** How many steps have nothing to do but to wait. */
    private static long waiting(WorkflowRun run) throws Exception {
        FlowExecution execution = run.getExecution();
        return execution == null
                ? 0
                : execution.getCurrentExecutions(true).get().stream()
                        .filter(step -> String.valueOf(step.getStatusBounded(10, TimeUnit.SECONDS))
                                .matches("(In line|waiting until).*"))
                        .count();
    }

    private static Map<String, Integer> ownThreads() {
        Map<String, Integer> threads = new TreeMap<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            for (String name : List.of("intune-remote-assistance", "httpclient-")) {
                if (thread.getName().startsWith(name)) {
                    threads.merge(name, 1, Integer::sum);
                }
            }
        }
        return threads;
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
