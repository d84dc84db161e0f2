package io.jenkins.plugins.intune.device;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.intune.graph.DeviceAddress;
import io.jenkins.plugins.intune.graph.DeviceForm;
import io.jenkins.plugins.intune.graph.DevicePart;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.AncestorInPath;
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

    private static String title(DevicePart part) {
        return switch (part) {
            case ID -> Messages.Field_id();
            case SCRIPT_ID -> Messages.Field_scriptId();
            case RUN_STATE_ID -> Messages.Field_runStateId();
            case USER_ID -> Messages.Field_userId();
            case APP_ID -> Messages.Field_appId();
        };
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

    /** Tries out whether the credential reaches the device. */
    @POST
    public final FormValidation doTest(
            @AncestorInPath Item item,
            @QueryParameter String credentialsId,
            @QueryParameter String id,
            @QueryParameter String scriptId,
            @QueryParameter String runStateId,
            @QueryParameter String userId,
            @QueryParameter String appId) {
        Map<String, String> typed = new HashMap<>();
        typed.put("id", id);
        typed.put("scriptId", scriptId);
        typed.put("runStateId", runStateId);
        typed.put("userId", userId);
        typed.put("appId", appId);
        return test(item, credentialsId, typed, () -> DeviceAddress.of(form, part -> typed.get(part.fieldName())));
    }

    private static FormValidation check(@CheckForNull Item item, DevicePart part, String value) {
        return check(item, value, () -> part.require(part.fieldName(), value));
    }
}
