package io.jenkins.plugins.intune.pipeline;

import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.SECRET;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.Result;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.standin.StandIn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.springframework.security.core.Authentication;

/** Servers and providers that do not answer, and builds that have nothing to do with them. */
@WithJenkins
class HangingJenkinsTest {

    /** How long an endpoint hangs: longer than anything waits that has nothing to do with it. */
    private static final Duration HANGING = Duration.ofSeconds(28);

    private static CountDownLatch providerIsBack = new CountDownLatch(1);
    private static final AtomicInteger LOOKING = new AtomicInteger();

    private final StandIn standIn = StandIn.start();
    private final List<WorkflowRun> hanging = new ArrayList<>();
    private JenkinsRule jenkins;

    @BeforeEach
    void prepare(JenkinsRule rule) throws Exception {
        jenkins = rule;
        providerIsBack = new CountDownLatch(1);
        LOOKING.set(0);
        IntuneJenkinsFixture.prepare(jenkins, standIn);
        standIn.answerAction(accepted());
    }

    @AfterEach
    void close() throws Exception {
        providerIsBack.countDown();
        for (WorkflowRun build : hanging) {
            build.doStop();
            jenkins.waitForCompletion(build);
        }
        standIn.close();
    }

    private static CpsFlowDefinition asking(String credentialsId) throws Exception {
        return new CpsFlowDefinition(
                "requestRemoteAssistance credentialsId: '" + credentialsId + "', deviceId: '" + DEVICE + "'", true);
    }

    /** A build for one device and one for two, whose states are saved in the Pipeline and in a journal. */
    private void assertOthersTakeTheirTime() throws Exception {
        WorkflowJob one = jenkins.createProject(WorkflowJob.class);
        one.setDefinition(asking(IntuneJenkinsFixture.CREDENTIAL));
        WorkflowJob two = jenkins.createProject(WorkflowJob.class);
        two.setDefinition(new CpsFlowDefinition(
                "requestRemoteAssistance credentialsId: '" + IntuneJenkinsFixture.CREDENTIAL + "', devices: ['" + DEVICE
                        + "', '" + DEVICE.replace('7', '8') + "']",
                true));

        long begin = System.nanoTime();
        jenkins.buildAndAssertStatus(Result.SUCCESS, one);
        jenkins.buildAndAssertStatus(Result.SUCCESS, two);
        Duration time = Duration.ofNanos(System.nanoTime() - begin);

        assertTrue(time.compareTo(HANGING.dividedBy(2)) < 0, () -> "took " + time);
        assertTrue(hanging.stream().allMatch(WorkflowRun::isBuilding));
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 40})
    void tokenEndpointsThatHangHoldUpNoOtherTenant(int tenants) throws Exception {
        standIn.stub(post(urlPathMatching("/hangs-.*"))
                .willReturn(StandIn.token("late", 3599).withFixedDelay((int) HANGING.toMillis())));
        for (int i = 0; i < tenants; i++) {
            IntuneJenkinsFixture.store(
                    jenkins.jenkins, IntuneJenkinsFixture.app("app-" + i, "hangs-" + i + ".example", SECRET));
            WorkflowJob job = jenkins.createProject(WorkflowJob.class);
            job.setDefinition(asking("app-" + i));
            hanging.add(job.scheduleBuild2(0).waitForStart());
        }
        await().atMost(Duration.ofSeconds(25))
                .until(() -> standIn.tokenRequests().size() == tenants);

        assertOthersTakeTheirTime();
    }

    @Test
    void aCredentialsProviderThatHangsForAFolderHoldsUpNoOther() throws Exception {
        Folder folder = jenkins.createProject(Folder.class, "hangs");
        for (int i = 0; i < 12; i++) {
            WorkflowJob job = folder.createProject(WorkflowJob.class, "job-" + i);
            job.setDefinition(asking(IntuneJenkinsFixture.CREDENTIAL));
            hanging.add(job.scheduleBuild2(0).waitForStart());
        }
        await().atMost(Duration.ofSeconds(25)).until(() -> LOOKING.get() > 0);

        assertOthersTakeTheirTime();
        assertEquals(4, LOOKING.get());
    }

    /** A provider without credentials that does not answer until it is back. */
    @TestExtension
    public static final class HangingProvider extends CredentialsProvider {

        @Override
        @NonNull
        public <C extends Credentials> List<C> getCredentialsInItem(
                @NonNull Class<C> type,
                @NonNull Item item,
                Authentication authentication,
                @NonNull List<DomainRequirement> requirements) {
            if (item.getFullName().startsWith("hangs/")) {
                hang();
            }
            return List.of();
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

        private static void hang() {
            LOOKING.incrementAndGet();
            try {
                providerIsBack.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException over) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
