package io.jenkins.plugins.intune.graph;

import io.jenkins.plugins.intune.http.HttpReply;
import io.jenkins.plugins.intune.http.RetryAfter;
import io.jenkins.plugins.intune.values.Failures;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Asks a device whether a request that is in doubt was accepted after all: then a session link appears that was not
 * there before. Intune takes some time for that, so it asks more than once.
 */
final class DoubtInquiry {

    /** One look at the device takes at most this long. */
    private static final Duration LOOK = Duration.ofSeconds(10);

    /** A link that has not come after this long is not waited for. */
    private static final Duration MOST = Duration.ofSeconds(60);

    /** After a restart there is this much time to ask, even if the timeout was up in the meantime. */
    private static final Duration AFTER_RESTART = Duration.ofSeconds(30);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);

    private final RequestHost host;
    private final RequestEvents events;
    private final Pauses pauses;
    private final String linkBefore;
    private GraphClient graph;
    private Instant until;
    private Runnable found;
    private Consumer<String> undecided;

    /** @param linkBefore the digest of the link that stood at the device before the request */
    DoubtInquiry(RequestHost host, RequestEvents events, Pauses pauses, String linkBefore) {
        this.host = host;
        this.events = events;
        this.pauses = pauses;
        this.linkBefore = linkBefore;
    }

    /** How long one look may take, if at most so much time is to be spent. */
    static Duration bounded(Duration most) {
        return Durations.shorter(LOOK, most);
    }

    /**
     * How long to go on asking.
     *
     * @param remaining what is left of the timeout
     * @param restarted whether Jenkins was restarted, which may have used the timeout up
     * @param onDoubt whether time is to be kept for another attempt
     */
    static Duration time(Duration remaining, boolean restarted, OnDoubt onDoubt) {
        Duration time = Durations.shorter(MOST, onDoubt == OnDoubt.RESEND ? remaining.dividedBy(2) : remaining);
        return restarted ? Durations.longer(time, AFTER_RESTART) : time;
    }

    /**
     * Asks until there is a new link or the time is up.
     *
     * @param found runs when a new link stands there
     * @param undecided takes a sentence on why it is still in doubt
     */
    void ask(GraphClient client, Duration time, Runnable found, Consumer<String> undecided) {
        graph = client;
        until = host.now().plus(time);
        this.found = found;
        this.undecided = undecided;
        look(FIRST_PAUSE);
    }

    private void look(Duration nextPause) {
        events.follow(
                graph.access().tokens().current(),
                token -> events.follow(
                        graph.readDevice(token, bounded(left())),
                        reply -> judge(reply, nextPause),
                        cause -> again(nextPause, Messages.RequestTexts_notAsked(Failures.reason(cause)))),
                cause -> again(nextPause, Messages.RequestTexts_notAsked(Failures.reason(cause))));
    }

    private void judge(HttpReply reply, Duration nextPause) {
        Optional<SessionLink> link = DeviceReading.of(reply).map(DeviceReading::link);
        if (link.isEmpty()) {
            Duration asked = RetryAfter.of(reply, host.now()).orElse(Duration.ZERO);
            again(
                    Durations.longer(asked, nextPause),
                    Messages.RequestTexts_notAsked(Messages.RequestTexts_answered(reply.statusLine()) + "."));
        } else if (link.get().isNewSince(linkBefore)) {
            found.run();
        } else {
            again(nextPause, Messages.RequestTexts_noNewLink());
        }
    }

    private void again(Duration pause, String note) {
        if (pause.compareTo(left()) >= 0) {
            undecided.accept(note);
        } else {
            Duration next = Durations.shorter(LONGEST_PAUSE, pause.multipliedBy(2));
            pauses.quietly(pause, Messages.RequestTexts_askingAgain(), () -> look(next));
        }
    }

    private Duration left() {
        return Durations.left(host.now(), until);
    }
}
