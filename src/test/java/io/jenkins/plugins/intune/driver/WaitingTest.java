package io.jenkins.plugins.intune.driver;

import static io.jenkins.plugins.intune.standin.StandIn.DEVICE;
import static io.jenkins.plugins.intune.standin.StandIn.accepted;
import static io.jenkins.plugins.intune.standin.StandIn.graphSays;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.graph.ApiVersion;
import io.jenkins.plugins.intune.graph.DeviceAddress;
import io.jenkins.plugins.intune.graph.DeviceForm;
import io.jenkins.plugins.intune.request.Claim;
import io.jenkins.plugins.intune.request.OnDoubt;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.request.RequestPlan;
import io.jenkins.plugins.intune.request.Waiting;
import io.jenkins.plugins.intune.request.Waiting.Cause;
import io.jenkins.plugins.intune.standin.StandIn;
import io.jenkins.plugins.intune.throttle.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What somebody who looks at a running request is told: what it waits for, since when and until when. */
class WaitingTest {

    private static final String WORDS = "managed device " + DEVICE;

    @AutoClose
    private final RequestBench bench = new RequestBench();

    private final StandIn standIn = bench.standIn;
    private final ManualPlatform clock = bench.clock;
    private final Instant begin = clock.now();

    private static RequestPlan planWithSession() throws Exception {
        return RequestBench.plan(
                DeviceAddress.of(DeviceForm.MANAGED_DEVICE, part -> DEVICE), ApiVersion.AUTO, OnDoubt.FAIL, 300);
    }

    private Waiting waiting() {
        return bench.request.waiting().orElseThrow();
    }

    private void awaitCause(Cause cause) {
        await().until(() -> bench.request.waiting().map(Waiting::cause).equals(Optional.of(cause)));
    }

    @Test
    void aTokenThatDoesNotComeIsWaitedForUntilTheTimeout() throws Exception {
        CompletableFuture<String> token = new CompletableFuture<>();
        bench.currentToken = token;
        standIn.answerAction(accepted());

        bench.begin();

        awaitCause(Cause.TOKEN);
        clock.pass(Duration.ofSeconds(7));
        assertEquals(new Waiting(WORDS, Cause.TOKEN, begin, begin.plusSeconds(120), ""), waiting());
        token.complete("token-one");
        bench.passShortWaits();
        bench.result();
        assertEquals(Optional.empty(), bench.request.waiting(), "it has ended");
    }

    @Test
    void whomOthersHaveAskedIsWaitedFor() throws Exception {
        CompletableFuture<Claim> claim = new CompletableFuture<>();
        bench.host.nextClaim = claim;
        standIn.answerAction(accepted());

        bench.begin();

        awaitCause(Cause.CLAIM);
        claim.complete(Claim.GRANTED);
        bench.passShortWaits();
        assertEquals(Outcome.ACCEPTED, bench.result().outcome());
    }

    @Test
    void theNextAttemptIsWaitedForAsLongAsGraphSaid() throws Exception {
        standIn.answerAction(graphSays(429).withHeader("Retry-After", "90"), accepted());
        CompletableFuture<String> token = new CompletableFuture<>();
        bench.currentToken = token;
        bench.begin();
        awaitCause(Cause.TOKEN);

        clock.pass(Duration.ofSeconds(9));
        token.complete("token-one");

        bench.awaitWait(Duration.ofSeconds(90));
        Waiting waiting = waiting();
        assertEquals(Cause.RETRY, waiting.cause());
        assertEquals(begin.plusSeconds(9), waiting.since());
        assertEquals(begin.plusSeconds(99), waiting.until());
        assertTrue(waiting.why().contains("429"), waiting::why);
    }

    @Test
    void itsTurnIsWaitedForAndSoIsGraphWhichHoldsTheWholeApp() throws Exception {
        standIn.answerAction(accepted());
        takeAllTurns();
        Instant joined = clock.now();

        bench.begin();

        awaitCause(Cause.LINE);
        assertEquals(new Waiting(WORDS, Cause.LINE, joined, joined.plusSeconds(120), ""), waiting());
        clock.pass(Duration.ofSeconds(1));
        bench.throttle.restore(List.of(), Duration.ofSeconds(60));
        assertEquals(new Waiting(WORDS, Cause.HOLD, joined, joined.plusSeconds(61), ""), waiting());
    }

    private void takeAllTurns() {
        for (int i = 0; i < 200; i++) {
            Ticket ticket = bench.throttle.queueWrite(() -> {});
            var permit = ticket.claim();
            while (!permit.isDone()) {
                clock.pass(Duration.ofMillis(5));
            }
            permit.join().answered(Duration.ZERO);
        }
        clock.pass(Duration.ofMillis(100));
    }

    @Test
    void theAnswerAndTheSessionAreWaitedForUnderTheDevicesName() throws Exception {
        standIn.device("");
        standIn.answerAction(accepted().withFixedDelay(1000));

        bench.begin(planWithSession());

        awaitCause(Cause.ANSWER);
        assertEquals("LAPTOP-7", waiting().device());
        Instant until = waiting().until();
        assertTrue(
                until.isAfter(clock.now().plusSeconds(30)) && until.isBefore(begin.plusSeconds(121)), until::toString);
        awaitCause(Cause.SESSION);
        Instant accepted = clock.now();
        clock.pass(Duration.ofSeconds(1));
        assertEquals(new Waiting("LAPTOP-7", Cause.SESSION, accepted, accepted.plusSeconds(300), ""), waiting());
    }

    @Test
    void afterARestartTheSessionIsWaitedForSinceIntuneAccepted() throws Exception {
        standIn.device("");
        Instant accepted = clock.now();
        clock.pass(Duration.ofSeconds(50));

        bench.resume(
                planWithSession(),
                bench.sending().withBefore("", "").answered("r-1").accepted(accepted, false));

        awaitCause(Cause.SESSION);
        assertEquals(accepted, waiting().since());
        assertEquals(accepted.plusSeconds(300), waiting().until());
    }
}
