package io.jenkins.plugins.intune.device;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.AutoCompletionCandidates;
import hudson.util.FormValidation;
import io.jenkins.plugins.intune.form.CredentialPlace;
import io.jenkins.plugins.intune.form.FormChecks;
import io.jenkins.plugins.intune.form.PlaceInPath;
import io.jenkins.plugins.intune.graph.DeviceProperty;
import io.jenkins.plugins.intune.graph.DeviceQuery;
import io.jenkins.plugins.intune.values.InvalidInputException;
import io.jenkins.plugins.intune.values.PlainText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form of a device that is looked up: its one field comes from the {@link DeviceProperty}. */
@Restricted(NoExternalUse.class)
public abstract class LookedUpDeviceDescriptor extends TargetDeviceDescriptor {

    /** Fewest characters for a completion: fewer would list half of the tenant. */
    private static final int MIN_TYPED = 2;

    private final DeviceProperty property;

    LookedUpDeviceDescriptor(DeviceProperty property) {
        this.property = property;
    }

    @Override
    public final List<Field> getFields() {
        return List.of(new Field(property.fieldName(), title(property)));
    }

    /** What forms call a property. */
    public static String title(DeviceProperty property) {
        return switch (property) {
            case SERIAL_NUMBER -> Messages.Field_serialNumber();
            case DEVICE_NAME -> Messages.Field_deviceName();
            case ENTRA_DEVICE_ID -> Messages.Field_entraDeviceId();
            case USER_PRINCIPAL_NAME -> Messages.Field_userPrincipalName();
        };
    }

    /** Checks a serial number. */
    @POST
    public final FormValidation doCheckSerialNumber(@PlaceInPath CredentialPlace place, @QueryParameter String value) {
        return check(place, value, () -> DeviceProperty.SERIAL_NUMBER.require(value));
    }

    /** Checks a device's name. */
    @POST
    public final FormValidation doCheckDeviceName(@PlaceInPath CredentialPlace place, @QueryParameter String value) {
        return check(place, value, () -> DeviceProperty.DEVICE_NAME.require(value));
    }

    /** Checks an Entra device id. */
    @POST
    public final FormValidation doCheckEntraDeviceId(@PlaceInPath CredentialPlace place, @QueryParameter String value) {
        return check(place, value, () -> DeviceProperty.ENTRA_DEVICE_ID.require(value));
    }

    /** Checks a user principal name. */
    @POST
    public final FormValidation doCheckUserPrincipalName(
            @PlaceInPath CredentialPlace place, @QueryParameter String value) {
        return check(place, value, () -> DeviceProperty.USER_PRINCIPAL_NAME.require(value));
    }

    /**
     * Offers values that begin with what was typed, to those who may use the job's credentials: they may request assistance
     * on any device of the app, so they may also see the names.
     */
    final AutoCompletionCandidates complete(CredentialPlace place, String typed, @CheckForNull String credentialsId) {
        place.requireTest();
        AutoCompletionCandidates candidates = new AutoCompletionCandidates();
        String beginning = PlainText.trim(typed);
        if (beginning.length() < MIN_TYPED
                || FormChecks.hasVariable(beginning)
                || FormChecks.hasVariable(credentialsId)) {
            return candidates;
        }
        try {
            DeviceSuggester.get()
                    .suggest(place, credentialsId, DeviceQuery.of(property, beginning))
                    .forEach(candidates::add);
        } catch (InvalidInputException notYet) {
            // The check beside the field says what is wrong with it.
        }
        return candidates;
    }

    /** Tries out whether the credential finds exactly one device. */
    @POST
    public final FormValidation doTest(
            @PlaceInPath CredentialPlace place,
            @QueryParameter String credentialsId,
            @QueryParameter String serialNumber,
            @QueryParameter String deviceName,
            @QueryParameter String entraDeviceId,
            @QueryParameter String userPrincipalName) {
        Map<String, String> typed = new HashMap<>();
        typed.put("serialNumber", serialNumber);
        typed.put("deviceName", deviceName);
        typed.put("entraDeviceId", entraDeviceId);
        typed.put("userPrincipalName", userPrincipalName);
        return test(place, credentialsId, typed, () -> DeviceQuery.of(property, typed.get(property.fieldName())));
    }
}
