package io.jenkins.plugins.intune.pipeline;

import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static io.jenkins.plugins.intune.standin.StandIn.action;
import static io.jenkins.plugins.intune.standin.StandIn.deviceRead;
import static io.jenkins.plugins.intune.standin.StandIn.deviceWith;
import static io.jenkins.plugins.intune.standin.StandIn.token;
import static io.jenkins.plugins.intune.standin.StandIn.tokenRequest;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.standin.StandIn;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * A Jenkins in a process of its own, killed at random moments in the middle of a fleet. Whatever the moment: each device is
 * asked at most once, and the build tells of each what became of it. {@code -Dintune.fleetKills=10} kills more often,
 * {@code -Dintune.seed} repeats a run.
 */
class FleetKillJenkinsTest {

    private static final int DEVICES = 120;

    /** What the Pipeline writes of each device. */
    private static final Pattern OUTCOME = Pattern.compile("^(\\S{36}) ended as (\\w+)$", Pattern.MULTILINE);

    private static final Pattern ASKED = Pattern.compile("/managedDevices/([^/]+)/");

    @RegisterExtension
    private final RealJenkinsExtension controller =
            IntuneJenkinsFixture.controller().withTimeout(3_600);

    private final StandIn standIn = StandIn.start();

    @AfterEach
    void close() {
        standIn.close();
    }

    @Test
    void eachDeviceIsAskedAtMostOnceAndTheBuildTellsTheTruth() throws Throwable {
        int kills = Integer.getInteger("intune.fleetKills", 2);
        long seed = Long.getLong("intune.seed", System.nanoTime());
        Random random = new Random(seed);
        System.out.println("FleetKillJenkinsTest: " + kills + " kills, -Dintune.seed=" + seed);
        String root = standIn.root().toString();
        controller.startJenkins();
        controller.runRemotely((RealJenkinsExtension.Step) jenkins -> setUp(jenkins, root));
        for (int i = 1; i <= kills; i++) {
            slowButWilling();
            int number = controller.runRemotely((RealJenkinsExtension.Step2<Integer>) KilledBuildJenkinsFixture::start);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> !standIn.actions().isEmpty());
            // From there the requests take most of two seconds.
            LockSupport.parkNanos((long) (random.nextDouble() * 1_500_000_000L));
            int before = standIn.actions().size();
            controller.stopJenkinsForcibly();
            controller.startJenkins();
            String log = controller.runRemotely((RealJenkinsExtension.Step2<String>) jenkins -> log(jenkins, number));

            String story = "kill " + i + " of seed " + seed + ", after " + before + " requests: ";
            System.out.println(story + judge(log, story));
        }
    }

    /** What the build says, held against what the server has seen. */
    private String judge(String log, String story) {
        Map<String, Integer> asked = new HashMap<>();
        for (LoggedRequest request : standIn.actions()) {
            Matcher device = ASKED.matcher(request.getUrl());
            assertTrue(device.find(), request::getUrl);
            asked.merge(device.group(1), 1, Integer::sum);
        }
        asked.forEach((device, times) -> assertEquals(1, times, story + device + " was asked " + times + " times"));
        Map<String, Integer> counts = new HashMap<>();
        Map<String, String> said = new HashMap<>();
        Matcher outcome = OUTCOME.matcher(log);
        while (outcome.find()) {
            said.put(outcome.group(1), outcome.group(2));
            counts.merge(outcome.group(2), 1, Integer::sum);
        }
        if (said.isEmpty()) {
            // Killed after the step and before its build had ended: Jenkins then fails the build without a word.
            assertTrue(log.contains("Intune accepted " + DEVICES + " of " + DEVICES), story + log);
            return "all were told already";
        }
        assertEquals(DEVICES, said.size(), story + log);
        said.forEach((device, end) -> {
            switch (end) {
                case "accepted" -> assertTrue(asked.containsKey(device), story + device + " was never asked");
                case "in_doubt" -> {}
                default -> assertTrue(!asked.containsKey(device), story + device + " was asked, and is " + end);
            }
        });
        assertTrue(said.keySet().containsAll(new TreeSet<>(asked.keySet())), story + log);
        return counts.toString();
    }

    /** Every answer takes a while, so that there is something to kill. No link tells whether a request was accepted. */
    private void slowButWilling() {
        standIn.reset();
        standIn.stub(tokenRequest().willReturn(token(StandIn.TOKEN, 3599)));
        standIn.stub(deviceRead().willReturn(deviceWith("").withUniformRandomDelay(20, 400)));
        standIn.stub(action(".*").willReturn(accepted().withUniformRandomDelay(200, 1_200)));
    }

    private static void setUp(JenkinsRule jenkins, String root) throws Exception {
        IntuneJenkinsFixture.prepare(jenkins, root);
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "job");
        job.setDefinition(new CpsFlowDefinition("""
                def ids = (1..%d).collect { String.format('7f1c2a44-1d0e-4b5f-9a86-%%012d', it) }
                def r = requestRemoteAssistance(
                    credentialsId: 'intune-app', devices: ids, timeout: 60, failWhen: 'never')
                def lines = ''
                for (result in r.results) {
                    lines += "${result.deviceId} ended as ${result.outcome}\\n"
                }
                echo lines
                """.formatted(DEVICES), true));
    }

    private static String log(JenkinsRule jenkins, int number) throws Exception {
        WorkflowRun run =
                jenkins.jenkins.getItemByFullName("job", WorkflowJob.class).getBuildByNumber(number);
        jenkins.waitForCompletion(run);
        return JenkinsRule.getLog(run);
    }
}
