package io.jenkins.plugins.intune.fleet;

import io.jenkins.plugins.intune.graph.BuildContext;
import io.jenkins.plugins.intune.graph.WriteLimiter;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * Tells in the log how far a fleet is: a line every few seconds as long as something happens, and one a minute otherwise.
 * Used from one event at a time.
 */
final class FleetProgress {

    private static final Duration PERIOD = Duration.ofSeconds(5);
    private static final Duration QUIET = Duration.ofMinutes(1);

    private final BuildContext build;
    private final Executor events;
    private final FleetTally tally;
    private final IntSupplier queued;
    private final BooleanSupplier over;
    private Instant beganAt;
    private Instant toldAt;
    private int doneAtBegin;
    private int doneTold;
    private Future<?> alarm;

    /**
     * @param queued how many devices have not had their turn
     * @param over whether there is nothing more to tell
     */
    FleetProgress(BuildContext build, Executor events, FleetTally tally, IntSupplier queued, BooleanSupplier over) {
        this.build = build;
        this.events = events;
        this.tally = tally;
        this.queued = queued;
        this.over = over;
    }

    void begin() {
        beganAt = build.now();
        toldAt = beganAt;
        doneAtBegin = tally.done();
        doneTold = doneAtBegin;
        again();
    }

    void end() {
        if (alarm != null) {
            alarm.cancel(false);
        }
    }

    private void again() {
        alarm = build.schedule(PERIOD, () -> events.execute(this::tell));
    }

    private void tell() {
        if (over.getAsBoolean()) {
            return;
        }
        Instant now = build.now();
        if (tally.done() != doneTold || Duration.between(toldAt, now).compareTo(QUIET) >= 0) {
            doneTold = tally.done();
            toldAt = now;
            int waiting = tally.total() - tally.done();
            build.log(Messages.Fleet_progress(
                    tally.done(), tally.total(), tally.counts().failures(), waiting, inWords(estimate(now))));
        }
        again();
    }

    /** Intune's limit alone would take so long; where it went more slowly so far, it is taken to go on so. */
    private Duration estimate(Instant now) {
        Duration atLimit = WriteLimiter.timeFor(queued.getAsInt());
        int done = tally.done() - doneAtBegin;
        Duration elapsed = Duration.between(beganAt, now);
        if (done == 0 || elapsed.compareTo(Duration.ofSeconds(30)) < 0) {
            return atLimit;
        }
        Duration asBefore = elapsed.multipliedBy(tally.total() - tally.done()).dividedBy(done);
        return asBefore.compareTo(atLimit) > 0 ? asBefore : atLimit;
    }

    /** A time that nobody knows to the second. */
    private static String inWords(Duration time) {
        long seconds = Math.max(1, time.toSeconds());
        return seconds < 90 ? Messages.Fleet_seconds(seconds) : Messages.Fleet_minutes((seconds + 30) / 60);
    }
}
