package io.jenkins.plugins.intune.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.driver.AskedDevices;
import io.jenkins.plugins.intune.driver.BuildMemory;
import io.jenkins.plugins.intune.driver.ManualPlatform;
import io.jenkins.plugins.intune.graph.ApiVersion;
import io.jenkins.plugins.intune.request.Claim;
import io.jenkins.plugins.intune.request.OnDoubt;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.request.ReportFixture;
import io.jenkins.plugins.intune.request.RequestOptions;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.Trace;
import io.jenkins.plugins.intune.trail.AuditLine;
import io.jenkins.plugins.intune.trail.Requester;
import io.jenkins.plugins.intune.values.GraphTenant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which of two requests gets a device, and what the other one is told. */
class StepClaimsTest {

    private static final GraphTenant TENANT =
            new GraphTenant("graph.microsoft.com", "11111111-aaaa-4bbb-8ccc-222222222222");
    private static final String DEVICE = "7f1c2a44-1d0e-4b5f-9a86-000000000001";
    private static final RequestOptions OPTIONS = new RequestOptions(ApiVersion.AUTO, 60, OnDoubt.FAIL, 0, false, 15);

    private static final Trace SENT = new Trace(1, Instant.EPOCH, 0, 0, null, null, null, null);

    @TempDir
    private Path folder;

    private final ManualPlatform clock = new ManualPlatform();
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private AuditLog log;

    @BeforeEach
    void prepare() {
        log = new AuditLog(folder, () -> Duration.ofDays(90), clock, clock, tasks::add, Runnable::run, warning -> {});
    }

    private void read() {
        log.start();
        runTasks();
    }

    @AfterEach
    void close() {
        CompletableFuture<Void> closed = log.close();
        runTasks();
        closed.join();
    }

    private void runTasks() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    private static Requester requester(int build, String startedBy) {
        return new Requester("desk/ask", build, Instant.EPOCH, startedBy, "SYSTEM");
    }

    private StepClaims claims(Requester requester) {
        return claims(new BuildMemory(), new AskedDevices(), requester);
    }

    /** A step of a build that remembers these devices, as soon as the disk has been read. */
    private StepClaims claims(BuildMemory memory, AskedDevices devices, Requester requester) {
        return new StepClaims(
                () -> memory.devices(Runnable::run, () -> CompletableFuture.completedFuture(devices), read -> read),
                memory::ended,
                log,
                requester,
                OPTIONS);
    }

    private static CompletableFuture<Claim> claim(StepClaims step, String request) {
        return step.claim(request, DEVICE, TENANT, busy -> {});
    }

    private static RequestReport report(Outcome outcome) {
        return ReportFixture.of(outcome)
                .device(DEVICE, DEVICE, null)
                .sent("1", SENT)
                .report();
    }

    private static String refusal(CompletableFuture<Claim> claim) {
        Claim.Refused refused = (Claim.Refused) claim.join();
        assertEquals(Outcome.RECENTLY_ASKED, refused.outcome());
        return refused.why();
    }

    @Test
    void aRequestThatHasEndedHoldsNothingHoweverLateItsClaimComes() {
        StepClaims first = claims(requester(1, "kim"));
        CompletableFuture<Claim> whileTheLogIsRead = claim(first, "one");
        first.ended("one", report(Outcome.FAILED));
        read();
        CompletableFuture<Claim> afterwards = claim(first, "one");

        assertTrue(whileTheLogIsRead.isCompletedExceptionally());
        assertTrue(afterwards.isCompletedExceptionally());
        assertInstanceOf(
                Claim.Granted.class, claim(claims(requester(2, "anna")), "one").join());
    }

    @Test
    void aRequestThatHasEndedHoldsNothingHoweverLateItsBuildRemembers() {
        read();
        CompletableFuture<AskedDevices> late = new CompletableFuture<>();
        StepClaims step = new StepClaims(() -> late, (request, report) -> {}, log, requester(1, "kim"), OPTIONS);
        CompletableFuture<Claim> first = claim(step, "one");
        step.ended("one", report(Outcome.FAILED));

        late.complete(new AskedDevices());

        assertTrue(first.isCompletedExceptionally());
        assertInstanceOf(Claim.Granted.class, claim(step, "two").join());
    }

    /** Two branches of a build, after a restart. */
    @Test
    void whoWaitsForARequestHearsOfItsEndAlthoughNoDiskAnswersAnyMore() {
        read();
        BuildMemory memory = new BuildMemory();
        Supplier<CompletableFuture<AskedDevices>> asked = () ->
                memory.devices(tasks::add, () -> CompletableFuture.completedFuture(new AskedDevices()), devices -> {
                    devices.resume("one", report(Outcome.IN_DOUBT));
                    return devices;
                });
        StepClaims resumed = new StepClaims(asked, memory::ended, log, requester(1, "kim"), OPTIONS);
        CompletableFuture<Claim> waiting =
                claim(new StepClaims(asked, memory::ended, log, requester(1, "kim"), OPTIONS), "two");
        runTasks();
        assertFalse(waiting.isDone());

        resumed.ended("one", report(Outcome.FAILED));

        assertInstanceOf(Claim.Granted.class, waiting.getNow(null));
    }

    /** Two branches of a build, after a restart. The step of the first one has not told its end yet. */
    @Test
    void whoWaitsForARequestHearsOfItsEndAlthoughTheDiskGaveNothingRightThen() {
        read();
        BuildMemory memory = new BuildMemory();
        AtomicBoolean broken = new AtomicBoolean(true);
        Supplier<CompletableFuture<AskedDevices>> asked = () ->
                memory.devices(tasks::add, () -> CompletableFuture.completedFuture(new AskedDevices()), devices -> {
                    if (broken.get()) {
                        throw new UncheckedIOException(new IOException("Stale file handle"));
                    }
                    devices.resume("one", report(Outcome.IN_DOUBT));
                    return devices;
                });
        new StepClaims(asked, memory::ended, log, requester(1, "kim"), OPTIONS).ended("one", report(Outcome.ACCEPTED));
        runTasks();
        broken.set(false);

        CompletableFuture<Claim> claim =
                claim(new StepClaims(asked, memory::ended, log, requester(1, "kim"), OPTIONS), "two");
        runTasks();

        assertTrue(claim.isDone(), "it waits for a request that has ended");
        assertInstanceOf(Claim.Earlier.class, claim.join());
    }

    @Test
    void aRequestThatClaimsTwiceHoldsItsDeviceOnce() {
        read();
        StepClaims first = claims(requester(1, "kim"));
        claim(first, "one");
        assertInstanceOf(Claim.Granted.class, claim(first, "one").join());

        first.ended("one", report(Outcome.FAILED));

        assertInstanceOf(
                Claim.Granted.class, claim(claims(requester(2, "anna")), "one").join());
    }

    @Test
    void aRequestThatWaitsHoldsNobodyUp() {
        read();
        StepClaims first = claims(requester(1, "kim"));
        claim(first, "one");
        first.givesWay("one");

        assertInstanceOf(
                Claim.Granted.class, claim(claims(requester(2, "anna")), "one").join());

        String said = refusal(claim(first, "one"));
        assertTrue(said.contains("desk/ask #2 (anna) is about to ask this device"), said);
    }

    @Test
    void whoeverComesSecondIsToldWhatHasHappenedSoFar() {
        read();
        claim(claims(requester(1, "kim")), "one");

        String said = refusal(claim(claims(requester(2, "anna")), "one"));
        StepClaims dry = new StepClaims(
                () -> CompletableFuture.completedFuture(new AskedDevices()),
                (request, report) -> {},
                log,
                requester(3, "anna"),
                OPTIONS.withDryRun(true));

        assertTrue(said.contains("desk/ask #1 (kim) is about to ask this device"), said);
        assertEquals(said, refusal(claim(dry, "one")));
    }

    @Test
    void whoHasStartedABuildIsLeftOutIfNobodyHas() {
        read();
        AuditLine.Asked line =
                new AuditLine.Asked(new UUID(1, 1), null, clock.now(), TENANT, DEVICE, "LAPTOP-1", requester(1, ""), 0);
        log.asked(line);

        String said = refusal(claim(claims(requester(2, "anna")), "one"));

        assertTrue(said.contains(": desk/ask #1 asked this device at 2026-11-24T10:00:00Z"), said);
    }

    /** The first build has asked, and waits for an hour for the person to agree. */
    @Test
    void whoWaitsForASessionIsInNobodysWayForLongerThanTheRuleSays() {
        read();
        Requester kim = requester(1, "kim");
        StepClaims first = claims(kim);
        assertInstanceOf(Claim.Granted.class, claim(first, "one").join());
        log.asked(new AuditLine.Asked(UUID.randomUUID(), null, clock.now(), TENANT, DEVICE, "LAPTOP-1", kim, 0));
        first.givesWay("one");
        StepClaims second = claims(requester(2, "anna"));

        String meanwhile = refusal(claim(second, "one"));
        clock.pass(Duration.ofMinutes(16));

        assertTrue(meanwhile.contains(": desk/ask #1 (kim) asked this device at "), meanwhile);
        assertInstanceOf(Claim.Granted.class, claim(second, "one").join());
    }
}
