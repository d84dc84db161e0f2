package io.jenkins.plugins.intune.driver;

import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.error;
import static io.jenkins.plugins.intune.standin.StandIn.graphSays;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.intune.audit.AuditEntry;
import io.jenkins.plugins.intune.audit.AuditFilter;
import io.jenkins.plugins.intune.audit.AuditLog;
import io.jenkins.plugins.intune.audit.AuditWitness;
import io.jenkins.plugins.intune.audit.Requester;
import io.jenkins.plugins.intune.graph.ApiVersion;
import io.jenkins.plugins.intune.graph.DeviceAddress;
import io.jenkins.plugins.intune.graph.DeviceForm;
import io.jenkins.plugins.intune.request.Claim;
import io.jenkins.plugins.intune.request.OnDoubt;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.request.Phase;
import io.jenkins.plugins.intune.request.RequestOptions;
import io.jenkins.plugins.intune.request.RequestPlan;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import io.jenkins.plugins.intune.standin.StandIn;
import io.jenkins.plugins.intune.values.GraphTenant;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the assistance log says of attempts that never leave: nothing but what the request came to. */
class LoggedAttemptsTest {

    @TempDir
    Path folder;

    private final RequestBench bench = new RequestBench();
    private final StandIn standIn = bench.standIn;
    private final AskedDevices asked = new AskedDevices();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> slowSave = new CompletableFuture<>();
    private volatile boolean saving;
    private volatile boolean hanging;
    private AuditLog log;
    private AuditWitness witness;

    @BeforeEach
    void prepare() {
        standIn.device("");
        log = new AuditLog(
                folder.resolve("log"),
                () -> Duration.ofDays(90),
                bench.clock,
                bench.clock,
                Runnable::run,
                Runnable::run,
                words -> {});
        Instant began = bench.clock.now();
        witness = new AuditWitness(
                log,
                new Requester("job", 1, began, "kim", "SYSTEM"),
                (line, outcome) -> told.add(line.attempt() + " " + outcome));
    }

    @AfterEach
    void close() {
        log.close().join();
        bench.close();
    }

    private RequestReport first() throws Exception {
        standIn.answerAction(error(504, "x", "late"));
        begin("one", OnDoubt.FAIL, false);
        bench.passUntilDone();
        assertEquals(Outcome.IN_DOUBT, bench.report().outcome());
        return bench.report();
    }

    private void begin(String key, OnDoubt onDoubt, boolean hangs) throws Exception {
        RecordingHost host = new RecordingHost() {
            @Override
            public CompletableFuture<Void> save(RequestState state) {
                super.save(state);
                boolean hang = (hangs || hanging) && state.phase() == Phase.SAVING && !slowSave.isDone();
                saving |= hang;
                return hang ? slowSave : CompletableFuture.completedFuture(null);
            }

            @Override
            public CompletableFuture<Claim> claim(
                    String deviceId, GraphTenant tenant, Consumer<CompletableFuture<?>> busy) {
                return asked.claim(deviceId, key, false, busy);
            }

            @Override
            public CompletableFuture<Void> leaving(RequestPlan plan, RequestState state, GraphTenant tenant) {
                return witness.leaving(plan, state, tenant);
            }

            @Override
            public void backsOff(RequestState state) {
                witness.backsOff(state);
            }

            @Override
            public CompletableFuture<Void> ended(RequestPlan ended, RequestState last, RequestReport report) {
                asked.ended(key, report);
                return witness.ended(ended, last, report);
            }
        };
        RequestPlan plan = new RequestPlan(
                DeviceAddress.of(DeviceForm.MANAGED_DEVICE, part -> DEVICE),
                new RequestOptions(ApiVersion.AUTO, 120, onDoubt, 0),
                false);
        AccessCache cache = new AccessCache(() -> bench.access, bench.clock, false);
        bench.request = new RequestDriver(
                plan, RequestState.startingAt(bench.clock.now()), false, host, cache, bench.clock.platform(), null);
        bench.outcome = bench.request.start();
    }

    private void passUntilSaving() {
        await().pollInterval(Duration.ofMillis(5)).until(() -> {
            if (!saving) {
                bench.clock.pass(Duration.ofMillis(200));
            }
            return saving;
        });
    }

    private List<String> entries() {
        List<String> all = new ArrayList<>();
        for (AuditEntry entry : log.index().all(new AuditFilter(null, null, null, null, null, null), 100)) {
            all.add(entry.clientRequestId() + " " + entry.outcome());
        }
        return all;
    }

    @Test
    void anAttemptThatIsAbortedWhileItIsSavedIsNoRequestOfItsOwn() throws Exception {
        String left = first().clientRequestId();
        begin("two", OnDoubt.RESEND, true);
        passUntilSaving();

        bench.abort();

        assertEquals(Outcome.IN_DOUBT, bench.report().outcome());
        assertEquals(left, bench.report().clientRequestId());
        assertEquals(1, standIn.actions().size(), "one request has left");
        assertEquals(List.of(left + " IN_DOUBT"), entries(), "and the log has one");
        assertEquals(List.of(left + " IN_DOUBT"), told, "and so have those who collect it");
    }

    /** The save takes three seconds, so the device is read once more, and shows the session of the first request. */
    @Test
    void anAttemptThatALinkMakesNeedlessIsNotTheOneThatWasAccepted() throws Exception {
        String left = first().clientRequestId();
        begin("two", OnDoubt.RESEND, true);
        passUntilSaving();
        standIn.device("https://get.teamviewer.com/s1");
        bench.clock.pass(Duration.ofSeconds(3));
        slowSave.complete(null);
        bench.passUntilDone();

        assertEquals(Outcome.ACCEPTED, bench.report().outcome());
        assertEquals(left, bench.report().clientRequestId());
        assertEquals(1, standIn.actions().size(), "one request has left");
        assertEquals(List.of(left + " ACCEPTED"), entries(), "and the log has one, and it was accepted");
    }

    @Test
    void anAttemptThatIsSavedTooLateTakesTheTenantOfTheOneBeforeNotAway() throws Exception {
        standIn.answerAction(graphSays(429));
        begin("one", OnDoubt.FAIL, false);
        await().until(() -> standIn.actions().size() == 1 && bench.request.phase() == Phase.BACKING_OFF);
        hanging = true;
        passUntilSaving();
        bench.clock.pass(Duration.ofSeconds(11));
        slowSave.complete(null);
        await().until(() -> bench.request.phase() == Phase.BACKING_OFF);

        bench.abort();

        AuditEntry entry = log.index()
                .all(new AuditFilter(null, null, null, null, null, null), 10)
                .iterator()
                .next();
        assertEquals(StandIn.TENANT, entry.tenant().id());
    }
}
