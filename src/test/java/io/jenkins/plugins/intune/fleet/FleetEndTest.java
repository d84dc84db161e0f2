package io.jenkins.plugins.intune.fleet;

import static io.jenkins.plugins.intune.fleet.FleetBench.devices;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.driver.ManualPlatform;
import io.jenkins.plugins.intune.driver.Platform;
import io.jenkins.plugins.intune.graph.ApiVersion;
import io.jenkins.plugins.intune.graph.TokenException;
import io.jenkins.plugins.intune.journal.FileStorage;
import io.jenkins.plugins.intune.journal.Storage;
import io.jenkins.plugins.intune.request.OnDoubt;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.request.RequestOptions;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.standin.StandIn;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a fleet ends, when a disk or the token endpoint has its own idea of that. */
class FleetEndTest {

    @TempDir
    private Path folder;

    private FleetBench bench;

    @BeforeEach
    void prepare() {
        bench = new FleetBench(folder.resolve("journal.jsonl"));
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private Fleet fleet(int devices, Platform platform, Storage file, Executor disk) throws Exception {
        return fleet(devices, 0, platform, new FleetJournal(file, FleetBench.ENCRYPTION, disk));
    }

    private Fleet fleet(int devices, int sessionTimeout, Platform platform, FleetJournal journal) throws Exception {
        RequestOptions options = new RequestOptions(ApiVersion.AUTO, 60, OnDoubt.FAIL, sessionTimeout);
        return new Fleet(new FleetPlan(devices(devices), options, FailWhen.ANY), bench, journal, platform, false);
    }

    /** Something that is called for a device does not work at all, and so the fleet ends when the first one is refused. */
    @Test
    void whatAnErrorBreaksOffIsInTheJournalAsWell() throws Exception {
        bench.onLog = line -> {
            if (line.contains("was not requested")) {
                throw new NoClassDefFoundError("of a library");
            }
        };
        Storage file = new FileStorage(folder.resolve("other.jsonl"));
        bench.standIn.device("");
        bench.standIn.answerAction(StandIn.error(404, "ResourceNotFound", "x"), StandIn.accepted());
        FleetJournal journal =
                new FleetJournal(file, FleetBench.ENCRYPTION, bench.platform().events());

        String message = bench.failure(fleet(3, 60, bench.platform(), journal).start());

        assertTrue(message.contains("of a library"), message);
        List<String> ended = bench.ended.stream().map(RequestReport::logId).toList();
        // One that was still to leave may have ended, too.
        assertTrue(ended.containsAll(bench.leaving), "all that had left have ended before the fleet");
        assertEquals(
                outcomes(bench.ended), outcomes(FleetJournal.reports(file, true)), "the page has what the log has");
    }

    private static List<Outcome> outcomes(List<RequestReport> reports) {
        return reports.stream().map(RequestReport::outcome).sorted().toList();
    }

    @Test
    void aRequestThatDoesNotEndHoldsUpTheEndOfItsFleetForAWhileOnly() {
        ManualPlatform clock = new ManualPlatform();
        FleetEvents events = new FleetEvents(clock.platform(), () -> true, mistake -> {});
        List<String> ended = new ArrayList<>();
        events.awaitAll(List.of(new CompletableFuture<>()), () -> ended.add("late"));
        events.awaitAll(List.of(CompletableFuture.failedFuture(new IOException())), () -> ended.add("at once"));
        clock.pass(Duration.ofSeconds(29));
        assertEquals(List.of("at once"), ended);

        clock.pass(Duration.ofSeconds(1));

        assertEquals(List.of("at once", "late"), ended);
        assertEquals(List.of(), clock.standing());
    }

    @Test
    void aTokenThatFailsWhileTheEndIsBeingWrittenLeavesNoTimer() throws Exception {
        ManualPlatform clock = new ManualPlatform();
        Deque<Runnable> disk = new ArrayDeque<>();
        bench.token = new CompletableFuture<>();
        Fleet fleet = fleet(1, clock.platform(), new FileStorage(folder.resolve("other.jsonl")), disk::add);
        CompletableFuture<FleetResult> outcome = fleet.start();
        disk.remove().run();
        fleet.abort();
        assertFalse(outcome.isDone());

        bench.token.completeExceptionally(new TokenException("Entra ID is down", true, null, null));
        while (!disk.isEmpty()) {
            disk.remove().run();
        }

        assertTrue(outcome.isDone());
        assertEquals(List.of(), clock.standing());
    }

    /** The page and its downloads are made of the file. */
    @Test
    void aDiskThatDoesNotTakeWhatBecameOfTheDevicesIsToldOf() throws Exception {
        AtomicBoolean full = new AtomicBoolean();
        Storage file = new FileStorage(folder.resolve("other.jsonl"));
        Storage filling = new Storage() {
            @Override
            public Optional<byte[]> read() throws IOException {
                return file.read();
            }

            @Override
            public File open() throws IOException {
                return file.open();
            }

            @Override
            public void replace(byte[] content) throws IOException {
                if (full.get()) {
                    throw new IOException("No space left on device");
                }
                file.replace(content);
            }
        };
        bench.noted = new CompletableFuture<>();
        CompletableFuture<FleetResult> outcome =
                fleet(1, bench.platform(), filling, bench.platform().events()).start();
        await().until(() -> !bench.leaving.isEmpty());
        full.set(true);

        bench.noted.complete(null);

        FleetResult result = bench.result(outcome);
        assertEquals(1, result.counts().accepted());
        assertTrue(result.message().contains("could not store all results"), result.message());
        assertTrue(result.message().contains("No space left on device"), result.message());
    }

    /** The disk hangs, and does not answer any more. */
    @Test
    void aDiskThatHangsAndDoesNotTakeWhatBecameOfTheDevicesIsToldOf() throws Exception {
        AtomicBoolean hangs = new AtomicBoolean();
        Storage file = new FileStorage(folder.resolve("other.jsonl"));
        Deque<Runnable> hung = new ArrayDeque<>();
        Executor threads = bench.platform().events();
        Executor disk = task -> {
            if (hangs.get()) {
                hung.add(task);
            } else {
                threads.execute(task);
            }
        };
        bench.noted = new CompletableFuture<>();
        CompletableFuture<FleetResult> outcome =
                fleet(1, bench.platform(), file, disk).start();
        await().until(() -> !bench.leaving.isEmpty());
        hangs.set(true);

        bench.noted.complete(null);

        FleetResult result = bench.result(outcome);
        assertEquals(1, result.counts().accepted());
        assertEquals(List.of(), FleetJournal.reports(file, false), "the page of the devices");
        assertTrue(result.message().contains("could not store all results"), result.message());
        // It answers in the end, also what comes of that, and the file is closed.
        while (!hung.isEmpty()) {
            hung.remove().run();
        }
    }

    /** The keys of session links are on a disk that hangs: SessionLinks reads them when the first link is encrypted. */
    @Test
    void aDiskWithTheKeysThatHangsHoldsUpNoEvents() throws Exception {
        CountDownLatch disk = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        LinkEncryption hanging = new LinkEncryption() {
            @Override
            public String decrypt(String encrypted) {
                return null;
            }

            @Override
            public String encrypt(String link, Instant acceptedAt) {
                asked.countDown();
                try {
                    disk.await();
                } catch (InterruptedException stop) {
                    Thread.currentThread().interrupt();
                }
                return link;
            }
        };
        // As in Jenkins: one thread for the events of all requests.
        ExecutorService events = Executors.newSingleThreadExecutor();
        ExecutorService disks = Executors.newCachedThreadPool();
        Platform platform = new Platform(
                bench.clock,
                bench.platform().scheduler(),
                events,
                () -> ThreadLocalRandom.current().nextLong());
        bench.standIn.device("", "", "https://get.teamviewer.com/new");
        FleetJournal journal = new FleetJournal(new FileStorage(folder.resolve("a.jsonl")), hanging, disks);
        fleet(1, 60, platform, journal).start();
        await().until(() -> {
            bench.clock.pass(Duration.ofMillis(200));
            return asked.getCount() == 0;
        });

        // Events of other requests of Jenkins.
        CompletableFuture.runAsync(() -> {}, events).get(60, TimeUnit.SECONDS);
        disk.countDown();
        journal.close(new RequestReport[1]).handle((closed, failure) -> null).get(60, TimeUnit.SECONDS);
        events.shutdown();
        disks.shutdown();
    }
}
