package io.jenkins.plugins.intune.device;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import io.jenkins.plugins.intune.form.CredentialPlace;
import io.jenkins.plugins.intune.form.FormChecks;
import io.jenkins.plugins.intune.graph.DeviceTarget;
import io.jenkins.plugins.intune.values.Checked;
import io.jenkins.plugins.intune.values.InvalidInputException;
import io.jenkins.plugins.intune.values.PlainText;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** What all kinds of device have in common in a form. */
@Restricted(NoExternalUse.class)
public abstract class TargetDeviceDescriptor extends Descriptor<TargetDevice> {

    /** A field as the form shows it. */
    public static final class Field {

        private final String name;
        private final String title;

        Field(String name, String title) {
            this.name = name;
            this.title = title;
        }

        /** The property's name. */
        public String getName() {
            return name;
        }

        /** The label for people. */
        public String getTitle() {
            return title;
        }
    }

    /** The fields to show, in order. */
    public abstract List<Field> getFields();

    /** The names of the fields that the button "Test" sends: this kind's own, and the credential above it. */
    public final String getTested() {
        return Stream.concat(Stream.of("credentialsId"), getFields().stream().map(Field::getName))
                .collect(Collectors.joining(","));
    }

    /**
     * Tries out whether the credential reaches the device. Whoever may use the job's credentials may already request
     * assistance on any device, so this reveals no more than that.
     *
     * @param typed what the fields hold, by name
     * @param target the device that this stands for
     */
    final FormValidation test(
            CredentialPlace place,
            @CheckForNull String credentialsId,
            Map<String, String> typed,
            Checked<DeviceTarget> target) {
        place.requireTest();
        List<String> texts = getFields().stream()
                .map(field -> PlainText.trim(typed.get(field.getName())))
                .toList();
        if (FormChecks.hasVariable(credentialsId) || texts.stream().anyMatch(FormChecks::hasVariable)) {
            return FormValidation.warning(Messages.TargetDeviceDescriptor_variable());
        }
        boolean empty = texts.stream().allMatch(String::isEmpty);
        try {
            return DeviceTester.get().test(place, credentialsId, empty ? null : target.get());
        } catch (InvalidInputException wrong) {
            return FormChecks.refused(title(wrong.field()), wrong);
        }
    }

    private String title(String name) {
        return getFields().stream()
                .filter(field -> field.getName().equals(name))
                .map(Field::getTitle)
                .findFirst()
                .orElse(null);
    }

    /** What is wrong with a field, under its label, which forms show, and its name, which Pipelines use. */
    static InvalidInputException named(String title, InvalidInputException wrong) {
        return new InvalidInputException(title + " (" + wrong.field() + ")", wrong.problem());
    }

    /** Checks what a field holds, unless it is a variable, which has a value in a build only. */
    static FormValidation check(CredentialPlace place, String value, FormChecks.Check check) {
        return FormChecks.hasVariable(value) ? FormValidation.ok() : FormChecks.inJob(place, check);
    }
}
