package io.jenkins.plugins.intune.parameter;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.EnvVars;
import hudson.Util;
import hudson.model.AbstractBuild;
import hudson.model.ParameterValue;
import hudson.model.Run;
import hudson.util.VariableResolver;
import io.jenkins.plugins.intune.graph.DeviceDetails;
import io.jenkins.plugins.intune.values.PlainText;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.export.Exported;

/**
 * The device that a build was started for. Name and user are what Graph has told Jenkins, and are never taken from whoever
 * starts a build. Immutable except for the description.
 */
public final class IntuneDeviceParameterValue extends ParameterValue {

    private static final long serialVersionUID = 1L;

    /** The Intune device id; before the device was read it can be a look-up. For forms, XML and REST alone. */
    @Exported(visibility = 4)
    public final String value;

    /** Null until the device was read; the same holds for the next field. */
    private final String deviceName;

    private final String user;

    /**
     * A device that is still to be read: when the build starts at the latest.
     *
     * @param name the parameter's name
     * @param value an Intune device id, or a look-up such as {@code serialNumber: 5CD1234XYZ}
     */
    @DataBoundConstructor
    public IntuneDeviceParameterValue(String name, String value) {
        super(name);
        this.value = Util.fixNull(value).trim();
        deviceName = null;
        user = null;
    }

    /** A device that was read. */
    IntuneDeviceParameterValue(String name, DeviceDetails device) {
        super(name);
        value = device.id();
        deviceName = device.name();
        user = device.user();
    }

    /**
     * The Intune device id, a GUID; {@code null} before the device was read. Values can get to Pipelines in ways of which the
     * parameter does not learn, such as an answer to {@code input} by another plugin's REST API: none of them leads past the
     * look-up, and past what the parameter's author permits.
     */
    @Override
    @CheckForNull
    public String getValue() {
        return isRead() ? value : null;
    }

    /** What was given for the parameter, also before it was read: for pages alone. */
    public String getGiven() {
        return value;
    }

    /** What was given for a parameter, also before it was read: for what looks it up. */
    static String given(ParameterValue value) {
        return value instanceof IntuneDeviceParameterValue device ? device.value : String.valueOf(value.getValue());
    }

    /** The device's name, the empty string for none; {@code null} before the device was read. */
    @CheckForNull
    @Exported(visibility = 4)
    public String getDeviceName() {
        return deviceName;
    }

    /** The user principal name of the device's user, the empty string for none; {@code null} before the device was read. */
    @CheckForNull
    @Exported(visibility = 4)
    public String getUser() {
        return user;
    }

    /** Whether the device was read. */
    boolean isRead() {
        return deviceName != null;
    }

    private Map<String, String> variables() {
        Map<String, String> variables = new TreeMap<>();
        if (isRead()) {
            variables.put(name, value);
            variables.put(name + "_DEVICE", PlainText.forVariable(deviceName));
            variables.put(name + "_USER", PlainText.forVariable(user));
        }
        return variables;
    }

    @Override
    public void buildEnvironment(Run<?, ?> build, EnvVars env) {
        env.putAll(variables());
    }

    @Override
    public VariableResolver<String> createVariableResolver(AbstractBuild<?, ?> build) {
        Map<String, String> variables = variables();
        return variables::get;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IntuneDeviceParameterValue device && super.equals(device) && value.equals(device.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), value);
    }

    @Override
    public String getShortDescription() {
        return isRead() && !deviceName.isEmpty() ? name + "=" + deviceName + " (" + value + ")" : name + "=" + value;
    }

    /** For messages of other plugins. */
    @Override
    public String toString() {
        return getShortDescription();
    }
}
