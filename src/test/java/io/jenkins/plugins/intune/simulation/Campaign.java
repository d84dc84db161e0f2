package io.jenkins.plugins.intune.simulation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Many worlds, one seed after the other, on a few threads that share nothing but the count. */
final class Campaign {

    private final long first;
    private final long count;
    private final int threads;
    private final CoreUnderTest.Maker maker;
    private final Consumer<String> progress;
    private final AtomicLong next = new AtomicLong();
    private final long begunAt = System.nanoTime();
    /** The first seed in which each promise was broken. */
    private final Map<Finding, Long> broken = new EnumMap<>(Finding.class);

    /** What ended a thread that runs worlds, outside of any of them: none of the worlds that it was to run counts as good. */
    private volatile Throwable mistake;

    private long done;
    private long failed;
    private long events;
    private long calls;
    private long accepted;
    private long restarts;
    private long toldAt = begunAt;

    /** @param progress hears every few seconds how far it is, and at once what was broken */
    Campaign(long first, long count, int threads, CoreUnderTest.Maker maker, Consumer<String> progress) {
        this.first = first;
        this.count = count;
        this.threads = threads;
        this.maker = maker;
        this.progress = progress;
    }

    /** Runs all worlds. Returns the first seed in which each promise was broken. */
    Map<Finding, Long> run() throws InterruptedException {
        List<Thread> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(this::work, "worlds-" + i);
            thread.start();
            running.add(thread);
        }
        for (Thread thread : running) {
            thread.join();
        }
        if (mistake != null) {
            throw new IllegalStateException("a world could not be run to its end", mistake);
        }
        return broken;
    }

    private void work() {
        try {
            for (long number = next.getAndIncrement(); number < count; number = next.getAndIncrement()) {
                count(Simulation.run(first + number, maker));
            }
        } catch (RuntimeException | Error thrown) {
            mistake = thrown;
        }
    }

    private synchronized void count(Simulation.Outcome outcome) {
        done++;
        failed += outcome.isGood() ? 0 : 1;
        events += outcome.events();
        calls += outcome.statistics().calls();
        accepted += outcome.statistics().accepted();
        restarts += outcome.statistics().restarts();
        for (Findings.Found found : outcome.findings()) {
            progress.accept(found.finding() + " is broken in the world of seed " + outcome.seed());
            broken.merge(found.finding(), outcome.seed(), Math::min);
        }
        long now = System.nanoTime();
        if (now - toldAt > 10 * World.SECOND) {
            toldAt = now;
            progress.accept(summary());
        }
    }

    /** How far it is, in a line. */
    synchronized String summary() {
        double seconds = Math.max(1e-3, (System.nanoTime() - begunAt) / 1e9);
        return String.format(
                "%,d worlds in %,.0f s (%,.0f a second): %,d events, %,d calls, %,d accepted requests, %,d restarts; "
                        + "in %,d worlds a promise was broken",
                done, seconds, done / seconds, events, calls, accepted, restarts, failed);
    }
}
