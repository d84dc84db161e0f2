package io.jenkins.plugins.intune.record;

import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import hudson.model.Result;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.standin.StandIn;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** A build's page still shows what a Pipeline waits for after a restart of Jenkins. */
class RunningBuildRestartJenkinsTest {

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private final StandIn standIn = StandIn.start();

    @AfterEach
    void close() {
        standIn.close();
    }

    private static WaitingRequest awaitSession(WorkflowRun run) {
        await().atMost(Duration.ofMinutes(1)).until(() -> {
            RemoteAssistanceAction action = run.getAction(RemoteAssistanceAction.class);
            return action != null
                    && action.getWaiting().size() == 1
                    && action.getWaiting().get(0).getText().startsWith("Accepted. Waiting for the person");
        });
        return run.getAction(RemoteAssistanceAction.class).getWaiting().get(0);
    }

    @Test
    void itIsWaitedForSinceTheSameTime() throws Throwable {
        standIn.device("");
        standIn.answerAction(accepted());
        AtomicReference<Date> since = new AtomicReference<>();
        sessions.then(jenkins -> {
            IntuneJenkinsFixture.prepare(jenkins, standIn);
            WorkflowJob job = jenkins.createProject(WorkflowJob.class, "job");
            job.setDefinition(new CpsFlowDefinition(
                    "requestRemoteAssistance credentialsId: 'intune-app', deviceId: '" + DEVICE
                            + "', waitForSession: true",
                    true));
            since.set(awaitSession(job.scheduleBuild2(0).waitForStart()).getSince());
        });
        sessions.then(jenkins -> {
            WorkflowRun run =
                    jenkins.jenkins.getItemByFullName("job", WorkflowJob.class).getBuildByNumber(1);
            WaitingRequest waiting = awaitSession(run);
            assertEquals(since.get(), waiting.getSince());
            assertNotNull(waiting.getUntil());
            assertEquals("LAPTOP-7", waiting.getDevice());

            standIn.device("https://get.teamviewer.com/new-4712");
            jenkins.assertBuildStatus(Result.SUCCESS, jenkins.waitForCompletion(run));
            assertEquals(List.of(), run.getAction(RemoteAssistanceAction.class).getWaiting());
        });
    }
}
