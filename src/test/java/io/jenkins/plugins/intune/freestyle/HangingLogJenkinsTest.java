package io.jenkins.plugins.intune.freestyle;

import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.console.ConsoleLogFilter;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.standin.StandIn;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A build whose log takes nothing for a while, as one that a plugin sends line by line to a server, beside another build. */
@WithJenkins
class HangingLogJenkinsTest {

    private static final CountDownLatch LOG_IS_BACK = new CountDownLatch(1);
    private static final CountDownLatch LOG_HANGS = new CountDownLatch(1);

    private final StandIn standIn = StandIn.start();

    @AfterEach
    void close() {
        LOG_IS_BACK.countDown();
        standIn.close();
    }

    /** Hangs for the plugin's own threads, so that the build gets as far as asking. */
    @TestExtension
    public static final class SlowLog extends ConsoleLogFilter {
        @Override
        public OutputStream decorateLogger(Run build, OutputStream log) {
            if (build == null || !build.getParent().getName().equals("stuck")) {
                return log;
            }
            return new OutputStream() {
                @Override
                public void write(int b) throws IOException {
                    write(new byte[] {(byte) b}, 0, 1);
                }

                @Override
                public void write(byte[] bytes, int from, int length) throws IOException {
                    if (Thread.currentThread().getName().contains("intune-remote-assistance")) {
                        LOG_HANGS.countDown();
                        try {
                            LOG_IS_BACK.await(90, TimeUnit.SECONDS);
                        } catch (InterruptedException stop) {
                            throw new IOException(stop);
                        }
                    }
                    log.write(bytes, from, length);
                }

                @Override
                public void flush() throws IOException {
                    log.flush();
                }

                @Override
                public void close() throws IOException {
                    log.close();
                }
            };
        }
    }

    private static FreeStyleProject job(JenkinsRule jenkins, String name) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject(name);
        RequestRemoteAssistanceBuilder builder = new RequestRemoteAssistanceBuilder();
        builder.setCredentialsId("intune-app");
        builder.setDeviceId(DEVICE);
        builder.setTimeout(10);
        job.getBuildersList().add(builder);
        return job;
    }

    @Test
    void otherBuildsGoOn(JenkinsRule jenkins) throws Exception {
        IntuneJenkinsFixture.prepare(jenkins, standIn);
        standIn.device("");
        standIn.answerAction(accepted());
        FreeStyleBuild stuck = job(jenkins, "stuck").scheduleBuild2(0).waitForStart();
        assertTrue(LOG_HANGS.await(30, TimeUnit.SECONDS));

        FreeStyleBuild other = job(jenkins, "other").scheduleBuild2(0).waitForStart();
        try {
            await().atMost(Duration.ofSeconds(40)).until(() -> !other.isBuilding());
            assertEquals(Result.SUCCESS, other.getResult());
        } finally {
            LOG_IS_BACK.countDown();
            jenkins.waitForCompletion(stuck);
            jenkins.waitForCompletion(other);
        }
    }
}
