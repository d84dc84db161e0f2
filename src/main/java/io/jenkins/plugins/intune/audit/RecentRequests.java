package io.jenkins.plugins.intune.audit;

import io.jenkins.plugins.intune.trail.AuditLine;
import io.jenkins.plugins.intune.trail.Renames;
import io.jenkins.plugins.intune.trail.Requester;
import io.jenkins.plugins.intune.values.Clocks;
import io.jenkins.plugins.intune.values.GraphTenant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Which devices were asked lately, by whom, and which are about to be. What is told of a request may come twice and in any
 * order. Takes the same time however many there are. Thread-safe; never blocks.
 */
final class RecentRequests {

    /** Longest time to look back. */
    static final Duration MAX_WITHIN = Duration.ofDays(1);

    private final Clocks clocks;
    private final Renames renames;
    private final Map<UUID, RecentRequest> requests = new HashMap<>();
    /** By the device's id alone, because the tenant of a request may not be known. */
    private final Map<String, List<DeviceHolder>> devices = new HashMap<>();

    RecentRequests(Clocks clocks, Renames renames) {
        this.clocks = clocks;
        this.renames = renames;
    }

    /** A request is about to leave, whatever the clock says. */
    synchronized void asked(AuditLine.Asked line) {
        RecentRequest.Moment now = new RecentRequest.Moment(line.at(), clocks.nanos(), true);
        learn(line.id(), request -> request.ask(line, now));
    }

    /** A request may have left some time ago. */
    synchronized void mayHaveAsked(AuditLine.Asked line) {
        RecentRequest.Moment moment = dated(line.latest());
        if (moment != null) {
            learn(line.id(), request -> request.ask(line, moment));
        }
    }

    /**
     * What a clock that was ahead has dated counts as asked right now. {@code null} if it was off by more than anybody looks
     * back: that says nothing at all.
     */
    private RecentRequest.Moment dated(AuditLine.Attempt attempt) {
        Duration ago = attempt == null ? MAX_WITHIN : Duration.between(attempt.at(), clocks.now());
        return ago.abs().compareTo(MAX_WITHIN) >= 0
                ? null
                : new RecentRequest.Moment(attempt.at(), clocks.nanos() - Math.max(0, ago.toNanos()), false);
    }

    /**
     * An attempt was not processed, and its request waits before the next one.
     *
     * @param doubt an earlier attempt that may have reached somebody; {@code null} for none
     */
    synchronized void unprocessed(UUID id, long sequence, AuditLine.Attempt doubt) {
        learn(id, request -> request.unprocessed(sequence, doubt, dated(doubt)));
    }

    /**
     * A request ended some time ago. What certainly reached nobody counts as not asked.
     *
     * @param asked the request, for the case that a crash has lost its line; {@code null} if that does not matter
     */
    synchronized void endedBefore(AuditLine.Asked asked, AuditLine.Ended line) {
        ended(asked, line, false);
    }

    /** A request ends just now, likewise. */
    synchronized void ended(AuditLine.Asked asked, AuditLine.Ended line) {
        ended(asked, line, true);
    }

    private void ended(AuditLine.Asked asked, AuditLine.Ended line, boolean now) {
        if (asked != null) {
            mayHaveAsked(asked);
        }
        learn(line.id(), request -> request.end(line, dated(line.last()), now));
    }

    /** The device may become known later: what was heard of its request is kept as long as that may be told of. */
    private void learn(UUID id, Consumer<RecentRequest> line) {
        RecentRequest request = requests.computeIfAbsent(id, first -> new RecentRequest());
        if (request.device() != null) {
            remove(request.device(), request);
        }
        line.accept(request);
        request.heard(clocks.nanos());
        if (request.mayHaveReached()) {
            add(request.device(), request);
        }
    }

    private void add(String device, DeviceHolder holder) {
        devices.computeIfAbsent(key(device), first -> new ArrayList<>(1)).add(holder);
    }

    private synchronized void remove(String device, DeviceHolder holder) {
        devices.computeIfPresent(key(device), (key, holders) -> {
            holders.removeIf(each -> each == holder);
            return holders.isEmpty() ? null : holders;
        });
    }

    private static String key(String deviceId) {
        return deviceId.toLowerCase(Locale.ROOT);
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
        return devices.getOrDefault(key(deviceId), List.of()).stream()
                .filter(holder -> holder.counts(tenant, within, now))
                .sorted(Comparator.comparingLong(holder -> holder.age(now)))
                .map(holder -> holder.told(renames))
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
        DeviceHolder claiming = new DeviceHolder.Claiming(tenant, requester, clocks.now(), clocks.nanos());
        add(deviceId, claiming);
        return new DeviceClaim(Optional.empty(), () -> remove(deviceId, claiming));
    }

    /** Drops what nobody looks back to any more. */
    synchronized void dropOld() {
        long now = clocks.nanos();
        requests.values().removeIf(request -> {
            boolean over = request.isOver(now);
            if (over && request.device() != null) {
                remove(request.device(), request);
            }
            return over;
        });
    }
}
