package io.jenkins.plugins.intune.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.intune.http.HttpSender;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Libraries that do not fit together: an {@link Error} in the middle of a request. */
class BrokenEventTest {

    @AutoClose
    private final GraphBench bench = new GraphBench();

    private void access(BearerTokens tokens, HttpSender sender) {
        GraphAccess access = bench.access(Cloud.CUSTOM);
        bench.host.access = CompletableFuture.completedFuture(new GraphAccess(
                access.endpoints(), tokens == null ? access.tokens() : tokens, access.turns(), List.of(), () -> sender));
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

        RequestReport report = bench.failedReport();
        assertEquals(RequestReport.Outcome.FAILED, report.outcome());
        assertTrue(report.message().contains("NoSuchMethodError: of a library"), report::message);
        assertEquals(List.of(), bench.host.standing(), "no timer is left");
        bench.request.abort().get(10, TimeUnit.SECONDS);
    }

    @Test
    void anErrorWhenTheRequestMayHaveLeftLeavesItInDoubtAndGivesItsTurnBack() throws Exception {
        access(null, call -> {
            if (call.method().equals("POST")) {
                throw new NoSuchMethodError("of a library");
            }
            return bench.access(Cloud.CUSTOM).transport().get().send(call);
        });

        bench.begin();

        assertEquals(RequestReport.Outcome.IN_DOUBT, bench.failedReport().outcome());
        for (int i = 0; i < 200; i++) {
            assertTrue(bench.limiter.take().isDone(), "the turn was given back");
        }
        assertEquals(List.of(), bench.host.standing());
        assertEquals(0, bench.standIn.actions().size());
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

    @Test
    void anEventForWhichThereWasNoThreadIsNotLost() {
        List<String> ran = new ArrayList<>();
        boolean[] noThread = {true};
        Executor threads = task -> {
            if (noThread[0]) {
                throw new RejectedExecutionException("no thread");
            }
            task.run();
        };
        SerialExecutor inOrder = new SerialExecutor(threads);
        assertThrows(RejectedExecutionException.class, () -> inOrder.execute(() -> ran.add("first")));
        noThread[0] = false;

        inOrder.execute(() -> ran.add("second"));

        assertEquals(List.of("first", "second"), ran);
    }
}
