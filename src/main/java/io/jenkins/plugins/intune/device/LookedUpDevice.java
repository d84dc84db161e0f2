package io.jenkins.plugins.intune.device;

import io.jenkins.plugins.intune.graph.DeviceProperty;
import io.jenkins.plugins.intune.graph.DeviceQuery;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.util.function.UnaryOperator;

/** A device that the build looks up. The subclasses give each {@link DeviceProperty} its name. */
public abstract class LookedUpDevice extends TargetDevice {

    /** The property that this kind stands for. */
    abstract DeviceProperty property();

    /** What was typed, or {@code null}. */
    abstract String typed();

    @Override
    public final DeviceQuery target(UnaryOperator<String> expand) throws InvalidInputException {
        String text = typed();
        try {
            return DeviceQuery.of(property(), text == null ? null : expand.apply(text));
        } catch (InvalidInputException wrong) {
            throw TargetDeviceDescriptor.named(LookedUpDeviceDescriptor.title(property()), wrong);
        }
    }
}
