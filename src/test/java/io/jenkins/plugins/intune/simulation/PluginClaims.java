package io.jenkins.plugins.intune.simulation;

import io.jenkins.plugins.intune.audit.DeviceClaim;
import io.jenkins.plugins.intune.audit.LastAsked;
import io.jenkins.plugins.intune.request.Claim;
import io.jenkins.plugins.intune.request.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/** Keeps a step from asking devices that other builds have asked a short time ago, as {@code RecentClaims} does it. */
final class PluginClaims {

    private final PluginLog log;
    private final SimulatedBuild build;
    private final Duration within;
    private DeviceClaim claimed;
    private boolean ended;

    PluginClaims(PluginLog log, SimulatedBuild build) {
        this.log = log;
        this.build = build;
        within = Duration.ofMinutes(build.spec.notAgainMinutes());
    }

    CompletableFuture<Claim> claim(String deviceId, String cloud) {
        if (within.isZero()) {
            return CompletableFuture.completedFuture(Claim.GRANTED);
        }
        return log.log()
                .claim(cloud, deviceId, within, PluginLog.requester(build))
                .thenApply(claim -> {
                    keep(claim);
                    return judge(claim.earlier());
                });
    }

    CompletableFuture<Claim> look(String deviceId, String cloud) {
        return within.isZero()
                ? CompletableFuture.completedFuture(Claim.GRANTED)
                : log.log()
                        .lastAsked(cloud, deviceId, within, PluginLog.requester(build))
                        .thenApply(PluginClaims::judge);
    }

    private static Claim judge(Optional<LastAsked> earlier) {
        return earlier.<Claim>map(other -> new Claim.Refused(Outcome.RECENTLY_ASKED, "" + other))
                .orElse(Claim.GRANTED);
    }

    private void keep(DeviceClaim claim) {
        if (ended) {
            claim.release();
            throw new CancellationException();
        }
        if (claimed != null) {
            claimed.release();
        }
        claimed = claim;
    }

    void ended() {
        ended = true;
        if (claimed != null) {
            claimed.release();
        }
    }
}
