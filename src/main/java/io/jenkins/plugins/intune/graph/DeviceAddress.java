package io.jenkins.plugins.intune.graph;

import io.jenkins.plugins.intune.http.HttpReply;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.io.Serial;
import java.io.Serializable;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A device's address, checked: a form and a value for each of its parts. Immutable, and serializable because a Pipeline
 * step saves it.
 */
public final class DeviceAddress implements DeviceTarget, Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    private final DeviceForm form;
    private final EnumMap<DevicePart, String> values;

    private DeviceAddress(DeviceForm form, EnumMap<DevicePart, String> values) {
        this.form = form;
        this.values = values;
    }

    /**
     * Checks what a person typed for a form.
     *
     * @param typed the text for each part
     * @throws InvalidInputException if one of them is missing or malformed; the field is the part's name
     */
    public static DeviceAddress of(DeviceForm form, Function<DevicePart, String> typed) throws InvalidInputException {
        EnumMap<DevicePart, String> values = new EnumMap<>(DevicePart.class);
        for (DevicePart part : form.parts()) {
            values.put(part, part.require(part.fieldName(), typed.apply(part)));
        }
        return new DeviceAddress(form, values);
    }

    /** A managed device, by an id that Graph gave. */
    public static DeviceAddress managedDevice(String id) {
        return new DeviceAddress(DeviceForm.MANAGED_DEVICE, new EnumMap<>(Map.of(DevicePart.ID, id)));
    }

    /** The form. */
    public DeviceForm form() {
        return form;
    }

    /** The Intune device id, if the form holds one; the script forms name the device by a run state instead. */
    public Optional<String> deviceId() {
        return Optional.ofNullable(values.get(DevicePart.ID));
    }

    /**
     * Where else the device can be read, after an answer: Graph has been seen to serve the action below some addresses, and
     * not the device itself.
     *
     * @see <a href="https://github.com/microsoftgraph/microsoft-graph-docs/issues/16352">One such address</a>
     */
    public Optional<DeviceAddress> instead(HttpReply reply) {
        return reply.status() == 400
                        && form != DeviceForm.MANAGED_DEVICE
                        && GraphError.of(reply).isRefusal()
                ? deviceId().map(DeviceAddress::managedDevice)
                : Optional.empty();
    }

    /** Whether a device with this Intune device id can be there; of a run state nobody knows before it is read. */
    boolean mayBe(String id) {
        return deviceId().map(id::equalsIgnoreCase).orElse(true);
    }

    /**
     * The address of the device in Graph.
     *
     * @param version the version to call, {@link ApiVersion#AUTO} for the right one
     */
    public URI uri(CloudEndpoints endpoints, ApiVersion version) {
        return URI.create(address(endpoints, version));
    }

    /**
     * The address of the action on the device.
     *
     * @param version the version to call, {@link ApiVersion#AUTO} for the right one
     */
    public URI action(CloudEndpoints endpoints, ApiVersion version) {
        return URI.create(String.join("/", address(endpoints, version), "requestRemoteAssistance"));
    }

    private String address(CloudEndpoints endpoints, ApiVersion version) {
        return String.join(
                "/", endpoints.graphRoot().toString(), version.resolve(form).id(), form.path(values));
    }

    /** The address in words, for people. */
    @Override
    public String toString() {
        return form.describe(values);
    }
}
