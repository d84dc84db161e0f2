package io.jenkins.plugins.intune.fleet;

import io.jenkins.plugins.intune.driver.AccessCache;
import io.jenkins.plugins.intune.driver.Platform;
import io.jenkins.plugins.intune.driver.RequestDriver;
import io.jenkins.plugins.intune.driver.RequestHost;
import io.jenkins.plugins.intune.request.Claim;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.request.Phase;
import io.jenkins.plugins.intune.request.RequestPlan;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import io.jenkins.plugins.intune.request.Waiting;
import io.jenkins.plugins.intune.throttle.Ticket;
import io.jenkins.plugins.intune.values.Clocks;
import io.jenkins.plugins.intune.values.Durations;
import io.jenkins.plugins.intune.values.GraphTenant;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * One device of a fleet: the same request as for a single device, with its state in the fleet's journal and without
 * lines of its own in the log.
 */
final class FleetEntry implements RequestHost {

    private final int index;
    private final RequestPlan plan;
    private final FleetHost host;
    private final FleetJournal journal;
    private final FleetClaims claims;
    private final Clocks clocks;
    private final RequestDriver request;
    private CompletableFuture<RequestReport> end = CompletableFuture.completedFuture(null);
    private boolean written;
    private RequestState last;

    /**
     * @param index its place in the plan
     * @param saved where to go on; {@code null} to begin
     * @param ticket a place in line whose turn is near, or {@code null}
     */
    FleetEntry(
            FleetPlan fleet,
            FleetHost host,
            int index,
            RequestState saved,
            Ticket ticket,
            AccessCache access,
            Platform platform,
            FleetJournal journal,
            FleetClaims claims) {
        this.index = index;
        this.host = host;
        this.journal = journal;
        this.claims = claims;
        plan = fleet.request(index);
        clocks = platform.clocks();
        written = saved != null;
        RequestState state =
                written ? saved : RequestState.startingAt(platform.clocks().now());
        last = state;
        request = new RequestDriver(plan, state, written, this, access, platform, ticket);
    }

    /** Starts or resumes; completes with the request's report in any case. */
    CompletableFuture<RequestReport> start() {
        end = request.start().thenApply(report -> {
            if (report.sessionUrl() != null) {
                // The state never holds the session link, so the journal gets it from the report.
                journal.end(index, last, report);
            }
            return report;
        });
        return end;
    }

    /** How it ends; at once, as long as it was not started. */
    CompletableFuture<RequestReport> end() {
        return end;
    }

    /** Ends it, whatever it is doing. */
    void abort() {
        request.abort();
    }

    /** Longest time for which one of them may still wait for its session, as far as is known; zero for none. */
    static Duration sessionLeft(Collection<FleetEntry> underWay) {
        return underWay.stream().map(FleetEntry::sessionLeft).reduce(Duration.ZERO, Durations::longer);
    }

    private Duration sessionLeft() {
        return request.waiting()
                .filter(waiting -> waiting.cause() == Waiting.Cause.SESSION)
                .map(waiting -> Duration.between(clocks.now(), waiting.until()))
                .orElse(plan.options().sessionTimeout());
    }

    /** Whether it is on its way right now. */
    boolean sending() {
        return request.sending();
    }

    @Override
    public CompletableFuture<Void> save(RequestState state) {
        last = state;
        if (state.phase() == Phase.FINISHING) {
            return journal.end(index, state, RequestReport.of(plan, state, null));
        }
        // What has changed nothing outside yet begins anew after a restart.
        boolean worthIt = state.phase().mayHaveLeft()
                || state.phase() == Phase.WATCHING
                || written
                || state.sent().attempts() > 0;
        if (!worthIt) {
            return CompletableFuture.completedFuture(null);
        }
        written = true;
        return journal.state(index, state);
    }

    @Override
    public CompletableFuture<Void> awaited() {
        return host.awaited();
    }

    @Override
    public CompletableFuture<Claim> claim(String deviceId, GraphTenant tenant, Consumer<CompletableFuture<?>> busy) {
        return claims.claim(deviceId, index)
                ? host.claim(index, deviceId, tenant, busy)
                : CompletableFuture.completedFuture(new Claim.Refused(Outcome.DUPLICATE, Messages.Fleet_duplicate()));
    }

    @Override
    public CompletableFuture<Void> leaving(RequestPlan device, RequestState state, GraphTenant tenant) {
        return host.leaving(device, state, tenant);
    }

    @Override
    public void givesWay(RequestState state) {
        host.givesWay(index, state);
    }

    @Override
    public CompletableFuture<Void> ended(RequestPlan device, RequestState state, RequestReport report) {
        return host.ended(index, device, state, report);
    }

    @Override
    public void log(String line) {
        // The lines of a thousand devices would fill the log; the fleet logs what matters.
    }
}
