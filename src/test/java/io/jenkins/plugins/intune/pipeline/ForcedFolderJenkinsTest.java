package io.jenkins.plugins.intune.pipeline;

import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Run;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.standin.StandIn;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.flow.FlowDurabilityHint;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.properties.DurabilityHintJobProperty;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/**
 * What is saved of a request, before it leaves and in the end, is there after a power failure, too, as far as Java can tell.
 */
@WithJenkins
class ForcedFolderJenkinsTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(names = {"MAX_SURVIVABILITY", "SURVIVABLE_NONATOMIC"})
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "cannot force a folder")
    void whatIsSavedIsInItsPlaceOnTheDisk(FlowDurabilityHint durability, JenkinsRule jenkins) throws Exception {
        try (StandIn standIn = StandIn.start();
                Recording recording = new Recording()) {
            IntuneJenkinsFixture.prepare(jenkins, standIn);
            standIn.device("");
            standIn.answerAction(accepted());
            recording.enable("jdk.FileForce").withThreshold(Duration.ZERO);
            recording.start();
            WorkflowJob job = jenkins.createProject(WorkflowJob.class);
            job.addProperty(new DurabilityHintJobProperty(durability));
            job.setDefinition(new CpsFlowDefinition(
                    "requestRemoteAssistance(credentialsId: 'intune-app', deviceId: '" + DEVICE + "')", true));

            Run<?, ?> build = jenkins.buildAndAssertSuccess(job);

            recording.stop();
            Path file = folder.resolve("forced.jfr");
            recording.dump(file);
            Instant asked = standIn.actions().get(0).getLoggedDate().toInstant();
            String place = build.getRootDir().toString();
            List<String> before =
                    forced(file, place, event -> event.getEndTime().isBefore(asked));
            List<String> after = forced(file, place, event -> event.getEndTime().isAfter(asked));
            assertEquals(place, before.get(before.size() - 1), "the state, the last of " + before);
            assertTrue(after.stream().anyMatch(path -> path.contains("build.xml")), "the end, among " + after);
        }
    }

    private static List<String> forced(Path recording, String place, Predicate<RecordedEvent> when) throws IOException {
        return RecordingFile.readAllEvents(recording).stream()
                .filter(when)
                .sorted(Comparator.comparing(RecordedEvent::getEndTime))
                .map(event -> String.valueOf(event.getString("path")))
                .filter(path -> path.startsWith(place))
                .toList();
    }
}
