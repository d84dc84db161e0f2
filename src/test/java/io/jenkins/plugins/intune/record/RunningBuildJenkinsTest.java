package io.jenkins.plugins.intune.record;

import static io.jenkins.plugins.intune.standin.DeviceLists.id;
import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static io.jenkins.plugins.intune.standin.StandIn.action;
import static io.jenkins.plugins.intune.standin.StandIn.graphSays;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.stubbing.Scenario;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Run;
import io.jenkins.plugins.intune.IntuneJenkinsFixture;
import io.jenkins.plugins.intune.freestyle.RequestRemoteAssistanceBuilder;
import io.jenkins.plugins.intune.standin.StandIn;
import io.jenkins.plugins.intune.values.Language;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import jenkins.model.Jenkins;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What the pages of a build show while it runs, and what they request to follow it. */
@WithJenkins
class RunningBuildJenkinsTest {

    private static final String LINK = "https://get.teamviewer.com/new-4712";
    private static final String WAITS =
            "Accepted. Waiting for the person at the device to agree, and for the session link.";

    private final StandIn standIn = StandIn.start();
    private final HttpClient client = HttpClient.newHttpClient();
    private JenkinsRule jenkins;
    private Language spoken;

    @BeforeEach
    void prepare(JenkinsRule rule) throws Exception {
        jenkins = rule;
        IntuneJenkinsFixture.prepare(jenkins, standIn);
        IntuneJenkinsFixture.secure(jenkins).grant(Jenkins.READ).everywhere().to("outsider");
        standIn.device("");
        standIn.answerAction(accepted());
        spoken = IntuneJenkinsFixture.speakTheBrowsersLanguage();
    }

    @AfterEach
    void close() {
        spoken.close();
        standIn.close();
    }

    /** What a browser's script gets. */
    private HttpResponse<String> ask(Run<?, ?> build, String path, String user, String language) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(jenkins.getURL() + build.getUrl() + "remoteAssistance/" + path))
                        .header("Authorization", IntuneJenkinsFixture.login(user))
                        .header("Accept-Language", language)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private String ask(Run<?, ?> build, String path) throws Exception {
        return ask(build, path, "reader", "en").body();
    }

    private String text(Run<?, ?> build, String path) throws Exception {
        try (JenkinsRule.WebClient browser = jenkins.createWebClient().login("reader")) {
            return browser.goTo(build.getUrl() + path).asNormalizedText();
        }
    }

    private FreeStyleBuild startThatWaitsForItsSession() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject("job");
        RequestRemoteAssistanceBuilder step = new RequestRemoteAssistanceBuilder();
        step.setCredentialsId(IntuneJenkinsFixture.CREDENTIAL);
        step.setDeviceId(DEVICE);
        step.setWaitForSession(true);
        job.getBuildersList().add(step);
        FreeStyleBuild build = job.scheduleBuild2(0).waitForStart();
        await().atMost(Duration.ofMinutes(1))
                .until(() -> JenkinsRule.getLog(build).contains("Waiting up to 300 s for the session link"));
        return build;
    }

    @Test
    void aBuildShowsWhatItWaitsForSinceWhenAndUntilWhen() throws Exception {
        FreeStyleBuild build = startThatWaitsForItsSession();

        for (String page : new String[] {"", "remoteAssistance/"}) {
            String text = text(build, page);
            assertTrue(text.contains(WAITS), text);
            assertTrue(text.contains("LAPTOP-7"), text);
            assertTrue(
                    text.matches(
                            "(?s).*Since \\d+:\\d\\d:\\d\\d\\h[AP]M, until \\d+:\\d\\d:\\d\\d\\h[AP]M at the latest.*"),
                    text);
        }
        String chinese = ask(build, "progress", "reader", "zh-CN").body();
        assertTrue(chinese.contains("已接受。正在等待设备使用者同意，并等待会话链接。"), chinese);
        assertTrue(chinese.contains("最迟至"), chinese);

        standIn.device(LINK);
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
        String ended = text(build, "");
        assertFalse(ended.contains(WAITS), ended);
        assertTrue(ended.contains("Session link is there"), ended);
    }

    @Test
    void theScriptGetsTheWholeOnlyWhenSomethingHasEnded() throws Exception {
        FreeStyleBuild build = startThatWaitsForItsSession();

        String whole = ask(build, "progress?version=unknown");
        assertTrue(whole.contains("data-whole=\"true\"") && whole.contains("data-next=\"3\""), whole);
        String version = whole.replaceAll("(?s).*data-version=\"([^\"]*)\".*", "$1");
        String pieces = ask(build, "progress?version=" + version);
        assertTrue(pieces.contains("data-whole=\"false\"") && pieces.contains(WAITS), pieces);
        assertTrue(pieces.contains("data-announcement=\"LAPTOP-7: " + WAITS), pieces);

        standIn.device(LINK);
        jenkins.waitForCompletion(build);
        String end = ask(build, "progress?version=" + version);
        assertTrue(end.contains("data-whole=\"true\"") && end.contains("Session link is there"), end);
        assertTrue(end.contains("data-next=\"0\""), "nothing changes any more: " + end);
        assertFalse(end.contains(LINK), end);
    }

    @Test
    void whoMayNotReadTheBuildLearnsNothing() throws Exception {
        FreeStyleBuild build = startThatWaitsForItsSession();

        assertEquals(404, ask(build, "progress", "outsider", "en").statusCode());

        standIn.device(LINK);
        jenkins.waitForCompletion(build);
    }

    @Test
    void aFleetShowsABarWithCountsAndTheTimeLeft() throws Exception {
        standIn.stub(action(".*" + id(3))
                .atPriority(1)
                .inScenario("slow")
                .whenScenarioStateIs(Scenario.STARTED)
                .willSetStateTo("quick")
                .willReturn(graphSays(429).withHeader("Retry-After", "45").withFixedDelay(1000)));
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "fleet");
        job.setDefinition(new CpsFlowDefinition(
                "requestRemoteAssistance credentialsId: 'intune-app', devices: ['" + id(1) + "', '" + id(2) + "', '"
                        + id(3) + "']",
                true));
        WorkflowRun build = job.scheduleBuild2(0).waitForStart();
        await().atMost(Duration.ofMinutes(1)).until(() -> ask(build, "progress").contains("aria-valuenow=\"66\""));

        try (JenkinsRule.WebClient browser = jenkins.createWebClient().login("reader")) {
            for (String path : new String[] {"", "remoteAssistance/", "remoteAssistance/1/"}) {
                HtmlPage page = browser.goTo(build.getUrl() + path);
                HtmlElement bar = page.getFirstByXPath("//*[@role='progressbar']");
                assertEquals("66", bar.getAttribute("aria-valuenow"));
                assertEquals("Under way for 3 devices.", bar.getAttribute("aria-label"));
                String text = page.asNormalizedText();
                assertTrue(text.contains("2 of 3 devices are done, 0 of them failed. Remaining: 1"), text);
                assertTrue(text.contains("Intune accepted 2 of 3 requests."), text);
                assertTrue(text.contains("Microsoft Graph has told the app to wait for"), text);
            }
            assertTrue(browser.goTo(build.getUrl() + "api/json?depth=2", "application/json")
                    .getWebResponse()
                    .getContentAsString()
                    .contains("\"accepted\":2"));
        }
        String pieces = ask(build, "1/progress?version=running");
        assertTrue(pieces.contains("data-whole=\"false\"") && pieces.contains("aria-valuenow=\"66\""), pieces);
        assertTrue(pieces.contains("data-announcement=\"60% of 3 devices are done.\""), pieces);

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
        String end = ask(build, "1/progress?version=running");
        assertTrue(end.contains("data-next=\"0\"") && end.contains("Intune accepted 3 of 3 requests."), end);
        assertFalse(end.contains("progressbar"), end);
    }
}
