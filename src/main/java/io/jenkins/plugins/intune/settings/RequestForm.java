package io.jenkins.plugins.intune.settings;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.intune.credentials.CredentialChoice;
import io.jenkins.plugins.intune.fleet.DeviceLines;
import io.jenkins.plugins.intune.fleet.FailWhen;
import io.jenkins.plugins.intune.form.FormChecks;
import io.jenkins.plugins.intune.graph.ApiVersion;
import io.jenkins.plugins.intune.graph.OnDoubt;
import io.jenkins.plugins.intune.values.InvalidInputException;
import io.jenkins.plugins.intune.values.PlainText;
import java.util.List;
import net.sf.json.JSONObject;

/** The bodies of the web methods that the step's and the build step's descriptors share. */
public final class RequestForm {

    /** How the names of the radio buttons end that choose between one device and several. */
    private static final String CHOICE = "_devices";

    private static final List<String> ONE = List.of("device");
    private static final List<String> SEVERAL = List.of("devices", "deviceLines", "deviceFile", "failWhen");

    private RequestForm() {}

    /** Takes out what belongs to the choice that was not made: a form sends what it hides, too. */
    public static void keepChosen(JSONObject form) {
        for (String name : List.copyOf(form.keySet())) {
            if (name.endsWith(CHOICE)) {
                (form.getString(name).equals("one") ? SEVERAL : ONE).forEach(form::remove);
            }
        }
    }

    public static ListBoxModel fillApiVersion() {
        ListBoxModel versions = new ListBoxModel();
        versions.add(Messages.RequestForm_auto(), ApiVersion.AUTO.id());
        versions.add(ApiVersion.V1_0.id(), ApiVersion.V1_0.id());
        versions.add(ApiVersion.BETA.id(), ApiVersion.BETA.id());
        return versions;
    }

    public static ListBoxModel fillOnDoubt() {
        ListBoxModel choices = new ListBoxModel();
        choices.add(Messages.RequestForm_fail(), OnDoubt.FAIL.id());
        choices.add(Messages.RequestForm_resend(), OnDoubt.RESEND.id());
        return choices;
    }

    public static FormValidation checkTimeout(@CheckForNull Item item, String value) {
        return checkTimeout(item, "timeout", value);
    }

    public static FormValidation checkSessionTimeout(@CheckForNull Item item, String value) {
        return checkTimeout(item, "sessionTimeout", value);
    }

    private static FormValidation checkTimeout(@CheckForNull Item item, String field, String value) {
        return FormChecks.inJob(item, () -> checkTimeout(field, value));
    }

    /** Checks a timeout as typed; leaving it empty is fine. */
    static void checkTimeout(String field, String value) throws InvalidInputException {
        String typed = PlainText.trim(value);
        if (typed.isEmpty()) {
            return;
        }
        try {
            RequestSettings.checkTimeout(field, Integer.parseInt(typed));
        } catch (NumberFormatException notWhole) {
            throw new InvalidInputException(field, Messages.RequestForm_timeoutNumber());
        }
    }

    /** Checks a list of devices as typed, unless a build's variables decide what stands there. */
    public static FormValidation checkDeviceLines(@CheckForNull Item item, String value) {
        return FormChecks.inJob(item, () -> {
            if (!PlainText.trim(value).isEmpty() && !value.contains("$")) {
                DeviceLines.read("deviceLines", value);
            }
        });
    }

    public static FormValidation checkFailWhen(@CheckForNull Item item, String value) {
        return FormChecks.inJob(item, () -> {
            if (value == null || !value.contains("$")) {
                FailWhen.named(value);
            }
        });
    }

    public static FormValidation checkCredentialsId(@CheckForNull Item item, String value) {
        boolean hasDefault = IntuneConfiguration.get().getDefaultCredentialsId() != null;
        return CredentialChoice.inJob(item).check(value, hasDefault);
    }
}
