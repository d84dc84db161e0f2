package io.jenkins.plugins.intune.device;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.intune.form.FormChecks;
import io.jenkins.plugins.intune.graph.DeviceAddress;
import io.jenkins.plugins.intune.graph.DeviceForm;
import io.jenkins.plugins.intune.graph.DevicePart;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What all kinds of device have in common in a form: their fields come from the {@link DeviceForm}. */
public abstract class TargetDeviceDescriptor extends Descriptor<TargetDevice> {

    /** A field as the form shows it. */
    public static final class Field {

        private final DevicePart part;

        Field(DevicePart part) {
            this.part = part;
        }

        /** The property's name. */
        public String getName() {
            return part.fieldName();
        }

        /** The label for people. */
        public String getTitle() {
            return switch (part) {
                case ID -> Messages.Field_id();
                case SCRIPT_ID -> Messages.Field_scriptId();
                case RUN_STATE_ID -> Messages.Field_runStateId();
                case USER_ID -> Messages.Field_userId();
                case APP_ID -> Messages.Field_appId();
            };
        }
    }

    private final DeviceForm form;

    TargetDeviceDescriptor(DeviceForm form) {
        this.form = form;
    }

    /** The fields to show, in order. */
    public final List<Field> getFields() {
        return form.parts().stream().map(Field::new).toList();
    }

    /** Checks an Intune device id. */
    @POST
    public final FormValidation doCheckId(@AncestorInPath Item item, @QueryParameter String value) {
        return check(item, DevicePart.ID, value);
    }

    /** Checks a script's id. */
    @POST
    public final FormValidation doCheckScriptId(@AncestorInPath Item item, @QueryParameter String value) {
        return check(item, DevicePart.SCRIPT_ID, value);
    }

    /** Checks the id of a run state. */
    @POST
    public final FormValidation doCheckRunStateId(@AncestorInPath Item item, @QueryParameter String value) {
        return check(item, DevicePart.RUN_STATE_ID, value);
    }

    /** Checks a user. */
    @POST
    public final FormValidation doCheckUserId(@AncestorInPath Item item, @QueryParameter String value) {
        return check(item, DevicePart.USER_ID, value);
    }

    /** Checks the id of a detected app. */
    @POST
    public final FormValidation doCheckAppId(@AncestorInPath Item item, @QueryParameter String value) {
        return check(item, DevicePart.APP_ID, value);
    }

    /** The names of the fields that the button "Test" sends: this kind's own, and the credential above it. */
    public final String getTested() {
        return Stream.concat(Stream.of("credentialsId"), form.parts().stream().map(DevicePart::fieldName))
                .collect(Collectors.joining(","));
    }

    /**
     * Tries out whether the credential reaches the device. Whoever may configure the job may already have it ask for
     * assistance on any device, so this tells no more than that.
     */
    @POST
    public final FormValidation doTest(
            @AncestorInPath Item item,
            @QueryParameter String credentialsId,
            @QueryParameter String id,
            @QueryParameter String scriptId,
            @QueryParameter String runStateId,
            @QueryParameter String userId,
            @QueryParameter String appId) {
        FormChecks.requireConfigure(item);
        Map<DevicePart, String> typed = new EnumMap<>(DevicePart.class);
        typed.put(DevicePart.ID, id);
        typed.put(DevicePart.SCRIPT_ID, scriptId);
        typed.put(DevicePart.RUN_STATE_ID, runStateId);
        typed.put(DevicePart.USER_ID, userId);
        typed.put(DevicePart.APP_ID, appId);
        Stream<String> texts =
                Stream.concat(Stream.of(credentialsId), form.parts().stream().map(typed::get));
        if (texts.anyMatch(FormChecks::hasVariable)) {
            return FormValidation.warning(Messages.TargetDeviceDescriptor_variable());
        }
        boolean empty = form.parts().stream().allMatch(part -> Util.fixEmptyAndTrim(typed.get(part)) == null);
        try {
            return DeviceTester.get().test(item, credentialsId, empty ? null : DeviceAddress.of(form, typed::get));
        } catch (InvalidInputException wrong) {
            return FormValidation.error(wrong.getMessage());
        }
    }

    private static FormValidation check(@CheckForNull Item item, DevicePart part, String value) {
        if (FormChecks.hasVariable(value)) {
            return FormValidation.ok();
        }
        return FormChecks.inJob(item, () -> part.require(part.fieldName(), value));
    }
}
