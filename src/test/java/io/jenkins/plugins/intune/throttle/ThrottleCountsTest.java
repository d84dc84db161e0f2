package io.jenkins.plugins.intune.throttle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What is counted of all apps. */
class ThrottleCountsTest {

    private final VirtualTime time = new VirtualTime();
    private final Throttles throttles = new Throttles(time, time, new SplittableRandom(1), () -> Limits.DEFAULT);
    private final AppThrottle one = throttles.of("tenant", "one");

    /** Claims a permit as soon as it is called. */
    private CompletableFuture<Permit> claim(AppThrottle throttle) {
        CompletableFuture<Permit> permit = new CompletableFuture<>();
        Ticket[] ticket = new Ticket[1];
        ticket[0] = throttle.queueWrite(
                () -> time.schedule(Duration.ZERO, () -> ticket[0].claim().thenAccept(permit::complete)));
        time.pass(Duration.ZERO);
        return permit;
    }

    @Test
    void whoGetsAPermitAtOnceHasNotWaitedAndWhoIsInLineHas() {
        claim(one).join().answered(Duration.ZERO);
        assertEquals(0, throttles.counts().waited());

        one.restore(List.of(), Duration.ofSeconds(10));
        List<CompletableFuture<Permit>> inLine = new ArrayList<>(List.of(claim(one), claim(one)));
        time.pass(Duration.ofSeconds(12));

        inLine.forEach(CompletableFuture::join);
        assertEquals(2, throttles.counts().waited());
        claim(throttles.of("tenant", "two")).join();
        assertEquals(2, throttles.counts().waited());
    }

    @Test
    void throttledAnswersOfAllAppsCount() {
        claim(one).join().throttled(Duration.ZERO, Optional.of(Duration.ofSeconds(1)));
        one.takeRead(Priority.POLLING);
        AppThrottle two = throttles.of("tenant", "two");
        CompletableFuture<Permit> read = two.takeRead(Priority.DECIDING);
        read.join().throttled(Duration.ZERO, Optional.empty());
        claim(two);

        assertEquals(2, throttles.counts().throttled());
    }
}
