package io.jenkins.plugins.intune.fleet;

import io.jenkins.plugins.intune.driver.Platform;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;

/**
 * Tells in the log how far a fleet is: a line every few seconds as long as something happens, and one a minute otherwise.
 * Used from one event at a time.
 */
final class FleetProgress {

    private static final Duration PERIOD = Duration.ofSeconds(5);
    private static final Duration QUIET = Duration.ofMinutes(1);

    /** Shortest time from which one can tell how fast it goes. */
    private static final Duration MIN_MEASURED = Duration.ofSeconds(30);

    private final FleetHost host;
    private final Platform platform;
    private final FleetTally tally;
    private final FleetLink link;
    private Executor events;
    private long beganAt;
    private long toldAt;
    private int doneAtBegin;
    private int doneTold;
    private Future<?> next;

    FleetProgress(FleetHost host, Platform platform, FleetTally tally, FleetLink link) {
        this.host = host;
        this.platform = platform;
        this.tally = tally;
        this.link = link;
    }

    /** @param inbox runs the events of the fleet */
    void begin(Executor inbox) {
        events = inbox;
        beganAt = platform.clocks().nanos();
        toldAt = beganAt;
        doneAtBegin = tally.done();
        doneTold = doneAtBegin;
        again();
    }

    /** Says nothing more. */
    void end() {
        if (next != null) {
            next.cancel(false);
            next = null;
        }
        events = null;
    }

    private void again() {
        Executor inbox = events;
        next = platform.scheduler().schedule(PERIOD, () -> inbox.execute(this::tell));
    }

    private void tell() {
        if (events == null) {
            return;
        }
        long now = platform.clocks().nanos();
        if (tally.done() != doneTold || now - toldAt >= QUIET.toNanos()) {
            doneTold = tally.done();
            toldAt = now;
            int waiting = tally.total() - tally.done();
            host.log(Messages.Fleet_progress(
                    tally.done(), tally.total(), tally.counts().failures(), waiting, inWords(estimate(now, waiting))));
        }
        again();
    }

    /** Intune's limit alone would take so long; where it went more slowly so far, it is taken to go on so. */
    private Duration estimate(long now, int waiting) {
        Duration atLimit = link.timeFor(waiting);
        int done = tally.done() - doneAtBegin;
        Duration elapsed = Duration.ofNanos(now - beganAt);
        if (done == 0 || elapsed.compareTo(MIN_MEASURED) < 0) {
            return atLimit;
        }
        Duration asBefore = elapsed.multipliedBy(waiting).dividedBy(done);
        return asBefore.compareTo(atLimit) > 0 ? asBefore : atLimit;
    }

    /** A time that nobody knows to the second. */
    private static String inWords(Duration time) {
        long seconds = Math.max(1, time.toSeconds());
        return seconds < 90 ? Messages.Fleet_seconds(seconds) : Messages.Fleet_minutes((seconds + 30) / 60);
    }
}
