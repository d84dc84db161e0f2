package io.jenkins.plugins.intune.device;

import io.jenkins.plugins.intune.graph.DeviceAddress;
import io.jenkins.plugins.intune.graph.DeviceForm;
import io.jenkins.plugins.intune.graph.DevicePart;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.util.function.UnaryOperator;

/** A device by its address in Graph. The subclasses give each {@link DeviceForm} its name. */
public abstract class AddressedDevice extends TargetDevice {

    /** The form of address that this kind stands for. */
    abstract DeviceForm form();

    /** What was typed for a part of this kind, or {@code null}. */
    abstract String typed(DevicePart part);

    @Override
    public final DeviceAddress target(UnaryOperator<String> expand) throws InvalidInputException {
        try {
            return DeviceAddress.of(form(), part -> {
                String text = typed(part);
                return text == null ? null : expand.apply(text);
            });
        } catch (InvalidInputException wrong) {
            throw AddressedDeviceDescriptor.named(wrong);
        }
    }
}
