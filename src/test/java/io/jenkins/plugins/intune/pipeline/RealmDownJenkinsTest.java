package io.jenkins.plugins.intune.pipeline;

import static io.jenkins.plugins.intune.standin.DeviceLists.id;
import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.model.User;
import hudson.model.queue.QueueTaskFuture;
import hudson.security.AbstractPasswordBasedSecurityRealm;
import hudson.security.GroupDetails;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.record.AssistanceRecord;
import io.jenkins.plugins.intune.record.RemoteAssistanceAction;
import io.jenkins.plugins.intune.service.RemoteAssistanceService;
import io.jenkins.plugins.intune.standin.StandIn;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.LogRecorder;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.userdetails.UserDetails;

/** A directory server that is down makes no accepted request a failure: the build only gets no link. */
@WithJenkins
class RealmDownJenkinsTest {

    private static final String LINK = "https://get.teamviewer.com/new-4712";

    private final StandIn standIn = StandIn.start();
    private final LogRecorder log =
            new LogRecorder().record("io.jenkins.plugins.intune", Level.WARNING).capture(100);
    private final BrokenRealm realm = new BrokenRealm();
    private JenkinsRule jenkins;

    /** A realm whose directory is down. */
    private static final class BrokenRealm extends AbstractPasswordBasedSecurityRealm {

        private final transient AtomicInteger asked = new AtomicInteger();

        @Override
        protected UserDetails authenticate2(String username, String password) {
            throw new AuthenticationServiceException("the directory is down");
        }

        @Override
        public UserDetails loadUserByUsername2(String username) {
            asked.incrementAndGet();
            throw new AuthenticationServiceException("the directory is down");
        }

        @Override
        public GroupDetails loadGroupByGroupname2(String groupname, boolean fetchMembers) {
            throw new AuthenticationServiceException("the directory is down");
        }
    }

    @BeforeEach
    void prepare(JenkinsRule rule) throws Exception {
        jenkins = rule;
        IntuneJenkinsFixture.prepare(jenkins, standIn);
        IntuneJenkinsFixture.secure(jenkins);
        User.getById("supporter", true);
        jenkins.jenkins.setSecurityRealm(realm);
        standIn.answerAction(accepted());
        standIn.device("", LINK);
    }

    @AfterEach
    void close() {
        standIn.close();
    }

    private QueueTaskFuture<WorkflowRun> start(String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        realm.asked.set(0);
        return job.scheduleBuild2(0, new CauseAction(new Cause.UserIdCause("supporter")));
    }

    private WorkflowRun build(String script) throws Exception {
        return jenkins.assertBuildStatus(Result.SUCCESS, start(script));
    }

    private void assertWarned(WorkflowRun run) {
        assertTrue(
                log.getMessages().stream()
                        .anyMatch(line -> line.contains("session links of " + run) && line.contains("withheld")),
                () -> log.getMessages().toString());
    }

    @Test
    void anAcceptedRequestIsASuccessWithoutALink() throws Exception {
        WorkflowRun run = build("def r = requestRemoteAssistance(credentialsId: 'intune-app', deviceId: '" + DEVICE
                + "', waitForSession: true, sessionTimeout: 60)\necho \"link=${r.sessionUrl} status=${r.status}\"");

        jenkins.assertLogContains("link=null status=204", run);
        assertWarned(run);
        AssistanceRecord record =
                run.getAction(RemoteAssistanceAction.class).getRequests().get(0);
        assertEquals("session", record.getOutcome());
    }

    @Test
    void aFleetIsASuccessWithoutLinks() throws Exception {
        WorkflowRun run = build("def r = requestRemoteAssistance(credentialsId: 'intune-app', devices: ['" + id(1)
                + "'], waitForSession: true, sessionTimeout: 60)\n"
                + "echo \"links=${r.results.findAll { it.sessionUrl }.size()} sessions=${r.sessions}\"");

        jenkins.assertLogContains("links=0 sessions=1", run);
        assertWarned(run);
    }

    /** As many as there are threads that may wait for a realm. */
    @Test
    void aRealmThatDoesNotAnswerOthersHoldsUpNobodyWhoDoesNotNeedIt() throws Exception {
        FreeStyleProject others = jenkins.createFreeStyleProject();
        CountDownLatch answer = new CountDownLatch(1);
        for (int i = 0; i < 32; i++) {
            FreeStyleBuild other = jenkins.buildAndAssertSuccess(others);
            RemoteAssistanceService.get().askingRealm(other).execute(() -> {
                try {
                    answer.await();
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        try {
            jenkins.assertBuildStatusSuccess(start("requestRemoteAssistance credentialsId: 'intune-app', deviceId: '"
                            + DEVICE + "'\nrequestRemoteAssistance credentialsId: 'intune-app', devices: ['" + id(1)
                            + "']")
                    .get(60, TimeUnit.SECONDS));
        } finally {
            answer.countDown();
        }
    }

    @Test
    void theRealmIsNotAskedWhereThereIsNoLink() throws Exception {
        WorkflowRun one = build("requestRemoteAssistance credentialsId: 'intune-app', deviceId: '" + DEVICE + "'");
        int askedForOne = realm.asked.get();
        build("requestRemoteAssistance credentialsId: 'intune-app', devices: ['" + id(1) + "']");
        int askedForSeveral = realm.asked.get();

        assertEquals(0, askedForOne);
        assertEquals(0, askedForSeveral);
        assertEquals(List.of(), log.getMessages());
        AssistanceRecord record =
                one.getAction(RemoteAssistanceAction.class).getRequests().get(0);
        assertFalse(record.isSession());
    }
}
