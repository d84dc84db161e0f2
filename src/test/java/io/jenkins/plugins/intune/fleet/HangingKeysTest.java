package io.jenkins.plugins.intune.fleet;

import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.intune.driver.Platform;
import io.jenkins.plugins.intune.graph.ApiVersion;
import io.jenkins.plugins.intune.journal.FileStorage;
import io.jenkins.plugins.intune.request.OnDoubt;
import io.jenkins.plugins.intune.request.RequestOptions;
import io.jenkins.plugins.intune.request.RequestReport;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk with the keys of session links does not answer. */
class HangingKeysTest {

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
        FleetPlan plan = new FleetPlan(
                FleetBench.devices(1), new RequestOptions(ApiVersion.AUTO, 60, OnDoubt.FAIL, 60), FailWhen.ANY);
        FleetJournal journal = new FleetJournal(new FileStorage(folder.resolve("a.jsonl")), hanging, disks);
        new Fleet(plan, bench, journal, platform, false).start();
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
