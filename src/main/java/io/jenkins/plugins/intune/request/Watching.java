package io.jenkins.plugins.intune.request;

import io.jenkins.plugins.intune.graph.DeviceReading;
import io.jenkins.plugins.intune.graph.SessionLink;
import io.jenkins.plugins.intune.throttle.Priority;
import io.jenkins.plugins.intune.values.Durations;
import java.time.Duration;
import java.util.Optional;

/**
 * Intune accepted, and the device is looked at for a session link that was not there before, or an error: less and less
 * often, and no more often than Graph asks.
 */
final class Watching {

    private static final Duration FIRST_DELAY = Duration.ofSeconds(2);
    private static final Duration MAX_DELAY = Duration.ofSeconds(20);

    private Watching() {}

    /** Intune has accepted, now or at an earlier step of the build. */
    static void enter(Turn turn) {
        if (!turn.plan.options().waitsForSession()) {
            turn.finish(Outcome.ACCEPTED, null, null);
        } else if (turn.state.linkBefore() == null) {
            turn.finish(Outcome.NO_SESSION, turn.texts.linkUnknown(turn.state), null);
        } else {
            turn.state = turn.state.watchingSince(turn.now.wall());
            turn.effect(new Effect.GiveWay());
            turn.effect(new Effect.Save());
            begin(turn, turn.plan.options().sessionTimeout());
        }
    }

    /** After a restart there is some time, even if Jenkins was down for longer than that. */
    static void resume(Turn turn) {
        if (!turn.plan.options().waitsForSession()) {
            turn.finish(Outcome.ACCEPTED, null, null);
            return;
        }
        Duration most = turn.plan.options().sessionTimeout();
        Duration passed = Duration.between(turn.state.watchedSince(), turn.now.wall());
        Duration left = passed.isNegative() ? most : most.minus(passed);
        begin(turn, Durations.longer(left, Durations.shorter(most, Transitions.AFTER_RESTART)));
    }

    private static void begin(Turn turn, Duration time) {
        turn.log(turn.texts.waitingForSession(time));
        Looks.begin(turn, time, FIRST_DELAY, Priority.POLLING);
    }

    static void on(Turn turn, Event event) {
        if (event instanceof Event.Read read) {
            judge(turn, read.device());
        } else if (event instanceof Event.Troubled troubled) {
            goOn(turn, Looks.isOver(turn, troubled.trouble(), Priority.POLLING));
        } else if (event instanceof Event.Woke && Looks.isOver(turn, Priority.POLLING)) {
            endWithout(turn);
        }
    }

    private static void judge(Turn turn, DeviceReading device) {
        turn.live.latest = device;
        turn.state =
                turn.state.withDevice(device.details().id(), device.details().name());
        boolean isNew = device.link().isNewSince(turn.state.linkBefore());
        if (isNew && turn.state.linkFound() != null && device.link().isNewSince(turn.state.linkFound())) {
            turn.finish(Outcome.NO_SESSION, turn.texts.otherSession(turn.state), null);
        } else if (isNew) {
            turn.log(turn.texts.sessionFound());
            // The state on disk stays as it is, so that a restart finds the link again: it is not saved itself.
            turn.state = turn.state.withLinkFound(device.link().digest()).finishing(Outcome.SESSION, null, null);
            turn.end(device.link().url());
        } else if (!device.error().isEmpty()
                && !SessionLink.digest(device.error()).equals(turn.state.errorBefore())) {
            turn.finish(Outcome.NO_SESSION, turn.texts.sessionFailed(turn.state, device), device.error());
        } else {
            goOn(turn, Looks.isOverWithout(turn, ""));
        }
    }

    private static void goOn(Turn turn, boolean over) {
        if (over) {
            endWithout(turn);
            return;
        }
        turn.live.delay =
                Durations.shorter(MAX_DELAY, turn.live.delay.multipliedBy(3).dividedBy(2));
        if (turn.now.until(turn.live.newsAt).isZero()) {
            turn.live.newsAt = turn.now.plus(Transitions.NEWS);
            turn.log(Messages.RequestTexts_stillWatching(Looks.left(turn).toSeconds()));
        }
    }

    private static void endWithout(Turn turn) {
        Optional<DeviceReading> latest = Optional.ofNullable(turn.live.latest);
        boolean unread = latest.isEmpty() && turn.live.note.isEmpty();
        String note = unread ? Messages.RequestTexts_notInTime() : turn.live.note;
        turn.finish(
                Outcome.NO_SESSION,
                turn.texts.noSession(turn.state, turn.live.connector, latest, note),
                latest.map(DeviceReading::error)
                        .filter(error -> !error.isEmpty())
                        .orElse(null));
    }

    static void endAborted(Turn turn) {
        String text = turn.texts.abortedWatching(turn.state);
        turn.log(text);
        turn.finish(turn.plan.options().waitsForSession() ? Outcome.NO_SESSION : Outcome.ACCEPTED, text, null);
    }
}
