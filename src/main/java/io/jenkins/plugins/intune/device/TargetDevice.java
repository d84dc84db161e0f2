package io.jenkins.plugins.intune.device;

import hudson.model.AbstractDescribableImpl;
import io.jenkins.plugins.intune.graph.DeviceTarget;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.util.function.UnaryOperator;

/**
 * The device to ask, as a person wrote it: unchecked, so that a form keeps whatever was typed. Immutable.
 *
 * <p>The subclasses give it its name in Pipelines, forms and configuration files.
 */
public abstract class TargetDevice extends AbstractDescribableImpl<TargetDevice> {

    /**
     * The device, checked.
     *
     * @param expand replaces variables in what was typed, or leaves it as it is
     * @throws InvalidInputException if something is missing or malformed; the field is named as users write it
     */
    public abstract DeviceTarget target(UnaryOperator<String> expand) throws InvalidInputException;
}
