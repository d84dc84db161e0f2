package io.jenkins.plugins.intune.device;

import hudson.util.FormValidation;
import io.jenkins.plugins.intune.form.CredentialPlace;
import io.jenkins.plugins.intune.form.PlaceInPath;
import io.jenkins.plugins.intune.graph.DeviceAddress;
import io.jenkins.plugins.intune.graph.DeviceForm;
import io.jenkins.plugins.intune.graph.DevicePart;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form of a device by its address: its fields come from the {@link DeviceForm}. */
@Restricted(NoExternalUse.class)
public abstract class AddressedDeviceDescriptor extends TargetDeviceDescriptor {

    private final DeviceForm form;

    AddressedDeviceDescriptor(DeviceForm form) {
        this.form = form;
    }

    @Override
    public final List<Field> getFields() {
        return form.parts().stream()
                .map(part -> new Field(part.fieldName(), title(part)))
                .toList();
    }

    /** What is wrong with a part, under its label and its name. */
    static InvalidInputException named(InvalidInputException wrong) {
        for (DevicePart part : DevicePart.values()) {
            if (part.fieldName().equals(wrong.field())) {
                return named(title(part), wrong);
            }
        }
        return wrong;
    }

    private static String title(DevicePart part) {
        return switch (part) {
            case ID -> Messages.Field_id();
            case SCRIPT_ID -> Messages.Field_scriptId();
            case RUN_STATE_ID -> Messages.Field_runStateId();
            case USER_ID -> Messages.Field_userId();
            case APP_ID -> Messages.Field_appId();
            case DEVICE_ID -> Messages.Field_deviceId();
        };
    }

    /** Checks an Intune device id. */
    @POST
    public final FormValidation doCheckId(@PlaceInPath CredentialPlace place, @QueryParameter String value) {
        return check(place, DevicePart.ID, value);
    }

    /** Checks a script's id. */
    @POST
    public final FormValidation doCheckScriptId(@PlaceInPath CredentialPlace place, @QueryParameter String value) {
        return check(place, DevicePart.SCRIPT_ID, value);
    }

    /** Checks the id of a run state. */
    @POST
    public final FormValidation doCheckRunStateId(@PlaceInPath CredentialPlace place, @QueryParameter String value) {
        return check(place, DevicePart.RUN_STATE_ID, value);
    }

    /** Checks a user. */
    @POST
    public final FormValidation doCheckUserId(@PlaceInPath CredentialPlace place, @QueryParameter String value) {
        return check(place, DevicePart.USER_ID, value);
    }

    /** Checks the id of a detected app. */
    @POST
    public final FormValidation doCheckAppId(@PlaceInPath CredentialPlace place, @QueryParameter String value) {
        return check(place, DevicePart.APP_ID, value);
    }

    /** Checks the id of the device by way of which another is reached. */
    @POST
    public final FormValidation doCheckDeviceId(@PlaceInPath CredentialPlace place, @QueryParameter String value) {
        return check(place, DevicePart.DEVICE_ID, value);
    }

    /** Tries out whether the credential reaches the device. */
    @POST
    public final FormValidation doTest(
            @PlaceInPath CredentialPlace place,
            @QueryParameter String credentialsId,
            @QueryParameter String id,
            @QueryParameter String scriptId,
            @QueryParameter String runStateId,
            @QueryParameter String userId,
            @QueryParameter String appId,
            @QueryParameter String deviceId) {
        Map<String, String> typed = new HashMap<>();
        typed.put("id", id);
        typed.put("scriptId", scriptId);
        typed.put("runStateId", runStateId);
        typed.put("userId", userId);
        typed.put("appId", appId);
        typed.put("deviceId", deviceId);
        return test(place, credentialsId, typed, () -> DeviceAddress.of(form, part -> typed.get(part.fieldName())));
    }

    private static FormValidation check(CredentialPlace place, DevicePart part, String value) {
        return check(place, value, () -> part.require(part.fieldName(), value));
    }
}
