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
    static void enter(Transition transition) {
        if (!transition.plan.options().waitsForSession()) {
            transition.finish(Outcome.ACCEPTED, null, null);
        } else if (transition.state.linkBefore() == null) {
            transition.finish(Outcome.NO_SESSION, transition.texts.linkUnknown(transition.state), null);
        } else {
            transition.state = transition.state.watchingSince(transition.now.wall());
            transition.live.notSaved = 0;
            transition.effect(new Effect.GiveWay());
            transition.effect(new Effect.Save());
            begin(transition, transition.plan.options().sessionTimeout());
        }
    }

    /** After a restart there is some time, even if Jenkins was down for longer than that. */
    static void resume(Transition transition) {
        if (!transition.plan.options().waitsForSession()) {
            transition.finish(Outcome.ACCEPTED, null, null);
            return;
        }
        Duration most = transition.plan.options().sessionTimeout();
        Duration passed = Duration.between(transition.state.watchedSince(), transition.now.wall());
        Duration left = passed.isNegative() ? most : most.minus(passed);
        begin(transition, Durations.longer(left, Durations.shorter(most, Transitions.AFTER_RESTART)));
    }

    private static void begin(Transition transition, Duration time) {
        transition.log(transition.texts.waitingForSession(time));
        Looks.begin(transition, time, FIRST_DELAY, Priority.POLLING);
    }

    static void on(Transition transition, Event event) {
        if (event instanceof Event.Read read) {
            judge(transition, read.device());
        } else if (event instanceof Event.ReadFailed failed) {
            goOn(transition, Looks.isOver(transition, failed.failure(), Priority.POLLING));
        } else if (event instanceof Event.NotSaved) {
            transition.live.notSaved = 1;
        } else if (event instanceof Event.Woke) {
            if (transition.live.notSaved > 0) {
                // A crash would forget that Intune has accepted.
                transition.live.notSaved = 0;
                transition.effect(new Effect.Save());
            }
            if (Looks.isOver(transition, Priority.POLLING)) {
                endWithout(transition);
            }
        }
    }

    private static void judge(Transition transition, DeviceReading device) {
        transition.live.latest = device;
        transition.state = transition.state.withDevice(
                device.details().id(), device.details().name());
        boolean isNew = device.link().isNewSince(transition.state.linkBefore());
        if (isNew && transition.state.linkFound() != null && device.link().isNewSince(transition.state.linkFound())) {
            transition.finish(Outcome.NO_SESSION, transition.texts.otherSession(transition.state), null);
        } else if (isNew) {
            transition.log(transition.texts.sessionFound());
            // The state on disk stays as it is, so that a restart finds the link again: it is not saved itself.
            transition.state =
                    transition.state.withLinkFound(device.link().digest()).finishing(Outcome.SESSION, null, null);
            transition.end(device.link().url());
        } else if (!device.error().isEmpty()
                && !SessionLink.digest(device.error()).equals(transition.state.errorBefore())) {
            transition.finish(
                    Outcome.NO_SESSION, transition.texts.sessionFailed(transition.state, device), device.error());
        } else {
            goOn(transition, Looks.isOverWithout(transition, ""));
        }
    }

    private static void goOn(Transition transition, boolean over) {
        if (over) {
            endWithout(transition);
            return;
        }
        transition.live.delay = Durations.shorter(
                MAX_DELAY, transition.live.delay.multipliedBy(3).dividedBy(2));
        if (transition.now.until(transition.live.newsAt).isZero()) {
            transition.live.newsAt = transition.now.plus(Transitions.NEWS);
            transition.log(
                    Messages.RequestTexts_stillWatching(Looks.left(transition).toSeconds()));
        }
    }

    private static void endWithout(Transition transition) {
        Optional<DeviceReading> latest = Optional.ofNullable(transition.live.latest);
        boolean unread = latest.isEmpty() && transition.live.note.isEmpty();
        String note = unread ? Messages.RequestTexts_notInTime() : transition.live.note;
        transition.finish(
                Outcome.NO_SESSION,
                transition.texts.noSession(transition.state, transition.live.connector, latest, note),
                latest.map(DeviceReading::error)
                        .filter(error -> !error.isEmpty())
                        .orElse(null));
    }

    static void endAborted(Transition transition) {
        String text = transition.texts.abortedWatching(transition.state);
        transition.log(text);
        transition.finish(
                transition.plan.options().waitsForSession() ? Outcome.NO_SESSION : Outcome.ACCEPTED, text, null);
    }
}
