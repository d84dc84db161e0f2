package io.jenkins.plugins.intune.audit;

import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.values.Clocks;
import io.jenkins.plugins.intune.values.GraphTenant;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Which devices were asked lately, by whom, and which are about to be. What is told of a request may come twice and in any
 * order. Takes the same time however many there are. Thread-safe; never blocks.
 */
final class RecentRequests {

    /** Longest time to look back. */
    static final Duration MAX_WITHIN = Duration.ofDays(1);

    /** How many attempts before the latest one are remembered with their times; of others the latest one's counts. */
    private static final int MAX_EARLIER = 20;

    /** A request for a device. */
    private static final class Slot {

        private final String device;
        /** The request's, or {@code null} if the device is only claimed. */
        private final UUID id;
        /** Whose device it is. What nobody knows any more counts for each. */
        private final GraphTenant tenant;
        /** When it was asked, on the clock that never jumps. */
        private long since;

        private LastAsked asked;
        /** The attempt that this is about; {@code null} if the device is only claimed. */
        private UUID attempt;
        /** Whether when it was asked was measured, and is not by its date. */
        private boolean measured;
        /** When attempts before that were about to leave, as far as that was measured. */
        private Map<UUID, Long> earlier = Map.of();
        /** The turn of what is known of it. */
        private long turn;
        /** Null as long as that is not known. */
        private Outcome outcome;

        Slot(String device, UUID id, GraphTenant tenant, long since, LastAsked asked) {
            this.device = device.toLowerCase(Locale.ROOT);
            this.id = id;
            this.tenant = tenant;
            this.since = since;
            this.asked = asked;
        }

        /** Another attempt is about to leave. */
        private void rememberAttempt() {
            if (measured && earlier.size() < MAX_EARLIER) {
                earlier = new HashMap<>(earlier);
                earlier.put(attempt, since);
            }
        }
    }

    private final Clocks clocks;
    private final Renames renames;
    /** By the device's id alone, because the tenant of a request may not be known. */
    private final Map<String, List<Slot>> devices = new HashMap<>();

    private final Map<UUID, Slot> byId = new HashMap<>();
    /** Requests that wait before the next attempt, and up to which turn their attempts have reached nobody. */
    private final Map<UUID, Long> waiting = new HashMap<>();
    /**
     * Requests that have ended and reached nobody, and in which turn: whatever is read of what they had sent before. {@code null} when
     * all has been read.
     */
    private Map<UUID, Long> unreached = new HashMap<>();

    RecentRequests(Clocks clocks, Renames renames) {
        this.clocks = clocks;
        this.renames = renames;
    }

    /** A request is about to leave, whatever the clock says. */
    synchronized void asked(AuditLine.Asked line) {
        waiting.remove(line.id());
        put(line, clocks.nanos(), true);
    }

    /** A request goes on that may have left some time ago. */
    synchronized void resumed(AuditLine.Asked line) {
        waiting.remove(line.id());
        putDated(line);
    }

    /** The same, as it is read from disk: what is known of the request's end, or of its waiting, is newer. */
    synchronized void read(AuditLine.Asked line) {
        long end = unreached == null ? 0 : unreached.getOrDefault(line.id(), 0L);
        if (line.turn() > Math.max(end, waiting.getOrDefault(line.id(), 0L))) {
            putDated(line);
        }
    }

    /**
     * What a clock that was ahead has dated counts as asked right now; but if it was ahead by more than anybody looks back, the
     * date says nothing at all.
     */
    private void putDated(AuditLine.Asked line) {
        if (Duration.between(line.at(), clocks.now()).abs().compareTo(MAX_WITHIN) <= 0) {
            put(line, since(line.at()), false);
        }
    }

    private long since(Instant at) {
        return clocks.nanos() - Math.max(0, Duration.between(at, clocks.now()).toNanos());
    }

    /** @param measured whether it is known when it left, and not only which date it has */
    private void put(AuditLine.Asked line, long since, boolean measured) {
        Slot slot = byId.get(line.id());
        if (slot == null && line.deviceId() != null) {
            slot = new Slot(line.deviceId(), line.id(), line.tenant(), since, null);
            byId.put(line.id(), slot);
            add(slot);
        } else if (slot == null) {
            return;
        }
        // Which turn a request has reached may be told with an attempt of before.
        boolean another = line.turn() > slot.turn && !line.attempt().equals(slot.attempt);
        slot.turn = Math.max(slot.turn, line.turn());
        if (measured || slot.asked == null || another) {
            slot.rememberAttempt();
            slot.since = since;
            slot.measured = measured;
            slot.attempt = line.attempt();
            slot.asked = new LastAsked(line.at(), line.requester(), false);
        } else if (!slot.measured && since - slot.since > 0) {
            // The clock was ahead when it was read before.
            slot.since = since;
        }
    }

    /** An attempt was not processed, and its request waits before the next one. */
    synchronized void unprocessed(UUID id, long turn) {
        Slot slot = byId.get(id);
        // What is known to be in doubt is an attempt that a crash has made forgotten.
        if (slot == null || slot.outcome == null) {
            waiting.put(id, turn);
            remove(id, turn);
        }
    }

    /** A request has ended, whose line is there or may come yet. What certainly reached nobody counts as not asked. */
    synchronized void ended(AuditLine.Ended line) {
        UUID id = line.id();
        Outcome outcome = line.outcome();
        Slot slot = byId.get(id);
        waiting.remove(id);
        int more = slot == null || slot.outcome == null ? 1 : line.compareTo(slot.outcome, slot.attempt);
        if (more < 0 || more == 0 && line.turn() < slot.turn) {
            return;
        }
        if (outcome == null || !outcome.mayHaveReached()) {
            if (unreached != null) {
                unreached.merge(id, line.turn(), Math::max);
            }
            remove(id, line.turn());
        } else if (slot != null) {
            slot.outcome = outcome;
            slot.turn = Math.max(slot.turn, line.turn());
            if (line.last() != null) {
                tellOf(slot, line.last());
            }
        }
    }

    /** The same, as it is read from disk: another attempt may have come after it. */
    synchronized void read(AuditLine.Ended line) {
        Slot slot = byId.get(line.id());
        if (slot == null || line.turn() >= slot.turn) {
            ended(line);
        }
    }

    /** The attempt that counts is another one: a crash has lost its line, or one after it has reached nobody. */
    private void tellOf(Slot slot, AuditLine.Attempt last) {
        Long measured = slot.earlier.get(last.id());
        if (measured != null) {
            slot.since = measured;
        } else if (!last.id().equals(slot.attempt)
                && (!slot.measured || last.at().isAfter(slot.asked.at()))) {
            slot.since = since(last.at());
            slot.measured = false;
        }
        slot.attempt = last.id();
        slot.asked = new LastAsked(last.at(), slot.asked.requester(), false);
    }

    /** A request has ended, whose line a crash may have lost. */
    synchronized void ended(AuditLine.Asked line, AuditLine.Ended end) {
        putIfReached(line, end);
        ended(end);
    }

    /** A request had ended before a restart; another one may have gone on with it since. */
    synchronized void endedBefore(AuditLine.Asked line, AuditLine.Ended end) {
        putIfReached(line, end);
        read(end);
    }

    private void putIfReached(AuditLine.Asked line, AuditLine.Ended end) {
        if (end.outcome() != null && end.outcome().mayHaveReached()) {
            putDated(line);
        }
    }

    /** What is known of later turns stays. */
    private void remove(UUID id, long turn) {
        Slot slot = byId.get(id);
        if (slot != null && slot.turn <= turn) {
            byId.remove(id);
            remove(slot);
        }
    }

    private void add(Slot slot) {
        devices.computeIfAbsent(slot.device, first -> new ArrayList<>(1)).add(slot);
    }

    private synchronized void remove(Slot slot) {
        devices.computeIfPresent(slot.device, (device, slots) -> {
            slots.remove(slot);
            return slots.isEmpty() ? null : slots;
        });
    }

    /** What is on disk is read once more. */
    synchronized void readAgain() {
        if (unreached == null) {
            unreached = new HashMap<>();
        }
    }

    /** All that was on disk has been read. */
    synchronized void allRead() {
        unreached = null;
    }

    /**
     * The latest request of another build for a device, also one that only claims it.
     *
     * @param within how long ago at most
     * @param requester whose own requests do not count
     */
    synchronized Optional<LastAsked> last(GraphTenant tenant, String deviceId, Duration within, Requester requester) {
        long now = clocks.nanos();
        Requester own = renames.current(requester);
        return devices.getOrDefault(deviceId.toLowerCase(Locale.ROOT), List.of()).stream()
                .filter(slot -> slot.tenant.mayBe(tenant))
                .filter(slot -> slot.id == null || now - slot.since < within.toNanos())
                .sorted(Comparator.comparingLong(slot -> now - slot.since))
                .map(slot ->
                        new LastAsked(slot.asked.at(), renames.current(slot.asked.requester()), slot.asked.claimed()))
                .filter(asked -> !asked.requester().isSameBuild(own))
                .findFirst();
    }

    /**
     * Claims a device for a request that is about to ask it, unless another build has asked or claimed it.
     *
     * @return as {@link AuditLog#claim}
     */
    synchronized DeviceClaim claim(GraphTenant tenant, String deviceId, Duration within, Requester requester) {
        Optional<LastAsked> earlier = last(tenant, deviceId, within, requester);
        if (earlier.isPresent()) {
            return new DeviceClaim(earlier, () -> {});
        }
        LastAsked asking = new LastAsked(clocks.now(), requester, true);
        Slot claimed = new Slot(deviceId, null, tenant, clocks.nanos(), asking);
        add(claimed);
        return new DeviceClaim(Optional.empty(), () -> remove(claimed));
    }

    /** Drops what nobody looks back to any more. */
    synchronized void dropOld() {
        long now = clocks.nanos();
        devices.values()
                .forEach(slots -> slots.removeIf(slot -> {
                    boolean old = now - slot.since > MAX_WITHIN.toNanos();
                    if (old && slot.id != null) {
                        byId.remove(slot.id);
                    }
                    return old;
                }));
        devices.values().removeIf(List::isEmpty);
    }
}
