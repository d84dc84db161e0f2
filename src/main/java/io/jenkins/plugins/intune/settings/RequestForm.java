package io.jenkins.plugins.intune.settings;

import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.intune.credentials.CredentialChoice;
import io.jenkins.plugins.intune.fleet.DeviceLines;
import io.jenkins.plugins.intune.fleet.FailWhen;
import io.jenkins.plugins.intune.form.CredentialPlace;
import io.jenkins.plugins.intune.form.EncryptedValues;
import io.jenkins.plugins.intune.form.FormChecks;
import io.jenkins.plugins.intune.graph.ApiVersion;
import io.jenkins.plugins.intune.request.OnDoubt;
import io.jenkins.plugins.intune.values.PlainText;
import java.util.List;
import net.sf.json.JSONObject;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** The form of a request: its choices and checks, and what is made of it when it is submitted. */
@Restricted(NoExternalUse.class)
public final class RequestForm {

    /** The end of the names of the radio buttons that choose between one device and several. */
    private static final String CHOICE = "_devices";

    private static final List<String> ONE = List.of("device");
    private static final List<String> SEVERAL = List.of("devices", "deviceLines", "deviceFile", "results");

    /** The choice of a form that stands for a percentage. */
    private static final String PERCENTAGE = "%";

    private RequestForm() {}

    /**
     * Turns a submitted form into the step's properties: removes the fields of one device or of several that are hidden,
     * because a form sends hidden fields too; and combines choice and percentage into {@code failWhen}.
     */
    public static void take(JSONObject form) {
        String choice = form.optString("failChoice");
        if (!choice.isEmpty()) {
            form.element(
                    "failWhen", choice.equals(PERCENTAGE) ? form.optString("failPercentage") + PERCENTAGE : choice);
        }
        for (String name : List.copyOf(form.keySet())) {
            if (name.endsWith(CHOICE)) {
                (form.getString(name).equals("one") ? SEVERAL : ONE).forEach(form::remove);
            }
        }
    }

    /** What the form chooses for {@code failWhen}. */
    public static String failChoice(String failWhen) {
        return failWhen.endsWith(PERCENTAGE) ? PERCENTAGE : failWhen;
    }

    /** The percentage in {@code failWhen}, or {@code null} for none. */
    public static String failPercentage(String failWhen) {
        return failWhen.endsWith(PERCENTAGE)
                ? failWhen.substring(0, failWhen.length() - PERCENTAGE.length()).strip()
                : null;
    }

    /** @param chosen what is chosen now, which may be an expression that a build replaces */
    public static ListBoxModel fillFailChoice(String chosen) {
        EncryptedValues.refuse();
        ListBoxModel choices = new ListBoxModel();
        choices.add(Messages.RequestForm_any(), "any");
        choices.add(Messages.RequestForm_all(), "all");
        choices.add(Messages.RequestForm_percentage(), PERCENTAGE);
        choices.add(Messages.RequestForm_never(), "never");
        boolean known =
                chosen == null || chosen.isEmpty() || choices.stream().anyMatch(one -> one.value.equals(chosen));
        if (!known) {
            choices.add(chosen, chosen);
        }
        return choices;
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
        return check(place, NumberField.TIMEOUT, "timeout", value);
    }

    public static FormValidation checkSessionTimeout(CredentialPlace place, String value) {
        return check(place, NumberField.TIMEOUT, "sessionTimeout", value);
    }

    public static FormValidation checkNotAgainWithin(CredentialPlace place, String value) {
        return check(place, NumberField.NOT_AGAIN_WITHIN, "notAgainWithin", value);
    }

    private static FormValidation check(CredentialPlace place, NumberField field, String name, String value) {
        return FormChecks.inJob(place, () -> field.check(name, value));
    }

    /** Checks a list of devices as typed, unless it contains variables of the build. */
    public static FormValidation checkDeviceLines(CredentialPlace place, String value) {
        return FormChecks.inJob(place, () -> {
            if (!PlainText.trim(value).isEmpty() && !value.contains("$")) {
                DeviceLines.read("deviceLines", value);
            }
        });
    }

    /** Checks the percentage of devices from which on failures fail the build, if that is what is chosen. */
    public static FormValidation checkFailPercentage(CredentialPlace place, String value, String failChoice) {
        return FormChecks.inJob(place, () -> {
            if (PERCENTAGE.equals(failChoice)) {
                FailWhen.named(value + PERCENTAGE);
            }
        });
    }

    /**
     * Lists the credentials that a job here can use; leaving the field empty stands for the default one, which is named to
     * those who may know of it.
     */
    public static ListBoxModel fillCredentialsId(CredentialPlace place, String current) {
        ListBoxModel choices = CredentialChoice.inJob(place).fill(current);
        String standard = IntuneConfiguration.get().getDefaultCredentialsId();
        if (standard != null && place.mayConfigure()) {
            String name = choices.stream()
                    .filter(choice -> choice.value.equals(standard))
                    .map(choice -> choice.name)
                    .findFirst()
                    .orElse(standard);
            choices.replaceAll(choice -> choice.value.isEmpty()
                    ? new ListBoxModel.Option(Messages.RequestForm_defaultCredential(name), "")
                    : choice);
        }
        return choices;
    }

    public static FormValidation checkCredentialsId(CredentialPlace place, String value) {
        boolean hasDefault = IntuneConfiguration.get().getDefaultCredentialsId() != null;
        return CredentialChoice.inJob(place).check(value, hasDefault);
    }
}
