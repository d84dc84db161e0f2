package io.jenkins.plugins.intune.service;

import io.jenkins.plugins.intune.audit.AuditLog;
import io.jenkins.plugins.intune.audit.DeviceClaim;
import io.jenkins.plugins.intune.audit.LastAsked;
import io.jenkins.plugins.intune.audit.Requester;
import io.jenkins.plugins.intune.record.AssistanceLog;
import io.jenkins.plugins.intune.request.Claim;
import io.jenkins.plugins.intune.request.Outcome;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Keeps a step from asking devices that other builds have asked a short time ago, as the assistance log remembers it. What
 * the build itself has asked is the concern of {@link io.jenkins.plugins.intune.driver.AskedDevices}. Thread-safe.
 */
final class RecentClaims {

    private final Requester requester;
    private final Duration within;
    private final Supplier<AuditLog> log;
    /** The devices that requests of the step claim, by the request's key. */
    private final Map<String, DeviceClaim> claims = new HashMap<>();
    /** The requests that have ended, and claim nothing any more. */
    private final Set<String> ended = new HashSet<>();

    /** @param within how long ago counts; zero for never */
    RecentClaims(Requester requester, Duration within) {
        this(requester, within, () -> AssistanceLog.get().log());
    }

    RecentClaims(Requester requester, Duration within, Supplier<AuditLog> log) {
        this.requester = requester;
        this.within = within;
        this.log = log;
    }

    /** A request is about to ask a device. Fails if it has ended meanwhile. */
    CompletableFuture<Claim> claim(String request, String deviceId, String cloud) {
        if (within.isZero()) {
            return CompletableFuture.completedFuture(Claim.GRANTED);
        }
        return log.get().claim(cloud, deviceId, within, requester).thenApply(claim -> {
            keep(request, claim);
            return judge(claim.earlier());
        });
    }

    /** What would be said to a request for the device. Claims nothing. */
    CompletableFuture<Claim> look(String deviceId, String cloud) {
        return within.isZero()
                ? CompletableFuture.completedFuture(Claim.GRANTED)
                : log.get().lastAsked(cloud, deviceId, within, requester).thenApply(this::judge);
    }

    private Claim judge(Optional<LastAsked> earlier) {
        return earlier.<Claim>map(this::refusal).orElse(Claim.GRANTED);
    }

    private synchronized void keep(String request, DeviceClaim claim) {
        if (ended.contains(request)) {
            claim.release();
            throw new CancellationException();
        }
        DeviceClaim before = claims.put(request, claim);
        if (before != null) {
            before.release();
        }
    }

    private Claim refusal(LastAsked earlier) {
        Requester other = earlier.requester();
        String build = other.job() + " #" + other.build();
        String who = other.startedBy().isEmpty() ? build : Messages.RecentClaims_startedBy(build, other.startedBy());
        return new Claim.Refused(
                Outcome.RECENTLY_ASKED,
                earlier.claimed()
                        ? Messages.RecentClaims_claimed(who, within.toMinutes())
                        : Messages.RecentClaims_refused(
                                earlier.at().truncatedTo(ChronoUnit.SECONDS), who, within.toMinutes()));
    }

    /** A request has ended, whether it claimed anything or not. */
    synchronized void ended(String request) {
        ended.add(request);
        DeviceClaim claim = claims.remove(request);
        if (claim != null) {
            claim.release();
        }
    }
}
