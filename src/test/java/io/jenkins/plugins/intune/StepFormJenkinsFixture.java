package io.jenkins.plugins.intune;

import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.jenkins.plugins.intune.freestyle.RequestRemoteAssistanceBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The form of a freestyle job with the build step, as people fill it in. */
final class StepFormJenkinsFixture {

    private static final String SCRIPT = "22222222-aaaa-4bbb-8ccc-333333333333";

    /** The fields of every kind of device. */
    static final Map<String, List<String>> KINDS = new LinkedHashMap<>();

    static {
        KINDS.put("Managed device", List.of("id"));
        KINDS.put("Device with a serial number", List.of("serialNumber"));
        KINDS.put("Device with a name", List.of("deviceName"));
        KINDS.put("Device with an Entra device ID", List.of("entraDeviceId"));
        KINDS.put("The one device of a user", List.of("userPrincipalName"));
        KINDS.put("Co-managed device (beta)", List.of("id"));
        KINDS.put("Device of a user", List.of("userId", "id"));
        KINDS.put("Device with a detected app", List.of("appId", "id"));
        KINDS.put(
                "Device of a user, by way of a device with a detected app",
                List.of("appId", "deviceId", "userId", "id"));
        KINDS.put("Device of a health script's run state (beta)", List.of("scriptId", "runStateId"));
        KINDS.put("Device of a management script's run state (beta)", List.of("scriptId", "runStateId"));
        KINDS.put("Device of a compliance script's run state (beta)", List.of("scriptId", "runStateId"));
        KINDS.put(
                "Device of a user, by way of a management script (beta)",
                List.of("scriptId", "runStateId", "userId", "id"));
        KINDS.put(
                "Device with a detected app, by way of a management script (beta)",
                List.of("scriptId", "runStateId", "appId", "id"));
    }

    /** Something to type into each of them. */
    static final Map<String, String> VALUES = Map.of(
            "id", DEVICE,
            "serialNumber", "SN-1",
            "deviceName", "LAPTOP-1",
            "entraDeviceId", DEVICE,
            "userPrincipalName", "anna@contoso.com",
            "userId", "anna@contoso.com",
            "appId", "app-1",
            "deviceId", SCRIPT,
            "scriptId", SCRIPT,
            "runStateId", "state-1");

    private final BrowserJenkinsFixture bench;
    private final Page page;
    private final String job;

    private StepFormJenkinsFixture(BrowserJenkinsFixture bench, Page page, String job) {
        this.bench = bench;
        this.page = page;
        this.job = job;
    }

    /** Makes a job and adds the step to it. */
    static StepFormJenkinsFixture ofNewJob(BrowserJenkinsFixture bench, String job) throws Throwable {
        bench.inJenkins(jenkins -> jenkins.createFreeStyleProject(job));
        StepFormJenkinsFixture form = new StepFormJenkinsFixture(bench, bench.pageOfAdmin(), job);
        form.open();
        form.page.locator("button.hetero-list-add[suffix=builder]").click();
        form.page
                .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Request Intune remote assistance"))
                .click();
        // The first kind's fields must be there: Jenkins' script stumbles when a kind is chosen whose fields are on the
        // way.
        form.field("id").waitFor();
        // Jenkins' first check of the field must be over: it may overtake the one of what is chosen.
        Locator warning = form.step().getByText("Choose a credential.");
        warning.waitFor();
        form.step().locator("select[name='_.credentialsId']").selectOption("intune-app");
        warning.waitFor(BrowserJenkinsFixture.HIDDEN);
        return form;
    }

    private void open() throws Exception {
        page.navigate(bench.address("job/" + job + "/configure"));
    }

    /** Saves the form, and opens it again. */
    void saveAndOpen() throws Exception {
        page.locator("button[name=Submit]").click();
        page.waitForURL("**/job/" + job + "/");
        open();
    }

    Page page() {
        return page;
    }

    /** The step's part of the form. */
    Locator step() {
        Locator step = page.locator("[descriptorid='" + RequestRemoteAssistanceBuilder.class.getName() + "']");
        step.locator("select.dropdownList").waitFor();
        return step;
    }

    /** A field of the kind that is chosen. */
    Locator field(String name) {
        return step().locator("input[name='_." + name + "']:visible");
    }

    /** Chooses a kind, and waits for its fields: they come from Jenkins when it is chosen for the first time. */
    void choose(String kind) {
        step().locator("select.dropdownList").selectOption(kind);
        List<String> fields = KINDS.get(kind);
        field(fields.get(fields.size() - 1)).waitFor();
    }

    /** Presses the button that tries the device out. */
    void test() {
        BrowserJenkinsFixture.press(step().locator("button[data-validate-button-method=test]:visible"));
    }
}
