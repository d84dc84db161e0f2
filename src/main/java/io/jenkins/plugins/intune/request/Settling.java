package io.jenkins.plugins.intune.request;

import io.jenkins.plugins.intune.retry.CallPolicy;
import io.jenkins.plugins.intune.retry.ReadFailure;
import io.jenkins.plugins.intune.throttle.Priority;
import io.jenkins.plugins.intune.values.Durations;
import java.time.Duration;

/**
 * A request left without a clear answer, so the device is looked at: a session link that was not there before means that Intune
 * accepted it after all. Intune takes some time for that, so there is more than one look.
 */
final class Settling {

    /** Longest time that a link is waited for. */
    private static final Duration MAX_TIME = Duration.ofSeconds(60);

    /** Shortest rest of the timeout in which sending again makes sense. */
    private static final Duration MIN_RESEND = Duration.ofSeconds(1);

    private static final Duration FIRST_DELAY = Duration.ofSeconds(1);
    private static final Duration MAX_DELAY = Duration.ofSeconds(8);

    /** How often a request in doubt is sent again, even if the user wants it. */
    private static final int MAX_RESENDS = 2;

    private Settling() {}

    /**
     * A doubt begins, or goes on after a restart.
     *
     * @param atLeast how much time there is even if the timeout was up in the meantime
     */
    static void enter(Transition transition, String why, Duration atLeast) {
        transition.state = transition.state.settling(why);
        transition.effect(new Effect.Save());
        if (transition.state.linkBefore() == null) {
            undecided(transition, Messages.RequestTexts_linkUnknown());
            return;
        }
        transition.log(Messages.RequestTexts_lookingAtDevice(why));
        boolean keepsSome = transition.plan.options().onDoubt() == OnDoubt.RESEND;
        Duration left = keepsSome ? transition.left().dividedBy(2) : transition.left();
        Looks.begin(
                transition,
                Durations.longer(atLeast, Durations.shorter(MAX_TIME, left)),
                FIRST_DELAY,
                Priority.DECIDING);
    }

    static void on(Transition transition, Event event) {
        if (event instanceof Event.Read read) {
            if (read.device().link().isNewSince(transition.state.linkBefore())) {
                transition.state = transition
                        .state
                        .withDevice(
                                read.device().details().id(),
                                read.device().details().name())
                        .withLinkFound(read.device().link().digest());
                Sending.accept(transition, true);
            } else if (Looks.isOverWithout(transition, Messages.RequestTexts_noNewLink())) {
                undecided(transition);
            } else {
                lengthenDelay(transition);
            }
        } else if (event instanceof Event.ReadFailed failed) {
            ReadFailure told = failed.failure();
            if (Looks.isOver(transition, told.in(Messages.RequestTexts_notLookedAt(told.words())), Priority.DECIDING)) {
                undecided(transition);
            } else {
                lengthenDelay(transition);
            }
        } else if (event instanceof Event.Woke && Looks.isOver(transition, Priority.DECIDING)) {
            undecided(transition);
        }
    }

    private static void lengthenDelay(Transition transition) {
        transition.live.delay = Durations.shorter(MAX_DELAY, transition.live.delay.multipliedBy(2));
    }

    /** The device showed nothing new, or nothing at all. */
    private static void undecided(Transition transition) {
        String note = transition.live.note;
        undecided(
                transition,
                note.isEmpty() ? Messages.RequestTexts_notLookedAt(Messages.RequestTexts_notInTime()) : note);
    }

    private static void undecided(Transition transition, String note) {
        boolean again = transition.plan.options().onDoubt() == OnDoubt.RESEND
                && transition.left().compareTo(MIN_RESEND) > 0
                && transition.state.sent().resends() < MAX_RESENDS;
        if (again) {
            transition.log(Messages.RequestTexts_resending(note));
            transition.state = transition.state.resending();
            transition.live.tries = CallPolicy.FRESH;
            transition.proceed();
            transition.effect(new Effect.Save());
        } else {
            transition.finish(Outcome.IN_DOUBT, transition.texts.doubt(transition.state, note), null);
        }
    }
}
