package io.jenkins.plugins.intune.driver;

import io.jenkins.plugins.intune.request.Claim;
import io.jenkins.plugins.intune.request.RequestReport;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Which devices a build has asked so far, and by which of its requests: a second request for a device goes on with the first,
 * and waits for its end if that is under way. Thread-safe; never blocks.
 */
public final class AskedDevices {

    /** How a request has ended: known here before anybody is told, so that two looks at it say the same. */
    private static final class End {

        private final CompletableFuture<RequestReport> told = new CompletableFuture<>();
        /** Null as long as it is under way. Guarded by the lock of all. */
        private RequestReport report;

        static End with(RequestReport report) {
            End end = new End();
            end.report = report;
            end.told.complete(report);
            return end;
        }

        boolean isKnown() {
            return report != null;
        }

        boolean hasReached() {
            return isKnown() && report.outcome().mayHaveReached();
        }
    }

    /**
     * The latest request for a device.
     *
     * @param key tells it from other requests of the build
     * @param ordinal as {@link io.jenkins.plugins.intune.request.Trace#ordinal}
     * @param end with what is left of it
     * @param before the request before, which counts if this one reaches nobody; {@code null} for none
     * @param soFar what was left of it at a restart; {@code null} for one that began later
     */
    private record Asked(
            // Opens nothing.
            @SuppressWarnings("lgtm[jenkins/plaintext-storage]")
            String key,

            int ordinal,
            End end,
            Asked before,
            RequestReport soFar) {

        static Asked ended(String key, RequestReport report) {
            return new Asked(key, report.trace().ordinal(), End.with(report), null, null);
        }

        static Asked underWay(String key, RequestReport soFar) {
            return new Asked(key, soFar.trace().ordinal(), new End(), null, soFar);
        }

        /** The latest that has reached somebody or still may; {@code null} for none. */
        static Asked counting(Asked latest) {
            Asked asked = latest;
            while (asked != null && asked.end.isKnown() && !asked.end.hasReached()) {
                asked = asked.before;
            }
            return asked == null || !asked.end.isKnown()
                    ? asked
                    : new Asked(asked.key, asked.ordinal, asked.end, null, null);
        }

        /**
         * The same with another one that has reached somebody or still may. Of two the later one counts; in a tie the one that
         * is under way, or else the other, which is told later.
         */
        Asked with(Asked other) {
            boolean later = ordinal == other.ordinal ? !end.isKnown() && other.end.isKnown() : ordinal > other.ordinal;
            return later ? over(other) : other.over(this);
        }

        private Asked over(Asked earlier) {
            return end.hasReached()
                    ? this
                    : new Asked(key, ordinal, end, before == null ? earlier : before.with(earlier), soFar);
        }
    }

    private final Map<String, Asked> byDevice = new HashMap<>();
    private final Map<String, Asked> underWay = new HashMap<>();
    /** The requests that wait for another one. */
    private final Set<String> waiting = new HashSet<>();

    /**
     * What is known of a request that has ended.
     *
     * @param key tells the request from others of the build
     * @param report what is left of it
     */
    public synchronized void restore(String key, RequestReport report) {
        if (counts(report)) {
            byDevice.merge(id(report.deviceId()), Asked.ended(key, report), Asked::with);
        }
    }

    /**
     * A request that began before a restart and resumes. It does not have to claim its device again, and whoever else wants
     * to ask that waits for its end.
     *
     * @param key tells the request from others of the build
     * @param soFar what would be left of it now
     */
    public synchronized void resume(String key, RequestReport soFar) {
        if (counts(soFar)) {
            Asked resumed = Asked.underWay(key, soFar);
            byDevice.merge(id(soFar.deviceId()), resumed, Asked::with);
            underWay.put(key, resumed);
        }
    }

    private static boolean counts(RequestReport report) {
        return report.deviceId() != null
                && report.trace() != null
                && report.outcome().mayHaveReached();
    }

    /**
     * A request is about to ask a device, or to go on with an earlier one: from now on it is the device's latest request.
     *
     * @param key tells it from other requests of the build
     * @param again whether it is to ask although an earlier one has
     * @param busy gets the end of another one if it has to wait for that, perhaps several times
     */
    public synchronized CompletableFuture<Claim> claim(
            String deviceId, String key, boolean again, Consumer<CompletableFuture<?>> busy) {
        Asked before = Asked.counting(byDevice.get(id(deviceId)));
        boolean open = before != null && !before.end.isKnown();
        if (open && before.key.equals(key)) {
            // It was resumed after a restart, and wants to ask anew.
            return CompletableFuture.completedFuture(new Claim.Granted(before.ordinal));
        }
        if (open && !again) {
            waiting.add(key);
            busy.accept(before.end.told);
            return before.end.told.thenCompose(ended -> claimAfter(deviceId, key, busy));
        }
        // Others may wait for a request that claims its device once more.
        Asked own = underWay.get(key);
        int ordinal = before == null ? 1 : before.ordinal + 1;
        Asked now = new Asked(key, ordinal, own == null ? new End() : own.end, before, null);
        byDevice.put(id(deviceId), now);
        underWay.put(key, now);
        boolean asks = before == null || before.key.equals(key) || again;
        return CompletableFuture.completedFuture(
                asks ? new Claim.Granted(ordinal) : new Claim.Earlier(before.end.report));
    }

    /**
     * What {@link #claim} would say to another request of the build that does not ask again. Claims nothing; waits for
     * a request that is under way.
     *
     * @param busy gets its end if there is one
     */
    public synchronized CompletableFuture<Claim> look(String deviceId, Consumer<CompletableFuture<?>> busy) {
        Asked before = Asked.counting(byDevice.get(id(deviceId)));
        if (before == null) {
            return CompletableFuture.completedFuture(Claim.GRANTED);
        }
        if (before.end.isKnown()) {
            return CompletableFuture.completedFuture(new Claim.Earlier(before.end.report));
        }
        busy.accept(before.end.told);
        return before.end.told.thenCompose(ended -> look(deviceId, busy));
    }

    /** The other request has ended, but meanwhile the one that waits may have, too. */
    private synchronized CompletableFuture<Claim> claimAfter(
            String deviceId, String key, Consumer<CompletableFuture<?>> busy) {
        return waiting.remove(key)
                ? claim(deviceId, key, false, busy)
                : CompletableFuture.failedFuture(new CancellationException());
    }

    /** A request has ended. */
    public void ended(String key, RequestReport report) {
        // A request that goes on with it reads the link from the device.
        RequestReport withoutLink = report.withSession(link -> null);
        Asked asked;
        synchronized (this) {
            waiting.remove(key);
            asked = underWay.remove(key);
            if (asked == null) {
                // It had claimed nothing.
                restore(key, withoutLink);
            } else {
                asked.end.report = withoutLink;
            }
        }
        if (asked != null) {
            asked.end.told.complete(withoutLink);
        }
    }

    /**
     * A step cannot resume after a restart, so the end of what it had sent will not be known.
     *
     * @param step the beginning of the keys of its requests
     */
    public void abandon(String step) {
        Map<String, RequestReport> abandoned = new HashMap<>();
        synchronized (this) {
            underWay.forEach((key, asked) -> {
                if (key.startsWith(step) && asked.soFar != null) {
                    abandoned.put(key, asked.soFar);
                }
            });
        }
        abandoned.forEach(this::ended);
    }

    private static String id(String deviceId) {
        return deviceId.toLowerCase(Locale.ROOT);
    }
}
