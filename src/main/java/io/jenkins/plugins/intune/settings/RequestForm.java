package io.jenkins.plugins.intune.settings;

import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.intune.credentials.CredentialChoice;
import io.jenkins.plugins.intune.fleet.DeviceLines;
import io.jenkins.plugins.intune.fleet.FailWhen;
import io.jenkins.plugins.intune.form.CredentialPlace;
import io.jenkins.plugins.intune.form.FormChecks;
import io.jenkins.plugins.intune.graph.ApiVersion;
import io.jenkins.plugins.intune.request.OnDoubt;
import io.jenkins.plugins.intune.values.InvalidInputException;
import io.jenkins.plugins.intune.values.PlainText;
import java.util.List;
import net.sf.json.JSONObject;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** The bodies of the web methods that the step's and the build step's descriptors share. */
@Restricted(NoExternalUse.class)
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

    public static FormValidation checkTimeout(CredentialPlace place, String value) {
        return checkTimeout(place, "timeout", value);
    }

    public static FormValidation checkSessionTimeout(CredentialPlace place, String value) {
        return checkTimeout(place, "sessionTimeout", value);
    }

    private static FormValidation checkTimeout(CredentialPlace place, String field, String value) {
        return FormChecks.inJob(place, () -> checkTimeout(field, value));
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
    public static FormValidation checkDeviceLines(CredentialPlace place, String value) {
        return FormChecks.inJob(place, () -> {
            if (!PlainText.trim(value).isEmpty() && !value.contains("$")) {
                DeviceLines.read("deviceLines", value);
            }
        });
    }

    public static FormValidation checkFailWhen(CredentialPlace place, String value) {
        return FormChecks.inJob(place, () -> {
            if (value == null || !value.contains("$")) {
                FailWhen.named(value);
            }
        });
    }

    public static FormValidation checkCredentialsId(CredentialPlace place, String value) {
        boolean hasDefault = IntuneConfiguration.get().getDefaultCredentialsId() != null;
        return CredentialChoice.inJob(place).check(value, hasDefault);
    }
}
