package io.jenkins.plugins.intune.pipeline;

import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static org.junit.jupiter.api.Assertions.assertEquals;

import hudson.model.Run;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.standin.StandIn;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What is saved before a request leaves is there after a power failure, too, as far as Java can tell. */
@WithJenkins
class ForcedFolderJenkinsTest {

    @TempDir
    private Path folder;

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "cannot force a folder")
    void aPipelinesStateIsInItsPlaceOnTheDiskBeforeItsRequestLeaves(JenkinsRule jenkins) throws Exception {
        try (StandIn standIn = StandIn.start();
                Recording recording = new Recording()) {
            IntuneJenkinsFixture.prepare(jenkins, standIn);
            standIn.device("");
            standIn.answerAction(accepted());
            recording.enable("jdk.FileForce").withThreshold(Duration.ZERO);
            recording.start();
            WorkflowJob job = jenkins.createProject(WorkflowJob.class);
            job.setDefinition(new CpsFlowDefinition(
                    "requestRemoteAssistance(credentialsId: 'intune-app', deviceId: '" + DEVICE + "')", true));

            Run<?, ?> build = jenkins.buildAndAssertSuccess(job);

            recording.stop();
            Path file = folder.resolve("forced.jfr");
            recording.dump(file);
            Instant asked = standIn.actions().get(0).getLoggedDate().toInstant();
            String place = build.getRootDir().toString();
            List<String> forced = RecordingFile.readAllEvents(file).stream()
                    .filter(event -> event.getEndTime().isBefore(asked))
                    .sorted(Comparator.comparing(RecordedEvent::getEndTime))
                    .map(ForcedFolderJenkinsTest::path)
                    .filter(path -> path.startsWith(place))
                    .toList();
            assertEquals(place, forced.get(forced.size() - 1), "the last of " + forced);
        }
    }

    private static String path(RecordedEvent event) {
        return String.valueOf(event.getString("path"));
    }
}
