package io.jenkins.plugins.intune.freestyle;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static io.jenkins.plugins.intune.standin.StandIn.error;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.BuildListener;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.StringParameterDefinition;
import hudson.model.StringParameterValue;
import hudson.model.queue.QueueTaskFuture;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.device.ManagedDevice;
import io.jenkins.plugins.intune.device.UserDevice;
import io.jenkins.plugins.intune.record.RemoteAssistanceAction;
import io.jenkins.plugins.intune.service.RemoteAssistanceService;
import io.jenkins.plugins.intune.standin.StandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestBuilder;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The freestyle build step in a real job. */
@WithJenkins
class FreestyleJenkinsTest {

    private final StandIn standIn = StandIn.start();
    private JenkinsRule jenkins;
    private FreeStyleProject job;
    private final RequestRemoteAssistanceBuilder builder = new RequestRemoteAssistanceBuilder();

    @BeforeEach
    void prepare(JenkinsRule rule) throws Exception {
        jenkins = rule;
        IntuneJenkinsFixture.prepare(rule, standIn);
        job = rule.createFreeStyleProject();
        job.getBuildersList().add(builder);
        builder.setCredentialsId("intune-app");
    }

    @AfterEach
    void close() {
        standIn.close();
    }

    @Test
    void laterStepsKnowWhatBecameOfIt() throws Exception {
        standIn.answerAction(accepted());
        builder.setDeviceId(DEVICE);
        Map<String, String> seen = new TreeMap<>();
        job.getBuildersList().add(new TestBuilder() {
            @Override
            public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
                    throws InterruptedException, IOException {
                build.getEnvironment(listener).forEach((name, value) -> {
                    if (name.startsWith("INTUNE_")) {
                        seen.put(name, value);
                    }
                });
                return true;
            }
        });

        FreeStyleBuild build = jenkins.buildAndAssertSuccess(job);

        RemoteAssistanceAction action = build.getAction(RemoteAssistanceAction.class);
        String requestId = action.getRequests().get(0).getRequestId();
        assertEquals(
                Map.of("INTUNE_DEVICE_ID", DEVICE, "INTUNE_OUTCOME", "accepted", "INTUNE_REQUEST_ID", requestId), seen);
        assertEquals("remoteAssistance", action.getUrlName());
        assertEquals("symbol-remote-assistance plugin-intune-remote-assistance", action.getIconFileName());
    }

    @Test
    void expandsParametersInEveryText() throws Exception {
        standIn.answerAction(accepted());
        job.addProperty(new ParametersDefinitionProperty(
                new StringParameterDefinition("DEVICE_ID", ""),
                new StringParameterDefinition("WHO", ""),
                new StringParameterDefinition("VERSION", ""),
                new StringParameterDefinition("APP", "")));
        builder.setCredentialsId("${APP}");
        builder.setApiVersion("${VERSION}");
        builder.setDevice(new UserDevice("${WHO}@contoso.com", "$DEVICE_ID"));

        FreeStyleBuild build = jenkins.assertBuildStatus(
                Result.SUCCESS,
                job.scheduleBuild2(
                        0,
                        new ParametersAction(
                                new StringParameterValue("DEVICE_ID", DEVICE),
                                new StringParameterValue("WHO", "anna"),
                                new StringParameterValue("VERSION", "beta"),
                                new StringParameterValue("APP", "intune-app"))));

        assertEquals(
                "/beta/users/anna@contoso.com/managedDevices/" + DEVICE + "/requestRemoteAssistance",
                standIn.actions().get(0).getUrl());
        jenkins.assertLogContains("Intune accepted the remote assistance request", build);
    }

    @Test
    void anAcceptedRequestIsASuccessAlsoWhenItsPageCannotBeSaved() throws Exception {
        standIn.answerAction(accepted());
        builder.setDevice(new ManagedDevice(DEVICE));
        job.getBuildersList().replaceBy(List.of(new BlockedPage(true), builder, new BlockedPage(false)));

        FreeStyleBuild build = jenkins.buildAndAssertStatus(Result.SUCCESS, job);

        jenkins.assertLogContains("Intune accepted the remote assistance request", build);
        assertEquals(
                1,
                build.getAction(RemoteAssistanceAction.class).getRequests().size(),
                "the build knows it still, and Jenkins saves it at the end");
    }

    @Test
    void aRefusalFailsTheBuildInPlainWords() throws Exception {
        standIn.answerAction(error(400, "BadRequest", "{\"_version\":3,\"Message\":\"An error has occurred\"}"));
        builder.setDevice(new ManagedDevice(DEVICE));

        FreeStyleBuild build = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        jenkins.assertLogContains("400 Bad Request, code BadRequest: \"An error has occurred\"", build);
        jenkins.assertLogContains("does not support remote assistance", build);
        jenkins.assertLogNotContains("\tat ", build);
    }

    @Test
    void whatIsInDoubtFailsAndIsNotSentAgain() throws Exception {
        standIn.answerAction(aResponse().withStatus(502));
        builder.setDevice(new ManagedDevice(DEVICE));

        FreeStyleBuild build = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        jenkins.assertLogContains("It is in doubt whether remote assistance was requested", build);
        jenkins.assertLogContains("It was not sent again", build);
        assertEquals(1, standIn.actions().size());
    }

    @Test
    void anAbortEndsTheBuildAtOnceAndSaysThatTheRequestHadLeft() throws Exception {
        standIn.answerAction(accepted().withFixedDelay(60_000));
        builder.setDevice(new ManagedDevice(DEVICE));
        QueueTaskFuture<FreeStyleBuild> future = job.scheduleBuild2(0);
        FreeStyleBuild build = future.waitForStart();
        await().until(() -> standIn.actions().size() == 1);

        build.getExecutor().interrupt();

        jenkins.assertBuildStatus(Result.ABORTED, future);
        jenkins.assertLogContains("had left", build);
    }

    /** Nothing of the plugin runs any more, which the aborted request could be noted by. */
    @Test
    void anAbortEndsTheBuildAlsoWhenJenkinsHasStopped() throws Exception {
        standIn.answerAction(accepted().withFixedDelay(60_000));
        builder.setDevice(new ManagedDevice(DEVICE));
        QueueTaskFuture<FreeStyleBuild> future = job.scheduleBuild2(0);
        FreeStyleBuild build = future.waitForStart();
        await().until(() -> standIn.actions().size() == 1);

        RemoteAssistanceService.get().close();
        build.getExecutor().interrupt();

        assertEquals(Result.ABORTED, future.get(30, TimeUnit.SECONDS).getResult());
    }

    @Test
    void theFormKeepsWhatIsSet() throws Exception {
        builder.setDevice(new UserDevice("${WHO}", DEVICE));
        builder.setApiVersion("beta");
        builder.setTimeout(77);

        jenkins.configRoundtrip(job);

        RequestRemoteAssistanceBuilder saved = job.getBuildersList().get(RequestRemoteAssistanceBuilder.class);
        jenkins.assertEqualDataBoundBeans(builder, saved);
        assertEquals(77, saved.getTimeout());
        assertNull(saved.getDeviceId());
    }

    @Test
    void theFormKeepsWhatIsWrong() throws Exception {
        builder.setCredentialsId("deleted");
        builder.setDevice(new ManagedDevice("not a guid"));
        builder.setTimeout(0);

        jenkins.configRoundtrip(job);

        RequestRemoteAssistanceBuilder saved = job.getBuildersList().get(RequestRemoteAssistanceBuilder.class);
        assertEquals("deleted", saved.getCredentialsId());
        assertEquals("not a guid", saved.getDeviceId());
        assertEquals(0, saved.getTimeout());
    }

    /** Puts a folder where the build is to be saved, so that it cannot be, or takes it away again. */
    private static final class BlockedPage extends TestBuilder {

        private final boolean blocked;

        BlockedPage(boolean blocked) {
            this.blocked = blocked;
        }

        @Override
        public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
                throws IOException {
            Path page = build.getRootDir().toPath().resolve("build.xml");
            if (blocked) {
                Files.deleteIfExists(page);
                Files.createDirectories(page.resolve("in the way"));
                assertThrows(IOException.class, build::save);
            } else {
                Files.delete(page.resolve("in the way"));
                Files.delete(page);
            }
            return true;
        }
    }
}
