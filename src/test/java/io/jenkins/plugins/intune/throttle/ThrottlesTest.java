package io.jenkins.plugins.intune.throttle;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ThrottlesTest {

    private static final String TENANT = "8f1d2c3b-0000-4000-8000-00000000000a";
    private static final String APP = "8f1d2c3b-0000-4000-8000-00000000000b";

    private final VirtualTime time = new VirtualTime();
    private Limits limits = Limits.DEFAULT;
    private final Throttles throttles = new Throttles(time, time, new SplittableRandom(1), () -> limits);

    @Test
    void oneAppInOneTenantHasOneThrottleHoweverItsIdsAreSpelled() {
        AppThrottle throttle = throttles.of(TENANT, APP);
        assertSame(
                throttle,
                throttles.of(TENANT.toUpperCase(java.util.Locale.ROOT), APP.toUpperCase(java.util.Locale.ROOT)));
        assertNotSame(throttle, throttles.of(APP, TENANT));
    }

    @Test
    void oneInUseIsNeverForgottenAndOthersAre() {
        AppThrottle used = throttles.of(TENANT, APP);
        for (int i = 0; i < 1_000; i++) {
            throttles.of(TENANT, "app " + i);
        }
        await().until(() -> {
            System.gc();
            return throttles.of(TENANT, APP) == used && throttles.size() == 1;
        });
    }

    @Test
    void whatIntuneHasNotForgottenIsNotForgottenHere() {
        throttles.of(TENANT, APP).takeRead(Priority.DECIDING).join().answered(Duration.ZERO);
        throttles.of(TENANT, "nobody's");
        await().until(() -> {
            System.gc();
            throttles.of(TENANT, APP);
            return throttles.size() == 1;
        });
        assertTrue(!throttles.of(TENANT, APP).knowsNothing());

        time.pass(Duration.ofSeconds(21));
        await().until(() -> {
            System.gc();
            throttles.of(TENANT, "another");
            return throttles.size() == 1;
        });
    }

    @Test
    void anAdministratorsShareIsValidForAllThereAre() {
        AppThrottle throttle = throttles.of(TENANT, APP);
        assertEquals(Duration.ofSeconds(20), throttle.timeFor(200));
        limits = Limits.DEFAULT.withWrites(50);
        throttles.limitsChanged();
        assertEquals(Duration.ofSeconds(80), throttle.timeFor(200));
        assertEquals(Duration.ofSeconds(80), throttles.of(TENANT, "a new one").timeFor(200));
    }

    @Test
    void whoWaitsForASmallShareDoesNotWaitAnyLongerOnceItIsLarger() {
        limits = Limits.DEFAULT.withWrites(1);
        AppThrottle throttle = throttles.of(TENANT, APP);
        CompletableFuture<Permit> first = claim(throttle);
        time.pass(Duration.ofMillis(10));
        first.join().answered(Duration.ZERO);
        CompletableFuture<Permit> second = claim(throttle);
        time.pass(Duration.ofSeconds(5));
        assertFalse(second.isDone(), "one in 20 seconds");

        limits = Limits.DEFAULT;
        throttles.limitsChanged();
        time.pass(Duration.ofMillis(10));

        assertTrue(second.isDone());
    }

    /** As builds do it. */
    private CompletableFuture<Permit> claim(AppThrottle throttle) {
        CompletableFuture<Permit> permit = new CompletableFuture<>();
        Ticket[] ticket = new Ticket[1];
        ticket[0] = throttle.queueWrite(
                () -> time.schedule(Duration.ZERO, () -> ticket[0].claim().thenAccept(permit::complete)));
        return permit;
    }
}
