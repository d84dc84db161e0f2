package io.jenkins.plugins.intune.graph;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/** A build whose clock the test turns: waits take no time, and every save can be looked at, refused or held back. */
public class ManualHost implements RequestHost {

    private record Alarm(Instant at, FutureTask<Void> task) {}

    public final List<String> log = new CopyOnWriteArrayList<>();
    final List<RequestState> saved = new CopyOnWriteArrayList<>();
    volatile CompletableFuture<GraphAccess> access;
    private final PriorityQueue<Alarm> alarms = new PriorityQueue<>(Comparator.comparing(Alarm::at));
    private Instant now = Instant.parse("2026-11-24T10:00:00Z");
    volatile CompletableFuture<Void> nextSave = CompletableFuture.completedFuture(null);

    public ManualHost(GraphAccess access) {
        this.access = CompletableFuture.completedFuture(access);
    }

    @Override
    public CompletableFuture<GraphAccess> access() {
        return access;
    }

    @Override
    public CompletableFuture<Void> save(RequestState state) {
        saved.add(state);
        return nextSave;
    }

    @Override
    public void log(String line) {
        log.add(line);
    }

    @Override
    public synchronized Future<?> schedule(Duration delay, Runnable task) {
        Alarm alarm = new Alarm(now.plus(delay), new FutureTask<>(task, null));
        alarms.add(alarm);
        return alarm.task();
    }

    @Override
    public Executor executor() {
        return Runnable::run;
    }

    @Override
    public synchronized Instant now() {
        return now;
    }

    /** Lets time pass, and with it whatever was to happen. */
    public void pass(Duration time) {
        Instant until = now().plus(time);
        for (Alarm alarm = due(until); alarm != null; alarm = due(until)) {
            alarm.task().run();
        }
        synchronized (this) {
            now = until;
        }
    }

    private synchronized Alarm due(Instant until) {
        Alarm first = alarms.peek();
        if (first == null || first.at().isAfter(until)) {
            return null;
        }
        alarms.poll();
        now = first.at().isAfter(now) ? first.at() : now;
        return first;
    }

    /** The delays until the alarms that still stand, shortest first. */
    synchronized List<Duration> standing() {
        List<Duration> delays = new ArrayList<>();
        alarms.stream()
                .filter(alarm -> !alarm.task().isCancelled())
                .sorted(Comparator.comparing(Alarm::at))
                .forEach(alarm -> delays.add(Duration.between(now, alarm.at())));
        return delays;
    }
}
