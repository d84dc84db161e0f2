package io.jenkins.plugins.intune.service;

import io.jenkins.plugins.intune.audit.DeviceClaim;
import io.jenkins.plugins.intune.audit.LastAsked;
import io.jenkins.plugins.intune.audit.Requester;
import io.jenkins.plugins.intune.record.AssistanceLog;
import io.jenkins.plugins.intune.request.Claim;
import io.jenkins.plugins.intune.request.Outcome;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Keeps a step from asking devices that other builds have asked a short time ago, as the assistance log remembers it. What the
 * build itself has asked is {@link io.jenkins.plugins.intune.driver.AskedDevices}' to judge. Thread-safe.
 */
final class RecentClaims {

    private final Requester requester;
    private final Duration within;
    /** The devices that requests of the step claim, by the request's key; empty while the log is asked. */
    private final Map<String, Optional<DeviceClaim>> claims = new HashMap<>();

    /** @param within how long ago counts; zero for never */
    RecentClaims(Requester requester, Duration within) {
        this.requester = requester;
        this.within = within;
    }

    /** A request is about to ask a device. */
    CompletableFuture<Claim> claim(String request, String deviceId, String cloud) {
        if (within.isZero()) {
            return CompletableFuture.completedFuture(Claim.GRANTED);
        }
        synchronized (claims) {
            claims.put(request, Optional.empty());
        }
        return AssistanceLog.get()
                .log()
                .claim(cloud, deviceId, within, requester)
                .thenApply(claim -> {
                    keep(request, claim);
                    return judge(claim.earlier());
                });
    }

    /** What would be said to a request for the device. Claims nothing. */
    CompletableFuture<Claim> look(String deviceId, String cloud) {
        return within.isZero()
                ? CompletableFuture.completedFuture(Claim.GRANTED)
                : AssistanceLog.get().log().lastAsked(cloud, deviceId, within).thenApply(this::judge);
    }

    private Claim judge(Optional<LastAsked> earlier) {
        return earlier.filter(this::isOfAnotherBuild).map(this::refusal).orElse(Claim.GRANTED);
    }

    /** A request that has ended meanwhile claims nothing. */
    private void keep(String request, DeviceClaim claim) {
        synchronized (claims) {
            if (claims.replace(request, Optional.of(claim)) != null) {
                return;
            }
        }
        claim.release();
    }

    private boolean isOfAnotherBuild(LastAsked earlier) {
        return earlier.requester().build() != requester.build()
                || !earlier.requester().job().equals(requester.job());
    }

    private Claim refusal(LastAsked earlier) {
        Requester other = earlier.requester();
        String why = Messages.RecentClaims_refused(
                earlier.at().truncatedTo(ChronoUnit.SECONDS),
                other.job() + " #" + other.build(),
                other.startedBy(),
                within.toMinutes());
        return new Claim.Refused(Outcome.RECENTLY_ASKED, why);
    }

    /** A request has ended, whether it claimed anything or not. */
    void ended(String request) {
        Optional<DeviceClaim> claim;
        synchronized (claims) {
            claim = claims.remove(request);
        }
        if (claim != null) {
            claim.ifPresent(DeviceClaim::release);
        }
    }
}
