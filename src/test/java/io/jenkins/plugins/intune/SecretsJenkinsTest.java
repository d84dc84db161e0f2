package io.jenkins.plugins.intune;

import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.SECRET;
import static io.jenkins.plugins.intune.standin.StandIn.TOKEN;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static io.jenkins.plugins.intune.standin.StandIn.error;
import static io.jenkins.plugins.intune.standin.StandIn.refusal;
import static io.jenkins.plugins.intune.standin.StandIn.tokenRequest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Result;
import io.jenkins.plugins.intune.standin.StandIn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.LogRecorder;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The secret and the token stand nowhere on disk and in no log, whatever happens. */
@WithJenkins
class SecretsJenkinsTest {

    @Test
    void theWholeJenkinsHomeHoldsNeitherSecretNorToken(JenkinsRule jenkins) throws Exception {
        LogRecorder log = new LogRecorder()
                .record("io.jenkins.plugins.intune", Level.ALL)
                .record("com.microsoft.aad.msal4j", Level.ALL)
                .capture(10_000);
        try (StandIn standIn = StandIn.start()) {
            IntuneJenkinsFixture.prepare(jenkins, standIn);
            WorkflowJob job = jenkins.createProject(WorkflowJob.class);
            job.setDefinition(new CpsFlowDefinition(
                    "requestRemoteAssistance credentialsId: 'intune-app', deviceId: '" + DEVICE + "'", true));

            standIn.answerAction(accepted());
            jenkins.buildAndAssertStatus(Result.SUCCESS, job);
            standIn.answerAction(error(403, "Forbidden", "no"));
            jenkins.buildAndAssertStatus(Result.FAILURE, job);
            standIn.stub(tokenRequest().willReturn(refusal(401, 7000215, "Invalid client secret provided.")));
            jenkins.buildAndAssertStatus(Result.FAILURE, job);

            assertTrue(standIn.tokenForms().get(0).contains(SECRET), "it was there to be found");
        }
        for (String hidden : List.of(SECRET, TOKEN)) {
            assertEquals(List.of(), filesThatHold(jenkins.jenkins.getRootDir().toPath(), hidden));
            assertTrue(log.getMessages().stream().noneMatch(line -> line.contains(hidden)), "a log holds " + hidden);
            assertTrue(Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().contains(hidden)));
        }
    }

    static List<Path> filesThatHold(Path folder, String text) throws Exception {
        byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && holds(file, wanted)) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            /** A running Jenkins renames and deletes temporary files meanwhile. */
            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }
        });
        return found;
    }

    private static boolean holds(Path file, byte[] wanted) {
        try {
            String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            return content.contains(new String(wanted, StandardCharsets.ISO_8859_1));
        } catch (IOException gone) {
            return false;
        }
    }
}
