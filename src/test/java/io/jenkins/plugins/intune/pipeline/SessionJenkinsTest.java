package io.jenkins.plugins.intune.pipeline;

import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.User;
import hudson.security.ACL;
import io.jenkins.plugins.intune.FileSearch;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.freestyle.RequestRemoteAssistanceBuilder;
import io.jenkins.plugins.intune.standin.StandIn;
import java.nio.file.Files;
import java.util.List;
import net.sf.json.JSONObject;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Who gets to see a session link, and who only that there is one. */
@WithJenkins
class SessionJenkinsTest {

    private static final String OLD = "https://get.teamviewer.com/old-4711";
    private static final String LINK = "https://get.teamviewer.com/new-4712";

    private final StandIn standIn = StandIn.start();
    private JenkinsRule jenkins;

    @BeforeEach
    void prepare(JenkinsRule rule) throws Exception {
        jenkins = rule;
        IntuneJenkinsFixture.prepare(jenkins, standIn);
        linkComesAgain();
        IntuneJenkinsFixture.secure(jenkins);
    }

    @AfterEach
    void close() {
        standIn.close();
    }

    private void linkComesAgain() {
        standIn.reset();
        standIn.answerAction(accepted());
        standIn.device(OLD, LINK);
    }

    private WorkflowJob pipeline() throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "job");
        job.setDefinition(new CpsFlowDefinition(
                "def r = requestRemoteAssistance(credentialsId: 'intune-app', deviceId: '" + DEVICE
                        + "', waitForSession: true, sessionTimeout: 60)\n"
                        // The script is part of the build's file, and the link must not be there.
                        + "currentBuild.description = r.sessionUrl?.endsWith('4712') ? 'got it' : r.sessionUrl",
                true));
        return job;
    }

    private Run<?, ?> startedBy(WorkflowJob job, String user) throws Exception {
        Cause cause = user == null ? new Cause.RemoteCause("elsewhere", "") : new Cause.UserIdCause(user);
        if (user != null) {
            User.getById(user, true);
        }
        return jenkins.assertBuildStatus(Result.SUCCESS, job.scheduleBuild2(0, new CauseAction(cause)));
    }

    @Test
    void thePipelineGetsTheLinkIfWhoStartedItMayAssist() throws Exception {
        WorkflowJob job = pipeline();

        assertEquals("got it", startedBy(job, "supporter").getDescription());
        linkComesAgain();
        assertNull(startedBy(job, "reader").getDescription());
        linkComesAgain();
        assertNull(startedBy(job, null).getDescription());
    }

    @Test
    void theLinkIsInNoLogAndInNoFileOfTheBuild() throws Exception {
        Run<?, ?> build = startedBy(pipeline(), "reader");

        assertFalse(JenkinsRule.getLog(build).contains("teamviewer"), JenkinsRule.getLog(build));
        assertTrue(JenkinsRule.getLog(build).contains("****"));
        assertEquals(List.of(), FileSearch.filesThatHold(build.getRootDir().toPath(), LINK));
        assertTrue(Files.readString(build.getRootDir().toPath().resolve("build.xml"))
                .contains("RemoteAssistanceAction"));
    }

    @Test
    void theBuildsPageShowsTheLinkToWhoMayAssist() throws Exception {
        Run<?, ?> build = startedBy(pipeline(), "supporter");

        for (String user : List.of("supporter", "admin")) {
            HtmlPage page = page(build, user);
            String way = page.getAnchorByText("Open the session").getHrefAttribute();
            assertTrue(
                    way.startsWith(jenkins.contextPath + "/" + build.getUrl() + "remoteAssistance/session?request="),
                    way);
            assertFalse(page.asXml().contains(LINK), "only who opens it gets it");
            assertEquals(LINK, api(build, user).getString("sessionUrl"));
        }
        HtmlPage page = page(build, "reader");
        assertFalse(page.asXml().contains(LINK));
        assertTrue(page.asNormalizedText().contains("The session link is for those with the permission Intune/Assist"));
        JSONObject seen = api(build, "reader");
        assertTrue(
                seen.get("sessionUrl") == null || seen.getString("sessionUrl").equals("null"), seen::toString);
        assertTrue(seen.getBoolean("session"));
        assertEquals("session", seen.getString("outcome"));
        assertEquals(DEVICE, seen.getString("deviceId"));
        assertEquals("LAPTOP-7", seen.getString("deviceName"));
    }

    @Test
    void whatIsRememberedIsThereAfterALoad() throws Exception {
        Run<?, ?> build = startedBy(pipeline(), "supporter");
        build.getParent().doReload();

        Run<?, ?> loaded =
                jenkins.jenkins.getItemByFullName("job", WorkflowJob.class).getLastBuild();

        assertEquals(LINK, api(loaded, "supporter").getString("sessionUrl"));
        assertFalse(api(loaded, "reader").toString().contains(LINK));
    }

    @Test
    void aFailedRequestIsRememberedToo() throws Exception {
        standIn.answerAction(StandIn.error(404, "ResourceNotFound", "<b>Not</b> there."));
        FreeStyleProject job = jenkins.createFreeStyleProject();
        RequestRemoteAssistanceBuilder step = new RequestRemoteAssistanceBuilder();
        step.setCredentialsId("intune-app");
        step.setDeviceId(DEVICE);
        job.getBuildersList().add(step);

        Run<?, ?> build = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        HtmlPage page = page(build, "reader");
        assertTrue(page.asNormalizedText().contains("Failed"));
        assertFalse(page.asXml().contains("<b>Not</b>"), "what Graph says is escaped");
        assertEquals("failed", api(build, "reader").getString("outcome"));
    }

    @Test
    void aFreestyleBuildWaitsForTheLink() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        RequestRemoteAssistanceBuilder step = new RequestRemoteAssistanceBuilder();
        step.setCredentialsId("intune-app");
        step.setDeviceId(DEVICE);
        step.setWaitForSession(true);
        step.setSessionTimeout(60);
        job.getBuildersList().add(step);
        try (var admin = ACL.as2(User.getById("admin", true).impersonate2());
                JenkinsRule.WebClient browser = jenkins.createWebClient().login("admin")) {
            jenkins.submit(browser.getPage(job, "configure").getFormByName("config"));
        }
        assertEquals(
                60,
                job.getBuildersList().get(RequestRemoteAssistanceBuilder.class).getSessionTimeout());

        Run<?, ?> build = jenkins.buildAndAssertStatus(Result.SUCCESS, job);

        assertEquals(LINK, api(build, "supporter").getString("sessionUrl"));
    }

    private HtmlPage page(Run<?, ?> build, String user) throws Exception {
        try (JenkinsRule.WebClient browser = jenkins.createWebClient().login(user)) {
            return browser.goTo(build.getUrl());
        }
    }

    private JSONObject api(Run<?, ?> build, String user) throws Exception {
        try (JenkinsRule.WebClient browser = jenkins.createWebClient().login(user)) {
            JSONObject json = browser.getJSON(build.getUrl() + "api/json?tree=actions[requests[*]]")
                    .getJSONObject();
            for (Object action : json.getJSONArray("actions")) {
                if (((JSONObject) action).has("requests")) {
                    return ((JSONObject) action).getJSONArray("requests").getJSONObject(0);
                }
            }
            throw new AssertionError("no request in " + json);
        }
    }
}
