package io.jenkins.plugins.intune.freestyle;

import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.BuildListener;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.ItemGroup;
import hudson.model.Job;
import hudson.model.JobProperty;
import hudson.model.JobPropertyDescriptor;
import hudson.model.Result;
import hudson.model.queue.QueueTaskFuture;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.standin.StandIn;
import java.io.File;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestBuilder;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Jobs that are no jobs of Jenkins' own lists, and lose their place while a build of them is under way. */
@WithJenkins
class LostPlaceJenkinsTest {

    private final StandIn standIn = StandIn.start();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private JenkinsRule jenkins;
    private FreeStyleProject owner;

    /** As promotions are: a property of a job has jobs of its own, and is made anew whenever the job is saved. */
    public static final class Promotions extends JobProperty<Job<?, ?>> implements ItemGroup<FreeStyleProject> {

        private transient FreeStyleProject only;

        private FreeStyleProject promotion() {
            if (only == null) {
                only = new FreeStyleProject((ItemGroup<?>) this, "promotion");
                only.onCreatedFromScratch();
            }
            return only;
        }

        @Override
        public String getFullName() {
            return owner.getFullName() + "/promotion";
        }

        @Override
        public String getFullDisplayName() {
            return getFullName();
        }

        @Override
        public String getDisplayName() {
            return "promotion";
        }

        @Override
        public Collection<FreeStyleProject> getItems() {
            return List.of(promotion());
        }

        @Override
        public String getUrl() {
            return owner.getUrl() + "promotion/";
        }

        @Override
        public String getUrlChildPrefix() {
            return "";
        }

        @Override
        public FreeStyleProject getItem(String name) {
            return name.equals("promotion") ? promotion() : null;
        }

        @Override
        public File getRootDirFor(FreeStyleProject child) {
            return new File(owner.getRootDir(), child.getName());
        }

        @Override
        public File getRootDir() {
            return owner.getRootDir();
        }

        @Override
        public void onDeleted(FreeStyleProject item) {
            only = null;
        }

        @Override
        public void save() {
            // With its job.
        }

        /** So that Jenkins knows it. */
        @TestExtension
        public static final class DescriptorImpl extends JobPropertyDescriptor {}
    }

    @BeforeEach
    void prepare(JenkinsRule rule) throws Exception {
        jenkins = rule;
        IntuneJenkinsFixture.prepare(rule, standIn);
        standIn.answerAction(accepted());
        owner = rule.createFreeStyleProject("owner");
        owner.addProperty(new Promotions());
    }

    @AfterEach
    void close() {
        standIn.close();
    }

    private QueueTaskFuture<FreeStyleBuild> begin() throws Exception {
        return begin(owner.getProperty(Promotions.class).promotion());
    }

    private QueueTaskFuture<FreeStyleBuild> begin(FreeStyleProject promotion) throws Exception {
        promotion.getBuildersList().add(new TestBuilder() {
            @Override
            public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
                    throws InterruptedException {
                begun.countDown();
                return goOn.await(1, TimeUnit.MINUTES);
            }
        });
        RequestRemoteAssistanceBuilder builder = new RequestRemoteAssistanceBuilder();
        builder.setCredentialsId("intune-app");
        builder.setDeviceId(DEVICE);
        promotion.getBuildersList().add(builder);
        QueueTaskFuture<FreeStyleBuild> build = promotion.scheduleBuild2(0);
        assertTrue(begun.await(1, TimeUnit.MINUTES), "the promotion has begun");
        return build;
    }

    @Test
    void aPromotionAsks() throws Exception {
        goOn.countDown();
        jenkins.assertBuildStatusSuccess(begin());
        assertEquals(1, standIn.actions().size());
    }

    /** The queue has the old object of it. */
    @Test
    void whyAPromotionThatWaitedMeanwhileHasNoCredentialIsSaid() throws Exception {
        FreeStyleProject queued = owner.getProperty(Promotions.class).promotion();
        owner.removeProperty(Promotions.class);
        owner.addProperty(new Promotions());
        goOn.countDown();

        FreeStyleBuild build = jenkins.assertBuildStatus(Result.FAILURE, begin(queued));
        jenkins.assertLogContains("was saved while a promotion waited", build);
        assertEquals(0, standIn.actions().size());
    }

    @Test
    void aPromotionUnderWayStillGetsItsCredentialWhenItsJobIsSaved() throws Exception {
        QueueTaskFuture<FreeStyleBuild> build = begin();

        owner.removeProperty(Promotions.class);
        owner.addProperty(new Promotions());
        goOn.countDown();

        jenkins.assertBuildStatusSuccess(build);
        assertEquals(1, standIn.actions().size());
    }
}
