package io.jenkins.plugins.intune.pipeline;

import static io.jenkins.plugins.intune.standin.DeviceLists.id;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Item;
import hudson.model.User;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.standin.StandIn;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import jenkins.security.QueueItemAuthenticatorConfiguration;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockQueueItemAuthenticator;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** Whose permission counts for a session link: the same one's before and after a restart. */
class IdentityJenkinsTest {

    private static final String ONE = "deviceId: '" + StandIn.DEVICE + "'";
    private static final String TWO = "devices: ['" + id(1) + "', '" + id(2) + "']";
    private static final String LINK = "https://get.teamviewer.com/new-4712";

    /** For each job: the identity that it runs as, who starts it, and whether it gets the link. */
    private enum Case {
        RUNS_AS_READER("reader", "supporter", false),
        RUNS_AS_SUPPORTER("supporter", "reader", true),
        STARTED_BY_READER(null, "reader", false),
        STARTED_BY_SUPPORTER(null, "supporter", true);

        final String identity;
        final String starter;
        final boolean link;

        Case(String identity, String starter, boolean link) {
            this.identity = identity;
            this.starter = starter;
            this.link = link;
        }
    }

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private final StandIn standIn = StandIn.start();

    @AfterEach
    void close() {
        standIn.close();
    }

    private static Map<String, String> expected() {
        return Arrays.stream(Case.values())
                .collect(Collectors.toMap(
                        Case::name, job -> job.link ? "got it" : "withheld", (a, b) -> a, TreeMap::new));
    }

    /** The identities of builds may use the jobs' credentials. */
    private static void secure(JenkinsRule jenkins) {
        IntuneJenkinsFixture.secure(jenkins).grant(Item.CONFIGURE).everywhere().to("reader", "supporter");
    }

    /** Starts a build of each case that waits for its session. */
    private void start(JenkinsRule jenkins, String devices, String link) throws Exception {
        IntuneJenkinsFixture.prepare(jenkins, standIn);
        secure(jenkins);
        MockQueueItemAuthenticator identities = new MockQueueItemAuthenticator();
        QueueItemAuthenticatorConfiguration.get().getAuthenticators().add(identities);
        for (Case next : Case.values()) {
            WorkflowJob job = jenkins.createProject(WorkflowJob.class, next.name());
            job.setDefinition(new CpsFlowDefinition(
                    "def r = requestRemoteAssistance(credentialsId: 'intune-app', " + devices
                            + ", waitForSession: true, sessionTimeout: 120)\n"
                            + "currentBuild.description = " + link + " ? 'got it' : 'withheld'",
                    true));
            User.getById(next.starter, true);
            if (next.identity != null) {
                identities.authenticate(
                        next.name(), User.getById(next.identity, true).impersonate2());
            }
            job.scheduleBuild2(0, new CauseAction(new Cause.UserIdCause(next.starter)))
                    .waitForStart();
        }
        int actions = Case.values().length * (devices.equals(TWO) ? 2 : 1);
        await().atMost(Duration.ofSeconds(60)).until(() -> standIn.actions().size() == actions);
    }

    private static WorkflowRun run(JenkinsRule jenkins, Case job) {
        return jenkins.jenkins.getItemByFullName(job.name(), WorkflowJob.class).getBuildByNumber(1);
    }

    private void assertWhoGotTheLink(JenkinsRule jenkins) throws Exception {
        Map<String, String> seen = new TreeMap<>();
        StringBuilder logs = new StringBuilder();
        for (Case job : Case.values()) {
            WorkflowRun run = jenkins.waitForCompletion(run(jenkins, job));
            seen.put(job.name(), run.getDescription());
            logs.append(JenkinsRule.getLog(run));
        }
        assertEquals(expected(), seen, logs::toString);
    }

    private void linkComes() {
        standIn.device(LINK);
    }

    private void before(String devices, String link) throws Throwable {
        standIn.device("");
        standIn.answerAction(accepted());
        sessions.then(jenkins -> {
            start(jenkins, devices, link);
            linkComes();
            assertWhoGotTheLink(jenkins);
        });
    }

    private void after(String devices, String link) throws Throwable {
        standIn.device("");
        standIn.answerAction(accepted());
        sessions.then(jenkins -> start(jenkins, devices, link));
        sessions.then(jenkins -> {
            // Jenkins has lost the jobs' identities; the builds have them saved.
            QueueItemAuthenticatorConfiguration.get().getAuthenticators().clear();
            secure(jenkins);
            linkComes();
            assertWhoGotTheLink(jenkins);
        });
    }

    @Test
    void oneDeviceWithoutARestart() throws Throwable {
        before(ONE, "r.sessionUrl");
    }

    @Test
    void oneDeviceAcrossARestart() throws Throwable {
        after(ONE, "r.sessionUrl");
    }

    @Test
    void severalDevicesWithoutARestart() throws Throwable {
        before(TWO, "r.results.every { it.sessionUrl }");
    }

    @Test
    void severalDevicesAcrossARestart() throws Throwable {
        after(TWO, "r.results.every { it.sessionUrl }");
    }
}
