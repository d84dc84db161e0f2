package io.jenkins.plugins.intune.fleet;

import io.jenkins.plugins.intune.driver.Platform;
import io.jenkins.plugins.intune.request.RequestOptions;
import io.jenkins.plugins.intune.values.Durations;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * How far a fleet is, for whoever looks, and in the log: a line every few seconds as long as something happens, and one a
 * minute otherwise. Used from one event at a time, but for {@link #status}.
 */
final class FleetProgress {

    private static final Duration PERIOD = Duration.ofSeconds(5);
    private static final Duration QUIET = Duration.ofMinutes(1);

    /** Most failures that are told in the log; all of them are on the build's page. */
    private static final int MAX_FAILURES_TOLD = 20;

    /** Shortest time after which the speed can be estimated. */
    private static final Duration MIN_MEASURED = Duration.ofSeconds(30);

    /** When the fleet began or went on, and how many devices had ended by then. */
    private record Begin(long at, int ended) {}

    private record Snapshot(FleetCounts counts, int underWay, Begin begin) {}

    private final FleetHost host;
    private final Platform platform;
    private final FleetLink link;
    private final RequestOptions options;
    private final Supplier<Duration> sessionLeft;
    private Executor events;
    private Begin begin;
    private long toldAt;
    private int endedTold;
    private int failuresTold;
    private Future<?> next;
    /** Read from other threads too; null until it has begun. */
    private volatile Snapshot latest;

    /** @param sessionLeft how long one of those under way may still wait for its session; asked from any thread */
    FleetProgress(
            FleetHost host, Platform platform, FleetLink link, RequestOptions options, Supplier<Duration> sessionLeft) {
        this.host = host;
        this.platform = platform;
        this.link = link;
        this.options = options;
        this.sessionLeft = sessionLeft;
    }

    /**
     * Begins to tell, unless it has begun already.
     *
     * @param inbox runs the events of the fleet
     */
    void begin(Executor inbox, FleetCounts counts) {
        if (begin != null) {
            return;
        }
        events = inbox;
        begin = new Begin(platform.clocks().nanos(), counts.ended());
        toldAt = begin.at();
        endedTold = begin.ended();
        again();
    }

    /** Something has changed. Logs nothing before the fleet has begun. */
    void note(FleetCounts counts, int underWay) {
        if (begin != null) {
            latest = new Snapshot(counts, underWay, begin);
        }
    }

    /** How far it is at this moment; empty until it has begun. From any thread; does not block. */
    Optional<FleetStatus> status() {
        return Optional.ofNullable(latest)
                .map(now -> new FleetStatus(
                        now.counts(), now.underWay(), estimate(now), sessions(now), link.heldFor(), options.dryRun()));
    }

    /** A device could not be asked, or nobody knows. */
    void tellFailure(String message) {
        if (failuresTold++ < MAX_FAILURES_TOLD) {
            host.log(failuresTold == MAX_FAILURES_TOLD ? Messages.Fleet_enough(message) : message);
        }
    }

    /** Logs nothing more. */
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
        status().filter(status -> status.counts().ended() != endedTold || now - toldAt >= QUIET.toNanos())
                .ifPresent(status -> {
                    endedTold = status.counts().ended();
                    toldAt = now;
                    host.log(status.progress());
                });
        again();
    }

    /**
     * The time that waiting for sessions may take at most. An estimate from what has ended so far would be wrong: where nobody
     * agrees, the last ones take their whole time.
     */
    private Duration sessions(Snapshot snapshot) {
        if (options.dryRun() || !options.waitsForSession()) {
            return Duration.ZERO;
        }
        int waiting = snapshot.counts().total() - snapshot.counts().ended();
        int toBegin = waiting - snapshot.underWay();
        if (toBegin <= 0) {
            return sessionLeft.get();
        }
        // Whoever finds no place begins when others have ended.
        int rounds = (waiting + Fleet.MAX_UNDER_WAY - 1) / Fleet.MAX_UNDER_WAY;
        return link.timeFor(toBegin).plus(options.sessionTimeout().multipliedBy(rounds));
    }

    /** The time that Intune's limit alone would take, or longer if the fleet has been slower so far. */
    private Duration estimate(Snapshot snapshot) {
        int waiting = snapshot.counts().total() - snapshot.counts().ended();
        Duration atLimit = link.timeFor(waiting);
        int ended = snapshot.counts().ended() - snapshot.begin().ended();
        Duration elapsed =
                Duration.ofNanos(platform.clocks().nanos() - snapshot.begin().at());
        if (elapsed.compareTo(MIN_MEASURED) < 0) {
            return atLimit;
        }
        // If none has ended yet, what delays them may last as long again.
        return Durations.longer(
                atLimit, ended == 0 ? elapsed : elapsed.multipliedBy(waiting).dividedBy(ended));
    }
}
