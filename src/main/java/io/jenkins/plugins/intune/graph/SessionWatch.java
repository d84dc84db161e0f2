package io.jenkins.plugins.intune.graph;

import io.jenkins.plugins.intune.http.HttpReply;
import io.jenkins.plugins.intune.http.RetryAfter;
import io.jenkins.plugins.intune.values.Failures;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Waits at a device for what follows an accepted request: a session link that did not stand there before, or an error.
 * Looks more and more rarely, and as Graph asks; holds no thread.
 */
final class SessionWatch {

    /** What the watch ends with. */
    interface Ending {
        /** A new link stands there. */
        void link(DeviceReading device);

        /** The session failed, and Intune says why. */
        void error(DeviceReading device);

        /**
         * Neither came in time.
         *
         * @param device the device as it was read last, if it was
         * @param note why the last look told nothing, or the empty string
         */
        void nothing(Optional<DeviceReading> device, String note);
    }

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);
    private static final Duration NEWS = Duration.ofMinutes(1);

    private final RequestPlan plan;
    private final RequestHost host;
    private final RequestEvents events;
    private final Pauses pauses;
    private final RequestState state;
    private Instant until;
    private Instant newsAt;
    private Ending ending;
    private Optional<DeviceReading> latest = Optional.empty();

    /** @param state tells what stood at the device before the request */
    SessionWatch(RequestPlan plan, RequestHost host, RequestEvents events, Pauses pauses, RequestState state) {
        this.plan = plan;
        this.host = host;
        this.events = events;
        this.pauses = pauses;
        this.state = state;
    }

    /** Watches for so long, and then says how it ended. */
    void watch(Duration time, Ending whenOver) {
        ending = whenOver;
        until = host.now().plus(time);
        newsAt = host.now().plus(NEWS);
        look(FIRST_PAUSE);
    }

    private void look(Duration nextPause) {
        // Looked up each time: a changed credential counts, and a deleted one is missed.
        events.follow(
                host.access(),
                access -> events.follow(
                        access.tokens().current(),
                        token -> read(new GraphClient(access, plan, state), token, nextPause, false),
                        cause -> again(nextPause, Failures.reason(cause))),
                cause -> again(nextPause, Failures.reason(cause)));
    }

    private void read(GraphClient graph, String token, Duration nextPause, boolean renewed) {
        events.follow(
                graph.readDevice(token, DoubtInquiry.bounded(left())),
                reply -> {
                    if (reply.status() == 401 && !renewed) {
                        events.follow(
                                graph.access().tokens().renewed(token),
                                fresh -> read(graph, fresh, nextPause, true),
                                cause -> again(nextPause, Failures.reason(cause)));
                    } else {
                        judge(reply, nextPause);
                    }
                },
                cause -> again(nextPause, Failures.reason(cause)));
    }

    private void judge(HttpReply reply, Duration nextPause) {
        Optional<DeviceReading> device = DeviceReading.of(reply);
        if (device.isEmpty()) {
            Duration asked = RetryAfter.of(reply, host.now()).orElse(Duration.ZERO);
            again(Durations.longer(asked, nextPause), Messages.RequestTexts_answered(reply.statusLine()) + ".");
            return;
        }
        latest = device;
        if (device.get().link().isNewSince(state.linkBefore())) {
            ending.link(device.get());
        } else if (isNewError(device.get())) {
            ending.error(device.get());
        } else {
            again(nextPause, "");
        }
    }

    private boolean isNewError(DeviceReading device) {
        return !device.error().isEmpty() && !SessionLink.digest(device.error()).equals(state.errorBefore());
    }

    private void again(Duration pause, String note) {
        if (pause.compareTo(left()) >= 0) {
            ending.nothing(latest, note);
            return;
        }
        if (!host.now().isBefore(newsAt)) {
            newsAt = host.now().plus(NEWS);
            host.log(Messages.SessionWatch_still(left().toSeconds()));
        }
        Duration next = Durations.shorter(LONGEST_PAUSE, pause.multipliedBy(3).dividedBy(2));
        pauses.quietly(pause, Messages.SessionWatch_waiting(), () -> look(next));
    }

    private Duration left() {
        return Durations.left(host.now(), until);
    }
}
