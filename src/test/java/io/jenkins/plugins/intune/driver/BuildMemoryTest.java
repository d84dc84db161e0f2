package io.jenkins.plugins.intune.driver;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.request.Claim;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.request.ReportFixture;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.Trace;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a build remembers of its requests when some of them cannot resume after a restart. */
class BuildMemoryTest {

    private static final String DEVICE = "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d";

    private final Queue<Runnable> disk = new ArrayDeque<>();
    private final BuildMemory memory = new BuildMemory();

    private CompletableFuture<AskedDevices> devices() {
        return memory.devices(disk::add, () -> CompletableFuture.completedFuture("first"), step -> {
            AskedDevices devices = new AskedDevices();
            devices.resume(step, sent());
            return devices;
        });
    }

    private static RequestReport sent() {
        Instant moment = Instant.parse("2026-03-01T12:00:00Z");
        Trace trace = new Trace(1, moment, 0, 0, "none", "none", "Jenkins was restarted", null);
        return ReportFixture.of(Outcome.IN_DOUBT)
                .device("device", DEVICE, "LAPTOP")
                .message("in doubt")
                .began(moment)
                .sent("id", trace)
                .report();
    }

    private CompletableFuture<Claim> claim(CompletableFuture<AskedDevices> devices) {
        CompletableFuture<Claim> claim = devices.thenCompose(asked -> asked.claim(DEVICE, "second", false, end -> {}));
        while (!disk.isEmpty()) {
            disk.remove().run();
        }
        return claim;
    }

    @Test
    void nobodyWaitsForAStepThatCouldNotResumeBeforeTheBuildWasRemembered() {
        memory.abandon("first");

        CompletableFuture<Claim> claim = claim(devices());

        assertTrue(claim.isDone(), "the second step still waits");
        assertInstanceOf(Claim.Earlier.class, claim.join());
    }
}
