package io.jenkins.plugins.intune.pipeline;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static io.jenkins.plugins.intune.standin.DeviceLists.id;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static io.jenkins.plugins.intune.standin.StandIn.deviceWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.User;
import io.jenkins.plugins.intune.FileSearch;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.freestyle.RequestRemoteAssistanceBuilder;
import io.jenkins.plugins.intune.standin.StandIn;
import java.util.List;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The session links of a fleet: who gets them, and that they are nowhere in plain text. */
@WithJenkins
class FleetSessionJenkinsTest {

    private static final List<String> LINKS =
            List.of("https://get.teamviewer.com/new-4711", "https://get.teamviewer.com/new-4712");

    private final StandIn standIn = StandIn.start();
    private JenkinsRule jenkins;

    @BeforeEach
    void prepare(JenkinsRule rule) throws Exception {
        jenkins = rule;
        IntuneJenkinsFixture.prepare(jenkins, standIn);
        linksComeAgain();
        IntuneJenkinsFixture.secure(jenkins);
    }

    @AfterEach
    void close() {
        standIn.close();
    }

    private void linksComeAgain() {
        standIn.reset();
        standIn.answerAction(accepted());
        for (int i = 0; i < LINKS.size(); i++) {
            String device = ".*/" + id(i + 1);
            standIn.inTurn(
                    get(urlPathMatching(device)),
                    deviceWith("https://get.teamviewer.com/old"),
                    deviceWith(LINKS.get(i)));
        }
    }

    private void assertNowhereInClear(Run<?, ?> build) throws Exception {
        assertFalse(JenkinsRule.getLog(build).contains("teamviewer"), JenkinsRule.getLog(build));
        for (String link : LINKS) {
            assertEquals(
                    List.of(),
                    FileSearch.filesThatHold(jenkins.jenkins.getRootDir().toPath(), link));
        }
        assertFalse(
                FileSearch.filesThatHold(build.getRootDir().toPath(), "\"session\"")
                        .isEmpty(),
                "it was there to be found");
    }

    @Test
    void thePipelineGetsTheLinksIfWhoStartedItMayAssist() throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "job");
        job.setDefinition(new CpsFlowDefinition("""
                def r = requestRemoteAssistance(credentialsId: 'intune-app', devices: ['%s', '%s'],
                    waitForSession: true, sessionTimeout: 60)
                echo "sessions=${r.sessions} links=${r.results.findAll { it.sessionUrl }.size()}"
                """.formatted(id(1), id(2)), true));
        for (String user : List.of("supporter", "reader")) {
            linksComeAgain();
            User.getById(user, true);

            Run<?, ?> build = jenkins.assertBuildStatus(
                    Result.SUCCESS, job.scheduleBuild2(0, new CauseAction(new Cause.UserIdCause(user))));

            jenkins.assertLogContains("sessions=2 links=" + (user.equals("supporter") ? 2 : 0), build);
            assertNowhereInClear(build);
        }
    }

    @Test
    void thePageOffersThemToWhoMayAssist() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        RequestRemoteAssistanceBuilder step = new RequestRemoteAssistanceBuilder();
        step.setCredentialsId("intune-app");
        step.setDeviceLines(id(1) + "\n" + id(2));
        step.setWaitForSession(true);
        step.setSessionTimeout(60);
        job.getBuildersList().add(step);

        Run<?, ?> build = jenkins.buildAndAssertStatus(Result.SUCCESS, job);

        assertNowhereInClear(build);
        for (String user : List.of("supporter", "reader")) {
            try (JenkinsRule.WebClient browser = jenkins.createWebClient().login(user)) {
                HtmlPage page = browser.goTo(build.getUrl() + "remoteAssistance/1/");
                String html = page.getWebResponse().getContentAsString();
                assertEquals(
                        user.equals("supporter") ? 2 : 0,
                        html.split("remoteAssistance/session\\?request=", -1).length - 1);
                assertTrue(LINKS.stream().noneMatch(html::contains), "only who opens one gets it");
                assertEquals(
                        user.equals("reader"),
                        page.asNormalizedText().contains("The session link is for those with the permission"));
                assertTrue(page.asNormalizedText().contains("With a session link: 2."), page.asNormalizedText());
            }
        }
    }
}
