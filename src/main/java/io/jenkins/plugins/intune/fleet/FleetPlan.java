package io.jenkins.plugins.intune.fleet;

import io.jenkins.plugins.intune.graph.DeviceAddress;
import io.jenkins.plugins.intune.graph.DeviceTarget;
import io.jenkins.plugins.intune.request.RequestOptions;
import io.jenkins.plugins.intune.request.RequestPlan;
import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a build asks for when it asks many devices, checked. A device that is listed twice is asked once. Immutable, and
 * serializable because a Pipeline step saves it.
 */
public final class FleetPlan implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Each once, in the order in which they were written; serializable, as all targets are. */
    private final ArrayList<DeviceTarget> targets = new ArrayList<>();

    private final int duplicates;
    private final RequestOptions options;
    private final FailWhen failWhen;

    /**
     * @param targets the devices, at least one
     * @param options how to ask each of them; the timeout runs from when a device leaves the line
     * @param failWhen which failures fail the build
     */
    public FleetPlan(Collection<? extends DeviceTarget> targets, RequestOptions options, FailWhen failWhen) {
        Set<Object> seen = new HashSet<>();
        for (DeviceTarget target : targets) {
            if (seen.add(identity(target))) {
                this.targets.add(target);
            }
        }
        this.targets.trimToSize();
        duplicates = targets.size() - this.targets.size();
        this.options = options;
        this.failWhen = failWhen;
    }

    /** Addresses with the same device id mean the same device, whatever their form. */
    private static Object identity(DeviceTarget target) {
        if (target instanceof DeviceAddress address) {
            return address.deviceId().<Object>map(id -> id).orElseGet(address::toString);
        }
        return target;
    }

    /** How many devices there are to ask. */
    public int size() {
        return targets.size();
    }

    /** How many were written more than once and left out. */
    int duplicates() {
        return duplicates;
    }

    /** The devices, in order. */
    List<DeviceTarget> targets() {
        return targets;
    }

    /** How to ask each of them. */
    public RequestOptions options() {
        return options;
    }

    /** What to ask one of the devices. */
    RequestPlan request(int index) {
        return new RequestPlan(targets.get(index), options, true);
    }

    /** Which failures fail the build. */
    FailWhen failWhen() {
        return failWhen;
    }
}
