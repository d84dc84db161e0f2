package io.jenkins.plugins.intune.pipeline;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.intune.device.ManagedDevice;
import io.jenkins.plugins.intune.device.TargetDevice;
import io.jenkins.plugins.intune.fleet.DeviceLines;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.util.Collection;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;

/** What a view of the Pipeline shows beside the step's name: the device in words, or how many there are. */
final class StepLabel {

    private StepLabel() {}

    /**
     * The label for a step.
     *
     * @param arguments what the Pipeline's author wrote, as far as it was short enough to be kept
     * @return {@code null} if that says nothing of use
     */
    @CheckForNull
    static String of(Map<String, Object> arguments) {
        String devices = devices(arguments);
        boolean dryRun = Boolean.parseBoolean(String.valueOf(arguments.get("dryRun")));
        return devices != null && dryRun ? Messages.StepLabel_dryRun(devices) : devices;
    }

    private static String devices(Map<String, Object> arguments) {
        try {
            Object listed = arguments.get("devices");
            Object lines = arguments.get("deviceLines");
            if (listed != null || lines != null) {
                int devices = listed instanceof Collection<?> list ? list.size() : 0;
                devices += lines == null
                        ? 0
                        : DeviceLines.read("deviceLines", lines.toString()).size();
                return Messages.StepLabel_devices(devices);
            }
            TargetDevice one = device(arguments);
            return one == null ? null : one.target(UnaryOperator.identity()).toString();
        } catch (InvalidInputException wrong) {
            // The step itself reports that.
            return null;
        }
    }

    private static TargetDevice device(Map<String, Object> arguments) {
        if (arguments.get("deviceId") instanceof CharSequence id) {
            return new ManagedDevice(id.toString());
        }
        Object device = arguments.get("device");
        try {
            return device instanceof UninstantiatedDescribable written
                    ? written.instantiate(TargetDevice.class, null)
                    : device instanceof TargetDevice made ? made : null;
        } catch (Exception unusable) {
            return null;
        }
    }
}
