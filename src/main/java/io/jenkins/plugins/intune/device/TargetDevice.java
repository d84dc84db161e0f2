package io.jenkins.plugins.intune.device;

import hudson.model.AbstractDescribableImpl;
import io.jenkins.plugins.intune.graph.DeviceAddress;
import io.jenkins.plugins.intune.graph.DeviceForm;
import io.jenkins.plugins.intune.graph.DevicePart;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.util.function.UnaryOperator;

/**
 * The device to ask, as a person wrote it: unchecked, so that a form keeps whatever was typed. Immutable.
 *
 * <p>The subclasses give a {@link DeviceForm} its name in Pipelines, forms and configuration files.
 */
public abstract class TargetDevice extends AbstractDescribableImpl<TargetDevice> {

    /** The form of address that this kind stands for. */
    abstract DeviceForm form();

    /** What was typed for a part of this kind, or {@code null}. */
    abstract String typed(DevicePart part);

    /**
     * The address, checked.
     *
     * @param expand replaces variables in what was typed, or leaves it as it is
     * @throws InvalidInputException if a part is missing or malformed; the field is the part's name
     */
    public final DeviceAddress address(UnaryOperator<String> expand) throws InvalidInputException {
        return DeviceAddress.of(form(), part -> {
            String text = typed(part);
            return text == null ? null : expand.apply(text);
        });
    }
}
