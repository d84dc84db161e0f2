package io.jenkins.plugins.intune.pipeline;

import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import hudson.model.ItemGroup;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.standin.StandIn;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.springframework.security.core.Authentication;

/** A credentials provider that takes longer than a step has leaves nothing behind. */
@WithJenkins
class SlowProviderJenkinsTest {

    private static final String ONE =
            "requestRemoteAssistance credentialsId: 'intune-app', deviceId: '" + DEVICE + "', notAgainWithin: 15";

    private static final CountDownLatch BACK = new CountDownLatch(1);

    /** Has nothing for jobs in {@code slow}, and says so only when it is back. */
    @TestExtension
    public static final class SlowProvider extends CredentialsProvider {

        @Override
        @NonNull
        public <C extends Credentials> List<C> getCredentialsInItem(
                @NonNull Class<C> type,
                @NonNull Item item,
                Authentication authentication,
                @NonNull List<DomainRequirement> requirements) {
            if (item.getFullName().startsWith("slow/")) {
                try {
                    BACK.await(1, TimeUnit.MINUTES);
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                }
            }
            return List.of();
        }

        @Override
        @NonNull
        public <C extends Credentials> List<C> getCredentialsInItemGroup(
                @NonNull Class<C> type,
                @NonNull ItemGroup group,
                Authentication authentication,
                @NonNull List<DomainRequirement> requirements) {
            return List.of();
        }
    }

    @Test
    void aStepThatEndedMeanwhileDoesNotLeaveItsDeviceTaken(JenkinsRule jenkins) throws Exception {
        try (StandIn standIn = StandIn.start()) {
            IntuneJenkinsFixture.prepare(jenkins, standIn);
            standIn.device("");
            standIn.answerAction(accepted());
            WorkflowJob job = jenkins.createProject(Folder.class, "slow").createProject(WorkflowJob.class, "job");
            job.setDefinition(new CpsFlowDefinition(
                    "try { " + ONE + ", timeout: 5 } catch (e) { echo 'first: ' + e.message }\nsleep 5\n" + ONE
                            + ", timeout: 30",
                    true));
            WorkflowRun run = job.scheduleBuild2(0).waitForStart();
            jenkins.waitForMessage("first: ", run);
            BACK.countDown();

            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
            jenkins.assertLogContains("nothing was sent", run);
            assertEquals(1, standIn.actions().size());
        }
    }
}
