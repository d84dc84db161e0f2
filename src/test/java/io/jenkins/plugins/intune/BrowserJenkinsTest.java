package io.jenkins.plugins.intune;

import static io.jenkins.plugins.intune.BrowserJenkinsFixture.picture;
import static io.jenkins.plugins.intune.BrowserJenkinsFixture.press;
import static io.jenkins.plugins.intune.StepFormJenkinsFixture.KINDS;
import static io.jenkins.plugins.intune.StepFormJenkinsFixture.VALUES;
import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.RequestOptions;
import hudson.model.FreeStyleProject;
import io.jenkins.plugins.intune.audit.AuditLog;
import io.jenkins.plugins.intune.freestyle.RequestRemoteAssistanceBuilder;
import io.jenkins.plugins.intune.index.AuditFilter;
import io.jenkins.plugins.intune.record.AssistanceLog;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.standin.DeviceLists;
import io.jenkins.plugins.intune.standin.StandIn;
import io.jenkins.plugins.intune.standin.TestCertificate;
import io.jenkins.plugins.intune.trail.AuditLine;
import io.jenkins.plugins.intune.trail.Requester;
import io.jenkins.plugins.intune.values.GraphTenant;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;

/**
 * What people do and see, in a real Jenkins through a real browser, whose console must stay silent. {@code
 * -Dpictures=write} renews the pictures in the documentation on the way.
 */
class BrowserJenkinsTest {

    private static final String LINK = "https://get.teamviewer.example/s/4712";
    private static BrowserJenkinsFixture bench;

    @BeforeAll
    static void start() throws Throwable {
        BrowserJenkinsFixture.assumeChromium(BrowserJenkinsTest.class);
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
    void theConsoleIsSilent() {
        bench.closePages();
        assertEquals(List.of(), bench.complaints(), "the browser's console");
    }

    @Test
    void aFreestyleJobKeepsEveryKindOfDevice() throws Throwable {
        StepFormJenkinsFixture form = StepFormJenkinsFixture.ofNewJob(bench, "kinds");
        assertEquals(
                new ArrayList<>(KINDS.keySet()),
                form.step().locator("select.dropdownList option").allInnerTexts());
        for (Map.Entry<String, List<String>> kind : KINDS.entrySet()) {
            form.choose(kind.getKey());
            for (String name : kind.getValue()) {
                form.field(name).fill(VALUES.get(name));
            }

            form.saveAndOpen();

            Locator chosen = form.step().locator("select.dropdownList option:checked");
            assertEquals(kind.getKey(), chosen.innerText());
            for (String name : kind.getValue()) {
                assertEquals(VALUES.get(name), form.field(name).inputValue(), kind.getKey());
            }
        }
    }

    @Test
    void aDeviceIsTestedAndTheRestOfTheFormIsKept() throws Throwable {
        bench.standIn().stub(DeviceLists.search().willReturn(DeviceLists.list(1, 1)));
        StepFormJenkinsFixture form = StepFormJenkinsFixture.ofNewJob(bench, "ask");
        form.choose("Device with a serial number");
        form.field("serialNumber").fill("SN-1");
        form.test();
        form.step().getByText("\"LAPTOP-1\", Windows").waitFor();
        form.choose("Managed device");
        form.field("id").fill(DEVICE);
        form.test();
        form.step().getByText("\"LAPTOP-7\", Windows").waitFor();
        form.step().getByText("Wait for the session link").click();
        form.step().locator("input[name='_.sessionTimeout']").fill("60");
        picture(form.step(), "freestyle-form");
        form.step().getByText("Advanced").click();
        form.step().locator("input[name='_.timeout']").fill("45");
        form.step().locator("select[name='_.onDoubt']").selectOption("resend");

        form.saveAndOpen();

        Locator step = form.step();
        assertEquals(
                "intune-app", step.locator("select[name='_.credentialsId']").inputValue());
        assertEquals(DEVICE, form.field("id").inputValue());
        assertEquals("60", step.locator("input[name='_.sessionTimeout']").inputValue());
        assertEquals("45", step.locator("input[name='_.timeout']").inputValue());
        assertEquals("resend", step.locator("select[name='_.onDoubt']").inputValue());
    }

    @Test
    void namesAreCompletedWhileTheyAreTyped() throws Throwable {
        bench.standIn().stub(DeviceLists.search().willReturn(DeviceLists.list(1, 3)));
        StepFormJenkinsFixture form = StepFormJenkinsFixture.ofNewJob(bench, "complete");
        form.choose("Device with a name");

        form.field("deviceName").pressSequentially("LAP");
        form.page().getByText("LAPTOP-2").click();

        assertEquals("LAPTOP-2", form.field("deviceName").inputValue());
    }

    @Test
    void aCredentialIsVerified() throws Throwable {
        Page page = bench.pageOfAdmin();
        CredentialFormJenkinsFixture form = open(page, IntuneJenkinsFixture.CREDENTIAL);
        form.verify("Microsoft Graph answers with this token.");
        picture(form.dialog(), "verify-good");

        form = open(page, BrowserJenkinsFixture.EXPIRED);
        form.verify("Create a new one in the app registration");
        picture(form.dialog(), "verify-bad");

        page.navigate(bench.address("manage/configure"));
        page.locator("select[name='_.defaultCredentialsId']").selectOption(BrowserJenkinsFixture.EXPIRED);
        press(page.locator("button[data-validate-button-with=defaultCredentialsId]"));
        page.getByText("Create a new one in the app registration").waitFor();
    }

    @Test
    void whatVerifyFindsIsReadInTheLanguageOfTheBrowser() throws Throwable {
        Page page = bench.pageOf("admin", "zh-CN", ColorScheme.LIGHT);
        open(page, IntuneJenkinsFixture.CREDENTIAL).verify("使用此令牌可以正常访问 Microsoft Graph。");
        open(page, BrowserJenkinsFixture.EXPIRED).verify("客户端机密已过期。");
    }

    private static CredentialFormJenkinsFixture open(Page page, String id) throws Exception {
        return CredentialFormJenkinsFixture.open(bench, page, id);
    }

    @Test
    void everyWayToProveAnIdentityIsVerified() throws Throwable {
        bench.inJenkins(jenkins -> IntuneJenkinsFixture.store(jenkins.jenkins, IntuneJenkinsFixture.app("every-way")));
        Page page = bench.pageOfAdmin();
        CredentialFormJenkinsFixture form = open(page, "every-way");
        String found = "Microsoft Graph answers with this token.";

        form.choose("Certificate from the credentials", "_.certificateId").selectOption("certificate");
        form.verify(found);
        assertTrue(lastTokenForm().contains("client_assertion="));

        form.choose("Federated token (no secret)", "_.tokenId").selectOption("id-token");
        form.verify(found);
        assertEquals(2, bench.standIn().tokenRequests().size());

        form.choose("Managed identity (no secret; Jenkins in Azure only)", "_.clientId");
        form.verify(found);
        assertEquals(2, bench.standIn().tokenRequests().size(), "the machine gave the token, not Entra");

        byte[] certificate = TestCertificate.goodFor(Duration.ofDays(90)).pkcs12();
        form.choose("Uploaded certificate (PKCS#12 or PEM)", "upload")
                .setInputFiles(new FilePayload("app.pfx", "application/x-pkcs12", certificate));
        form.dialog().locator("input[name='_.password']:visible").fill(TestCertificate.PASSWORD);
        form.save();
        form = open(page, "every-way");
        form.dialog().getByText("CN=jenkins-intune").waitFor();
        form.verify(found);
        assertEquals(3, bench.standIn().tokenRequests().size());
    }

    private static String lastTokenForm() {
        List<String> forms = bench.standIn().tokenForms();
        return forms.get(forms.size() - 1);
    }

    @Test
    void theSnippetGeneratorMakesAStep() throws Throwable {
        bench.inJenkins(jenkins -> jenkins.createProject(WorkflowJob.class, "snippets"));
        Page page = bench.pageOfAdmin();
        page.navigate(bench.address("job/snippets/pipeline-syntax/"));
        page.locator("select.dropdownList")
                .first()
                .selectOption("requestRemoteAssistance: Request Intune remote assistance");
        page.locator("select[name='_.credentialsId']:visible").selectOption("intune-app");
        Locator kinds = page.locator("select.dropdownList:visible").last();
        kinds.selectOption("Device with a name");
        page.locator("input[name='_.deviceName']:visible").fill("Anna's laptop");
        page.getByText("Generate Pipeline Script").last().click();

        String snippet = "requestRemoteAssistance credentialsId: 'intune-app', device: byDeviceName('Anna\\'s laptop')";
        page.waitForCondition(() -> page.locator("#prototypeText").inputValue().equals(snippet));
    }

    @Test
    void aBuildIsStartedAndItsPageReadInLightDarkAndChinese() throws Throwable {
        bench.standIn().device("", LINK);
        bench.inJenkins(BrowserJenkinsTest::jobThatWaitsForTheSession);
        Page admin = bench.pageOfAdmin();
        admin.navigate(bench.address("job/laptop/"));
        admin.getByText("Build Now").click();
        admin.locator("a[href$='/job/laptop/1/']").first().waitFor();
        admin.navigate(bench.address("job/laptop/1/console"));
        admin.getByText("Finished: SUCCESS").waitFor();
        assertFalse(admin.content().contains(LINK), "the link is not in the log");

        Page light = pageOfBuild("supporter", "en-US", ColorScheme.LIGHT, "Open the session");
        String way = light.getByText("Open the session").getAttribute("href");
        APIResponse leads = light.request()
                .get(
                        bench.address(way.substring(way.indexOf("job/"))),
                        RequestOptions.create().setMaxRedirects(0).setHeader("Accept", "text/html"));
        assertEquals(LINK, leads.headers().get("location"));
        picture(light, 460, "build-page");
        Page dark = pageOfBuild("supporter", "en-US", ColorScheme.DARK, "Open the session");
        assertTrue(BrowserJenkinsFixture.brightness(dark, "background-color") < 0.2, "it is dark");
        assertTrue(BrowserJenkinsFixture.brightness(dark, "color") > 0.6, "what is written stands out");
        picture(dark, 460, "build-page-dark");
        Page chinese = pageOfBuild("supporter", "zh-CN", ColorScheme.LIGHT, "打开会话");
        picture(chinese, 460, "build-page-chinese");
        Page reader = pageOfBuild(
                "reader",
                "en-US",
                ColorScheme.LIGHT,
                "The session link is for those with the permission Intune/Assist");
        assertFalse(reader.content().contains(LINK));
        picture(reader, 430, "build-page-without-permission");
    }

    private static void jobThatWaitsForTheSession(JenkinsRule jenkins) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject("laptop");
        RequestRemoteAssistanceBuilder step = new RequestRemoteAssistanceBuilder();
        step.setCredentialsId(IntuneJenkinsFixture.CREDENTIAL);
        step.setDeviceId(DEVICE);
        step.setWaitForSession(true);
        job.getBuildersList().add(step);
    }

    private static Page pageOfBuild(String user, String locale, ColorScheme scheme, String text) throws Exception {
        Page page = bench.pageOf(user, locale, scheme);
        page.navigate(bench.address("job/laptop/1/"));
        page.getByText(text).waitFor();
        return page;
    }

    @Test
    void theAssistanceLogIsSearchedByKeyboardInLightDarkChineseAndNarrow() throws Throwable {
        bench.inJenkins(BrowserJenkinsTest::fillLog);
        Page page = bench.pageOfAdmin();
        page.navigate(bench.address("manage/"));
        page.getByText("Assistance log").first().click();
        page.locator("[aria-label='Requests for remote assistance'] td[role=rowheader]")
                .first()
                .waitFor();
        picture(page, 1060, "assistance-log");

        page.locator("input[name=text]").focus();
        page.keyboard().type("laptop-17");
        page.keyboard().press("Enter");
        page.waitForURL(url -> url.contains("text=laptop-17"));
        assertEquals(
                1,
                page.locator("table:last-of-type tbody tr td[role=rowheader] details")
                        .count());
        page.locator("figure summary").focus();
        page.keyboard().press("Enter");
        page.locator("figure tbody tr").first().waitFor();

        Page dark = bench.pageOf("admin", "en-US", ColorScheme.DARK);
        dark.navigate(bench.address("manage/intune-assistance-log/"));
        assertTrue(BrowserJenkinsFixture.brightness(dark, "background-color") < 0.2, "it is dark");
        picture(dark, 700, "assistance-log-dark");
        Page chinese = bench.pageOf("admin", "zh-CN", ColorScheme.LIGHT);
        chinese.navigate(bench.address("manage/intune-assistance-log/"));
        chinese.getByText("会话打开者").waitFor();
        picture(chinese, 700, "assistance-log-chinese");
        chinese.setViewportSize(320, 700);
        Object tooWide =
                chinese.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        assertEquals(0, tooWide, "nothing is wider than a phone but what scrolls by itself");
    }

    private static void fillLog(JenkinsRule jenkins) {
        AuditLog log = AssistanceLog.get().log();
        Instant now = Instant.now();
        for (int i = 59; i >= 0; i--) {
            AuditLine.Asked line = new AuditLine.Asked(
                    UUID.randomUUID(),
                    null,
                    now.minus(Duration.ofHours(i * i)),
                    new GraphTenant("graph.microsoft.com", StandIn.TENANT),
                    DeviceLists.id(i),
                    "LAPTOP-" + i,
                    new Requester("help-desk/ask", 100 - i, Instant.EPOCH, i % 3 == 0 ? "kim" : "anna", "SYSTEM"),
                    0);
            log.asked(line);
            log.ended(
                    line,
                    List.of(Outcome.SESSION, Outcome.ACCEPTED, Outcome.NO_SESSION, Outcome.FAILED, Outcome.IN_DOUBT)
                            .get(i * 7 % 5),
                    entry -> {});
            if (i * 7 % 5 == 0) {
                log.opened(line.id(), "kim");
            }
        }
        AuditFilter last = new AuditFilter(null, "LAPTOP-0", null, null, null, null);
        await().until(() -> !log.index().search(last, 1, 1, List.of()).entries().isEmpty());
    }

    @Test
    void aPipelinesLogSaysWhatWasDone() throws Throwable {
        bench.standIn().stub(DeviceLists.search().willReturn(DeviceLists.list(1, 1)));
        String script = "requestRemoteAssistance credentialsId: 'intune-app', device: bySerialNumber('SN-1')";
        bench.inJenkins(jenkins -> jenkins.buildAndAssertSuccess(pipeline(jenkins, "look-up", script)));
        Page page = bench.pageOfAdmin();
        page.navigate(bench.address("job/look-up/1/console"));
        page.getByText("Finished: SUCCESS").waitFor();
        picture(page, 600, "build-log");
    }

    @Test
    void severalRequestsAreATable() throws Throwable {
        String ask = "requestRemoteAssistance credentialsId: 'intune-app', deviceId: '" + DEVICE + "'\n";
        bench.inJenkins(jenkins -> jenkins.buildAndAssertSuccess(pipeline(jenkins, "several", ask + ask)));
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            Page page = bench.pageOf("reader", "zh-CN", scheme);
            page.navigate(bench.address("job/several/1/"));
            assertEquals(2, page.locator("table.jenkins-table tbody tr").count());
        }
    }

    private static WorkflowJob pipeline(JenkinsRule jenkins, String name, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }
}
