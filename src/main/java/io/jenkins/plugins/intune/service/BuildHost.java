package io.jenkins.plugins.intune.service;

import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.intune.audit.AuditWitness;
import io.jenkins.plugins.intune.audit.StepClaims;
import io.jenkins.plugins.intune.driver.AccessCache;
import io.jenkins.plugins.intune.driver.AskedDevices;
import io.jenkins.plugins.intune.driver.EndedOperation;
import io.jenkins.plugins.intune.driver.GraphAccess;
import io.jenkins.plugins.intune.driver.Operation;
import io.jenkins.plugins.intune.driver.Platform;
import io.jenkins.plugins.intune.driver.RequestDriver;
import io.jenkins.plugins.intune.driver.RequestHost;
import io.jenkins.plugins.intune.fleet.FleetHost;
import io.jenkins.plugins.intune.fleet.FleetStatus;
import io.jenkins.plugins.intune.record.AssistanceLog;
import io.jenkins.plugins.intune.record.BuildRecords;
import io.jenkins.plugins.intune.record.RemoteAssistanceAction;
import io.jenkins.plugins.intune.record.UnderWay;
import io.jenkins.plugins.intune.request.Claim;
import io.jenkins.plugins.intune.request.RequestOptions;
import io.jenkins.plugins.intune.request.RequestPlan;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import io.jenkins.plugins.intune.request.Waiting;
import io.jenkins.plugins.intune.trail.Requester;
import io.jenkins.plugins.intune.values.GraphTenant;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** A build, as the requests of one of its steps see it. Thread-safe. */
@Restricted(NoExternalUse.class)
public final class BuildHost implements FleetHost {

    /**
     * Longest wait for a build's log that takes no line. A step's end waits twice: for what came before it, and for its own.
     */
    private static final Duration MAX_WAIT_FOR_LOG = Duration.ofSeconds(15);

    private final Run<?, ?> run;
    private final BuildLog log;
    private final Executor disk;
    private final String credentialsId;
    // Tells one step from another, and opens nothing.
    @SuppressWarnings("lgtm[jenkins/plaintext-storage]")
    private final String key;

    private final RequestOptions options;
    private final Owner owner;
    private final AuditWitness witness;
    private final StepClaims claims;
    /** What the build remembers. Looked for at the start, because that may touch the disk. */
    private volatile RemoteAssistanceAction remembered;

    /** The step of a build that the requests belong to. */
    @FunctionalInterface
    public interface Owner {

        /** Finds out what resumes after a restart. May block at first. */
        CompletableFuture<UnderWay> underWay();

        /** Completes if the build still waits for the step; if not, the step is aborted. Must not block. */
        default CompletableFuture<Void> awaited() {
            return CompletableFuture.completedFuture(null);
        }
    }

    /**
     * @param run the build
     * @param listener its log
     * @param requester in whose name it asks
     * @param credentialsId the credential to use
     * @param key tells the step from others of the build, also after a restart
     * @param options how the step's devices are asked
     * @param owner the step
     */
    public BuildHost(
            Run<?, ?> run,
            TaskListener listener,
            Requester requester,
            String credentialsId,
            String key,
            RequestOptions options,
            Owner owner) {
        this.run = run;
        RemoteAssistanceService service = RemoteAssistanceService.get();
        log = new BuildLog(listener::getLogger, service.log(run), MAX_WAIT_FOR_LOG.toMillis());
        disk = service.disk(run);
        this.credentialsId = credentialsId;
        this.key = key;
        this.options = options;
        this.owner = owner;
        witness = AssistanceLog.get().witness(requester);
        claims = new StepClaims(this::asked, this::tell, witness.log(), requester, options);
    }

    Run<?, ?> run() {
        return run;
    }

    String key() {
        return key;
    }

    /**
     * A request for one device.
     *
     * @param state where to go on
     * @param resumed whether Jenkins was restarted since it began
     * @param save puts the request's state on disk
     */
    public Operation<RequestReport> request(
            RequestPlan plan,
            RequestState state,
            boolean resumed,
            Function<RequestState, CompletableFuture<Void>> save) {
        Platform platform = RemoteAssistanceService.get().platform();
        AccessCache access = new AccessCache(this::access, platform.clocks(), resumed);
        return new RequestDriver(plan, state, resumed, new OneDevice(this, save), access, platform, null);
    }

    /**
     * The request that {@link #request} would go on with, if it has ended already: the build notes that before its Pipeline is
     * told, and Jenkins may be restarted in between, or die before a slow save of the program is over. May touch the disk.
     */
    public Optional<Operation<RequestReport>> ended(RequestPlan plan) {
        return BuildRecords.notedEnd(run, key, plan).map(report -> {
            endedBefore(report);
            if (report.lostLink()) {
                log(Messages.BuildHost_linkGone());
            }
            BuildRecords.ended(run, key, report);
            return new EndedOperation<>(report);
        });
    }

    /** The build, as its request for one device sees it. */
    private record OneDevice(BuildHost build, Function<RequestState, CompletableFuture<Void>> store)
            implements RequestHost {

        @Override
        public void started(Supplier<Optional<Waiting>> waiting) {
            build.remembered = BuildRecords.begun(build.run, build.key, waiting);
        }

        @Override
        public CompletableFuture<Void> save(RequestState state) {
            return store.apply(state);
        }

        @Override
        public CompletableFuture<Void> awaited() {
            return build.awaited();
        }

        @Override
        public void log(String line) {
            build.log(line);
        }

        @Override
        public CompletableFuture<Claim> claim(
                String deviceId, GraphTenant tenant, Consumer<CompletableFuture<?>> busy) {
            return build.claims.claim(build.key, deviceId, tenant, busy);
        }

        @Override
        public CompletableFuture<Void> leaving(RequestPlan plan, RequestState state, GraphTenant tenant) {
            return build.leaving(plan, state, tenant);
        }

        @Override
        public void givesWay(RequestState state) {
            build.givesWay(build.key, state);
        }

        @Override
        public CompletableFuture<Void> ended(RequestPlan plan, RequestState last, RequestReport report) {
            return build.ended(build.key, plan, last, report);
        }
    }

    @Override
    public void started(Supplier<Optional<FleetStatus>> status) {
        remembered = BuildRecords.begunFleet(run, key, status);
    }

    @Override
    public CompletableFuture<GraphAccess> access() {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return RemoteAssistanceService.get().access(credentialsId, run);
                    } catch (InvalidInputException wrong) {
                        throw new CompletionException(wrong);
                    }
                },
                RemoteAssistanceService.get().asking(run.getParent(), credentialsId));
    }

    @Override
    public CompletableFuture<Void> awaited() {
        return owner.awaited();
    }

    @Override
    public void log(String line) {
        log.write(line);
    }

    /**
     * Completes when all lines until now are in the build's log, or some time later if that does not take them, on a thread
     * that may wait for the disk; never fails.
     */
    public CompletableFuture<Void> logged() {
        // The wait can end on a thread of the JVM's one timer.
        return log.written().thenRunAsync(() -> {}, disk);
    }

    @Override
    public CompletableFuture<Claim> claim(
            int index, String deviceId, GraphTenant tenant, Consumer<CompletableFuture<?>> busy) {
        return claims.claim(BuildRecords.key(key, index), deviceId, tenant, busy);
    }

    private CompletableFuture<AskedDevices> asked() {
        return remembered.asked(disk, owner::underWay);
    }

    private void tell(String request, RequestReport report) {
        remembered.memory().ended(request, report);
    }

    @Override
    public void endedBefore(RequestReport report) {
        witness.endedBefore(report);
    }

    @Override
    public CompletableFuture<Void> leaving(RequestPlan plan, RequestState state, GraphTenant tenant) {
        return witness.leaving(plan, state, tenant);
    }

    @Override
    public void givesWay(int index, RequestState state) {
        givesWay(BuildRecords.key(key, index), state);
    }

    private void givesWay(String request, RequestState state) {
        witness.givesWay(state);
        claims.givesWay(request);
    }

    @Override
    public CompletableFuture<Void> ended(int index, RequestPlan plan, RequestState last, RequestReport report) {
        return ended(BuildRecords.key(key, index), plan, last, report);
    }

    private CompletableFuture<Void> ended(String request, RequestPlan plan, RequestState last, RequestReport report) {
        RemoteAssistanceService service = RemoteAssistanceService.get();
        if (!options.dryRun()) {
            service.requests().count(report, service.platform().clocks().now());
        }
        try {
            return witness.ended(plan, last, report);
        } finally {
            // Whatever is wrong with the log, others wait for the device.
            claims.ended(request, report);
        }
    }
}
