package io.jenkins.plugins.intune.freestyle;

import static io.jenkins.plugins.intune.standin.DeviceLists.filters;
import static io.jenkins.plugins.intune.standin.DeviceLists.id;
import static io.jenkins.plugins.intune.standin.DeviceLists.list;
import static io.jenkins.plugins.intune.standin.DeviceLists.search;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static io.jenkins.plugins.intune.standin.StandIn.action;
import static io.jenkins.plugins.intune.standin.StandIn.error;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.FilePath;
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
import io.jenkins.plugins.intune.record.RemoteAssistanceAction;
import io.jenkins.plugins.intune.standin.StandIn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestBuilder;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The freestyle build step with many devices: lines, variables and files. */
@WithJenkins
class FleetFreestyleJenkinsTest {

    private final StandIn standIn = StandIn.start();
    private final RequestRemoteAssistanceBuilder builder = new RequestRemoteAssistanceBuilder();
    private JenkinsRule jenkins;
    private FreeStyleProject job;

    @BeforeEach
    void prepare(JenkinsRule rule) throws Exception {
        jenkins = rule;
        IntuneJenkinsFixture.prepare(rule, standIn);
        standIn.device("");
        standIn.answerAction(accepted());
        job = rule.createFreeStyleProject();
        builder.setCredentialsId("intune-app");
    }

    @AfterEach
    void close() {
        standIn.close();
    }

    /** Something that is in the workspace when the build step begins. */
    private static final class InWorkspace extends TestBuilder {

        private final String path;
        private final byte[] content;

        InWorkspace(String path, byte[] content) {
            this.path = path;
            this.content = content;
        }

        @Override
        public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
                throws InterruptedException, IOException {
            FilePath file = build.getWorkspace().child(path);
            file.getParent().mkdirs();
            Files.write(Path.of(file.getRemote()), content);
            return true;
        }
    }

    private FreeStyleBuild build(Result expected, StringParameterValue... parameters) throws Exception {
        job.getBuildersList().add(builder);
        for (StringParameterValue parameter : parameters) {
            job.addProperty(new ParametersDefinitionProperty(new StringParameterDefinition(parameter.getName(), "")));
        }
        return jenkins.assertBuildStatus(expected, job.scheduleBuild2(0, new ParametersAction(List.of(parameters))));
    }

    private void keep(String path, String content) {
        job.getBuildersList().add(new InWorkspace(path, content.getBytes(StandardCharsets.UTF_8)));
    }

    /** Which moves the folder that its journal is in. */
    @Test
    void aJobThatIsRenamedMeanwhileAsksItsDevicesAllTheSame() throws Exception {
        standIn.stub(search().willReturn(list(2, 2).withFixedDelay(3_000)));
        builder.setDeviceLines("serialNumber: SN-2");
        job.getBuildersList().add(builder);
        QueueTaskFuture<FreeStyleBuild> future = job.scheduleBuild2(0);
        jenkins.waitForMessage("Requesting remote assistance for", future.waitForStart());

        job.renameTo("renamed");

        FreeStyleBuild build = jenkins.assertBuildStatusSuccess(future);
        try (JenkinsRule.WebClient browser = jenkins.createWebClient()) {
            String csv = browser.goTo(build.getUrl() + "remoteAssistance/1/csv", null)
                    .getWebResponse()
                    .getContentAsString();
            assertTrue(csv.contains(id(2)), csv);
        }
        assertEquals(1, standIn.actions().size());
    }

    @Test
    void aVariableMayHoldSeveralLines() throws Exception {
        standIn.stub(search().willReturn(list(2, 2)));
        builder.setDeviceLines(id(3) + "\n$DEVICES");

        FreeStyleBuild build =
                build(Result.SUCCESS, new StringParameterValue("DEVICES", id(1) + "\nserialNumber: SN-2\n" + id(1)));

        assertEquals(3, standIn.actions().size());
        assertEquals(List.of("serialNumber eq 'SN-2'"), filters(standIn));
        jenkins.assertLogContains("Intune accepted 3 of 3 requests.", build);
    }

    @Test
    void aFileOfTheWorkspaceIsRead() throws Exception {
        standIn.stub(search().willReturn(list(2, 2)));
        keep("lists/lab.csv", "Device name;Serial number;Owner\nLAPTOP-2;;Anna\n\"LAPTOP;2\";SN-2;Bob\n");
        builder.setDeviceFile("lists/${WHICH}.csv");
        builder.setDeviceLines(id(5));

        build(Result.SUCCESS, new StringParameterValue("WHICH", "lab"));

        assertEquals(
                List.of("deviceName eq 'LAPTOP-2'", "serialNumber eq 'SN-2'"),
                filters(standIn).stream().sorted().toList());
        assertEquals(2, standIn.actions().size(), "the looked up one once, although two rows name it");
    }

    @Test
    void aWrongRowIsNamedAndNothingIsSent() throws Exception {
        keep("lab.csv", "deviceId\n" + id(1) + "\nLAPTOP-2\n");
        builder.setDeviceFile("lab.csv");

        FreeStyleBuild build = build(Result.FAILURE);

        jenkins.assertLogContains("deviceFile: Line 3: column deviceId: ", build);
        jenkins.assertLogNotContains("\tat ", build);
        assertEquals(0, standIn.requests());
    }

    @Test
    void aFileInTheEncodingOfWindowsIsReadToo() throws Exception {
        standIn.stub(search().willReturn(list(2, 2)));
        byte[] content = "\uFEFFSeriennummer;Besitzer\r\nSN-2;Jürgen\r\n".getBytes(StandardCharsets.UTF_16LE);
        job.getBuildersList().add(new InWorkspace("unicode.txt", content));
        builder.setDeviceFile("unicode.txt");

        build(Result.SUCCESS);

        assertEquals(List.of("serialNumber eq 'SN-2'"), filters(standIn));
    }

    @Test
    void aFileThatIsNotThereOrNoTextIsSaidToBe() throws Exception {
        builder.setDeviceFile("lists/${WHICH}.csv");
        jenkins.assertLogContains(
                "deviceFile: lists/x.csv is not a file in the workspace.",
                build(Result.FAILURE, new StringParameterValue("WHICH", "x")));
        job.getBuildersList().clear();
        job.getBuildersList().add(new InWorkspace("latin.csv", new byte[] {'d', (byte) 0xe9, '\n'}));
        builder.setDeviceFile("latin.csv");
        jenkins.assertLogContains("deviceFile: latin.csv is not a text in UTF-8, nor", build(Result.FAILURE));
        assertEquals(0, standIn.requests());
    }

    /** Does something in the workspace before the step. */
    @FunctionalInterface
    private interface Preparation {
        void in(Path workspace) throws IOException;
    }

    private void assertOutside(Preparation preparation, String... paths) throws Exception {
        job.getBuildersList().add(new TestBuilder() {
            @Override
            public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
                    throws IOException {
                preparation.in(Path.of(build.getWorkspace().getRemote()));
                return true;
            }
        });
        job.getBuildersList().add(builder);
        TestBuilder first = job.getBuildersList().get(TestBuilder.class);
        for (String path : paths) {
            builder.setDeviceFile(path);

            FreeStyleBuild build = jenkins.buildAndAssertStatus(Result.FAILURE, job);

            jenkins.assertLogContains("deviceFile: " + path + " is not below the workspace.", build);
            jenkins.assertLogNotContains("do not show", build);
            jenkins.assertLogNotContains("\tat ", build);
            job.getBuildersList().remove(first);
        }
    }

    @Test
    void nothingOutsideTheWorkspaceIsRead(@TempDir Path folder) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "do not show this");
        assertOutside(
                workspace -> Files.writeString(workspace.resolveSibling("beside.txt"), "do not show this"),
                secret.toString(),
                "../beside.txt",
                "/",
                "..\\beside.txt/../../beside.txt",
                "a/../../beside.txt",
                "..");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a privilege there")
    void noLinkLeadsOutOfTheWorkspace(@TempDir Path folder) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "do not show this");
        assertOutside(
                workspace -> {
                    Files.createSymbolicLink(workspace.resolve("link.txt"), secret);
                    Files.createSymbolicLink(workspace.resolve("folder"), folder);
                },
                "link.txt",
                "folder/secret.txt");
    }

    @Test
    void aWorkspaceIsNeededForAFileOnly() {
        builder.setDeviceLines(id(1));
        assertFalse(builder.requiresWorkspace());
        builder.setDeviceFile("lab.csv");
        assertTrue(builder.requiresWorkspace());
    }

    @Test
    void fewerFailuresMakeTheBuildUnstable() throws Exception {
        standIn.stub(action(".*" + id(2)).willReturn(error(404, "ResourceNotFound", "No device.")));
        builder.setDeviceLines(id(1) + "\n" + id(2));
        builder.setFailWhen("$SHARE");

        FreeStyleBuild build = build(Result.UNSTABLE, new StringParameterValue("SHARE", "51%"));

        jenkins.assertLogContains("Intune accepted 1 of 2 requests. Refused or never sent: 1.", build);
        builder.setFailWhen("50%");
        jenkins.buildAndAssertStatus(Result.FAILURE, job);
    }

    @Test
    void anAbortEndsItAtOnce() throws Exception {
        standIn.answerAction(accepted().withFixedDelay(60_000));
        builder.setDeviceLines(id(1) + "\n" + id(2));
        job.getBuildersList().add(builder);
        QueueTaskFuture<FreeStyleBuild> future = job.scheduleBuild2(0);
        FreeStyleBuild build = future.waitForStart();
        await().until(() -> standIn.actions().size() == 2);

        build.getExecutor().interrupt();

        jenkins.assertBuildStatus(Result.ABORTED, future);
        jenkins.assertLogContains("Aborted. Until then Intune had accepted 0 requests, 2 are in doubt", build);
        await().until(() -> build.getAction(RemoteAssistanceAction.class)
                .getFleets()
                .get(0)
                .getVerdict()
                .equals("aborted"));
    }
}
