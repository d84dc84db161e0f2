package io.jenkins.plugins.intune.log;

import static io.jenkins.plugins.intune.IntuneJenkinsFixture.entries;
import static io.jenkins.plugins.intune.standin.DeviceLists.id;
import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static io.jenkins.plugins.intune.standin.StandIn.error;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.FreeStyleProject;
import hudson.model.Items;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.User;
import io.jenkins.plugins.intune.FileSearch;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.freestyle.RequestRemoteAssistanceBuilder;
import io.jenkins.plugins.intune.http.Json;
import io.jenkins.plugins.intune.index.AuditEntry;
import io.jenkins.plugins.intune.record.AssistanceLog;
import io.jenkins.plugins.intune.record.RemoteAssistanceAction;
import io.jenkins.plugins.intune.standin.StandIn;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.support.steps.input.InputAction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.LogRecorder;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** What builds, and people who open sessions, leave in the log. */
class AssistanceLogJenkinsTest {

    private static final String LINK = "https://get.teamviewer.example/s/4712";

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private final StandIn standIn = StandIn.start();
    private final LogRecorder lines = new LogRecorder();

    @AfterEach
    void close() {
        lines.close();
        standIn.close();
    }

    private static WorkflowJob pipeline(JenkinsRule jenkins, String more) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "job");
        job.setDefinition(new CpsFlowDefinition(
                "requestRemoteAssistance credentialsId: 'intune-app', timeout: 60, " + more, true));
        return job;
    }

    private static CauseAction startedBy(String user) {
        User.getById(user, true);
        return new CauseAction(new Cause.UserIdCause(user));
    }

    private static HttpResponse<String> call(String address, String user, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address)).header("Authorization", IntuneJenkinsFixture.login(user));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void whoAskedAndWhoOpenedTheSessionIsNotedAndTheLinkIsNot() throws Throwable {
        sessions.then(jenkins -> {
            IntuneJenkinsFixture.prepare(jenkins, standIn);
            IntuneJenkinsFixture.secure(jenkins);
            standIn.device("", LINK);
            standIn.answerAction(accepted());
            lines.record(AssistanceLog.REQUESTS, Level.INFO).capture(10);
            WorkflowJob job = pipeline(jenkins, "deviceId: '" + DEVICE + "', waitForSession: true");

            Run<?, ?> build = jenkins.assertBuildStatus(Result.SUCCESS, job.scheduleBuild2(0, startedBy("reader")));

            AuditEntry entry = entries(1).get(0);
            assertEquals("session", entry.outcomeId());
            assertEquals(DEVICE, entry.deviceId());
            assertEquals("LAPTOP-7", entry.device());
            assertEquals("localhost", entry.tenant().cloud());
            assertEquals("reader", entry.requester().startedBy());
            assertEquals("SYSTEM", entry.requester().runsAs());
            assertEquals(1, entry.requester().build());
            assertEquals(List.of(), entry.opened());
            assertEquals(1, lines.getMessages().size());
            Map<String, Object> told = Json.object(lines.getMessages().get(0)).orElseThrow();
            assertEquals("session", told.get("outcome"));
            assertEquals("reader", told.get("startedBy"));

            String address = jenkins.getURL() + build.getUrl();
            String way = "remoteAssistance/session?request=" + entry.id();
            for (int twice = 0; twice < 2; twice++) {
                String page = call(address, "supporter").body();
                assertTrue(page.contains(build.getUrl() + way), page);
                assertEquals(twice, entries().get(0).opened().size(), "to look at the page is not to open it");
                assertEquals(
                        LINK,
                        call(address + way, "supporter")
                                .headers()
                                .firstValue("Location")
                                .orElseThrow());
                await().until(() -> entries().get(0).opened().size() == 1);
                assertEquals("supporter", entries().get(0).opened().get(0).by());
            }
            assertEquals(403, call(address + way, "reader").statusCode());
            assertEquals(
                    403, call(address + way, "admin", "Sec-Fetch-Dest", "image").statusCode());
            for (String[] noVisit : List.of(
                    new String[] {"Sec-Fetch-Dest", "image"},
                    new String[] {"Sec-Fetch-Dest", "empty", "Sec-Fetch-Site", "same-site"},
                    new String[] {"Sec-Fetch-Dest", "document", "Sec-Purpose", "prefetch"})) {
                HttpResponse<String> none = call(address + "api/json?depth=3", "admin", noVisit);
                assertEquals(200, none.statusCode());
                assertFalse(none.body().contains("teamviewer"), "nobody is noted, so nobody gets the link");
            }
            assertEquals(1, entries().get(0).opened().size());
            assertTrue(call(address + "api/json?depth=3", "admin").body().contains(LINK));
            await().until(() -> entries().get(0).opened().size() == 2);
            assertEquals("admin", entries().get(0).opened().get(1).by(), "the REST API gives links out as well");
            Path folder = jenkins.jenkins.getRootDir().toPath().resolve("intune-assistance-log");
            assertEquals(List.of(), FileSearch.filesThatHold(folder, "teamviewer"));
            assertEquals(List.of(), FileSearch.filesThatHold(folder, StandIn.TOKEN));
        });
        sessions.then(jenkins -> {
            AuditEntry entry = entries(1).get(0);
            assertEquals("session", entry.outcomeId());
            assertEquals(2, entry.opened().size());
        });
    }

    @Test
    void everyDeviceOfAFleetAndAFreestyleBuildsIsThereAndWhatNeverLeftIsNot() throws Throwable {
        sessions.then(jenkins -> {
            IntuneJenkinsFixture.prepare(jenkins, standIn);
            standIn.device("");
            standIn.answerAction(accepted(), error(404, "ResourceNotFound", "gone"), accepted());
            FreeStyleProject job = jenkins.createFreeStyleProject("several");
            RequestRemoteAssistanceBuilder step = new RequestRemoteAssistanceBuilder();
            step.setCredentialsId("intune-app");
            step.setDeviceLines(id(1) + "\n" + id(2) + "\n" + id(3));
            job.getBuildersList().add(step);
            jenkins.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0, new Cause.RemoteCause("elsewhere", "")));
            step.setDeviceLines("");
            step.setCredentialsId("no-such-app");
            step.setDeviceId(DEVICE);
            jenkins.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0));

            List<AuditEntry> entries = entries(3);

            assertEquals(
                    List.of("accepted", "accepted", "failed"),
                    entries.stream().map(AuditEntry::outcomeId).sorted().toList());
            assertEquals(
                    List.of(id(1), id(2), id(3)),
                    entries.stream().map(AuditEntry::deviceId).sorted().toList());
            assertTrue(
                    entries.get(0).requester().startedBy().contains("remote host elsewhere"),
                    entries.get(0).requester()::toString);
        });
    }

    @Test
    void aRequestThatARestartInterruptsIsTheSameEntryAfterwards() throws Throwable {
        sessions.then(jenkins -> {
            prepare(jenkins);
            WorkflowJob job = pipeline(jenkins, "deviceId: '" + DEVICE + "', waitForSession: true");
            WorkflowRun run = job.scheduleBuild2(0, startedBy("kim")).waitForStart();
            jenkins.waitForMessage("for the session link", run);
            assertEquals("pending", entries(1).get(0).outcomeId());
        });
        standIn.device(LINK);
        sessions.then(jenkins -> {
            WorkflowRun run =
                    jenkins.jenkins.getItemByFullName("job", WorkflowJob.class).getBuildByNumber(1);
            jenkins.assertBuildStatus(Result.SUCCESS, jenkins.waitForCompletion(run));
            await().until(() ->
                    entries().stream().anyMatch(entry -> entry.outcomeId().equals("session")));
            AuditEntry entry = entries(1).get(0);
            assertEquals("kim", entry.requester().startedBy());
            assertEquals("SYSTEM", entry.requester().runsAs());
            assertNotEquals(null, run.getAction(RemoteAssistanceAction.class));
        });
    }

    /** Jenkins' log is for more people than the assistance log. */
    @Test
    void jenkinsLogSaysNothingOfRequestsUnlessSomebodyWantsThat() throws Throwable {
        sessions.then(jenkins -> {
            prepare(jenkins);
            lines.record("io.jenkins.plugins.intune", Level.ALL).capture(100);

            jenkins.buildAndAssertSuccess(pipeline(jenkins, "deviceId: '" + DEVICE + "'"));

            entries(1);
            await().until(() -> entries().get(0).outcome() != null);
            assertEquals(
                    List.of(),
                    lines.getMessages().stream()
                            .filter(line -> line.contains(DEVICE))
                            .toList());
        });
    }

    @Test
    void aRenamedJobKeepsItsPage() throws Throwable {
        sessions.then(jenkins -> {
            prepare(jenkins);
            WorkflowJob job = pipeline(jenkins, "deviceId: '" + DEVICE + "'");
            jenkins.buildAndAssertSuccess(job);
            entries(1);
            Folder desk = jenkins.createProject(Folder.class, "desk");
            Items.move(job, desk);
            job.renameTo("renamed");
            desk.renameTo("help");
            await().until(() -> entries().get(0).requester().job().equals("help/renamed"));
            assertTrue(page(jenkins, job).contains(DEVICE));
        });
        sessions.then(jenkins -> {
            entries(1);
            WorkflowJob job = jenkins.jenkins.getItemByFullName("help/renamed", WorkflowJob.class);
            assertTrue(page(jenkins, job).contains(DEVICE));
            WorkflowJob sameName = jenkins.createProject(WorkflowJob.class, "job");
            assertEquals("[]", page(jenkins, sameName).strip());
        });
    }

    /** Jenkins says that a job is building only if its latest build is. */
    @Test
    void aBuildThatAsksAfterItsJobWasRenamedIsFoundUnderTheNewName() throws Throwable {
        sessions.then(jenkins -> {
            prepare(jenkins);
            WorkflowJob job = jenkins.createProject(WorkflowJob.class, "job");
            job.setDefinition(new CpsFlowDefinition(
                    "if (env.BUILD_NUMBER == '1') { input(id: 'Go', message: 'Go?'); requestRemoteAssistance credentialsId: 'intune-app',"
                            + " deviceId: '" + DEVICE + "' }",
                    true));
            WorkflowRun first = job.scheduleBuild2(0).waitForStart();
            jenkins.waitForMessage("Go?", first);
            jenkins.buildAndAssertSuccess(job);

            job.renameTo("renamed");
            first.getAction(InputAction.class).getExecution("Go").proceed(Map.of());

            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(first));
            assertEquals("renamed", entries(1).get(0).requester().job());
        });
        sessions.then(
                jenkins -> assertEquals("renamed", entries(1).get(0).requester().job()));
    }

    @Test
    void aRenamedJobKeepsTheRequestsOfBuildsThatWereDiscardedAndNoneOfAnotherJob() throws Throwable {
        sessions.then(jenkins -> {
            prepare(jenkins);
            WorkflowJob gone = pipeline(jenkins, "deviceId: '" + id(1) + "'");
            jenkins.buildAndAssertSuccess(gone);
            entries(1);
            gone.delete();
            WorkflowJob job = pipeline(jenkins, "deviceId: '" + DEVICE + "'");
            jenkins.buildAndAssertSuccess(job).delete();
            entries(2);
            job.renameTo("renamed");

            await().until(() -> entries().get(0).requester().job().equals("renamed"));
            assertEquals("job", entries().get(1).requester().job());
        });
        sessions.then(jenkins -> {
            assertEquals("renamed", entries(2).get(0).requester().job());
            assertEquals("job", entries().get(1).requester().job());
        });
    }

    /** Every request is accepted, and nobody opens a session. */
    private void prepare(JenkinsRule jenkins) throws Exception {
        IntuneJenkinsFixture.prepare(jenkins, standIn);
        standIn.device("");
        standIn.answerAction(accepted());
    }

    private static String page(JenkinsRule jenkins, WorkflowJob job) throws Exception {
        return jenkins.createWebClient()
                .goTo(job.getUrl() + "intune-assistance-log/json", "application/json")
                .getWebResponse()
                .getContentAsString();
    }

    @Test
    void whoStartedTheJobThatStartedThisOneIsTold() throws Throwable {
        sessions.then(jenkins -> {
            prepare(jenkins);
            pipeline(jenkins, "deviceId: '" + DEVICE + "'");
            for (String through : List.of("job", "starts")) {
                WorkflowJob next = jenkins.createProject(WorkflowJob.class, through.equals("job") ? "starts" : "desk");
                next.setDefinition(new CpsFlowDefinition("build '" + through + "'", true));
            }
            WorkflowJob desk = jenkins.jenkins.getItemByFullName("desk", WorkflowJob.class);

            jenkins.assertBuildStatus(Result.SUCCESS, desk.scheduleBuild2(0, startedBy("kim")));

            assertEquals("kim", entries(1).get(0).requester().startedBy());
        });
    }

    @Test
    void aJobThatWasMadeAnewIsAnotherOneAndAsksNobodyAgain() throws Throwable {
        sessions.then(jenkins -> {
            prepare(jenkins);
            WorkflowJob job = pipeline(jenkins, "deviceId: '" + DEVICE + "'");
            jenkins.buildAndAssertSuccess(job);
            job.delete();
            WorkflowJob anew = pipeline(jenkins, "deviceId: '" + DEVICE + "', notAgainWithin: 15");

            Run<?, ?> build = jenkins.assertBuildStatus(Result.FAILURE, anew.scheduleBuild2(0));

            jenkins.assertLogContains("job #1 asked this device at", build);
            assertEquals(1, standIn.actions().size());
        });
    }
}
