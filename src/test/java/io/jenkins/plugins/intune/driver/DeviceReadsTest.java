package io.jenkins.plugins.intune.driver;

import static io.jenkins.plugins.intune.standin.DeviceLists.device;
import static io.jenkins.plugins.intune.standin.DeviceLists.id;
import static io.jenkins.plugins.intune.standin.DeviceLists.list;
import static io.jenkins.plugins.intune.standin.DeviceLists.page;
import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.error;
import static io.jenkins.plugins.intune.standin.StandIn.graphSays;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.jenkins.plugins.intune.graph.DeviceAddress;
import io.jenkins.plugins.intune.graph.DeviceDetails;
import io.jenkins.plugins.intune.graph.DeviceProperty;
import io.jenkins.plugins.intune.graph.DeviceQuery;
import io.jenkins.plugins.intune.graph.DeviceSearch;
import io.jenkins.plugins.intune.graph.TokenException;
import io.jenkins.plugins.intune.retry.ReadFailure;
import io.jenkins.plugins.intune.standin.DeviceLists;
import io.jenkins.plugins.intune.standin.StandIn;
import io.jenkins.plugins.intune.throttle.AppThrottle;
import io.jenkins.plugins.intune.throttle.Limits;
import io.jenkins.plugins.intune.throttle.Permit;
import io.jenkins.plugins.intune.throttle.Priority;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Devices are read for somebody who waits as requests read them, for a bounded time. */
class DeviceReadsTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @AutoClose
    private final RequestBench bench = new RequestBench();

    private final StandIn standIn = bench.standIn;
    private final DeviceReads reads = new DeviceReads(bench.access.join(), bench.clock.platform());

    private void answers(ResponseDefinitionBuilder... answers) {
        standIn.inTurn(DeviceLists.search(), answers);
    }

    private CompletableFuture<DeviceReads.Outcome<DeviceSearch.Listing>> beginning(String name) throws Exception {
        return reads.beginningWith(DeviceQuery.of(DeviceProperty.DEVICE_NAME, name), LIMIT);
    }

    private DeviceReads.Outcome<DeviceDetails> find(String serialNumber, Predicate<DeviceDetails> scope)
            throws Exception {
        return reads.find(DeviceQuery.of(DeviceProperty.SERIAL_NUMBER, serialNumber), scope, LIMIT)
                .get(90, TimeUnit.SECONDS);
    }

    private static Predicate<DeviceDetails> called(String prefix) {
        return device -> device.name().startsWith(prefix);
    }

    @Test
    void aRefusedTokenIsRenewedOnce() throws Exception {
        answers(error(401, "InvalidAuthenticationToken", "Expired."), list(1, 2));

        DeviceSearch.Listing found =
                beginning("LAP").get(90, TimeUnit.SECONDS).value().orElseThrow();

        assertEquals(2, found.devices().size());
        assertEquals(List.of("token-one"), bench.refusedTokens);

        answers(error(403, "Forbidden", "No."));
        assertEquals(
                ReadFailure.Kind.TOKEN_REFUSED,
                beginning("LAP")
                        .get(90, TimeUnit.SECONDS)
                        .failure()
                        .orElseThrow()
                        .kind());
        assertEquals(List.of("token-one", "token-two"), bench.refusedTokens);
    }

    /** A device that is not there is known at once, and only if Graph itself says so for certain. */
    @ParameterizedTest
    @CsvSource({"ResourceNotFound, false", "serviceNotAvailable, true", "OperationTimedOut, true"})
    void onlyARefusalSaysThatADeviceIsNotThere(String code, boolean there) throws Exception {
        standIn.inTurn(StandIn.deviceRead(), error(404, code, "x"), StandIn.deviceWith(""));

        var read = reads.find(DeviceAddress.managedDevice(id(1)), device -> true, LIMIT);
        await().until(() -> {
            bench.clock.pass(Duration.ofMillis(100));
            return read.isDone();
        });

        assertEquals(there, read.join().value().isPresent(), read.join().wording());
        assertTrue(read.join().failure().isEmpty());
    }

    @Test
    void aThrottledReadWaitsAsLongAsItIsToldButNotPastItsTime() throws Exception {
        answers(graphSays(429).withHeader("Retry-After", "3"), list(1, 1));
        var patient = beginning("LAP");
        bench.awaitWait(Duration.ofSeconds(3));
        bench.clock.pass(Duration.ofSeconds(4));
        bench.clock.pass(Duration.ofMillis(500));
        await().until(() -> {
            bench.clock.pass(Duration.ofMillis(100));
            return patient.isDone();
        });
        assertEquals(1, patient.join().value().orElseThrow().devices().size());

        answers(graphSays(429).withHeader("Retry-After", "90"));
        var hasty = beginning("LAP");
        await().until(() -> {
            bench.clock.pass(Duration.ofMillis(100));
            return hasty.isDone();
        });
        assertEquals(
                ReadFailure.Kind.LATER, hasty.join().failure().orElseThrow().kind());
        assertTrue(hasty.join().wording().get().contains("429"), hasty.join().wording());

        var held = beginning("LAP");
        bench.clock.pass(LIMIT);
        assertEquals(
                ReadFailure.Kind.LATER,
                held.get(90, TimeUnit.SECONDS).failure().orElseThrow().kind(),
                "the app waits, so nothing has left");
    }

    @Test
    void whatTakesTooLongIsGivenUp() throws Exception {
        bench.currentToken = new CompletableFuture<>();
        var read = beginning("LAP");
        assertFalse(read.isDone());

        bench.clock.pass(LIMIT);

        assertTrue(read.get(90, TimeUnit.SECONDS).failure().isPresent());
        bench.currentToken.complete("late");
        assertEquals(0, standIn.requests(), "nothing leaves any more");
    }

    @Test
    void aMissingTokenIsNoFaultOfGraph() throws Exception {
        bench.currentToken =
                CompletableFuture.failedFuture(new TokenException("The secret has expired.", false, null, null));

        var outcome = beginning("LAP").get(90, TimeUnit.SECONDS);

        assertFalse(outcome.failure().orElseThrow().atGraph());
        assertEquals("The secret has expired.", outcome.wording().get());
    }

    @Test
    void aDeviceOutsideOfTheScopeIsNotThere() throws Exception {
        standIn.stub(DeviceLists.search().willReturn(DeviceLists.alike(null, 1, 3)));

        assertEquals(
                id(2), find("SN-1", called("LAPTOP-2")).value().orElseThrow().id(), "the only one that counts");

        DeviceReads.Outcome<DeviceDetails> none = find("SN-1", called("KIOSK-"));
        assertTrue(none.value().isEmpty() && none.failure().isEmpty());
        assertFalse(none.wording().get().contains("LAPTOP"), "nothing is told of the others");

        String several = find("SN-1", device -> !device.name().equals("LAPTOP-3"))
                .wording()
                .get();
        assertTrue(several.contains("LAPTOP-1") && several.contains("LAPTOP-2"), several);
        assertFalse(several.contains("LAPTOP-3"), several);
    }

    @Test
    void aDeviceWithAnotherValueOutsideOfTheScopeIsNotNamed() throws Exception {
        answers(page(null, device(7)));
        assertFalse(find("SN-1", called("KIOSK-")).wording().get().contains("LAPTOP-7"));
        assertTrue(find("SN-1", called("")).wording().get().contains("LAPTOP-7"), "and else it is");
    }

    @Test
    void aDeviceIsReadByItsId() throws Exception {
        standIn.device("");
        DeviceAddress address = DeviceAddress.managedDevice(DEVICE);
        assertEquals(
                "LAPTOP-7",
                reads.find(address, called("LAP"), LIMIT)
                        .get(90, TimeUnit.SECONDS)
                        .value()
                        .orElseThrow()
                        .name());
        assertTrue(reads.find(address, called("KIOSK-"), LIMIT)
                .get(90, TimeUnit.SECONDS)
                .value()
                .isEmpty());

        standIn.inTurn(StandIn.deviceRead(), error(404, "NotFound", "No."));
        DeviceReads.Outcome<DeviceDetails> missing =
                reads.find(address, called(""), LIMIT).get(90, TimeUnit.SECONDS);
        assertTrue(missing.value().isEmpty() && missing.failure().isEmpty(), "that is an answer");
    }

    @Test
    void whatIsLookedUpForABuildGoesBeforeReadsThatPoll() throws Exception {
        answers(list(1, 1));
        AppThrottle throttle = new AppThrottle(
                bench.clock, bench.clock, new SplittableRandom(1), new Limits(2, 6, Duration.ofSeconds(20)));
        List<CompletableFuture<Permit>> polling = Stream.generate(() -> throttle.takeRead(Priority.POLLING))
                .limit(60)
                .toList();
        GraphAccess all = bench.access.join();
        GraphAccess narrow =
                new GraphAccess(all.endpoints(), all.tokens(), token -> throttle, all.warnings(), all.transport());
        CompletableFuture<?> found = new DeviceReads(narrow, bench.clock.platform())
                .find(DeviceQuery.of(DeviceProperty.SERIAL_NUMBER, "SN-1"), device -> true, Duration.ofMinutes(10));

        await().until(() -> {
            bench.clock.pass(Duration.ofSeconds(1));
            polling.stream()
                    .filter(CompletableFuture::isDone)
                    .forEach(permit -> permit.join().answered(Duration.ZERO));
            return found.isDone();
        });

        long before = polling.stream().filter(CompletableFuture::isDone).count();
        assertTrue(before < 40, () -> before + " of 60 reads that poll went before it");
    }
}
