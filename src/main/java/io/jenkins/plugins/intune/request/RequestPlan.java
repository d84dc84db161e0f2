package io.jenkins.plugins.intune.request;

import io.jenkins.plugins.intune.graph.DeviceAddress;
import io.jenkins.plugins.intune.graph.DeviceForm;
import io.jenkins.plugins.intune.graph.DeviceQuery;
import io.jenkins.plugins.intune.graph.DeviceTarget;
import java.io.Serial;
import java.io.Serializable;
import java.util.Optional;

/**
 * Which device a build wants asked, and how. Immutable, and serializable because a Pipeline step saves it.
 */
public final class RequestPlan implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Null if the device is to be looked up. */
    private final DeviceAddress device;
    /** Null unless the device is to be looked up. */
    private final DeviceQuery query;

    private final RequestOptions options;
    private final boolean oneOfMany;

    /**
     * @param target the device
     * @param options how to ask
     * @param oneOfMany whether it is one of many devices, whose timeouts do not run while they are merely in line
     */
    public RequestPlan(DeviceTarget target, RequestOptions options, boolean oneOfMany) {
        device = target instanceof DeviceAddress address ? address : null;
        query = target instanceof DeviceQuery lookUp ? lookUp : null;
        this.options = options;
        this.oneOfMany = oneOfMany;
    }

    /** How to ask. */
    public RequestOptions options() {
        return options;
    }

    /** Whether it is one of many devices, whose timeouts do not run while they are merely in line. */
    public boolean oneOfMany() {
        return oneOfMany;
    }

    /** The device, as a person named it. */
    public DeviceTarget target() {
        return query == null ? device : query;
    }

    /** What to look the device up by, if that is needed. */
    public Optional<DeviceQuery> query() {
        return Optional.ofNullable(query);
    }

    /** What it is looked up by, as a line of a list of devices, or {@code null} if it is not. */
    public String lookUp() {
        return query == null ? null : query.line();
    }

    /** Where the device is: empty as long as it has to be looked up. */
    public Optional<DeviceAddress> address(RequestState state) {
        return query == null
                ? Optional.of(device)
                : Optional.ofNullable(state.deviceId()).map(DeviceAddress::managedDevice);
    }

    /** Where the device is read: by its id if that is known, because session link and error come for certain only then. */
    public Optional<DeviceAddress> readable(RequestState state) {
        Optional<DeviceAddress> address = address(state);
        return address.flatMap(DeviceAddress::deviceId).isPresent() || state.deviceId() == null
                ? address
                : Optional.of(DeviceAddress.managedDevice(state.deviceId()));
    }

    /** The form of the device's address. */
    public DeviceForm form() {
        return query == null ? device.form() : DeviceForm.MANAGED_DEVICE;
    }
}
