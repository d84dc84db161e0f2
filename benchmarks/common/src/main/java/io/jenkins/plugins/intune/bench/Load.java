package io.jenkins.plugins.intune.bench;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Makes a peer work, and measures that. */
final class Load {

    private final Peer peer;
    private final AtomicLong devices = new AtomicLong();
    private final Map<String, Integer> errors = new ConcurrentHashMap<>();

    Load(Peer peer) {
        this.peer = peer;
    }

    /** One after the other, until so many were sent and so many milliseconds have passed. */
    void warm(int count, long millis) {
        long end = System.nanoTime() + millis * 1_000_000;
        for (int i = 0; i < count || System.nanoTime() < end; i++) {
            one();
        }
    }

    /** One after the other, each timed. */
    Map<String, Object> latency(int count) {
        errors.clear();
        long[] nanos = new long[count];
        Meter meter = new Meter();
        meter.start();
        for (int i = 0; i < count; i++) {
            long begin = System.nanoTime();
            one();
            nanos[i] = System.nanoTime() - begin;
        }
        long cpu = meter.cpuMicros();
        long allocated = meter.allocatedBytes();
        Arrays.sort(nanos);
        Map<String, Object> result = new TreeMap<>();
        result.put("p50Micros", nanos[count / 2] / 1000);
        result.put("cpuMicros", cpu / count);
        result.put("allocatedBytes", allocated / count);
        return failed(result);
    }

    /** So many callers, each with its next request as soon as the one before is answered, until a total is reached. */
    Map<String, Object> callers(int callers, int total) throws InterruptedException {
        errors.clear();
        int idle = Meter.threads();
        Meter meter = new Meter();
        meter.start();
        long begin = System.nanoTime();
        AtomicInteger tickets = new AtomicInteger(total);
        CountDownLatch done = new CountDownLatch(callers);
        for (int i = 0; i < callers; i++) {
            if (peer.blocking()) {
                Thread caller = new Thread(() -> follow(tickets, done), "caller-" + i);
                caller.setDaemon(true);
                caller.start();
            } else {
                follow(tickets, done);
            }
        }
        done.await();
        long nanos = System.nanoTime() - begin;
        Map<String, Object> result = new TreeMap<>();
        result.put("wallMillis", nanos / 1_000_000);
        result.put("perSecond", (total - errorCount()) * 1_000_000_000L / nanos);
        result.put("cpuMicros", meter.cpuMicros() / total);
        result.put("threadsOverIdle", Meter.peakThreads() - idle);
        return failed(result);
    }

    /** Begins so many at once and does not wait for them: the other side keeps them waiting. */
    Map<String, Object> startWaiting(int count) {
        errors.clear();
        for (int i = 0; i < count; i++) {
            if (peer.blocking()) {
                Thread caller = new Thread(this::one, "waiting-" + i);
                caller.setDaemon(true);
                caller.start();
            } else {
                start().whenComplete((nothing, failure) -> count(failure));
            }
        }
        return failed(new TreeMap<>());
    }

    /** Takes tickets until there are none. A loop and not a recursion, for futures that are done at once. */
    private void follow(AtomicInteger tickets, CountDownLatch done) {
        while (tickets.getAndDecrement() > 0) {
            CompletableFuture<Void> action = start();
            if (!action.isDone()) {
                action.whenComplete((nothing, failure) -> {
                    count(failure);
                    follow(tickets, done);
                });
                return;
            }
            action.whenComplete((nothing, failure) -> count(failure));
        }
        done.countDown();
    }

    private void one() {
        try {
            start().join();
        } catch (RuntimeException failed) {
            count(failed);
        }
    }

    private CompletableFuture<Void> start() {
        try {
            return peer.action(Endpoints.device(devices.incrementAndGet()));
        } catch (RuntimeException failed) {
            return CompletableFuture.failedFuture(failed);
        }
    }

    private void count(Throwable failure) {
        if (failure != null) {
            Throwable cause = failure;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            errors.merge(String.valueOf(cause).replaceAll("\\s+", "_"), 1, Integer::sum);
        }
    }

    private int errorCount() {
        return errors.values().stream().mapToInt(Integer::intValue).sum();
    }

    private Map<String, Object> failed(Map<String, Object> result) {
        result.put("errors", errorCount());
        errors.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .ifPresent(most -> result.put(
                        "error",
                        most.getKey().substring(0, Math.min(160, most.getKey().length()))));
        return result;
    }
}
