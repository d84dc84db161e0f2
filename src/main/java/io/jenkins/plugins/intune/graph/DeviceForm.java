package io.jenkins.plugins.intune.graph;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The ten ways to address an Intune device in Microsoft Graph, each a path below the API version.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/intune-devices-manageddevice-requestremoteassistance">The
 *     action</a>
 */
public enum DeviceForm {
    MANAGED_DEVICE("deviceManagement/managedDevices/{id}", true),
    COMANAGED_DEVICE("deviceManagement/comanagedDevices/{id}", false),
    HEALTH_SCRIPT_DEVICE(
            "deviceManagement/deviceHealthScripts/{scriptId}/deviceRunStates/{runStateId}/managedDevice", false),
    MANAGEMENT_SCRIPT_DEVICE(
            "deviceManagement/deviceManagementScripts/{scriptId}/deviceRunStates/{runStateId}/managedDevice", false),
    COMPLIANCE_SCRIPT_DEVICE(
            "deviceManagement/deviceComplianceScripts/{scriptId}/deviceRunStates/{runStateId}/managedDevice", false),
    MANAGEMENT_SCRIPT_USER_DEVICE(
            "deviceManagement/deviceManagementScripts/{scriptId}/deviceRunStates/{runStateId}/managedDevice"
                    + "/users/{userId}/managedDevices/{id}",
            false),
    MANAGEMENT_SCRIPT_APP_DEVICE(
            "deviceManagement/deviceManagementScripts/{scriptId}/deviceRunStates/{runStateId}/managedDevice"
                    + "/detectedApps/{appId}/managedDevices/{id}",
            false),
    USER_DEVICE("users/{userId}/managedDevices/{id}", true),
    DETECTED_APP_DEVICE("deviceManagement/detectedApps/{appId}/managedDevices/{id}", true),
    DETECTED_APP_USER_DEVICE(
            "deviceManagement/detectedApps/{appId}/managedDevices/{deviceId}/users/{userId}/managedDevices/{id}", true);

    private final String template;
    private final boolean inV1;
    private final List<DevicePart> parts;

    DeviceForm(String template, boolean inV1) {
        this.template = template;
        this.inV1 = inV1;
        parts = Stream.of(template.split("/"))
                .filter(segment -> segment.startsWith("{"))
                .map(segment -> Arrays.stream(DevicePart.values())
                        .filter(part -> segment.equals(part.placeholder()))
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    /** Whether version 1.0 of the API has this form; {@code beta} has all of them. */
    boolean inV1() {
        return inV1;
    }

    /** Whether the device's own id is all that names it. */
    boolean deviceOnly() {
        return parts.equals(List.of(DevicePart.ID));
    }

    /** What a person fills in, in the order of the path. */
    public List<DevicePart> parts() {
        return parts;
    }

    /** The path below the API version, from checked values. */
    String path(Map<DevicePart, String> values) {
        String path = template;
        for (DevicePart part : parts) {
            path = path.replace(part.placeholder(), DevicePart.encode(values.get(part)));
        }
        return path;
    }

    /** The address in words. */
    String describe(Map<DevicePart, String> values) {
        String id = values.get(DevicePart.ID);
        String script = values.get(DevicePart.SCRIPT_ID);
        String runState = values.get(DevicePart.RUN_STATE_ID);
        return switch (this) {
            case MANAGED_DEVICE -> Messages.DeviceForm_managedDevice(id);
            case COMANAGED_DEVICE -> Messages.DeviceForm_comanagedDevice(id);
            case HEALTH_SCRIPT_DEVICE -> Messages.DeviceForm_healthScriptDevice(script, runState);
            case MANAGEMENT_SCRIPT_DEVICE -> Messages.DeviceForm_managementScriptDevice(script, runState);
            case COMPLIANCE_SCRIPT_DEVICE -> Messages.DeviceForm_complianceScriptDevice(script, runState);
            case MANAGEMENT_SCRIPT_USER_DEVICE, USER_DEVICE ->
                Messages.DeviceForm_userDevice(id, values.get(DevicePart.USER_ID));
            case MANAGEMENT_SCRIPT_APP_DEVICE, DETECTED_APP_DEVICE ->
                Messages.DeviceForm_appDevice(id, values.get(DevicePart.APP_ID));
            case DETECTED_APP_USER_DEVICE ->
                Messages.DeviceForm_appUserDevice(
                        id,
                        values.get(DevicePart.USER_ID),
                        values.get(DevicePart.DEVICE_ID),
                        values.get(DevicePart.APP_ID));
        };
    }
}
