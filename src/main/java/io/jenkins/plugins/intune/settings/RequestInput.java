package io.jenkins.plugins.intune.settings;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import io.jenkins.plugins.intune.device.ManagedDevice;
import io.jenkins.plugins.intune.device.TargetDevice;
import io.jenkins.plugins.intune.fleet.DeviceLines;
import io.jenkins.plugins.intune.fleet.FailWhen;
import io.jenkins.plugins.intune.fleet.FleetPlan;
import io.jenkins.plugins.intune.graph.ApiVersion;
import io.jenkins.plugins.intune.graph.DeviceTarget;
import io.jenkins.plugins.intune.request.OnDoubt;
import io.jenkins.plugins.intune.request.RequestOptions;
import io.jenkins.plugins.intune.request.RequestPlan;
import io.jenkins.plugins.intune.values.Guid;
import io.jenkins.plugins.intune.values.InvalidInputException;
import io.jenkins.plugins.intune.values.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Makes a plan of what a person set: the one place where it is checked, all of it before anything is sent. What cannot
 * be used is refused with an {@link InvalidInputException} that names the field.
 */
@Restricted(NoExternalUse.class)
public final class RequestInput {

    /** Default for how long a session is waited for, in seconds. */
    private static final int USUAL_SESSION_TIMEOUT = 300;

    private final RequestSettings settings;
    private final UnaryOperator<String> expand;

    /** @param expand replaces variables in what was typed */
    public RequestInput(RequestSettings settings, UnaryOperator<String> expand) {
        this.settings = settings;
        this.expand = expand;
    }

    /** The id of the credential to use. */
    public String credentialsId() throws InvalidInputException {
        String typed = settings.getCredentialsId();
        return orDefault(typed == null ? null : expand.apply(typed));
    }

    /** The id of a credential, or of the default one if there is none. */
    public static String orDefault(@CheckForNull String credentialsId) throws InvalidInputException {
        String own = PlainText.trim(credentialsId);
        String id = own.isEmpty() ? IntuneConfiguration.get().getDefaultCredentialsId() : own;
        if (id == null) {
            throw new InvalidInputException("credentialsId", Messages.RequestInput_noCredential());
        }
        return id;
    }

    /** What to ask one device for. */
    public RequestPlan plan() throws InvalidInputException {
        return new RequestPlan(target(), options(), false);
    }

    /** Which failures fail the build. */
    public FailWhen failWhen() throws InvalidInputException {
        return FailWhen.named(expand.apply(settings.getFailWhen()));
    }

    /**
     * What to ask for when {@linkplain RequestSettings#isFleet() many devices are meant}.
     *
     * @param file what the file holds, if there is one
     */
    public FleetPlan fleetPlan(@CheckForNull String file) throws InvalidInputException {
        if (settings.getChosenDevice() != null) {
            throw new InvalidInputException("deviceId", Messages.RequestInput_oneAndMany());
        }
        List<DeviceTarget> targets = new ArrayList<>();
        List<TargetDevice> devices = settings.getDevices() == null ? List.of() : settings.getDevices();
        for (int i = 0; i < devices.size(); i++) {
            try {
                targets.add(entry(devices.get(i)).target(expand));
            } catch (InvalidInputException wrong) {
                throw new InvalidInputException("devices", Messages.RequestInput_entry(i + 1, wrong.getMessage()));
            }
        }
        if (settings.getDeviceLines() != null) {
            targets.addAll(DeviceLines.read("deviceLines", expand.apply(settings.getDeviceLines())));
        }
        if (file != null) {
            targets.addAll(DeviceLines.read("deviceFile", file));
        }
        if (targets.isEmpty()) {
            throw new InvalidInputException("devices", Messages.RequestInput_empty());
        }
        return new FleetPlan(targets, options(), failWhen());
    }

    private static TargetDevice entry(@CheckForNull TargetDevice device) throws InvalidInputException {
        if (device == null) {
            throw new InvalidInputException("device", Messages.RequestInput_empty());
        }
        return device;
    }

    private RequestOptions options() throws InvalidInputException {
        IntuneConfiguration defaults = IntuneConfiguration.get();
        return new RequestOptions(
                        ApiVersion.named(expand.apply(settings.getApiVersion())),
                        NumberField.TIMEOUT.require("timeout", settings.getTimeout(), defaults.effectiveTimeout()),
                        OnDoubt.named(expand.apply(settings.getOnDoubt())),
                        settings.isWaitForSession() ? sessionTimeout() : 0,
                        settings.isAskAgain(),
                        NumberField.NOT_AGAIN_WITHIN.require(
                                "notAgainWithin", settings.getNotAgainWithin(), defaults.effectiveNotAgainWithin()))
                .withDryRun(settings.isDryRun());
    }

    private int sessionTimeout() throws InvalidInputException {
        return NumberField.TIMEOUT.require("sessionTimeout", settings.getSessionTimeout(), USUAL_SESSION_TIMEOUT);
    }

    private DeviceTarget target() throws InvalidInputException {
        TargetDevice device = settings.getChosenDevice();
        if (settings.hasSecondDevice()) {
            throw new InvalidInputException("deviceId", Messages.RequestInput_bothDevices());
        }
        if (device == null) {
            throw new InvalidInputException("deviceId", Messages.RequestInput_noDevice());
        }
        // Named as the step's parameter, which a managed device is short for.
        return device instanceof ManagedDevice managed
                ? new ManagedDevice(Guid.require("deviceId", expand.apply(Util.fixNull(managed.getId()))))
                        .target(UnaryOperator.identity())
                : device.target(expand);
    }
}
