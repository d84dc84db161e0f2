package io.jenkins.plugins.intune.audit;

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
import java.util.function.Predicate;

/**
 * Which devices were asked lately, by whom, and which are about to be. What is told of a request may come twice and in any
 * order. Takes the same time however many there are. Thread-safe; never blocks.
 */
final class RecentRequests {

    /** Longest time to look back. */
    static final Duration MAX_WITHIN = Duration.ofDays(1);

    private final Clocks clocks;
    private final Renames renames;
    /** By the device's id alone, because the tenant of a request may not be known. */
    private final Map<String, List<RecentRequest>> devices = new HashMap<>();

    private final Map<UUID, RecentRequest> byId = new HashMap<>();
    /** Requests that wait before the next attempt, and up to which turn their attempts have reached nobody. */
    private final Map<UUID, Long> waiting = new HashMap<>();
    /** Requests that have ended and reached nobody, as long as not all has been read of what they had sent before; or {@code null}. */
    private Map<UUID, Unreached> unreached = new HashMap<>();

    /** A request that has ended and reached nobody, as far as it knows itself. */
    private static final class Unreached {

        private final AuditLine.Ended end;
        /** What was read of its attempts. */
        private AuditLine.Asked line;

        Unreached(AuditLine.Ended end) {
            this.end = end;
        }
    }

    RecentRequests(Clocks clocks, Renames renames) {
        this.clocks = clocks;
        this.renames = renames;
    }

    /** A request is about to leave, whatever the clock says. */
    synchronized void asked(AuditLine.Asked line) {
        waiting.remove(line.id());
        put(line, new RecentRequest.Asking(line.latest(), clocks.nanos(), true));
    }

    /** A request goes on that may have left some time ago. */
    synchronized void resumed(AuditLine.Asked line) {
        waiting.remove(line.id());
        putDated(line);
    }

    /** The same, as it is read from disk: what is known of the request's end, or of its waiting, is newer. */
    synchronized void read(AuditLine.Asked line) {
        Unreached end = unreached == null ? null : unreached.get(line.id());
        if (end != null && line.turn() <= end.end.turn()) {
            end.line = line;
        } else if (line.turn() > waiting.getOrDefault(line.id(), 0L)) {
            putDated(line);
        }
    }

    /** What is dated by a clock that was off by more than anybody looks back says nothing at all. */
    private void putDated(AuditLine.Asked line) {
        if (Duration.between(line.at(), clocks.now()).abs().compareTo(MAX_WITHIN) <= 0) {
            put(line, dated(line.latest()));
        }
    }

    /** What a clock that was ahead has dated counts as asked right now. */
    private RecentRequest.Asking dated(AuditLine.Attempt attempt) {
        long ago = Math.max(0, Duration.between(attempt.at(), clocks.now()).toNanos());
        return new RecentRequest.Asking(attempt, clocks.nanos() - ago, false);
    }

    private void put(AuditLine.Asked line, RecentRequest.Asking asking) {
        RecentRequest request = byId.get(line.id());
        if (request != null) {
            request.ask(line, asking);
        } else if (line.deviceId() != null) {
            request = new RecentRequest(line, asking, line.turn());
            add(request);
        }
    }

    /**
     * An attempt was not processed, and its request waits before the next one.
     *
     * @param doubt an earlier attempt that may have reached somebody; {@code null} for none
     */
    synchronized void unprocessed(UUID id, long turn, AuditLine.Attempt doubt) {
        RecentRequest request = byId.get(id);
        if (request == null) {
            if (doubt == null) {
                waiting.put(id, turn);
            }
        } else if (!request.unprocessed(turn, doubt == null ? null : dated(doubt))) {
            waiting.put(id, turn);
            remove(id);
        }
    }

    /** A request has ended, whose line is there or may come yet. What certainly reached nobody counts as not asked. */
    synchronized void ended(AuditLine.Ended line) {
        RecentRequest request = byId.get(line.id());
        waiting.remove(line.id());
        if (request == null ? !line.mayHaveReached() : !request.end(line, last(line))) {
            remove(line.id());
            if (unreached != null) {
                unreached.put(line.id(), new Unreached(line));
            }
        }
    }

    private RecentRequest.Asking last(AuditLine.Ended line) {
        return line.last() == null ? null : dated(line.last());
    }

    /** The same, as it is read from disk: another attempt may have come after it. */
    synchronized void read(AuditLine.Ended line) {
        RecentRequest request = byId.get(line.id());
        Unreached end = unreached == null ? null : unreached.get(line.id());
        if (request != null && line.turn() < request.turn()) {
            request.rememberDoubt(line, last(line));
        } else if (request != null || end == null) {
            ended(line);
        } else if (end.line != null && end.line.deviceId() != null && isForgottenDoubt(line, end.end)) {
            // What reached nobody was a later attempt, which knows nothing of this one.
            add(new RecentRequest(end.line, last(line), 0));
            ended(line);
        }
    }

    private static boolean isForgottenDoubt(AuditLine.Ended line, AuditLine.Ended unreached) {
        return line.isDoubtOfAnother(
                unreached.last() == null ? null : unreached.last().id());
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
        if (end.mayHaveReached()) {
            putDated(line);
        }
    }

    private void remove(UUID id) {
        RecentRequest request = byId.remove(id);
        if (request != null) {
            remove(request);
        }
    }

    private void add(RecentRequest request) {
        if (request.id() != null) {
            byId.put(request.id(), request);
        }
        devices.computeIfAbsent(key(request.device()), first -> new ArrayList<>(1))
                .add(request);
    }

    private synchronized void remove(RecentRequest request) {
        devices.computeIfPresent(key(request.device()), (device, requests) -> {
            requests.remove(request);
            return requests.isEmpty() ? null : requests;
        });
    }

    private static String key(String deviceId) {
        return deviceId.toLowerCase(Locale.ROOT);
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
        return devices.getOrDefault(key(deviceId), List.of()).stream()
                .filter(request -> request.counts(tenant, within, now))
                .sorted(Comparator.comparingLong(request -> request.age(now)))
                .map(request -> request.told(renames))
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
        AuditLine.Attempt now = new AuditLine.Attempt(null, clocks.now());
        RecentRequest claimed =
                new RecentRequest(deviceId, tenant, requester, new RecentRequest.Asking(now, clocks.nanos(), true));
        add(claimed);
        return new DeviceClaim(Optional.empty(), () -> remove(claimed));
    }

    /** Drops what nobody looks back to any more. */
    synchronized void dropOld() {
        long now = clocks.nanos();
        Predicate<RecentRequest> old = request -> request.age(now) > MAX_WITHIN.toNanos();
        devices.values().forEach(requests -> requests.removeIf(old));
        byId.values().removeIf(old);
        devices.values().removeIf(List::isEmpty);
    }
}
