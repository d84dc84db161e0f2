package io.jenkins.plugins.intune;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.action;
import static io.jenkins.plugins.intune.standin.StandIn.error;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.LoadState;
import hudson.model.FreeStyleProject;
import hudson.model.ParametersDefinitionProperty;
import io.jenkins.plugins.intune.freestyle.RequestRemoteAssistanceBuilder;
import io.jenkins.plugins.intune.link.Checkout;
import io.jenkins.plugins.intune.parameter.IntuneDeviceParameterDefinition;
import io.jenkins.plugins.intune.standin.DeviceLists;
import java.nio.file.Files;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;

/**
 * Every page and form of the plugin: axe-core finds nothing of the plugin's own, light and dark, wide and narrow; the
 * keyboard reaches all; nothing greets with an error; and the console stays silent. Prints a line for each look at a page.
 */
class AccessibilityBrowserJenkinsTest {

    private static final String ASK =
            "requestRemoteAssistance credentialsId: 'intune-app', failWhen: 'never', notAgainWithin: 0, ";
    private static final List<String> WAYS = List.of(
            "Client secret",
            "Certificate from the credentials",
            "Uploaded certificate (PKCS#12 or PEM)",
            "Federated token (no secret)",
            "Managed identity (no secret; Jenkins in Azure only)");

    private static BrowserJenkinsFixture bench;
    private static AxeJenkinsFixture axe;

    @BeforeAll
    static void start() throws Throwable {
        BrowserJenkinsFixture.assumeChromium(AccessibilityBrowserJenkinsTest.class);
        bench = new BrowserJenkinsFixture();
        axe = new AxeJenkinsFixture();
        bench.start();
        bench.reset();
        bench.standIn().device("", "https://get.teamviewer.example/s/4712");
        bench.inJenkins(AccessibilityBrowserJenkinsTest::build);
        bench.standIn().device("", "https://get.teamviewer.example/s/4713");
        bench.standIn().stub(get(urlPathEqualTo("/v1.0/" + path(1))).willReturn(okJson(DeviceLists.device(1))));
        bench.standIn().stub(get(urlPathEqualTo("/v1.0/" + path(2))).willReturn(okJson(DeviceLists.device(2))));
        bench.standIn().stub(action(path(2)).willReturn(error(404, "ResourceNotFound", "The device was not found.")));
        bench.inJenkins(AccessibilityBrowserJenkinsTest::buildFleet);
    }

    private static String path(int device) {
        return "deviceManagement/managedDevices/" + DeviceLists.id(device);
    }

    private static void buildFleet(JenkinsRule jenkins) throws Exception {
        pipeline(
                jenkins,
                "fleet",
                ASK + "waitForSession: true, sessionTimeout: 8, deviceLines: '" + DEVICE + "\\n" + DeviceLists.id(1)
                        + "\\n" + DeviceLists.id(2) + "'");
        pipeline(jenkins, "refused", ASK + "deviceId: '" + DeviceLists.id(2) + "'");
        pipeline(
                jenkins, "mixed", ASK + "deviceId: '" + DeviceLists.id(2) + "'\n" + ASK + "deviceId: '" + DEVICE + "'");
    }

    private static void build(JenkinsRule jenkins) throws Exception {
        FreeStyleProject one = jenkins.createFreeStyleProject("one");
        RequestRemoteAssistanceBuilder step = new RequestRemoteAssistanceBuilder();
        step.setCredentialsId(IntuneJenkinsFixture.CREDENTIAL);
        step.setDeviceId(DEVICE);
        step.setWaitForSession(true);
        one.getBuildersList().add(step);
        jenkins.buildAndAssertSuccess(one);

        pipeline(jenkins, "two", ASK + "deviceId: '" + DEVICE + "'\n" + ASK + "deviceId: '" + DeviceLists.id(1) + "'");

        FreeStyleProject choose = jenkins.createFreeStyleProject("choose");
        IntuneDeviceParameterDefinition parameter = new IntuneDeviceParameterDefinition("DEVICE");
        parameter.setDescription("Who needs help?");
        parameter.setCredentialsId(IntuneJenkinsFixture.CREDENTIAL);
        choose.addProperty(new ParametersDefinitionProperty(parameter));
    }

    private static void pipeline(JenkinsRule jenkins, String name, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(script, true));
        jenkins.buildAndAssertSuccess(job);
    }

    @AfterAll
    static void stop() throws Exception {
        if (bench != null) {
            Files.write(Checkout.root().resolve("target/axe.txt"), axe.report());
            bench.close();
        }
    }

    @BeforeEach
    void reset() {
        bench.reset();
        axe.ours().clear();
        bench.standIn().stub(DeviceLists.search().willReturn(DeviceLists.list(1, 1)));
    }

    @AfterEach
    void nothingIsOursAndTheConsoleIsSilent() {
        bench.closePages();
        assertEquals("", String.join("\n", axe.ours()), "what axe-core finds");
        assertEquals(List.of(), bench.complaints(), "the browser's console");
    }

    private static Page open(String path) throws Exception {
        Page page = bench.pageOf("admin", "en-US", ColorScheme.LIGHT);
        page.setViewportSize(1280, 1000);
        page.navigate(bench.address(path));
        page.waitForLoadState(LoadState.NETWORKIDLE);
        return page;
    }

    private static void look(Page page, String name, Locator ours) {
        axe.look(page, name, ours);
        KeyboardJenkinsFixture.walk(page, ours);
    }

    /** Presses a button that asks the server. */
    private static void pressEnter(Locator button) {
        BrowserJenkinsFixture.waitForScript(button);
        KeyboardJenkinsFixture.press(button, "Enter");
    }

    private static void greetsKindly(Locator form) {
        form.page().waitForLoadState(LoadState.NETWORKIDLE);
        assertEquals(List.of(), form.locator(".error:visible, .warning:visible").allInnerTexts(), "what greets");
    }

    /** Each field that has a label also has help. */
    private static void helpsEverywhere(Locator form) {
        assertEquals(
                List.of(),
                form.locator(".jenkins-form-label:visible:not(:has(.jenkins-help-button))")
                        .allInnerTexts(),
                "without help");
    }

    @Test
    void theGlobalConfiguration() throws Exception {
        Page page = open("manage/configure");
        Locator form = page.locator(".intune-form");
        greetsKindly(form);
        form.locator("input[name='_.graphRoot']").waitFor();
        helpsEverywhere(form);
        pressEnter(form.locator("button[data-validate-button-with=defaultCredentialsId]"));
        form.getByText("Choose a credential to test.").waitFor();
        look(page, "global configuration", form);
    }

    @Test
    void aNewCredentialOfEachKind() throws Exception {
        Page page = open("manage/credentials/store/system/domain/_/");
        page.getByText("Add Credentials").first().click();
        page.locator("dialog .jenkins-choice-list__item label")
                .filter(new Locator.FilterOptions().setHasText("Microsoft Entra app"))
                .click();
        page.locator("#cr-dialog-next").click();
        Locator form = page.locator("dialog[open] .intune-form");
        // Jenkins' script stumbles when a way is chosen while the fields of the first one are still on their way.
        form.locator("button[data-validate-button-method=verify]:visible").waitFor();
        for (String way : WAYS) {
            form.locator("select.dropdownList").selectOption(way);
            form.locator("button[data-validate-button-method=verify]:visible").waitFor();
            greetsKindly(form);
            helpsEverywhere(form);
            look(page, "new credential, " + way, form);
        }
        form.locator("select.dropdownList").selectOption("Certificate from the credentials");
        pressEnter(form.locator("button[data-validate-button-method=verify]:visible"));
        form.getByText("Certificate: A value is required.").waitFor();
        page.keyboard().press("Escape");
        page.locator("dialog[open]").waitFor(BrowserJenkinsFixture.HIDDEN);
    }

    @Test
    void aStoredCredential() throws Exception {
        Page page = bench.pageOfAdmin();
        CredentialFormJenkinsFixture form =
                CredentialFormJenkinsFixture.open(bench, page, IntuneJenkinsFixture.CREDENTIAL);
        form.verify("Microsoft Graph answers with this token.");
        look(page, "stored credential", form.dialog().locator(".intune-form"));
    }

    private static void asksForAPercentageIfThatIsChosen(Locator form) {
        Locator percentage = form.locator("input[name='_.failPercentage']");
        percentage.waitFor(BrowserJenkinsFixture.HIDDEN);
        form.locator("select[name='_.failChoice']").selectOption("%");
        percentage.waitFor();
        form.locator("select[name='_.failChoice']").selectOption("any");
        percentage.waitFor(BrowserJenkinsFixture.HIDDEN);
    }

    @Test
    void theSnippetGenerator() throws Exception {
        Page page = open("job/two/pipeline-syntax/");
        page.locator("select.dropdownList")
                .first()
                .selectOption("requestRemoteAssistance: Request Intune remote assistance");
        Locator form = page.locator(".intune-form");
        form.locator("input[name='_.id']").waitFor();
        greetsKindly(form);
        form.getByText("A value is required.").waitFor();
        asksForAPercentageIfThatIsChosen(form);
        form.getByText("Advanced").click();
        form.getByText("Wait for the session link").click();
        helpsEverywhere(form);
        look(page, "step, one device", form);
        KeyboardJenkinsFixture.press(form.locator("input[type=radio][value=one]"), "ArrowDown");
        form.locator("textarea[name='_.deviceLines']").waitFor();
        helpsEverywhere(form);
        look(page, "step, many devices", form);
    }

    @Test
    void aNewFreestyleStep() throws Throwable {
        bench.inJenkins(jenkins -> jenkins.createFreeStyleProject("fresh"));
        Page page = open("job/fresh/configure");
        page.locator("button.hetero-list-add[suffix=builder]").click();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Request Intune remote assistance"))
                .click();
        Locator form = page.locator(".intune-form");
        form.locator("input[name='_.id']").waitFor();
        greetsKindly(form);
        look(page, "build step, one device", form);
        asksForAPercentageIfThatIsChosen(form);
        KeyboardJenkinsFixture.press(form.locator("input[type=radio][value=one]"), "ArrowDown");
        form.locator("textarea[name='_.deviceLines']").waitFor();
        form.getByText("Add device").click();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Device with a serial number"))
                .click();
        form.locator("input[name='_.serialNumber']").fill("5CD1234XYZ");
        greetsKindly(form);
        look(page, "build step, many devices", form);
        form.locator("select[name='_.credentialsId']").selectOption(IntuneJenkinsFixture.CREDENTIAL);
        form.locator("textarea[name='_.deviceLines']").fill(DEVICE + "\nserialNumber: 5CD9876ABC\nLAPTOP-7");
        form.locator("input[name='_.deviceFile']").fill("devices.csv");
        form.getByText("Line 3:").waitFor();
        form.locator("textarea[name='_.deviceLines']").fill(DEVICE + "\nserialNumber: 5CD9876ABC");
        form.locator("textarea[name='_.deviceLines']").blur();
        form.getByText("Line 3:").waitFor(BrowserJenkinsFixture.HIDDEN);
        BrowserJenkinsFixture.picture(form, "fleet-form");
    }

    @Test
    void aFreestyleStepIsUsedByKeyboard() throws Exception {
        Page page = open("job/one/configure");
        Locator form = page.locator(".intune-form");
        greetsKindly(form);
        KeyboardJenkinsFixture.press(form.locator("select.dropdownList"), "ArrowDown");
        form.locator("input[name='_.serialNumber']").waitFor();
        form.locator("input[name='_.serialNumber']").focus();
        page.keyboard().type("SN-1");
        page.keyboard().press("Tab");
        pressEnter(form.locator("button[data-validate-button-method=test]:visible"));
        form.getByText("\"LAPTOP-1\", Windows").waitFor();
        Locator help = form.locator(".jenkins-form-item:has(input[name='_.serialNumber']) .jenkins-help-button")
                .last();
        KeyboardJenkinsFixture.press(help, "Enter");
        form.locator(".help:visible").waitFor();
        look(page, "stored build step", form);
    }

    @Test
    void theBuildsPages() throws Exception {
        Page page = open("job/one/1/");
        look(page, "build with a session", page.locator(".app-summary:has-text('Remote assistance')"));
        page = open("job/two/1/");
        Locator table = page.locator(".app-summary:has-text('Attempts')");
        KeyboardJenkinsFixture.press(table.locator("summary").first(), "Enter");
        table.getByText("client-request-id").first().waitFor();
        look(page, "build with two requests", table);
        page = open("job/two/1/remoteAssistance/");
        look(page, "requests of a build", page.locator("#main-panel"));
    }

    @Test
    void theFleetsPage() throws Exception {
        Page page = open("job/fleet/1/remoteAssistance/1/");
        page.getByText("Open the session").waitFor();
        BrowserJenkinsFixture.picture(page, 520, "fleet-page");
        page.setViewportSize(1280, 1000);
        Locator ours = page.locator("#main-panel");
        for (Locator closed : ours.locator("summary").all()) {
            KeyboardJenkinsFixture.press(closed, "Enter");
        }
        assertEquals(
                0,
                page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"),
                "all of it is seen at 1280 pixels");
        look(page, "fleet", ours);
        KeyboardJenkinsFixture.press(ours.locator("th a").first(), "Enter");
        page.waitForURL(url -> url.contains("sort=device"));
        ours.locator("input[name=text]").focus();
        page.keyboard().type("nobody at all");
        page.keyboard().press("Enter");
        page.getByText("Devices: 0").waitFor();
    }

    @Test
    void everythingThatCanBeOpenedFitsAPhone() throws Exception {
        for (String language : List.of("zh-CN", "en-US")) {
            Page page = bench.pageOf("admin", language, ColorScheme.LIGHT);
            for (String path : List.of(
                    "job/refused/1/",
                    "job/mixed/1/",
                    "job/mixed/1/remoteAssistance/",
                    "job/fleet/1/",
                    "job/fleet/1/remoteAssistance/1/",
                    "manage/intune-assistance-log/")) {
                page.navigate(bench.address(path));
                page.waitForLoadState(LoadState.NETWORKIDLE);
                FitJenkinsFixture.look(
                        page, language + "-" + path.replaceAll("/$", "").replace('/', '-'));
            }
        }
    }

    @Test
    void theAssistanceLogs() throws Exception {
        Page page = open("manage/intune-assistance-log/");
        Locator ours = page.locator("#main-panel");
        for (Locator closed : ours.locator("summary").all()) {
            KeyboardJenkinsFixture.press(closed, "Enter");
        }
        look(page, "assistance log", ours);
        page = open("job/one/intune-assistance-log/");
        look(page, "assistance log of a job", page.locator("#main-panel"));
    }

    @Test
    void theParameter() throws Exception {
        Page page = open("job/choose/build?delay=0sec");
        Locator ours = page.locator(".jenkins-form-item:has(.intune-device)");
        look(page, "build with parameters", ours);
        ours.locator("[role=combobox]").focus();
        page.keyboard().type("lap");
        ours.locator("[role=option]").first().waitFor();
        axe.look(page, "build with parameters, with a list", ours);
        page = open("job/choose/configure");
        Locator form = page.locator(".intune-form");
        greetsKindly(form);
        helpsEverywhere(form);
        look(page, "parameter's configuration", form);
        assertTrue(form.locator("input[name='_.namePrefix']").isVisible());
    }
}
