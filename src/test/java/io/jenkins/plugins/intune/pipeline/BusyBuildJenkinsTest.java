package io.jenkins.plugins.intune.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.XmlFile;
import hudson.model.Result;
import hudson.model.Saveable;
import hudson.model.listeners.SaveableListener;
import io.jenkins.plugins.intune.record.RemoteAssistanceAction;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A build whose file is slow, or is saved again and again, delays only itself. */
@WithJenkins
class BusyBuildJenkinsTest {

    private static final AtomicInteger SAVES = new AtomicInteger();
    private static final CountDownLatch SAVING = new CountDownLatch(1);
    private static final CountDownLatch DISK = new CountDownLatch(1);

    /** The disk of the job {@code busy} does not answer what this plugin saves. */
    @TestExtension
    public static final class SlowDisk extends SaveableListener {

        @Override
        public void onChange(Saveable saved, XmlFile file) {
            if (saved instanceof WorkflowRun run
                    && run.getParent().getName().equals("busy")
                    && Thread.currentThread().getName().startsWith("intune-remote-assistance-disk")) {
                SAVES.incrementAndGet();
                SAVING.countDown();
                try {
                    DISK.await(2, TimeUnit.MINUTES);
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    private static WorkflowJob job(JenkinsRule jenkins, String name, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    @Test
    void anotherBuildEndsMeanwhile(JenkinsRule jenkins) throws Exception {
        WorkflowRun busy = job(jenkins, "busy", """
                def branches = [:]
                for (int i = 1; i <= 12; i++) {
                    def device = "00000000-0000-4000-8000-0000000000${10 + i}"
                    branches["branch ${i}"] = {
                        catchError {
                            requestRemoteAssistance credentialsId: 'none', deviceId: device
                        }
                    }
                }
                parallel branches
                """).scheduleBuild2(0).waitForStart();
        try {
            assertTrue(SAVING.await(1, TimeUnit.MINUTES));

            WorkflowRun other = job(
                            jenkins,
                            "other",
                            "requestRemoteAssistance credentialsId: 'none', deviceId: '00000000-0000-4000-8000-000000000001'")
                    .scheduleBuild2(0)
                    .get(30, TimeUnit.SECONDS);

            jenkins.assertBuildStatus(Result.FAILURE, other);
            assertTrue(busy.isBuilding(), "what became of its requests is not on disk");
        } finally {
            DISK.countDown();
        }
        jenkins.waitForCompletion(busy);
        assertEquals(
                12, busy.getAction(RemoteAssistanceAction.class).getRequests().size());
        assertTrue(SAVES.get() <= 4, () -> SAVES + " saves for 12 requests");
    }
}
