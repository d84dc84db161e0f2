package io.jenkins.plugins.intune.graph;

import java.io.Serial;
import java.io.Serializable;
import java.time.Duration;

/**
 * What a build asks for, checked. Immutable, and serializable because a Pipeline step saves it.
 */
public final class RequestPlan implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    private final DeviceAddress device;
    private final ApiVersion apiVersion;
    private final long timeoutSeconds;

    /**
     * @param device the device
     * @param apiVersion the version of Graph
     * @param timeoutSeconds how long everything may take, in seconds, at least 1
     */
    public RequestPlan(DeviceAddress device, ApiVersion apiVersion, long timeoutSeconds) {
        this.device = device;
        this.apiVersion = apiVersion;
        this.timeoutSeconds = timeoutSeconds;
    }

    /** The device. */
    public DeviceAddress device() {
        return device;
    }

    /** The version of Graph, which may be {@link ApiVersion#AUTO}. */
    public ApiVersion apiVersion() {
        return apiVersion;
    }

    /** How long everything may take, from the start to the answer. */
    public Duration timeout() {
        return Duration.ofSeconds(timeoutSeconds);
    }
}
