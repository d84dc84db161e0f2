package io.jenkins.plugins.intune.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.graph.BearerTokens;
import io.jenkins.plugins.intune.graph.Cloud;
import io.jenkins.plugins.intune.http.HttpSender;
import io.jenkins.plugins.intune.request.OnDoubt;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestState;
import io.jenkins.plugins.intune.request.Transitions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
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
