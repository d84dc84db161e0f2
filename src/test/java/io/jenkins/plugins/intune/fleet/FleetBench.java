package io.jenkins.plugins.intune.fleet;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.jenkins.plugins.intune.Patience;
import io.jenkins.plugins.intune.driver.GraphAccess;
import io.jenkins.plugins.intune.driver.ManualPlatform;
import io.jenkins.plugins.intune.driver.Platform;
import io.jenkins.plugins.intune.graph.ApiVersion;
import io.jenkins.plugins.intune.graph.BearerTokens;
import io.jenkins.plugins.intune.graph.CloudEndpoints;
import io.jenkins.plugins.intune.graph.DeviceAddress;
import io.jenkins.plugins.intune.graph.DeviceForm;
import io.jenkins.plugins.intune.graph.DeviceTarget;
import io.jenkins.plugins.intune.http.HttpSender;
import io.jenkins.plugins.intune.http.HttpTransport;
import io.jenkins.plugins.intune.http.ProxySettings;
import io.jenkins.plugins.intune.journal.ProcessFiles;
import io.jenkins.plugins.intune.request.OnDoubt;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.request.RequestOptions;
import io.jenkins.plugins.intune.request.RequestPlan;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import io.jenkins.plugins.intune.standin.DeviceLists;
import io.jenkins.plugins.intune.standin.StandIn;
import io.jenkins.plugins.intune.throttle.AppThrottle;
import io.jenkins.plugins.intune.throttle.Limits;
import io.jenkins.plugins.intune.throttle.Throttles;
import io.jenkins.plugins.intune.values.GraphTenant;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * A fleet against a server that answers as Graph does, on a clock that moves when nothing else does, with a controller that
 * can die.
 */
final class FleetBench implements FleetHost, AutoCloseable {

    /** Reverses a link, so that a test can see whether it was encrypted. */
    static final LinkEncryption ENCRYPTION = new LinkEncryption() {
        @Override
        public String encrypt(String link, Instant acceptedAt) {
            return new StringBuilder(link).reverse().toString();
        }

        @Override
        public String decrypt(String encrypted) {
            return encrypt(encrypted, null);
        }
    };

    final ManualPlatform clock = new ManualPlatform();
    final StandIn standIn = StandIn.start(clock::nanos);
    final List<String> log = new CopyOnWriteArrayList<>();
    /** The attempts that were told of before they left. */
    final List<String> leaving = new CopyOnWriteArrayList<>();

    /** How far the fleet is. */
    Supplier<Optional<FleetStatus>> status;

    final List<RequestReport> ended = new CopyOnWriteArrayList<>();
    /** What had ended before a restart. */
    final List<RequestReport> endedBefore = new CopyOnWriteArrayList<>();

    volatile CompletableFuture<Void> noted = CompletableFuture.completedFuture(null);
    CompletableFuture<Void> usable = CompletableFuture.completedFuture(null);
    CompletableFuture<String> token = CompletableFuture.completedFuture(StandIn.TOKEN);
    final AtomicInteger tokenRequests = new AtomicInteger();
    OnDoubt onDoubt = OnDoubt.FAIL;
    FailWhen failWhen = FailWhen.ANY;
    int timeoutSeconds = 60;
    int sessionTimeoutSeconds;
    boolean dryRun;
    /** The permissions that a token says it has; empty if it does not say. */
    Optional<List<String>> roles = Optional.empty();

    LinkEncryption encryption = ENCRYPTION;

    final AtomicInteger renewals = new AtomicInteger();

    private final Path journal;
    private ProcessFiles files = new ProcessFiles();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(4);
    private final HttpTransport transport = new HttpTransport(ProxySettings.DIRECT, StandIn.trust(), "test", threads);
    private volatile ControllerLife controller = new ControllerLife(threads);
    private volatile AppThrottle throttle = throttle();
    private boolean resumed;

    /** @param journal where the fleet's journal is */
    /** What else happens when a line is logged. */
    volatile Consumer<String> onLog = line -> {};

    FleetBench(Path journal) {
        this.journal = journal;
        standIn.device("");
        standIn.answerAction(StandIn.accepted());
    }

    /** So many managed devices. */
    static List<DeviceTarget> devices(int count) throws Exception {
        List<DeviceTarget> devices = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String id = DeviceLists.id(i);
            devices.add(DeviceAddress.of(DeviceForm.MANAGED_DEVICE, part -> id));
        }
        return devices;
    }

    private AppThrottle throttle() {
        return new Throttles(clock, this::schedule, RandomGenerator.getDefault(), () -> Limits.DEFAULT)
                .of(StandIn.TENANT, StandIn.CLIENT);
    }

    Fleet fleet(List<? extends DeviceTarget> devices) {
        RequestOptions options =
                new RequestOptions(ApiVersion.AUTO, timeoutSeconds, onDoubt, sessionTimeoutSeconds).withDryRun(dryRun);
        return fleet(new FleetPlan(devices, options, failWhen));
    }

    Fleet fleet(FleetPlan plan) {
        FleetJournal saved = new FleetJournal(files.storage(journal), encryption, controller);
        return new Fleet(plan, this, saved, platform(), resumed);
    }

    /** What this controller runs on, as long as it lives. */
    Platform platform() {
        return new Platform(
                clock,
                this::schedule,
                controller,
                () -> ThreadLocalRandom.current().nextLong());
    }

    /** Runs a fleet to its end. */
    FleetResult run(List<? extends DeviceTarget> devices) throws Exception {
        return result(fleet(devices).start());
    }

    FleetResult run(DeviceTarget... devices) throws Exception {
        return run(Arrays.asList(devices));
    }

    /** Lets time pass until a fleet has ended. */
    FleetResult result(CompletableFuture<FleetResult> outcome) throws Exception {
        passUntil(outcome::isDone);
        return outcome.get();
    }

    /** The message of a fleet that cannot begin. */
    String failure(CompletableFuture<FleetResult> outcome) {
        ExecutionException failed = assertThrows(ExecutionException.class, () -> result(outcome));
        return assertInstanceOf(FleetException.class, failed.getCause()).getMessage();
    }

    /** Lets time pass, but only while this controller has nothing else to wait for. */
    void passUntil(BooleanSupplier done) {
        while (!done.getAsBoolean()) {
            await().pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(2))
                    .atMost(Patience.TIME.multipliedBy(6))
                    .until(() -> done.getAsBoolean() || controller.isIdle());
            if (!done.getAsBoolean()) {
                assertFalse(clock.standing().isEmpty(), "it waits for nothing, and has not ended");
                clock.passToNext();
            }
        }
    }

    /** Awaits a wait of just this length. */
    void awaitWait(Duration expected) {
        await().until(() -> clock.standing().contains(expected));
    }

    /** How the devices of a result ended. */
    static List<Outcome> outcomes(FleetResult result) {
        return result.reports().stream().map(RequestReport::outcome).toList();
    }

    /** How many times each device was asked. */
    Map<String, Integer> asked() {
        Map<String, Integer> asked = new TreeMap<>();
        for (LoggedRequest sent : standIn.actions()) {
            asked.merge(sent.getUrl().replaceAll(".*managedDevices/([^/]*)/.*", "$1"), 1, Integer::sum);
        }
        return asked;
    }

    /** Each of so many devices was asked once. */
    void assertEachAskedOnce(int count) {
        Map<String, Integer> once = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            once.put(DeviceLists.id(i), 1);
        }
        assertEquals(once, asked());
    }

    /** The controller dies, with everything that it had scheduled, and another one takes over. */
    void dieAndRise() {
        controller.end();
        controller = new ControllerLife(threads);
        resumed = true;
        files.end();
        files = new ProcessFiles();
        throttle = throttle();
    }

    /** How long this controller sends nothing because Graph said so. */
    Duration heldFor() {
        return throttle.heldFor();
    }

    @Override
    public void started(Supplier<Optional<FleetStatus>> now) {
        status = now;
    }

    @Override
    public CompletableFuture<GraphAccess> access() {
        BearerTokens tokens = new BearerTokens() {
            @Override
            public CompletableFuture<String> current() {
                tokenRequests.incrementAndGet();
                return token;
            }

            @Override
            public CompletableFuture<String> renewed(String refused) {
                renewals.incrementAndGet();
                return CompletableFuture.completedFuture("renewed");
            }
        };
        CloudEndpoints endpoints = new CloudEndpoints(standIn.root(), standIn.root());
        HttpSender sender = controller.sender(transport);
        return usable.thenApply(usable -> new GraphAccess(
                endpoints,
                tokens,
                token -> throttle,
                token -> roles,
                token -> Optional.of(StandIn.TENANT),
                List.of("beware"),
                () -> sender));
    }

    @Override
    public void endedBefore(RequestReport report) {
        endedBefore.add(report);
    }

    @Override
    public CompletableFuture<Void> leaving(RequestPlan plan, RequestState state, GraphTenant tenant) {
        leaving.add(state.sent().clientRequestId());
        return noted;
    }

    @Override
    public CompletableFuture<Void> ended(int index, RequestPlan plan, RequestState last, RequestReport report) {
        ended.add(report);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void log(String line) {
        log.add(line);
        onLog.accept(line);
    }

    private Future<?> schedule(Duration delay, Runnable task) {
        ControllerLife ofThisController = controller;
        return clock.schedule(delay, () -> ofThisController.execute(task));
    }

    @Override
    public void close() {
        transport.retire();
        threads.shutdownNow();
        files.end();
        standIn.close();
    }
}
