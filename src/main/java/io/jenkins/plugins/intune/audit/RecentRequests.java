package io.jenkins.plugins.intune.audit;

import io.jenkins.plugins.intune.request.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Which devices were asked lately, by whom, and which are about to be. Takes the same time however many there are. Thread-safe;
 * never blocks.
 */
final class RecentRequests {

    /** Longest time that is looked back. */
    static final Duration MAX_WITHIN = Duration.ofDays(1);

    /** A device, of one Graph: ids of two tenants never meet, because they are random. */
    private record Device(String cloud, String id) {}

    /**
     * A request for a device.
     *
     * @param id of its latest attempt, or {@code null} if it is only claimed
     */
    private record Slot(UUID id, LastAsked asked) {}

    private final Map<Device, List<Slot>> devices = new HashMap<>();
    /** The devices of requests, to find them by. */
    private final Map<UUID, Device> byId = new HashMap<>();

    /** A request is about to leave, or did before a restart. */
    synchronized void asked(AuditLine.Asked line) {
        if (line.replaces() != null) {
            forget(line.replaces());
        }
        if (line.deviceId() == null || line.cloud() == null || byId.containsKey(line.id())) {
            return;
        }
        Device device = new Device(line.cloud(), line.deviceId());
        byId.put(line.id(), device);
        add(device, new Slot(line.id(), new LastAsked(line.at(), line.requester(), null)));
    }

    /** A request has ended. What certainly reached nobody counts as not asked. */
    synchronized void ended(UUID id, Outcome outcome) {
        Device device = byId.get(id);
        if (device == null) {
            return;
        }
        if (outcome == null || !outcome.mayHaveReached()) {
            forget(id);
            return;
        }
        devices.computeIfPresent(device, (key, slots) -> {
            slots.replaceAll(
                    slot -> id.equals(slot.id()) ? new Slot(id, slot.asked().ended(outcome)) : slot);
            return slots;
        });
    }

    private void forget(UUID id) {
        Device device = byId.remove(id);
        if (device != null) {
            remove(device, slot -> id.equals(slot.id()));
        }
    }

    private void add(Device device, Slot slot) {
        devices.computeIfAbsent(device, first -> new ArrayList<>(1)).add(slot);
    }

    private void remove(Device device, Predicate<Slot> which) {
        devices.computeIfPresent(device, (key, slots) -> {
            slots.removeIf(which);
            return slots.isEmpty() ? null : slots;
        });
    }

    /** The latest request for a device since a moment, also one that is only claimed. */
    synchronized Optional<LastAsked> last(String cloud, String deviceId, Instant since) {
        List<Slot> slots = devices.getOrDefault(new Device(cloud, deviceId), List.of());
        return slots.stream()
                .filter(slot -> slot.id() == null || slot.asked().at().isAfter(since))
                .map(Slot::asked)
                .max((one, other) -> one.at().compareTo(other.at()));
    }

    /**
     * Claims a device for a request that is about to ask it, unless it was asked or claimed since a moment.
     *
     * @return as {@link AuditLog#claim}
     */
    synchronized DeviceClaim claim(String cloud, String deviceId, Instant since, Instant now, Requester requester) {
        Optional<LastAsked> earlier = last(cloud, deviceId, since);
        if (earlier.isPresent()) {
            return new DeviceClaim(earlier, () -> {});
        }
        Device device = new Device(cloud, deviceId);
        Slot claimed = new Slot(null, new LastAsked(now, requester, null));
        add(device, claimed);
        return new DeviceClaim(Optional.empty(), () -> release(device, claimed));
    }

    private synchronized void release(Device device, Slot claimed) {
        remove(device, slot -> slot == claimed);
    }

    /** Drops what nobody looks back to any more. */
    synchronized void dropBefore(Instant moment) {
        devices.values()
                .forEach(slots -> slots.removeIf(slot -> {
                    boolean old = slot.asked().at().isBefore(moment);
                    if (old && slot.id() != null) {
                        byId.remove(slot.id());
                    }
                    return old;
                }));
        devices.values().removeIf(List::isEmpty);
    }
}
