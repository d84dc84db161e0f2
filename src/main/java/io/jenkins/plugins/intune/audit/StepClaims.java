package io.jenkins.plugins.intune.audit;

import io.jenkins.plugins.intune.driver.AskedDevices;
import io.jenkins.plugins.intune.request.Claim;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.request.RequestOptions;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.trail.Requester;
import io.jenkins.plugins.intune.values.GraphTenant;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Whether a step's requests may ask their devices, or another request stands in their way: one of the same build, or one of
 * another build a short time ago, as the assistance log remembers it. Thread-safe; never blocks.
 */
public final class StepClaims {

    private final Supplier<CompletableFuture<AskedDevices>> ofBuild;
    private final BiConsumer<String, RequestReport> tellBuild;
    private final AuditLog log;
    private final Requester requester;
    private final RequestOptions options;
    /** The devices that other builds must not ask meanwhile, by the request's key. */
    private final Map<String, DeviceClaim> claims = new HashMap<>();
    /** The requests that have ended. They claim nothing after that, even if the build's memory or the log is read later. */
    private final Set<String> ended = new HashSet<>();

    /**
     * @param ofBuild which devices the build has asked; must not block
     * @param tellBuild tells the build, by its key, how a request has ended, also while it is not known which devices the build
     *     has asked; must not block
     * @param requester in whose name the step asks
     * @param options how it asks
     */
    public StepClaims(
            Supplier<CompletableFuture<AskedDevices>> ofBuild,
            BiConsumer<String, RequestReport> tellBuild,
            AuditLog log,
            Requester requester,
            RequestOptions options) {
        this.ofBuild = ofBuild;
        this.tellBuild = tellBuild;
        this.log = log;
        this.requester = requester;
        this.options = options;
    }

    /**
     * As {@link io.jenkins.plugins.intune.driver.RequestHost#claim}. Fails if the request has ended meanwhile.
     *
     * @param request tells the request from others of the build
     */
    public CompletableFuture<Claim> claim(
            String request, String deviceId, GraphTenant tenant, Consumer<CompletableFuture<?>> busy) {
        CompletableFuture<Claim> inBuild;
        if (!options.dryRun()) {
            inBuild = ofBuild.get().thenCompose(asked -> claim(asked, request, deviceId, busy));
        } else if (!options.askAgain()) {
            inBuild = ofBuild.get().thenCompose(asked -> asked.look(deviceId, busy));
        } else {
            inBuild = CompletableFuture.completedFuture(Claim.GRANTED);
        }
        return inBuild.thenCompose(claim -> claim instanceof Claim.Granted
                ? amongBuilds(claim, request, deviceId, tenant)
                : CompletableFuture.completedFuture(claim));
    }

    private synchronized CompletableFuture<Claim> claim(
            AskedDevices asked, String request, String deviceId, Consumer<CompletableFuture<?>> busy) {
        return ended.contains(request)
                ? CompletableFuture.failedFuture(new CancellationException())
                : asked.claim(deviceId, request, options.askAgain(), busy);
    }

    private CompletableFuture<Claim> amongBuilds(Claim inBuild, String request, String deviceId, GraphTenant tenant) {
        Duration within = options.notAgainWithin();
        if (within.isZero()) {
            return CompletableFuture.completedFuture(inBuild);
        }
        CompletableFuture<Optional<LastAsked>> earlier = options.dryRun()
                ? log.lastAsked(tenant, deviceId, within, requester)
                : log.claim(tenant, deviceId, within, requester).thenApply(claim -> keep(request, claim));
        return earlier.thenApply(other -> other.<Claim>map(this::refusal).orElse(inBuild));
    }

    private synchronized Optional<LastAsked> keep(String request, DeviceClaim claim) {
        if (ended.contains(request)) {
            claim.release();
            throw new CancellationException();
        }
        DeviceClaim before = claims.put(request, claim);
        if (before != null) {
            before.release();
        }
        return claim.earlier();
    }

    private Claim refusal(LastAsked earlier) {
        Requester other = earlier.requester();
        String build = other.job() + " #" + other.build();
        String who = other.startedBy().isEmpty() ? build : Messages.StepClaims_startedBy(build, other.startedBy());
        long minutes = options.notAgainWithin().toMinutes();
        return new Claim.Refused(
                Outcome.RECENTLY_ASKED,
                earlier.claimed()
                        ? Messages.StepClaims_claimed(who, minutes)
                        : Messages.StepClaims_refused(earlier.at().truncatedTo(ChronoUnit.SECONDS), who, minutes));
    }

    /** A request asks nobody before it claims its device anew. Other builds may ask it meanwhile. */
    public synchronized void givesWay(String request) {
        release(request);
    }

    private void release(String request) {
        DeviceClaim claim = claims.remove(request);
        if (claim != null) {
            claim.release();
        }
    }

    /** A request has ended, whether it claimed anything or not. */
    public void ended(String request, RequestReport report) {
        synchronized (this) {
            ended.add(request);
            release(request);
        }
        // What is untold must not pile up.
        ofBuild.get();
        tellBuild.accept(request, report);
    }
}
