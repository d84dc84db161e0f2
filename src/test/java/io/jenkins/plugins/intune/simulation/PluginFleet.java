package io.jenkins.plugins.intune.simulation;

import io.jenkins.plugins.intune.audit.AuditWitness;
import io.jenkins.plugins.intune.audit.StepClaims;
import io.jenkins.plugins.intune.driver.AskedDevices;
import io.jenkins.plugins.intune.driver.GraphAccess;
import io.jenkins.plugins.intune.driver.Operation;
import io.jenkins.plugins.intune.driver.RequestWitness;
import io.jenkins.plugins.intune.fleet.FailWhen;
import io.jenkins.plugins.intune.fleet.Fleet;
import io.jenkins.plugins.intune.fleet.FleetCounts;
import io.jenkins.plugins.intune.fleet.FleetException;
import io.jenkins.plugins.intune.fleet.FleetHost;
import io.jenkins.plugins.intune.fleet.FleetJournal;
import io.jenkins.plugins.intune.fleet.FleetPlan;
import io.jenkins.plugins.intune.fleet.FleetResult;
import io.jenkins.plugins.intune.fleet.LinkEncryption;
import io.jenkins.plugins.intune.graph.DeviceAddress;
import io.jenkins.plugins.intune.graph.DeviceTarget;
import io.jenkins.plugins.intune.journal.JournalException;
import io.jenkins.plugins.intune.request.Claim;
import io.jenkins.plugins.intune.request.RequestPlan;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import io.jenkins.plugins.intune.simulation.Said.End;
import io.jenkins.plugins.intune.simulation.Said.OfEntry;
import io.jenkins.plugins.intune.values.Failures;
import io.jenkins.plugins.intune.values.GraphTenant;
import io.jenkins.plugins.intune.values.InvalidInputException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A build that asks many devices. */
final class PluginFleet implements CoreUnderTest.Run, FleetHost {

    /** Turns a link round, so that it is not on the disk. */
    private static final LinkEncryption ENCRYPTION = new LinkEncryption() {
        @Override
        public String encrypt(String link, Instant readAt) {
            return new StringBuilder(link).reverse().toString();
        }

        @Override
        public String decrypt(String encrypted) {
            return new StringBuilder(encrypted).reverse().toString();
        }
    };

    private static final String FILE = "fleet";

    private final PluginCore core;
    private final BuildPort port;
    private final RequestWitness witness;
    private final StepClaims claims;
    private final CompletableFuture<Said> said = new CompletableFuture<>();
    /** Which entry of the build is which of the plan; one that the plan leaves out has the place of its first. */
    private final List<Integer> places = new ArrayList<>();

    private int leftOut;
    private Operation<FleetResult> fleet;

    PluginFleet(PluginCore core, BuildPort port) {
        this.core = core;
        this.port = port;
        witness = core.witness(port.build);
        AskedDevices asked = new AskedDevices();
        claims = new StepClaims(
                () -> CompletableFuture.completedFuture(asked),
                asked::ended,
                core.log,
                PluginCore.requester(port.build),
                Targets.options(port.spec(), 0));
    }

    PluginFleet begin() {
        BuildSpec spec = port.spec();
        FleetJournal journal = new FleetJournal(port.file(FILE), ENCRYPTION, port.machine.disk());
        FleetPlan plan = new FleetPlan(targets(spec), Targets.options(spec, 0), failWhen(spec));
        fleet = new Fleet(plan, this, journal, core.platform, port.isResumed());
        fleet.start().whenComplete((result, failure) -> {
            Throwable cause = failure == null ? null : Failures.cause(failure);
            if (failure == null) {
                said.complete(said(result));
            } else if (cause instanceof FleetException) {
                said.complete(failed(cause.getMessage()));
            } else {
                said.completeExceptionally(failure);
            }
        });
        return this;
    }

    private List<DeviceTarget> targets(BuildSpec spec) {
        List<DeviceTarget> targets = new ArrayList<>();
        Map<Object, Integer> known = new HashMap<>();
        for (Entry entry : spec.entries()) {
            DeviceTarget target = Targets.of(entry);
            targets.add(target);
            Object identity = target instanceof DeviceAddress address
                    ? address.deviceId().<Object>map(id -> id).orElseGet(address::toString)
                    : target;
            Integer first = known.putIfAbsent(identity, known.size());
            leftOut += first == null ? 0 : 1;
            places.add(first == null ? known.size() - 1 : first);
        }
        return targets;
    }

    private static FailWhen failWhen(BuildSpec spec) {
        try {
            return FailWhen.named(spec.failWhen());
        } catch (InvalidInputException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private List<OfEntry> entries(List<RequestReport> reports) {
        List<OfEntry> entries = new ArrayList<>();
        int next = 0;
        for (int index = 0; index < places.size(); index++) {
            int place = places.get(index);
            if (place < next) {
                entries.add(new OfEntry(index, End.DUPLICATE, "", null));
            } else {
                next = place + 1;
                if (place < reports.size()) {
                    entries.add(Targets.said(index, reports.get(place)));
                }
            }
        }
        return entries;
    }

    /** What the build's page reads. */
    private List<OfEntry> recorded() {
        try {
            return entries(FleetJournal.reports(port.written(FILE), false));
        } catch (JournalException unreadable) {
            return List.of();
        }
    }

    private Said said(FleetResult result) {
        FleetCounts counts = result.counts();
        return new Said(
                result.verdict().name(),
                result.message(),
                entries(result.reports()),
                new Said.Counts(
                        counts.total() + leftOut,
                        counts.accepted(),
                        counts.sessions(),
                        counts.withoutSession(),
                        counts.failed(),
                        counts.inDoubt(),
                        counts.duplicates() + leftOut,
                        counts.notAsked(),
                        counts.wouldAsk(),
                        counts.wouldFail()),
                recorded());
    }

    /** The fleet said nothing of its devices but this. */
    private Said failed(String message) {
        boolean unsent = message.contains("was not requested for any device");
        List<OfEntry> entries = new ArrayList<>();
        for (int index = 0; index < places.size(); index++) {
            entries.add(new OfEntry(index, unsent ? End.NOT_ASKED : End.UNKNOWN, message, null));
        }
        return new Said("FAILURE", message, entries, null, null);
    }

    @Override
    public CompletableFuture<Said> said() {
        return said;
    }

    @Override
    public void abort() {
        fleet.abort();
    }

    @Override
    public void endedBefore(RequestReport report) {
        if (witness instanceof AuditWitness logged) {
            logged.endedBefore(report);
        }
    }

    @Override
    public CompletableFuture<Void> awaited() {
        return port.awaited();
    }

    @Override
    public CompletableFuture<Void> leaving(RequestPlan plan, RequestState state, GraphTenant tenant) {
        return witness.leaving(plan, state, tenant);
    }

    @Override
    public CompletableFuture<Claim> claim(
            int index, String deviceId, GraphTenant tenant, Consumer<CompletableFuture<?>> busy) {
        SimulatedStep.Claim wanted = port.step(0, 0).claims(port.machine, deviceId);
        return claims.claim(String.valueOf(index), deviceId, tenant, busy)
                .whenComplete((judged, failure) -> wanted.answered());
    }

    @Override
    public void givesWay(int index, RequestState state) {
        witness.givesWay(state);
        claims.givesWay(String.valueOf(index));
    }

    @Override
    public CompletableFuture<Void> ended(int index, RequestPlan plan, RequestState last, RequestReport report) {
        CompletableFuture<Void> told = witness.ended(plan, last, report);
        claims.ended(String.valueOf(index), report);
        return told;
    }

    @Override
    public void log(String line) {
        port.log(line);
    }

    @Override
    public CompletableFuture<GraphAccess> access() {
        return core.access(port, port.step(0, 0));
    }
}
