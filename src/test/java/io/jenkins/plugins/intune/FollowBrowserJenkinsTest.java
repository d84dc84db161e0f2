package io.jenkins.plugins.intune;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static io.jenkins.plugins.intune.standin.DeviceLists.id;
import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.action;
import static io.jenkins.plugins.intune.standin.StandIn.error;
import static io.jenkins.plugins.intune.standin.StandIn.graphSays;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.LoadState;
import hudson.model.FreeStyleProject;
import hudson.model.Run;
import io.jenkins.plugins.intune.freestyle.RequestRemoteAssistanceBuilder;
import io.jenkins.plugins.intune.standin.DeviceLists;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** Somebody watches builds that run, in a browser whose console must stay silent, and never reloads a page. */
class FollowBrowserJenkinsTest {

    private static final String LINK = "https://get.teamviewer.com/new-4712";
    private static final String WAITS = "Accepted. Waiting for the person at the device to agree";

    private static BrowserJenkinsFixture bench;

    @BeforeAll
    static void start() throws Throwable {
        BrowserJenkinsFixture.assumeChromium(FollowBrowserJenkinsTest.class);
        bench = new BrowserJenkinsFixture();
        bench.start();
    }

    @AfterAll
    static void stop() throws Exception {
        if (bench != null) {
            bench.close();
        }
    }

    @BeforeEach
    void reset() {
        bench.reset();
    }

    @AfterEach
    void close() {
        bench.closePages();
    }

    private static void theConsoleIsSilent() {
        assertEquals(List.of(), bench.complaints(), "the browser's console");
    }

    /** A page that would forget the mark if it was reloaded. */
    private static Page open(String path, String user, String language, ColorScheme scheme) throws Exception {
        Page page = bench.pageOf(user, language, scheme);
        page.navigate(bench.address(path));
        page.evaluate("window.mark = 'not reloaded'");
        return page;
    }

    private static void assertNotReloaded(Page page) {
        assertEquals("not reloaded", page.evaluate("window.mark"));
    }

    private static void says(Locator part, String text) {
        part.getByText(text).first().waitFor();
    }

    private static Locator followed(Page page) {
        return page.locator(".intune-followed");
    }

    private static void startFreestyle(JenkinsRule jenkins) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject("waits");
        RequestRemoteAssistanceBuilder step = new RequestRemoteAssistanceBuilder();
        step.setCredentialsId(IntuneJenkinsFixture.CREDENTIAL);
        step.setDeviceId(DEVICE);
        step.setWaitForSession(true);
        job.getBuildersList().add(step);
        awaitRequest(job.scheduleBuild2(0).waitForStart());
    }

    private static void startPipeline(JenkinsRule jenkins, String name, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(script, true));
        awaitRequest(job.scheduleBuild2(0).waitForStart());
    }

    private static void awaitRequest(Run<?, ?> build) {
        await().atMost(Duration.ofMinutes(1)).until(() -> {
            String log = JenkinsRule.getLog(build);
            return log.contains("Waiting up to") || log.contains("Requesting remote assistance for 5");
        });
    }

    @Test
    void aRequestIsFollowedToItsSessionInLightDarkAndChinese() throws Throwable {
        bench.inJenkins(FollowBrowserJenkinsTest::startFreestyle);
        Page page = open("job/waits/1/", "supporter", "en-US", ColorScheme.LIGHT);
        says(followed(page), WAITS);
        says(followed(page), "LAPTOP-7");
        BrowserJenkinsFixture.picture(page, 400, "build-page-waiting");
        Page dark = open("job/waits/1/remoteAssistance/", "reader", "en-US", ColorScheme.DARK);
        says(followed(dark), WAITS);
        BrowserJenkinsFixture.picture(dark, 400, "build-page-waiting-dark");
        Page chinese = open("job/waits/1/", "reader", "zh-CN", ColorScheme.LIGHT);
        says(followed(chinese), "已接受。正在等待设备使用者同意，并等待会话链接。");
        BrowserJenkinsFixture.picture(chinese, 400, "build-page-waiting-chinese");

        bench.standIn().device(LINK);

        followed(page).getByText("Open the session").waitFor();
        assertEquals(
                "LAPTOP-7: Session link is there",
                followed(page).locator("[role=status]").textContent(),
                "what is said aloud");
        assertNotReloaded(page);
        says(followed(dark), "The session link is for those with the permission Intune/Assist");
        assertNotReloaded(dark);
        says(followed(chinese), "会话链接已就绪");
        assertNotReloaded(chinese);
        theConsoleIsSilent();
    }

    private static void startTwice(JenkinsRule jenkins) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "later");
        job.setDefinition(new CpsFlowDefinition("""
                waitUntil(initialRecurrencePeriod: 250, quiet: true) {
                    env.BUILD_NUMBER == '1' || currentBuild.description == 'go'
                }
                requestRemoteAssistance credentialsId: 'intune-app', deviceId: '%s', waitForSession: env.BUILD_NUMBER == '2'
                """.formatted(DEVICE), true));
        jenkins.assertBuildStatusSuccess(job.scheduleBuild2(0));
        job.scheduleBuild2(0).waitForStart();
    }

    @Test
    void aPageThatWasOpenedBeforeTheFirstRequestShowsItToo() throws Throwable {
        bench.inJenkins(FollowBrowserJenkinsTest::startTwice);
        Page page = open("job/later/2/", "supporter", "en-US", ColorScheme.LIGHT);
        says(followed(page), "Nobody has been asked for remote assistance yet.");
        Page chinese = open("job/later/2/", "reader", "zh-CN", ColorScheme.LIGHT);
        says(followed(chinese), "尚未向任何人请求远程协助。");

        bench.inJenkins(jenkins -> jenkins.jenkins
                .getItemByFullName("later", WorkflowJob.class)
                .getBuildByNumber(2)
                .setDescription("go"));

        says(followed(page), WAITS);
        bench.standIn().device(LINK);
        followed(page).getByText("Open the session").waitFor();
        says(followed(chinese), "会话链接已就绪");
        assertNotReloaded(page);
        assertNotReloaded(chinese);
        page.navigate(bench.address("job/later/2/"));
        followed(page).getByText("Open the session").waitFor();
        assertEquals(1, followed(page).count(), "the requests' own part alone");
        theConsoleIsSilent();
    }

    @Test
    void aFleetIsFollowedAndTheKeyboardKeepsItsPlace() throws Throwable {
        bench.standIn()
                .stub(action(".*" + id(5))
                        .atPriority(1)
                        .inScenario("slow")
                        .whenScenarioStateIs(Scenario.STARTED)
                        .willSetStateTo("quick")
                        .willReturn(
                                graphSays(429).withHeader("Retry-After", "45").withFixedDelay(1000)));
        bench.standIn()
                .stub(action(".*" + id(4)).atPriority(1).willReturn(error(404, "ResourceNotFound", "No device.")));
        for (int i = 1; i <= 5; i++) {
            bench.standIn()
                    .stub(get(urlPathMatching(".*anagedDevices/" + id(i)))
                            .atPriority(1)
                            .willReturn(okJson(DeviceLists.device(i))));
        }
        String ids = "['" + String.join("', '", id(1), id(2), id(3), id(4), id(5)) + "']";
        bench.inJenkins(jenkins -> startPipeline(
                jenkins,
                "fleet",
                "requestRemoteAssistance credentialsId: 'intune-app', failWhen: 'never', devices: " + ids));
        Page page = open("job/fleet/1/", "reader", "en-US", ColorScheme.LIGHT);
        Locator bar = followed(page).locator("[role=progressbar]");
        page.waitForCondition(() -> "80".equals(bar.getAttribute("aria-valuenow")));
        says(followed(page), "4 of 5 devices are done, 1 of them failed.");
        BrowserJenkinsFixture.picture(page, 420, "fleet-progress");
        Locator link = followed(page).getByText("All 5 devices");
        link.focus();
        Object width = bar.locator("span").evaluate("span => span.getBoundingClientRect().width > 0");
        assertEquals(true, width, "there is a bar to see");
        Page chinese = open("job/fleet/1/remoteAssistance/1/", "reader", "zh-CN", ColorScheme.DARK);
        chinese.waitForCondition(() ->
                "80".equals(followed(chinese).locator("[role=progressbar]").getAttribute("aria-valuenow")));
        BrowserJenkinsFixture.picture(chinese, 500, "fleet-progress-chinese");

        says(followed(page), "Intune accepted 4 of 5 requests.");
        page.waitForCondition(() -> bar.count() == 0);
        assertNotReloaded(page);
        assertEquals(
                "All 5 devices", page.evaluate("document.activeElement.textContent"), "the link has the focus still");
        chinese.waitForCondition(
                () -> followed(chinese).locator("[role=progressbar]").count() == 0);
        assertNotReloaded(chinese);
        theConsoleIsSilent();
    }

    @Test
    void nobodyIsAskedWhileNobodyLooksAndTroubleIsSaid() throws Throwable {
        bench.inJenkins(jenkins -> startPipeline(
                jenkins,
                "hidden",
                "requestRemoteAssistance credentialsId: 'intune-app', waitForSession: true, deviceId: '" + DEVICE
                        + "'"));
        Page page = bench.pageOf("reader", "en-US", ColorScheme.LIGHT);
        AtomicInteger asked = new AtomicInteger();
        page.onRequest(request -> {
            if (request.url().contains("/progress?")) {
                asked.incrementAndGet();
            }
        });
        page.clock().install();
        page.navigate(bench.address("job/hidden/1/"));
        says(followed(page), WAITS);
        page.clock().runFor(4_000);
        page.waitForCondition(() -> asked.get() == 1);
        page.waitForLoadState(LoadState.NETWORKIDLE);

        hide(page, true);
        page.clock().runFor(120_000);
        assertTrue(asked.get() <= 1, "it is asked while nobody looks: " + asked);
        hide(page, false);
        page.waitForCondition(() -> asked.get() == 2);

        page.route("**/progress?*", Route::abort);
        Locator alert = followed(page).locator("[role=alert]");
        tick(page, alert, "Jenkins cannot be reached, so what you see here may be out of date. Trying again.");
        page.unroute("**/progress?*");
        bench.standIn().device(LINK);
        tick(page, followed(page), "The session link is for those with the permission Intune/Assist");
        assertEquals("", alert.textContent());
    }

    private static void hide(Page page, boolean hidden) {
        page.evaluate(
                "hidden => { Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });"
                        + " document.dispatchEvent(new Event('visibilitychange')); }",
                hidden);
    }

    /** Lets the page's time pass until it says something. */
    private static void tick(Page page, Locator part, String text) {
        page.waitForCondition(() -> {
            page.clock().runFor(3_000);
            return part.textContent().contains(text);
        });
    }
}
