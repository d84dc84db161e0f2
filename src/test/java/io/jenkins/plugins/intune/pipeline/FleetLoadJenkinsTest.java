package io.jenkins.plugins.intune.pipeline;

import static io.jenkins.plugins.intune.standin.StandIn.acceptedWithinLimit;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Result;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.standin.StandIn;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/**
 * What each device of a fleet takes of heap and disk, at the moment when it takes most: while all of them wait for their
 * sessions. {@code -Dintune.fleet=1000} for a thousand of them.
 */
@WithJenkins
class FleetLoadJenkinsTest {

    @Test
    void eachDeviceTakesLittle(JenkinsRule jenkins) throws Exception {
        int devices = Integer.getInteger("intune.fleet", 200);
        try (StandIn standIn = StandIn.start()) {
            IntuneJenkinsFixture.prepare(jenkins, standIn);
            standIn.answerAction(acceptedWithinLimit());
            standIn.device("");
            // What a first build loads and keeps does not count for the devices.
            jenkins.buildAndAssertStatus(Result.SUCCESS, job(jenkins, 20, ""));
            standIn.forget();
            WorkflowJob job = job(jenkins, devices, ", waitForSession: true, sessionTimeout: 1200");
            long heapBefore = heap();
            WorkflowRun run = job.scheduleBuild2(0).waitForStart();
            await().atMost(Duration.ofMinutes(20))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> standIn.actions().size() == devices && watching(journal(run)) == devices);
            standIn.forget();
            long heap = (heap() - heapBefore) / devices;
            long running = Files.size(journal(run)) / devices;
            long program = Files.size(run.getRootDir().toPath().resolve("program.dat")) / devices;

            standIn.device("https://get.teamviewer.com/s12345678");

            await().atMost(Duration.ofMinutes(10)).until(() -> !run.isBuilding());
            jenkins.assertBuildStatus(Result.SUCCESS, run);
            long ended = Files.size(journal(run)) / devices;
            System.out.printf(
                    "FleetLoadJenkinsTest: %d devices waiting for their sessions; for each of them heap %d bytes,"
                            + " journal %d bytes, program.dat %d bytes; journal %d bytes after the end%n",
                    devices, heap, running, program, ended);
            assertTrue(running < 2_000 && ended < 1_000 && program < 500, "more on disk than it should be");
            // With few devices, most of it comes from the rest of the JVM.
            assertTrue(heap * devices < 10_000_000 + 20_000L * devices, "more in memory than it should be");
            assertEquals(0, standIn.throttled());
        }
    }

    private static WorkflowJob job(JenkinsRule jenkins, int devices, String more) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition("""
                requestRemoteAssistance credentialsId: 'intune-app'%s,
                    deviceLines: (1..%d).collect { String.format('7f1c2a44-1d0e-4b5f-9a86-%%012d', it) }.join('\\n')
                """.formatted(more, devices), true));
        return job;
    }

    private static Path journal(WorkflowRun run) throws IOException {
        try (var files = Files.list(run.getRootDir().toPath())) {
            return files.filter(file -> file.toString().endsWith(".jsonl"))
                    .findFirst()
                    .orElse(run.getRootDir().toPath());
        }
    }

    private static long watching(Path journal) throws IOException {
        try (var lines = Files.lines(journal)) {
            return lines.filter(line -> line.contains("\"WATCHING\"")).count();
        }
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
