package io.jenkins.plugins.intune.simulation;

import io.jenkins.plugins.intune.audit.AuditLog;
import io.jenkins.plugins.intune.audit.AuditWitness;
import io.jenkins.plugins.intune.driver.GraphAccess;
import io.jenkins.plugins.intune.driver.Platform;
import io.jenkins.plugins.intune.driver.RequestWitness;
import io.jenkins.plugins.intune.entra.TokenClaims;
import io.jenkins.plugins.intune.index.AuditEntry;
import io.jenkins.plugins.intune.index.AuditFilter;
import io.jenkins.plugins.intune.throttle.AppThrottle;
import io.jenkins.plugins.intune.throttle.Limits;
import io.jenkins.plugins.intune.throttle.Throttles;
import io.jenkins.plugins.intune.trail.Requester;
import io.jenkins.plugins.intune.values.Scheduler;
import io.jenkins.plugins.intune.values.SharedSaves;
import io.jenkins.plugins.intune.values.Wakeups;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** The plugin's own core, as it runs in Jenkins, with the world in the place of Jenkins. */
final class PluginCore implements CoreUnderTest {

    private static final AuditFilter EVERYTHING = new AuditFilter(null, null, null, null, null, null);

    final Platform platform;
    /** The saves of all builds. */
    final SharedSaves saves = new SharedSaves();

    /** The assistance log; null for none. */
    final AuditLog log;

    private final Machine machine;
    private final Throttles throttles;
    private final Map<String, AppThrottle> byToken = new HashMap<>();
    private final List<Future<?>> timers = new ArrayList<>();

    private PluginCore(Machine machine, Outside outside) {
        this.machine = machine;
        Scheduler wakeups = new Wakeups(machine, machine);
        Scheduler watched = (delay, task) -> {
            Future<?> timer = wakeups.schedule(delay, task);
            timers.removeIf(Future::isDone);
            timers.add(timer);
            return timer;
        };
        platform = new Platform(machine, watched, machine.events(), machine.random());
        Limits limits = new Limits(
                outside.limits().writes(),
                outside.limits().writes() + outside.limits().reads(),
                Limits.DEFAULT.window());
        log = outside.logged() ? log(wakeups) : null;
        throttles = new Throttles(machine, watched, machine.random(), () -> limits);
    }

    private AuditLog log(Scheduler wakeups) {
        AuditLog started = new AuditLog(
                new SimulatedFiles(machine.controller.disk).getPath("/log"),
                () -> Duration.ofDays(365),
                machine,
                wakeups,
                machine.logReading(),
                machine.logWriting(),
                warning -> machine.controller.tell("warns: " + warning));
        started.start();
        return started;
    }

    /** Tells the assistance log of a build's requests. */
    RequestWitness witness(SimulatedBuild build) {
        return log == null ? new RequestWitness() {} : new AuditWitness(log, requester(build), entry -> {});
    }

    /** In whose name a build asks. */
    static Requester requester(SimulatedBuild build) {
        return new Requester("job", build.spec.number(), World.BEGINNING.plusNanos(build.begunAt), "", "");
    }

    static Maker maker() {
        return PluginCore::new;
    }

    @Override
    public Run begin(BuildPort port) {
        return port.spec().fleet() ? new PluginFleet(this, port).begin() : new PluginRequest(this, port).begin();
    }

    /** The credential as the plugin's service makes it usable. */
    CompletableFuture<GraphAccess> access(BuildPort port, SimulatedStep step) {
        return port.access(step)
                .thenApply(found -> new GraphAccess(
                        found.endpoints(),
                        found.tokens(),
                        this::throttle,
                        token -> Optional.empty(),
                        token -> TokenClaims.of(token).flatMap(TokenClaims::tenant),
                        List.of(),
                        found::sender));
    }

    private AppThrottle throttle(String token) {
        return byToken.computeIfAbsent(token, unread -> {
            TokenClaims claims = TokenClaims.of(unread).orElseThrow();
            return throttles.of(claims.tenant().orElseThrow(), claims.app().orElseThrow());
        });
    }

    @Override
    public List<String> leftovers() {
        List<String> leftovers = new ArrayList<>();
        timers.removeIf(Future::isDone);
        if (!timers.isEmpty()) {
            leftovers.add(timers.size() + " timers");
        }
        int files = machine.controller.disk.openFiles();
        if (files > 0 && !machine.diskHangs()) {
            leftovers.add(files + " open files");
        }
        return leftovers;
    }

    @Override
    public Optional<List<AuditEntry>> logged() {
        return Optional.ofNullable(log).map(kept -> {
            List<AuditEntry> entries = new ArrayList<>();
            kept.index().all(EVERYTHING, Integer.MAX_VALUE).forEach(entries::add);
            return entries;
        });
    }

    @Override
    public boolean isPatient() {
        return true;
    }

    @Override
    public int sharedTimers() {
        return 1;
    }
}
