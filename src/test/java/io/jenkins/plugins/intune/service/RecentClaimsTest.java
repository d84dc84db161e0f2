package io.jenkins.plugins.intune.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.ClosedFiles;
import io.jenkins.plugins.intune.audit.AuditLine;
import io.jenkins.plugins.intune.audit.AuditLog;
import io.jenkins.plugins.intune.audit.Requester;
import io.jenkins.plugins.intune.driver.ManualPlatform;
import io.jenkins.plugins.intune.request.Claim;
import io.jenkins.plugins.intune.request.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Which of two builds gets a device, and what the other one is told. */
@ExtendWith(ClosedFiles.class)
class RecentClaimsTest {

    private static final String CLOUD = "graph.microsoft.com";
    private static final String DEVICE = "7f1c2a44-1d0e-4b5f-9a86-000000000001";

    @TempDir
    private Path folder;

    private final ManualPlatform clock = new ManualPlatform();
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private AuditLog log;

    @BeforeEach
    void prepare() {
        log = new AuditLog(folder, () -> Duration.ofDays(90), clock, clock, tasks::add, Runnable::run, warning -> {});
    }

    @AfterEach
    void close() {
        log.close();
        runTasks();
    }

    private void read() {
        log.start();
        runTasks();
    }

    private void runTasks() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    private static Requester requester(int build, String startedBy) {
        return new Requester("desk/ask", build, Instant.EPOCH, startedBy, "SYSTEM");
    }

    private RecentClaims claims(Requester requester) {
        return new RecentClaims(requester, Duration.ofMinutes(15), () -> log);
    }

    private static String refusal(CompletableFuture<Claim> claim) {
        Claim.Refused refused = (Claim.Refused) claim.join();
        assertEquals(Outcome.RECENTLY_ASKED, refused.outcome());
        return refused.why();
    }

    @Test
    void aRequestThatHasEndedHoldsNothingHoweverLateItsClaimComes() {
        RecentClaims first = claims(requester(1, "kim"));
        CompletableFuture<Claim> whileTheLogIsRead = first.claim("one", DEVICE, CLOUD);
        first.ended("one");
        read();
        CompletableFuture<Claim> afterwards = first.claim("one", DEVICE, CLOUD);

        assertTrue(whileTheLogIsRead.isCompletedExceptionally());
        assertTrue(afterwards.isCompletedExceptionally());
        assertEquals(
                Claim.GRANTED,
                claims(requester(2, "anna")).claim("one", DEVICE, CLOUD).join());
    }

    @Test
    void aRequestThatClaimsTwiceHoldsItsDeviceOnce() {
        read();
        RecentClaims first = claims(requester(1, "kim"));
        first.claim("one", DEVICE, CLOUD);
        assertEquals(Claim.GRANTED, first.claim("one", DEVICE, CLOUD).join());

        first.ended("one");

        assertEquals(
                Claim.GRANTED,
                claims(requester(2, "anna")).claim("one", DEVICE, CLOUD).join());
    }

    @Test
    void whoeverComesSecondIsToldWhatHasHappenedSoFar() {
        read();
        claims(requester(1, "kim")).claim("one", DEVICE, CLOUD);
        RecentClaims second = claims(requester(2, "anna"));

        String said = refusal(second.claim("one", DEVICE, CLOUD));

        assertTrue(said.contains("desk/ask #1 (kim) is about to ask this device"), said);
        assertEquals(said, refusal(second.look(DEVICE, CLOUD)));
    }

    @Test
    void whoHasStartedABuildIsLeftOutIfNobodyHas() {
        read();
        AuditLine.Asked line =
                new AuditLine.Asked(new UUID(1, 1), null, clock.now(), CLOUD, DEVICE, "LAPTOP-1", requester(1, ""));
        log.asked(line);

        String said = refusal(claims(requester(2, "anna")).claim("one", DEVICE, CLOUD));

        assertTrue(said.contains(": desk/ask #1 asked this device at 2026-11-24T10:00:00Z"), said);
    }
}
