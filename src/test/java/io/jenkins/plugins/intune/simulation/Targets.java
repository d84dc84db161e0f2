package io.jenkins.plugins.intune.simulation;

import io.jenkins.plugins.intune.graph.ApiVersion;
import io.jenkins.plugins.intune.graph.DeviceAddress;
import io.jenkins.plugins.intune.graph.DeviceForm;
import io.jenkins.plugins.intune.graph.DeviceProperty;
import io.jenkins.plugins.intune.graph.DeviceQuery;
import io.jenkins.plugins.intune.graph.DeviceTarget;
import io.jenkins.plugins.intune.request.OnDoubt;
import io.jenkins.plugins.intune.request.RequestOptions;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.values.InvalidInputException;

/** What the world knows, in the plugin's terms, and the other way round. */
final class Targets {

    private static final String SCRIPT = SimulatedDevice.guid('f', 1);

    private Targets() {}

    static DeviceTarget of(Entry entry) {
        SimulatedDevice device = entry.device();
        try {
            return switch (entry.naming()) {
                case ID -> address(DeviceForm.MANAGED_DEVICE, device);
                case USER_AND_ID -> address(DeviceForm.USER_DEVICE, device);
                case COMANAGED -> address(DeviceForm.COMANAGED_DEVICE, device);
                case SCRIPT -> address(DeviceForm.HEALTH_SCRIPT_DEVICE, device);
                case SERIAL_NUMBER -> DeviceQuery.of(DeviceProperty.SERIAL_NUMBER, device.serialNumber);
                case NAME -> DeviceQuery.of(DeviceProperty.DEVICE_NAME, device.name);
                case USER -> DeviceQuery.of(DeviceProperty.USER_PRINCIPAL_NAME, device.user);
                case ENTRA_ID -> DeviceQuery.of(DeviceProperty.ENTRA_DEVICE_ID, device.entraId);
            };
        } catch (InvalidInputException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static DeviceAddress address(DeviceForm form, SimulatedDevice device) throws InvalidInputException {
        return DeviceAddress.of(form, part -> switch (part) {
            case ID, DEVICE_ID -> device.id;
            case SCRIPT_ID -> SCRIPT;
            case RUN_STATE_ID -> device.runState();
            case USER_ID -> device.user;
            case APP_ID -> "app";
        });
    }

    static RequestOptions options(BuildSpec spec, int entry) {
        BuildSpec.Branch branch = spec.branch(entry);
        return new RequestOptions(
                        ApiVersion.AUTO,
                        branch.timeoutSeconds(),
                        spec.resend() ? OnDoubt.RESEND : OnDoubt.FAIL,
                        branch.sessionTimeoutSeconds(),
                        spec.askAgain(),
                        spec.notAgainMinutes())
                .withDryRun(spec.dryRun());
    }

    static Said.OfEntry said(int index, RequestReport report) {
        return new Said.OfEntry(
                index,
                Said.End.valueOf(report.outcome().name()),
                report.message() == null ? "" : report.message(),
                report.sessionUrl());
    }
}
