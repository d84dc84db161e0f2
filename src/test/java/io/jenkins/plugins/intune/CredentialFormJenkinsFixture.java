package io.jenkins.plugins.intune;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

/** The form of a stored credential, as people open and use it. */
final class CredentialFormJenkinsFixture {

    private final Locator dialog;

    private CredentialFormJenkinsFixture(Locator dialog) {
        this.dialog = dialog;
    }

    /** Opens the form of a credential that is stored in Jenkins itself. */
    static CredentialFormJenkinsFixture open(BrowserJenkinsFixture bench, Page page, String id) throws Exception {
        page.navigate(bench.address("manage/credentials/store/system/domain/_/credential/" + id + "/"));
        page.locator("[data-url=updateDialog]").click();
        CredentialFormJenkinsFixture form = new CredentialFormJenkinsFixture(page.locator("dialog[open]"));
        form.button().waitFor();
        return form;
    }

    private Locator button() {
        return dialog.locator("button[data-validate-button-method=verify]:visible");
    }

    Locator dialog() {
        return dialog;
    }

    /** Chooses a way to prove the identity, and waits for its first field, which Jenkins sends only then. */
    Locator choose(String way, String field) {
        dialog.locator("select.dropdownList").selectOption(way);
        Locator first = dialog.locator("[name='" + field + "']:visible").last();
        first.waitFor();
        return first;
    }

    /** Presses Verify and waits until it has found this. */
    void verify(String finding) {
        BrowserJenkinsFixture.press(button());
        dialog.getByText(finding).locator("visible=true").waitFor();
    }

    /** Saves the form and waits until it is gone. */
    void save() {
        dialog.getByText("Save").click();
        dialog.waitFor(BrowserJenkinsFixture.HIDDEN);
    }
}
