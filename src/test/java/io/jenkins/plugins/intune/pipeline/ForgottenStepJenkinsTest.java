package io.jenkins.plugins.intune.pipeline;

import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.Result;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.credentials.EntraAppCredentials;
import io.jenkins.plugins.intune.record.RemoteAssistanceAction;
import io.jenkins.plugins.intune.standin.StandIn;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.springframework.security.core.Authentication;

/** A branch that goes on without a word to the step in it, because another one holds what Jenkins cannot save. */
@WithJenkins
class ForgottenStepJenkinsTest {

    private static CountDownLatch credential = new CountDownLatch(1);

    private static final AtomicInteger SAVES = new AtomicInteger();

    private final StandIn standIn = StandIn.start();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        credential.countDown();
        standIn.close();
    }

    /** Cannot be saved the first time. */
    public static final class SavedLater implements Serializable {

        private static final long serialVersionUID = 1L;

        private void writeObject(ObjectOutputStream out) throws IOException {
            if (SAVES.getAndIncrement() == 0) {
                throw new NotSerializableException("not yet");
            }
            out.defaultWriteObject();
        }
    }

    /** The provider of the credential, which takes its time. */
    @TestExtension
    public static final class SlowProvider extends CredentialsProvider {

        @Override
        @NonNull
        public <C extends Credentials> List<C> getCredentialsInItem(
                @NonNull Class<C> type,
                @NonNull Item item,
                Authentication authentication,
                @NonNull List<DomainRequirement> requirements) {
            if (!type.isAssignableFrom(EntraAppCredentials.class)) {
                return List.of();
            }
            try {
                credential.await(60, TimeUnit.SECONDS);
                return List.of(type.cast(IntuneJenkinsFixture.app(IntuneJenkinsFixture.CREDENTIAL)));
            } catch (Exception impossible) {
                throw new AssertionError(impossible);
            }
        }

        @Override
        @NonNull
        public <C extends Credentials> List<C> getCredentialsInItemGroup(
                @NonNull Class<C> type,
                ItemGroup group,
                Authentication authentication,
                @NonNull List<DomainRequirement> requirements) {
            return List.of();
        }
    }

    private WorkflowRun begin(JenkinsRule jenkins, String devices) throws Exception {
        credential = new CountDownLatch(1);
        SAVES.set(0);
        IntuneJenkinsFixture.useStandIn(standIn);
        standIn.answerAction(accepted());
        WorkflowJob job = jenkins.createProject(Folder.class, "folder").createProject(WorkflowJob.class, "job");
        job.setDefinition(
                new CpsFlowDefinition("""
                    parallel holds: {
                        sleep 1
                        def held = new io.jenkins.plugins.intune.pipeline.ForgottenStepJenkinsTest.SavedLater()
                        sleep 1
                        echo "held ${held}"
                    }, asks: {
                        try {
                            requestRemoteAssistance credentialsId: '%s', %s
                        } catch (java.io.NotSerializableException blamed) {
                            echo 'caught'
                        }
                        def told = null
                        while (!new File('%s/go').exists()) {
                            told = sleep(1) ?: told
                        }
                        echo "told ${told}"
                    }
                    """.formatted(IntuneJenkinsFixture.CREDENTIAL, devices, folder), false));
        WorkflowRun build = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("caught", build);
        return build;
    }

    @ParameterizedTest
    @ValueSource(strings = {"deviceId: '" + DEVICE + "'", "devices: ['" + DEVICE + "']"})
    void asksNobodyAndIsNotTakenForTheNextStep(String devices, JenkinsRule jenkins) throws Exception {
        WorkflowRun build = begin(jenkins, devices);

        credential.countDown();
        RemoteAssistanceAction remembered = build.getAction(RemoteAssistanceAction.class);
        await().atMost(Duration.ofSeconds(30)).until(() -> hasEnded(remembered));
        Files.createFile(folder.resolve("go"));

        jenkins.assertBuildStatus(Result.SUCCESS, jenkins.waitForCompletion(build));
        jenkins.assertLogContains("told null", build);
        assertEquals(List.of(), standIn.actions());
    }

    private static boolean hasEnded(RemoteAssistanceAction remembered) {
        return remembered.getRequests().size() == 1
                || remembered.getFleets().stream().anyMatch(fleet -> fleet.getNotAsked() == 1);
    }
}
