package io.jenkins.plugins.intune.driver;

import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.intune.audit.AuditLog;
import io.jenkins.plugins.intune.audit.AuditWitness;
import io.jenkins.plugins.intune.audit.LastAsked;
import io.jenkins.plugins.intune.graph.ApiVersion;
import io.jenkins.plugins.intune.graph.DeviceAddress;
import io.jenkins.plugins.intune.graph.DeviceForm;
import io.jenkins.plugins.intune.index.AuditEntry;
import io.jenkins.plugins.intune.request.Claim;
import io.jenkins.plugins.intune.request.OnDoubt;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.request.Phase;
import io.jenkins.plugins.intune.request.RequestOptions;
import io.jenkins.plugins.intune.request.RequestPlan;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import io.jenkins.plugins.intune.standin.StandIn;
import io.jenkins.plugins.intune.trail.AuditSamples;
import io.jenkins.plugins.intune.trail.Requester;
import io.jenkins.plugins.intune.values.GraphTenant;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Requests of a build, with what the build remembers of them and with the assistance log of a Jenkins that can die. */
abstract class LoggedRequestsFixture {

    private static final Instant BEGAN = Instant.parse("2026-11-24T09:59:00Z");

    @TempDir
    Path folder;

    final RequestBench bench = new RequestBench();
    final StandIn standIn = bench.standIn;
    /** What log collectors get. */
    final List<String> told = new CopyOnWriteArrayList<>();
    /** What becomes of a save. */
    volatile Function<RequestState, CompletableFuture<Void>> disk = state -> CompletableFuture.completedFuture(null);
    /** What was saved last. */
    volatile RequestState onDisk;
    /** Reads the log. */
    Executor reading = Runnable::run;

    AuditLog log;
    AuditWitness witness;
    /** What the build remembers, which a power failure can make forgotten. */
    AskedDevices asked = new AskedDevices();
    /** One for all, so that no id comes twice. */
    private final Platform platform = bench.clock.platform();

    @BeforeEach
    final void prepare() {
        standIn.device("");
        startJenkins();
    }

    @AfterEach
    final void close() {
        log.close().join();
        bench.close();
    }

    /** The one before has died, if there was one. */
    final void startJenkins() {
        if (log != null) {
            log.close().join();
        }
        bench.clock.pass(Duration.ofMillis(5));
        log = new AuditLog(
                folder.resolve("log"),
                () -> Duration.ofDays(90),
                bench.clock,
                bench.clock,
                task -> reading.execute(task),
                Runnable::run,
                words -> {});
        log.start();
        witness = new AuditWitness(
                log,
                new Requester("job", 1, BEGAN, "kim", "SYSTEM"),
                entry -> told.add(entry.clientRequestId() + " " + entry.outcome()));
    }

    final CompletableFuture<RequestReport> begin(String step, OnDoubt onDoubt) throws Exception {
        return begin(step, new RequestOptions(ApiVersion.AUTO, 600, onDoubt, 0));
    }

    final CompletableFuture<RequestReport> begin(String step, RequestOptions options) throws Exception {
        return begin(step, options, RequestState.startingAt(bench.clock.now()), false);
    }

    /** A step whose first request is throttled, and which waits to send the next. */
    final void beginAndBackOff() throws Exception {
        begin("one", OnDoubt.FAIL);
        // Its state is on disk a moment after it is in memory.
        await().until(() -> standIn.actions().size() == 1
                && bench.request.phase() == Phase.BACKING_OFF
                && onDisk.phase() == Phase.BACKING_OFF);
    }

    final CompletableFuture<RequestReport> resume(String step, RequestState state) throws Exception {
        return begin(step, new RequestOptions(ApiVersion.AUTO, 600, OnDoubt.FAIL, 0), state, true);
    }

    final CompletableFuture<RequestReport> begin(
            String step, RequestOptions options, RequestState state, boolean resumed) throws Exception {
        AuditWitness own = witness;
        RecordingHost host = new RecordingHost() {
            /** Of a Jenkins that has died, nothing reaches the disk or the log any more. */
            private boolean isDead() {
                return own != witness;
            }

            @Override
            public CompletableFuture<Void> save(RequestState next) {
                if (isDead()) {
                    return new CompletableFuture<>();
                }
                CompletableFuture<Void> done = disk.apply(next);
                onDisk = done.isCompletedExceptionally() ? onDisk : next;
                return done;
            }

            @Override
            public CompletableFuture<Claim> claim(
                    String deviceId, GraphTenant tenant, Consumer<CompletableFuture<?>> busy) {
                return asked.claim(deviceId, step, options.askAgain(), busy);
            }

            @Override
            public CompletableFuture<Void> leaving(RequestPlan plan, RequestState now, GraphTenant tenant) {
                return isDead() ? new CompletableFuture<>() : own.leaving(plan, now, tenant);
            }

            @Override
            public void givesWay(RequestState now) {
                if (!isDead()) {
                    own.givesWay(now);
                }
            }

            @Override
            public CompletableFuture<Void> ended(RequestPlan plan, RequestState last, RequestReport report) {
                if (isDead()) {
                    return new CompletableFuture<>();
                }
                asked.ended(step, report);
                return own.ended(plan, last, report);
            }
        };
        RequestPlan plan = new RequestPlan(DeviceAddress.of(DeviceForm.MANAGED_DEVICE, part -> DEVICE), options, false);
        AccessCache cache = new AccessCache(() -> bench.access, bench.clock, resumed);
        bench.request = new RequestDriver(plan, state, resumed, host, cache, platform, null);
        bench.outcome = bench.request.start();
        return bench.outcome;
    }

    /**
     * A request is throttled, and ends because the disk is full, which the log has and the disk has not.
     *
     * @return what is on disk
     */
    final RequestState endThatTheDiskForgets() throws Exception {
        beginAndBackOff();
        disk = state -> CompletableFuture.failedFuture(new IOException("No space left on device"));
        bench.passUntilDone();
        assertEquals(Outcome.FAILED, bench.report().outcome());
        assertEquals(Phase.BACKING_OFF, onDisk.phase());
        disk = state -> CompletableFuture.completedFuture(null);
        return onDisk;
    }

    /** A power failure makes the second attempt forgotten; the request goes on from before it, and its third is refused. */
    final void isRefusedAfterAPowerFailure(RequestState left) throws Exception {
        asked = new AskedDevices();
        startJenkins();
        resume("one", left);
        bench.passUntilDone();
        assertEquals(3, standIn.actions().size());
        assertEquals(Outcome.FAILED, bench.report().outcome());
    }

    /** Lets time pass, a little while each answer is on its way. */
    final void passUntil(BooleanSupplier done) {
        await().pollInterval(Duration.ofMillis(5)).until(() -> {
            if (!done.getAsBoolean()) {
                bench.clock.pass(Duration.ofMillis(200));
            }
            return done.getAsBoolean();
        });
    }

    /** The {@code client-request-id} of a request that the server got. */
    final String sent(int number) {
        return standIn.actions().get(number - 1).getHeader("client-request-id");
    }

    final List<AuditEntry> log() {
        return log.index().all(AuditSamples.ALL, 100).toList();
    }

    /** Which attempts the log shows, and how they ended. */
    final List<String> entries() {
        return log().stream()
                .map(entry -> entry.clientRequestId() + " " + entry.outcome())
                .toList();
    }

    /** The device's latest request, as another build is told. */
    final Optional<LastAsked> last(Duration within) {
        Requester other = new Requester("other", 3, bench.clock.now(), "anna", "SYSTEM");
        return log.lastAsked(GraphTenant.UNKNOWN, DEVICE, within, other).join();
    }

    /** The same of the last hour. */
    final Optional<LastAsked> last() {
        return last(Duration.ofHours(1));
    }
}
