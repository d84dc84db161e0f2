package io.jenkins.plugins.intune;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.jenkins.plugins.intune.standin.DeviceLists.device;
import static io.jenkins.plugins.intune.standin.DeviceLists.id;
import static io.jenkins.plugins.intune.standin.DeviceLists.list;
import static io.jenkins.plugins.intune.standin.DeviceLists.search;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static io.jenkins.plugins.intune.standin.StandIn.action;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import hudson.model.Item;
import hudson.model.ParametersDefinitionProperty;
import io.jenkins.plugins.intune.parameter.IntuneDeviceParameterDefinition;
import io.jenkins.plugins.intune.record.IntunePermissions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** A working day of a help desk: choose a device by three letters, watch, open the session, find it in the log. */
class TechnicianBrowserJenkinsTest {

    private static final String SESSION = "https://get.teamviewer.example/s/4712";
    private static final String DEVICE_PATH = "deviceManagement/managedDevices/" + id(2);

    private static BrowserJenkinsFixture bench;

    @BeforeAll
    static void start() throws Throwable {
        BrowserJenkinsFixture.assumeChromium(TechnicianBrowserJenkinsTest.class);
        bench = new BrowserJenkinsFixture();
        bench.start();
        bench.reset();
        bench.inJenkins(TechnicianBrowserJenkinsTest::setUp);
    }

    @AfterAll
    static void stop() throws Exception {
        if (bench != null) {
            bench.close();
        }
    }

    private static void setUp(JenkinsRule jenkins) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "help");
        IntuneDeviceParameterDefinition parameter = new IntuneDeviceParameterDefinition("DEVICE");
        parameter.setDescription("Who needs help?");
        parameter.setCredentialsId(IntuneJenkinsFixture.CREDENTIAL);
        job.addProperty(new ParametersDefinitionProperty(parameter));
        job.setDefinition(new CpsFlowDefinition(
                "requestRemoteAssistance credentialsId: 'intune-app', deviceId: params.DEVICE, waitForSession: true",
                true));
        MockAuthorizationStrategy users = (MockAuthorizationStrategy) jenkins.jenkins.getAuthorizationStrategy();
        users.grant(Jenkins.READ, Item.READ, Item.BUILD, IntunePermissions.ASSIST, IntunePermissions.AUDIT)
                .everywhere()
                .to("technician");
    }

    private static void answerFor(String link) {
        bench.standIn()
                .stub(get(urlPathEqualTo("/v1.0/" + DEVICE_PATH))
                        .willReturn(okJson(
                                device(2).replaceFirst("\\{", "{\"remoteAssistanceSessionUrl\":\"" + link + "\","))));
    }

    @Test
    void aWorkingDay() throws Throwable {
        bench.standIn().stub(search().willReturn(list(1, 3)));
        bench.standIn().stub(action(DEVICE_PATH).willReturn(accepted()));
        answerFor("");
        Page page = bench.pageOf("technician", "en-US", ColorScheme.LIGHT);

        chooseByThreeLetters(page);
        page.navigate(bench.address("job/help/1/"));
        page.getByText("Accepted. Waiting for the person at the device to agree, and for the session link.")
                .waitFor();
        answerFor(SESSION);
        Locator open = page.getByText("Open the session");
        // Nobody reloads the page.
        open.waitFor();

        // Nobody answers there; that the browser is led there is enough.
        List<String> called = new CopyOnWriteArrayList<>();
        page.context().onRequest(request -> called.add(request.url()));
        Page session = page.context().waitForPage(open::click);
        page.waitForCondition(() -> called.contains(SESSION));
        session.close();
        assertEquals(1, bench.standIn().actions().size(), "the person was asked once");

        page.navigate(bench.address("job/help/intune-assistance-log/"));
        page.locator("input[name=text]").fill("LAPTOP-2");
        page.keyboard().press("Enter");
        Locator row = page.locator("[aria-label='Requests for remote assistance'] tbody tr")
                .first();
        row.waitFor();
        String told = row.innerText();
        assertTrue(told.contains("LAPTOP-2") && told.contains("help #1"), told);
        assertEquals(2, told.split("technician", -1).length - 1, told + ": who asked, and who opened the session");
        assertTrue(page.url().endsWith("/intune-assistance-log/?text=LAPTOP-2"), page.url() + " can be passed on");
        assertEquals(List.of(), bench.complaints(), "the browser's console");
    }

    /** Again, if a busy machine was too slow for somebody who types. */
    private static void chooseByThreeLetters(Page page) throws Exception {
        page.navigate(bench.address("job/help/build?delay=0sec"));
        Locator field = page.locator("[role=combobox]");
        Locator status = page.locator("[role=status]").first();
        do {
            field.fill("");
            field.focus();
            page.keyboard().type("lap");
            page.waitForCondition(() -> !status.innerText().matches("(Looking for devices)?…?"));
        } while (status.innerText().contains("does not answer"));
        page.keyboard().press("ArrowDown");
        page.keyboard().press("ArrowDown");
        page.keyboard().press("Enter");
        page.getByText("Chosen: LAPTOP-2").waitFor();
        page.keyboard().press("Enter");
        page.waitForURL(url -> url.endsWith("/job/help/"));
    }
}
