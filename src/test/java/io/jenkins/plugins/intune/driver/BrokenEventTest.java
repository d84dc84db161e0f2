package io.jenkins.plugins.intune.driver;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.graph.BearerTokens;
import io.jenkins.plugins.intune.graph.Cloud;
import io.jenkins.plugins.intune.http.HttpExchange;
import io.jenkins.plugins.intune.http.HttpReply;
import io.jenkins.plugins.intune.http.HttpSender;
import io.jenkins.plugins.intune.request.OnDoubt;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.request.Phase;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import io.jenkins.plugins.intune.request.Transitions;
import io.jenkins.plugins.intune.standin.StandIn;
import io.jenkins.plugins.intune.throttle.AppThrottle;
import io.jenkins.plugins.intune.throttle.Limits;
import io.jenkins.plugins.intune.throttle.Throttles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Libraries that do not fit together: an {@link Error} in the middle of a request. */
class BrokenEventTest {

    @AutoClose
    private final RequestBench bench = new RequestBench();

    private void access(BearerTokens tokens, HttpSender sender) {
        GraphAccess access = bench.access(Cloud.CUSTOM);
        bench.access = CompletableFuture.completedFuture(new GraphAccess(
                access.endpoints(),
                tokens == null ? access.tokens() : tokens,
                access.throttles(),
                List.of(),
                sender == null ? access.transport() : () -> sender));
    }

    @Test
    void anErrorEndsTheRequestAndSaysSo() throws Exception {
        BearerTokens broken = new BearerTokens() {
            @Override
            public CompletableFuture<String> current() {
                throw new NoSuchMethodError("of a library");
            }

            @Override
            public CompletableFuture<String> renewed(String refused) {
                return current();
            }
        };
        access(broken, null);

        bench.begin();

        RequestReport report = bench.report();
        assertEquals(Outcome.FAILED, report.outcome());
        assertTrue(report.message().contains("NoSuchMethodError: of a library"), report::message);
        assertEquals(List.of(), bench.clock.standing(), "no timer is left");
        bench.request.abort();
    }

    @Test
    void anErrorWhenTheRequestMayHaveLeftLeavesItInDoubtAndGivesItsPermitBack() throws Exception {
        access(null, call -> {
            if (call.method().equals("POST")) {
                throw new NoSuchMethodError("of a library");
            }
            return bench.access(Cloud.CUSTOM).transport().get().send(call);
        });

        bench.begin();

        assertEquals(Outcome.IN_DOUBT, bench.report().outcome());
        assertTrue(bench.throttle.queueWrite(() -> {}).claim().isDone(), "the permit was given back");
        assertEquals(List.of(), bench.clock.standing());
        assertEquals(0, bench.standIn.actions().size());
    }

    /** The first time that anybody asks how an answer came, that fails. */
    private void breakAnswersTo(String method) {
        AtomicInteger failures = new AtomicInteger(1);
        access(null, call -> {
            HttpExchange sent = bench.access(Cloud.CUSTOM).transport().get().send(call);
            return call.method().equals(method) ? new BrokenExchange(sent, failures) : sent;
        });
    }

    private record BrokenExchange(HttpExchange sent, AtomicInteger failures) implements HttpExchange {

        @Override
        public CompletableFuture<HttpReply> reply() {
            return sent.reply();
        }

        @Override
        public boolean left() {
            return sent.left();
        }

        @Override
        public Duration sinceLeft() {
            if (failures.getAndDecrement() > 0) {
                throw new NoSuchMethodError("of a library");
            }
            return sent.sinceLeft();
        }

        @Override
        public void cancel() {
            sent.cancel();
        }
    }

    @Test
    void anErrorWhileTheLimitIsToldOfAnAnswerLosesNeitherTheAnswerNorThePermit() throws Exception {
        breakAnswersTo("POST");
        bench.standIn.answerAction(StandIn.accepted());
        bench.throttle.limit(Limits.DEFAULT.withWrites(1));

        bench.begin();

        assertEquals(Outcome.ACCEPTED, bench.report().outcome());
        AtomicBoolean called = new AtomicBoolean();
        bench.throttle.queueWrite(() -> called.set(true));
        bench.clock.pass(Duration.ofSeconds(30));
        assertTrue(called.get(), "the permit was given back");
    }

    @Test
    void anErrorWhileTheLimitIsToldOfAReadLosesNoAnswer() throws Exception {
        breakAnswersTo("GET");
        bench.standIn.answerAction(StandIn.accepted());

        bench.begin();

        assertEquals(Outcome.ACCEPTED, bench.report().outcome());
    }

    /** It has no memory, or no thread, for the throttle's wake-up. */
    @Test
    void anAnswerThatComesWhileTheTimerRefusesATaskIsNotLost() throws Exception {
        AtomicBoolean refuses = new AtomicBoolean();
        AppThrottle throttle = new Throttles(
                        bench.clock,
                        (delay, task) -> {
                            if (refuses.getAndSet(false)) {
                                throw new OutOfMemoryError("Java heap space");
                            }
                            return bench.clock.schedule(delay, task);
                        },
                        bench.clock.platform().random(),
                        () -> Limits.DEFAULT.withWrites(1))
                .of(StandIn.TENANT, StandIn.CLIENT);
        GraphAccess access = bench.access(Cloud.CUSTOM);
        bench.access = CompletableFuture.completedFuture(
                new GraphAccess(access.endpoints(), access.tokens(), token -> throttle, List.of(), access.transport()));
        bench.standIn.answerAction(StandIn.accepted().withFixedDelay(500));
        bench.begin();
        await().until(() -> bench.request.phase() == Phase.SENDING);
        throttle.queueWrite(() -> {});
        refuses.set(true);

        assertEquals(Outcome.ACCEPTED, bench.report().outcome());

        assertFalse(refuses.get());
    }

    /** Its permit was given back because saving took too long. */
    @Test
    void anErrorInARequestThatHasNotLeftAndCannotLeaveAnyMoreIsNoDoubt() throws Exception {
        RequestState saving = RequestState.of(
                Map.of("phase", "SAVING", "sent", Map.of("latest", Map.of("id", "c-1"), "withdrawn", true)));

        RequestState last = Transitions.broken(
                RequestBench.plan(OnDoubt.FAIL), saving, false, new NoSuchMethodError("of a library"));

        assertEquals(Outcome.FAILED, last.outcome(), "a later step could not even find out what became of it");
    }

    @Test
    void anEventThatFailsTakesNoOtherWithIt() {
        List<String> ran = new ArrayList<>();
        SerialExecutor inOrder = new SerialExecutor(Runnable::run);

        inOrder.execute(() -> {
            inOrder.execute(() -> ran.add("came meanwhile"));
            throw new NoSuchMethodError("of a library");
        });
        inOrder.execute(() -> ran.add("came later"));

        assertEquals(List.of("came meanwhile", "came later"), ran);
    }

    private static Executor refusingOnce() {
        AtomicInteger refusals = new AtomicInteger(1);
        return task -> {
            if (refusals.getAndDecrement() > 0) {
                throw new RejectedExecutionException("no thread");
            }
            task.run();
        };
    }

    @Test
    void anEventForWhichThereWasNoThreadIsHandledWhenThereIsOneAlthoughNoOtherComes() throws Exception {
        CompletableFuture<Void> handled = new CompletableFuture<>();
        SerialExecutor inOrder = new SerialExecutor(refusingOnce());

        inOrder.execute(() -> handled.complete(null));

        handled.get(60, TimeUnit.SECONDS);
    }

    @Test
    void anEventForWhichThereWasNoThreadIsHandledBeforeTheNext() {
        List<String> ran = new ArrayList<>();
        SerialExecutor inOrder = new SerialExecutor(refusingOnce());

        inOrder.execute(() -> ran.add("first"));
        inOrder.execute(() -> ran.add("second"));

        assertEquals(List.of("first", "second"), ran);
    }
}
