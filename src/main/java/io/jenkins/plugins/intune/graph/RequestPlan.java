package io.jenkins.plugins.intune.graph;

import java.io.Serial;
import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;

/**
 * What a build asks for, checked. Immutable, and serializable because a Pipeline step saves it.
 */
public final class RequestPlan implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    /** At most this much of the timeout is kept for asking the device after a doubt. */
    private static final Duration MOST_FOR_ASKING = Duration.ofSeconds(30);

    /** Null if the device is to be looked up. */
    private final DeviceAddress device;
    /** Null unless the device is to be looked up; always in what was saved before there were look-ups. */
    private final DeviceQuery query;

    private final ApiVersion apiVersion;
    private final long timeoutSeconds;
    private final OnDoubt onDoubt;
    /** Zero for a request that does not wait, which is what an older version saved. */
    private final long sessionTimeoutSeconds;

    /**
     * @param target the device
     * @param apiVersion the version of Graph
     * @param timeoutSeconds how long everything may take, in seconds, at least 1
     * @param onDoubt what to do when nobody can say whether Intune got the request
     * @param sessionTimeoutSeconds how long to wait for the session after Intune has accepted, in seconds; 0 for not at all
     */
    public RequestPlan(
            DeviceTarget target,
            ApiVersion apiVersion,
            long timeoutSeconds,
            OnDoubt onDoubt,
            long sessionTimeoutSeconds) {
        device = target instanceof DeviceAddress address ? address : null;
        query = target instanceof DeviceQuery lookUp ? lookUp : null;
        this.apiVersion = apiVersion;
        this.timeoutSeconds = timeoutSeconds;
        this.onDoubt = onDoubt;
        this.sessionTimeoutSeconds = sessionTimeoutSeconds;
    }

    /** The device, as a person named it. */
    DeviceTarget target() {
        return query == null ? device : query;
    }

    /** Where the device is: empty as long as it has to be looked up. */
    Optional<DeviceAddress> address(RequestState state) {
        return query == null
                ? Optional.of(device)
                : Optional.ofNullable(state.deviceId()).map(DeviceAddress::managedDevice);
    }

    /** Where the device is read: by its id if that is known, because session link and error come for certain only then. */
    Optional<DeviceAddress> readable(RequestState state) {
        Optional<DeviceAddress> address = address(state);
        return address.flatMap(DeviceAddress::deviceId).isPresent() || state.deviceId() == null
                ? address
                : Optional.of(DeviceAddress.managedDevice(state.deviceId()));
    }

    /** The form of the device's address. */
    DeviceForm form() {
        return query == null ? device.form() : DeviceForm.MANAGED_DEVICE;
    }

    /** The version of Graph, which may be {@link ApiVersion#AUTO}. */
    ApiVersion apiVersion() {
        return apiVersion;
    }

    /** Whether the request goes on until a session link or an error stands at the device. */
    boolean waitsForSession() {
        return sessionTimeoutSeconds > 0;
    }

    /** How long to wait for the session after Intune has accepted. */
    Duration sessionTimeout() {
        return Duration.ofSeconds(sessionTimeoutSeconds);
    }

    /** How long everything may take, from the start to the answer. */
    Duration timeout() {
        return Duration.ofSeconds(timeoutSeconds);
    }

    /** The end of the timeout, which is kept free for asking the device in case no answer comes. */
    Duration reserve() {
        return Durations.shorter(timeout().dividedBy(4), MOST_FOR_ASKING);
    }

    /** What to do when nobody can say whether Intune got the request. */
    OnDoubt onDoubt() {
        return onDoubt;
    }
}
