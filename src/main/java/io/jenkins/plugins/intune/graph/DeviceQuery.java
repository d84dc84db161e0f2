package io.jenkins.plugins.intune.graph;

import io.jenkins.plugins.intune.http.Json;
import io.jenkins.plugins.intune.values.InvalidInputException;
import io.jenkins.plugins.intune.values.PlainText;
import java.io.Serial;
import java.io.Serializable;
import java.net.URI;
import java.util.Map;
import java.util.Objects;

/**
 * A device that has to be looked up: a property and the value that it must have, checked. Immutable, and serializable
 * because a Pipeline step saves it.
 *
 * @see <a href="https://learn.microsoft.com/graph/filter-query-parameter">$filter</a>
 */
public final class DeviceQuery implements DeviceTarget, Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    private final DeviceProperty property;
    private final String value;

    private DeviceQuery(DeviceProperty property, String value) {
        this.property = property;
        this.value = value;
    }

    /**
     * Checks what a person typed for a property.
     *
     * @throws InvalidInputException if it is missing or could not be such a value; the field is the property's name
     */
    public static DeviceQuery of(DeviceProperty property, String typed) throws InvalidInputException {
        return new DeviceQuery(property, property.require(typed));
    }

    /** The property. */
    public DeviceProperty property() {
        return property;
    }

    /**
     * The address of the list of all devices with that value.
     *
     * @param version the version to call, {@link ApiVersion#AUTO} for the right one
     * @param most how many devices a page of the list is to hold
     */
    URI matches(CloudEndpoints endpoints, ApiVersion version, int most) {
        return list(endpoints, version, property.graphName() + " eq " + literal(), most);
    }

    /** The address of a list of devices whose value begins with this one. */
    URI beginnings(CloudEndpoints endpoints, int most) {
        return list(endpoints, ApiVersion.AUTO, "startsWith(" + property.graphName() + "," + literal() + ")", most);
    }

    /**
     * Whether a device of Graph's has the value, without regard to case. Graph's filter alone is not reliable: it has been
     * seen to match parts of a value, and to be ignored.
     *
     * @see <a href="https://github.com/microsoft/Intune-PowerShell-SDK/issues/39">Equal filter is not working</a>
     * @see <a href="https://github.com/microsoftgraph/microsoft-graph-explorer-v4/issues/3125">All devices returned</a>
     */
    boolean isValueOf(Map<?, ?> device) {
        return PlainText.isSame(valueOf(device), value);
    }

    /** Whether a device's value begins with this one, without regard to case. */
    boolean isBeginningOf(Map<?, ?> device) {
        return PlainText.begins(valueOf(device), value);
    }

    /** Firmware pads serial numbers with spaces. */
    private String valueOf(Map<?, ?> device) {
        return PlainText.trim(Json.text(device, property.graphName()).orElse(""));
    }

    /** A text as OData writes it: a quote within it is doubled, and nothing else can end it. */
    private String literal() {
        return "'" + value.replace("'", "''") + "'";
    }

    private URI list(CloudEndpoints endpoints, ApiVersion version, String filter, int most) {
        String selected = DeviceDetails.SELECT.contains(property.graphName()) ? "" : "," + property.graphName();
        return URI.create(endpoints.graphRoot() + "/"
                + version.resolve(DeviceForm.MANAGED_DEVICE).id() + "/deviceManagement/managedDevices?$filter="
                + DevicePart.encode(filter) + "&" + DeviceDetails.SELECT + selected + "&$top=" + most);
    }

    /** As a line of a list of devices names it: the property, a colon and the value. */
    public String line() {
        return property.fieldName() + ": " + value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DeviceQuery query && query.property == property && query.value.equals(value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(property, value);
    }

    /** The device in words, for people. */
    @Override
    public String toString() {
        return property.describe(value);
    }
}
