package io.jenkins.plugins.intune.graph;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;

/**
 * Waits without holding a thread, and says so in the log: when a wait begins, and every minute that it goes on. Used from
 * one event at a time; only {@link #status()} may be read from elsewhere.
 */
final class Pauses {

    private static final Duration NEWS = Duration.ofMinutes(1);

    private final RequestHost host;
    private final Executor events;
    private Future<?> alarm;
    private volatile String status;

    /** @param events runs what follows a wait */
    Pauses(RequestHost host, Executor events) {
        this.host = host;
        this.events = events;
    }

    /**
     * Waits and goes on.
     *
     * @param wait how long; not waiting at all is fine
     * @param why what the wait is for, a sentence with or without its full stop
     */
    void pause(Duration wait, String why, Runnable next) {
        if (Durations.isOver(wait)) {
            next.run();
            return;
        }
        host.log(Messages.RequestTexts_waiting(why.replaceFirst("[.。]$", ""), Math.max(1, wait.toSeconds())));
        quietly(wait, why, next);
    }

    /** Waits and goes on, and says nothing about it before a minute has passed. */
    void quietly(Duration wait, String why, Runnable next) {
        Instant until = host.now().plus(wait);
        status = "waiting until " + until + ": " + why;
        Duration leg = Durations.shorter(wait, NEWS);
        Duration rest = wait.minus(leg);
        alarm = host.schedule(
                leg,
                () -> events.execute(() -> {
                    if (Durations.isOver(rest)) {
                        status = null;
                        next.run();
                    } else {
                        pause(rest, why, next);
                    }
                }));
    }

    /** Calls off the wait, if there is one. */
    void cancel() {
        status = null;
        if (alarm != null) {
            alarm.cancel(false);
        }
    }

    /** What is being waited for and until when, or {@code null}. */
    String status() {
        return status;
    }
}
