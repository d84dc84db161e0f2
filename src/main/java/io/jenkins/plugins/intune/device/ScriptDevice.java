package io.jenkins.plugins.intune.device;

import io.jenkins.plugins.intune.graph.DevicePart;

/** A device that is named by the run state of a script on it. */
public abstract class ScriptDevice extends AddressedDevice {

    private final String scriptId;
    private final String runStateId;

    /**
     * @param scriptId the script's id, a GUID
     * @param runStateId the id of the script's state on the device
     */
    ScriptDevice(String scriptId, String runStateId) {
        this.scriptId = scriptId;
        this.runStateId = runStateId;
    }

    /** The script's id, a GUID, as typed. */
    public String getScriptId() {
        return scriptId;
    }

    /** The id of the script's state on the device, as typed. */
    public String getRunStateId() {
        return runStateId;
    }

    @Override
    String typed(DevicePart part) {
        return switch (part) {
            case SCRIPT_ID -> scriptId;
            case RUN_STATE_ID -> runStateId;
            default -> null;
        };
    }
}
