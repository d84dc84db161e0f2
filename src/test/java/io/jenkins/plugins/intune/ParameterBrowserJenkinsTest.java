package io.jenkins.plugins.intune;

import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.jenkins.plugins.intune.standin.DeviceLists.device;
import static io.jenkins.plugins.intune.standin.DeviceLists.id;
import static io.jenkins.plugins.intune.standin.DeviceLists.list;
import static io.jenkins.plugins.intune.standin.DeviceLists.search;
import static io.jenkins.plugins.intune.standin.StandIn.graphSays;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.User;
import io.jenkins.plugins.intune.device.DeviceSuggester;
import io.jenkins.plugins.intune.form.CredentialPlace;
import io.jenkins.plugins.intune.graph.DeviceProperty;
import io.jenkins.plugins.intune.graph.DeviceQuery;
import io.jenkins.plugins.intune.parameter.IntuneDeviceParameterDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import jenkins.model.experimentalflags.UserExperimentalFlagsProperty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** A technician starts a build and chooses a device, with the keyboard alone, in a browser whose console must stay silent. */
class ParameterBrowserJenkinsTest {

    private static BrowserJenkinsFixture bench;
    /** How many builds were started. */
    private static int builds;

    @BeforeAll
    static void start() throws Throwable {
        BrowserJenkinsFixture.assumeChromium(ParameterBrowserJenkinsTest.class);
        bench = new BrowserJenkinsFixture();
        bench.start();
        bench.inJenkins(ParameterBrowserJenkinsTest::setUp);
        bench.reset();
        bench.standIn().stub(search().willReturn(list(1, 3)));
        bench.inJenkins(ParameterBrowserJenkinsTest::warmUp);
    }

    /** The first look-up of a busy machine takes longer than somebody who types is made to wait. */
    private static void warmUp(JenkinsRule jenkins) throws Exception {
        DeviceQuery anything = DeviceQuery.of(DeviceProperty.DEVICE_NAME, "lap");
        await().atMost(Duration.ofMinutes(2))
                .until(() -> !DeviceSuggester.get()
                        .suggest(CredentialPlace.jenkins(), IntuneJenkinsFixture.CREDENTIAL, anything)
                        .isEmpty());
    }

    private static void setUp(JenkinsRule jenkins) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject("choose");
        IntuneDeviceParameterDefinition parameter = new IntuneDeviceParameterDefinition("DEVICE");
        parameter.setDescription("Who needs help?");
        parameter.setCredentialsId(IntuneJenkinsFixture.CREDENTIAL);
        job.addProperty(new ParametersDefinitionProperty(parameter));
        MockAuthorizationStrategy users = (MockAuthorizationStrategy) jenkins.jenkins.getAuthorizationStrategy();
        users.grant(Jenkins.READ, Item.READ, Item.BUILD).everywhere().to("technician", "modern");
        User.getById("modern", true)
                .addProperty(new UserExperimentalFlagsProperty(Map.of("new-job-page.flag", "true")));
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
        bench.standIn().stub(search().willReturn(list(1, 3)));
        bench.standIn()
                .stub(get(urlPathEqualTo("/v1.0/deviceManagement/managedDevices/" + id(2)))
                        .willReturn(okJson(device(2))));
    }

    @AfterEach
    void theConsoleIsSilent() {
        bench.closePages();
        assertEquals(List.of(), bench.complaints(), "the browser's console");
    }

    private static Page open(String user, String language, ColorScheme scheme) throws Exception {
        Page page = bench.pageOf(user, language, scheme);
        page.navigate(bench.address("job/choose/build?delay=0sec"));
        return page;
    }

    private static Locator field(Page page) {
        return page.locator("[role=combobox]");
    }

    private static void says(Page page, String text) {
        page.locator("[role=status]").getByText(text).waitFor();
    }

    /** Types the beginning of three devices' names; again, if a busy machine was too slow for somebody who types. */
    private static void typeTheBeginning(Page page, String found) {
        Locator status = page.locator("[role=status]");
        do {
            field(page).fill("");
            field(page).focus();
            page.keyboard().type("lap");
            page.waitForCondition(() -> !status.innerText().matches("(Looking for devices|正在查找设备)?…*"));
        } while (status.innerText().matches("Microsoft Graph (does not answer|没有响应).*"));
        says(page, found);
    }

    /** Whether people see each of the devices, once it is scrolled to, and nothing lies over it. */
    private static boolean isEachSeen(Page page) {
        return (Boolean) page.locator("[role=option]")
                .evaluateAll("options => options.every(option => { option.scrollIntoView({ block: 'nearest' });"
                        + " const box = option.getBoundingClientRect();"
                        + " const x = box.x + box.width / 2, y = box.y + box.height / 2;"
                        + " return option.contains(document.elementFromPoint(x, y)); })");
    }

    private static String attribute(Page page, String name) {
        return field(page).getAttribute(name);
    }

    /** Chooses the second of three devices. */
    private static void chooseTheSecond(Page page) {
        typeTheBeginning(page, "Devices found: 3.");
        assertEquals("true", attribute(page, "aria-expanded"));
        page.keyboard().press("ArrowDown");
        page.keyboard().press("ArrowDown");
        Locator active = page.locator("#" + attribute(page, "aria-activedescendant"));
        assertEquals("true", active.getAttribute("aria-selected"));
        assertEquals(
                "LAPTOP-2 SN-2 anna2@contoso.com",
                active.innerText().replaceAll("\\s+", " ").strip());
        page.keyboard().press("Enter");
        says(page, "Chosen: LAPTOP-2, SN-2, anna2@contoso.com");
        assertEquals("LAPTOP-2", field(page).inputValue());
        assertEquals("false", attribute(page, "aria-expanded"));
    }

    private static void theNextBuildHasTheSecond(Page page) throws Throwable {
        page.waitForURL(url -> url.endsWith("/job/choose/"));
        int number = ++builds;
        bench.inJenkins(jenkins -> {
            FreeStyleProject job = jenkins.jenkins.getItemByFullName("choose", FreeStyleProject.class);
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> job.getBuildByNumber(number) != null
                            && !job.getBuildByNumber(number).isBuilding());
        });
        page.navigate(bench.address("job/choose/" + number + "/parameters/"));
        page.getByText(id(2)).first().waitFor();
        page.getByText("Device: LAPTOP-2").waitFor();
        page.getByText("User: anna2@contoso.com").waitFor();
    }

    @Test
    void aDeviceIsChosenWithTheKeyboardAlone() throws Throwable {
        Page page = open("technician", "en-US", ColorScheme.LIGHT);
        chooseTheSecond(page);
        page.keyboard().press("Enter");
        theNextBuildHasTheSecond(page);
    }

    @Test
    void theListIsClosedByEscapeAndOpenedByAnArrow() throws Throwable {
        Page page = open("technician", "en-US", ColorScheme.LIGHT);
        assertEquals("DEVICE", attribute(page, "aria-label"));
        typeTheBeginning(page, "Devices found: 3.");
        assertTrue(isEachSeen(page));
        BrowserJenkinsFixture.picture(page, 700, "parameter");
        page.keyboard().press("Escape");
        assertEquals("false", attribute(page, "aria-expanded"));
        assertFalse(page.locator("[role=listbox]").isVisible());
        page.keyboard().press("ArrowUp");
        assertTrue(attribute(page, "aria-activedescendant").endsWith("-2"), "the last one");
        page.keyboard().press("ArrowDown");
        assertTrue(attribute(page, "aria-activedescendant").endsWith("-0"), "and the first one after it");
        page.keyboard().press("Tab");
        assertFalse(page.locator("[role=listbox]").isVisible());
    }

    @Test
    void whatWasNotChosenStartsNothing() throws Throwable {
        Page page = open("technician", "en-US", ColorScheme.LIGHT);
        chooseTheSecond(page);
        page.keyboard().type("x");
        says(page, "No device that can be chosen begins with \"LAPTOP-2x\".");
        page.keyboard().press("Enter");
        assertTrue(page.url().contains("/build"), page.url());
        assertTrue(((String) field(page).evaluate("field => field.validationMessage"))
                .startsWith("Choose a device from the list"));
        assertEquals(
                "", page.locator("input[name=deviceId]").inputValue(), "the device of before is not chosen any more");
    }

    @Test
    void anAnswerThatComesLateIsDropped() throws Throwable {
        bench.standIn()
                .stub(search().withQueryParam("$filter", containing("'lap'"))
                        .willReturn(list(1, 3).withFixedDelay(2_000)));
        bench.standIn()
                .stub(search().withQueryParam("$filter", containing("'laptop-2'"))
                        .willReturn(list(2, 2)));
        Page page = open("technician", "en-US", ColorScheme.LIGHT);
        field(page).focus();
        page.keyboard().type("lap");
        says(page, "Looking for devices");
        page.waitForCondition(() -> bench.standIn().deviceReads().size() >= 3);
        page.keyboard().type("top-2");
        says(page, "Devices found: 1.");
        await().pollInSameThread()
                .during(Duration.ofSeconds(3))
                .until(() -> page.locator("[role=option]").count() == 1);
        says(page, "Devices found: 1.");
    }

    @Test
    void whatGoesWrongIsSaidInThePlaceOfTheList() throws Throwable {
        bench.standIn().stub(search().willReturn(graphSays(429).withHeader("Retry-After", "60")));
        Page page = open("technician", "zh-CN", ColorScheme.LIGHT);
        field(page).focus();
        page.keyboard().type("lap");
        says(page, "Microsoft Graph 正忙");
        assertEquals("false", attribute(page, "aria-expanded"));
    }

    @Test
    void itFitsASmallDarkChinesePhone() throws Throwable {
        Page page = open("technician", "zh-CN", ColorScheme.DARK);
        page.setViewportSize(320, 640);
        typeTheBeginning(page, "找到的设备数：3。");
        BoundingBox list = page.locator("[role=listbox]").boundingBox();
        assertTrue(list.x >= 0 && list.x + list.width <= 320, () -> list.x + " and " + list.width);
        assertTrue(isEachSeen(page));
        String background =
                (String) page.locator("[role=listbox]").evaluate("list => getComputedStyle(list).backgroundColor");
        assertFalse(background.contains("rgba(0, 0, 0, 0)") || background.contains("255, 255, 255"), background);
    }

    @Test
    void theDialogOfTheNewJobPageTakesOneToo() throws Throwable {
        Page page = bench.pageOf("modern", "en-US", ColorScheme.LIGHT);
        page.navigate(bench.address("job/choose/"));
        page.locator("button[data-type=dialog-opener]:has-text('Build')")
                .first()
                .focus();
        page.keyboard().press("Enter");
        page.locator("dialog [role=combobox]").waitFor();
        typeTheBeginning(page, "Devices found: 3.");
        page.keyboard().press("Escape");
        assertTrue(page.locator("dialog [role=combobox]").isVisible(), "the dialog stays");
        field(page).fill("");
        chooseTheSecond(page);
        page.keyboard().press("Enter");
        theNextBuildHasTheSecond(page);
    }
}
