package io.jenkins.plugins.intune.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who gets a connection while others hold theirs. */
class ConnectionSharesTest {

    private final ConnectionShares shares = new ConnectionShares(96, 24);
    private final Map<String, Integer> held = new HashMap<>();
    private final List<String> order = new ArrayList<>();

    private void want(String caller, int connections) {
        for (int i = 0; i < connections; i++) {
            shares.enter(caller, () -> {
                held.merge(caller, 1, Integer::sum);
                order.add(caller);
                return true;
            });
        }
    }

    @Test
    void aCallerAloneHasItsLimit() {
        want("alone", 500);

        assertEquals(Map.of("alone", 24), held);
    }

    @Test
    void callersThatHangLeaveRoomForTheNext() {
        for (int i = 0; i < 6; i++) {
            want("hangs " + i, 500);
        }

        want("comes", 500);

        assertTrue(held.get("comes") >= 1, held::toString);
        assertTrue(held.values().stream().mapToInt(n -> n).sum() <= 96, held::toString);
    }

    @Test
    void fortyThatHangOnOneCallEachLeaveAllThatACallerMayHave() {
        for (int i = 0; i < 40; i++) {
            want("token of tenant " + i, 1);
        }

        want("comes", 500);

        assertEquals(24, held.get("comes"));
    }

    @Test
    void whatBecomesFreeGoesToThoseWhoWaitInTurn() {
        ConnectionShares one = new ConnectionShares(1, 1);
        for (String caller : List.of("a", "a", "a", "b", "c")) {
            one.enter(caller, () -> order.add(caller));
        }
        one.leave("a");
        one.leave("a");
        one.leave("b");
        one.leave("c");

        assertEquals(List.of("a", "a", "b", "c", "a"), order);
    }

    @Test
    void callsThatEndAtOnceDoNotPileUp() {
        ConnectionShares one = new ConnectionShares(1, 1);
        one.enter("a", () -> order.add("first"));
        for (int i = 0; i < 100_000; i++) {
            one.enter("a", () -> {
                one.leave("a");
                return true;
            });
        }
        one.enter("a", () -> order.add("last"));

        one.leave("a");

        assertEquals(List.of("first", "last"), order);
    }

    @Test
    void aCallThatBeginsSlowlyHoldsUpNoOther() throws Exception {
        CountDownLatch beginning = new CountDownLatch(1);
        CountDownLatch other = new CountDownLatch(1);
        CompletableFuture<Void> slow = CompletableFuture.runAsync(() -> shares.enter("slow", () -> {
            beginning.countDown();
            return awaited(other);
        }));
        assertTrue(awaited(beginning));

        shares.enter("other", () -> {
            other.countDown();
            return true;
        });

        assertEquals(0, other.getCount());
        slow.get(60, TimeUnit.SECONDS);
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    @Test
    void ofManyThreadsEachGetsItsTurnAndNoneTooMuch() throws Exception {
        ConnectionShares three = new ConnectionShares(3, 2);
        AtomicInteger inUse = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch ended = new CountDownLatch(20_000);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int i = 0; i < 20_000; i++) {
                String caller = "caller " + i % 5;
                boolean leavesLater = i % 3 > 0;
                threads.execute(() -> three.enter(caller, () -> {
                    most.accumulateAndGet(inUse.incrementAndGet(), Math::max);
                    Runnable leave = () -> {
                        inUse.decrementAndGet();
                        three.leave(caller);
                        ended.countDown();
                    };
                    if (leavesLater) {
                        threads.execute(leave);
                    } else {
                        leave.run();
                    }
                    return true;
                }));
            }
            assertTrue(awaited(ended), () -> ended.getCount() + " still wait");
        } finally {
            threads.shutdownNow();
        }
        assertTrue(most.get() <= 3, () -> most + " at once");
    }

    @Test
    void whoEndedWhileWaitingTakesNothing() {
        ConnectionShares one = new ConnectionShares(1, 1);
        one.enter("a", () -> order.add("first"));
        for (int i = 0; i < 100_000; i++) {
            one.enter("a", () -> false);
        }
        one.enter("a", () -> order.add("last"));

        one.leave("a");

        assertEquals(List.of("first", "last"), order);
    }
}
