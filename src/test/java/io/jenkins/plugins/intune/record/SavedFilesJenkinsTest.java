package io.jenkins.plugins.intune.record;

import static io.jenkins.plugins.intune.standin.DeviceLists.id;
import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.intune.FileSearch;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.freestyle.RequestRemoteAssistanceBuilder;
import io.jenkins.plugins.intune.standin.StandIn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What is saved names no class that Java keeps to itself, so that any version of Java and of Jenkins can read it. */
@WithJenkins
class SavedFilesJenkinsTest {

    private final StandIn standIn = StandIn.start();
    private JenkinsRule jenkins;

    @BeforeEach
    void prepare(JenkinsRule rule) throws Exception {
        jenkins = rule;
        IntuneJenkinsFixture.prepare(rule, standIn);
        standIn.device("");
        standIn.answerAction(accepted());
    }

    @AfterEach
    void close() {
        standIn.close();
    }

    private static void assertPlain(Run<?, ?> run) throws Exception {
        Path folder = run.getRootDir().toPath();
        for (String hidden : List.of("ImmutableCollections", "CollSer")) {
            assertEquals(List.of(), FileSearch.filesThatHold(folder, hidden));
        }
    }

    @Test
    void aPipelinesFiles() throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition("""
                def one = requestRemoteAssistance(credentialsId: 'intune-app', deviceId: '%s')
                def several = requestRemoteAssistance(credentialsId: 'intune-app', devices: ['%s', '%s'])
                requestRemoteAssistance credentialsId: 'intune-app', devices: [managedDevice('%s')],
                    waitForSession: true, sessionTimeout: 600
                """.formatted(DEVICE, id(1), id(2), id(3)), true));

        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        await().atMost(Duration.ofSeconds(60)).until(() -> standIn.actions().size() == 4);
        run.save();

        assertTrue(Files.exists(run.getRootDir().toPath().resolve("program.dat")), "the program is saved");
        assertPlain(run);
        run.doStop();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
        assertPlain(run);
    }

    @Test
    void aFreestyleBuildsFiles() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        for (int i = 0; i < 2; i++) {
            RequestRemoteAssistanceBuilder step = new RequestRemoteAssistanceBuilder();
            step.setCredentialsId("intune-app");
            step.setDeviceLines(i == 0 ? null : id(1) + "\n" + id(2));
            step.setDeviceId(i == 0 ? DEVICE : null);
            job.getBuildersList().add(step);
        }

        Run<?, ?> run = jenkins.buildAndAssertStatus(Result.SUCCESS, job);

        assertPlain(run);
        String saved = Files.readString(run.getRootDir().toPath().resolve("build.xml"));
        assertTrue(saved.contains(DEVICE), saved);
        assertEquals(List.of(), FileSearch.filesThatHold(job.getRootDir().toPath(), "CollSer"));
    }
}
