package io.jenkins.plugins.intune.pipeline;

import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static io.jenkins.plugins.intune.standin.StandIn.action;
import static io.jenkins.plugins.intune.standin.StandIn.deviceWith;
import static io.jenkins.plugins.intune.standin.StandIn.token;
import static io.jenkins.plugins.intune.standin.StandIn.tokenRequest;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.standin.StandIn;
import io.jenkins.plugins.intune.values.PlainText;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * A Jenkins in a process of its own, killed at random moments around the request. Whatever the moment: Intune is asked at
 * most once, and the build tells the truth. {@code -Dintune.kills=30} kills more often, {@code -Dintune.seed} repeats a
 * run.
 */
class KillJenkinsTest {

    @RegisterExtension
    private final RealJenkinsExtension controller = IntuneJenkinsFixture.controller();

    private final StandIn standIn = StandIn.start();

    @AfterEach
    void close() {
        standIn.close();
    }

    @Test
    void isAskedAtMostOnceAndTheBuildTellsTheTruth() throws Throwable {
        int kills = Integer.getInteger("intune.kills", 5);
        long seed = Long.getLong("intune.seed", System.nanoTime());
        Random random = new Random(seed);
        System.out.println("KillJenkinsTest: " + kills + " kills, -Dintune.seed=" + seed);
        String root = standIn.root().toString();
        controller.startJenkins();
        controller.runRemotely((RealJenkinsExtension.Step) jenkins -> setUp(jenkins, root));
        int answered = 0;
        int found = 0;
        int inDoubt = 0;
        for (int i = 1; i <= kills; i++) {
            slowButWilling();
            int number = controller.runRemotely((RealJenkinsExtension.Step2<Integer>) KilledBuildJenkinsFixture::start);
            if (random.nextInt(6) > 0) {
                await().atMost(Duration.ofSeconds(30)).until(() -> standIn.requests() > 0);
            }
            // From there the request takes most of a second: the kill comes at any moment of it, or a little after.
            LockSupport.parkNanos((long) (random.nextDouble() * 1_100_000_000L));
            controller.stopJenkinsForcibly();
            controller.startJenkins();
            String ending =
                    controller.runRemotely((RealJenkinsExtension.Step2<String>) jenkins -> ending(jenkins, number));

            int sent = standIn.actions().size();
            String story = "kill " + i + " of seed " + seed + ": sent " + sent + " times, and " + ending;
            System.out.println(story.lines().findFirst().orElseThrow() + " " + reason(ending));
            assertTrue(sent <= 1, story);
            assertEquals(sent == 1, ending.startsWith("SUCCESS") || isCutOffAtItsEnd(ending), story);
            boolean doubted = ending.contains("It is in doubt");
            answered += sent == 1 && !doubted ? 1 : 0;
            found += sent == 1 && doubted ? 1 : 0;
            inDoubt += sent == 0 && doubted ? 1 : 0;
        }
        System.out.printf(
                "KillJenkinsTest: %d kills; accepted and known %d, accepted and found by the new link %d,"
                        + " in doubt and rightly failed %d, never sent %d%n",
                kills, answered, found, inDoubt, kills - answered - found - inDoubt);
    }

    /**
     * Killed after the Pipeline and before its build had ended: Jenkins then <a
     * href="https://issues.jenkins.io/browse/JENKINS-50199">fails the build without a word</a>. What the step said is true.
     */
    private static boolean isCutOffAtItsEnd(String ending) {
        return ending.contains("Intune accepted") && !ending.contains("ERROR") && !ending.contains("Finished: ");
    }

    private static String reason(String ending) {
        return ending.lines()
                .filter(line -> line.startsWith("ERROR") || line.contains("Exception"))
                .map(line -> PlainText.oneLine(line, 160))
                .findFirst()
                .orElse("");
    }

    /** Every answer takes a while, so that there is something to kill; the session link tells whether it was accepted. */
    private void slowButWilling() {
        standIn.reset();
        standIn.stub(tokenRequest().willReturn(token(StandIn.TOKEN, 3599).withFixedDelay(150)));
        standIn.stub(action(".*")
                .inScenario("device")
                .willSetStateTo("asked")
                .willReturn(accepted().withFixedDelay(300)));
        standIn.stub(WireMock.get(urlPathMatching(".*anagedDevice.*"))
                .inScenario("device")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(deviceWith("https://get.teamviewer.com/s1").withFixedDelay(150)));
        standIn.stub(WireMock.get(urlPathMatching(".*anagedDevice.*"))
                .inScenario("device")
                .whenScenarioStateIs("asked")
                .willReturn(deviceWith("https://get.teamviewer.com/s2")));
    }

    private static void setUp(JenkinsRule jenkins, String root) throws Exception {
        IntuneJenkinsFixture.prepare(jenkins, root);
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "job");
        job.setDefinition(new CpsFlowDefinition(
                "requestRemoteAssistance credentialsId: 'intune-app', deviceId: '" + DEVICE + "', timeout: 40", true));
    }

    private static String ending(JenkinsRule jenkins, int number) throws Exception {
        WorkflowRun run =
                jenkins.jenkins.getItemByFullName("job", WorkflowJob.class).getBuildByNumber(number);
        // Killed before Jenkins had saved the build, or the build's Pipeline: it is not resumed, and has no result.
        if (run == null) {
            return "NOT SAVED";
        }
        if (run.hasntStartedYet()) {
            return "NOT BEGUN";
        }
        jenkins.waitForCompletion(run);
        return run.getResult() + "\n" + JenkinsRule.getLog(run);
    }
}
