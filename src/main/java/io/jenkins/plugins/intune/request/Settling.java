package io.jenkins.plugins.intune.request;

import io.jenkins.plugins.intune.retry.CallPolicy;
import io.jenkins.plugins.intune.retry.Trouble;
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
    static void enter(Turn turn, String why, Duration atLeast) {
        turn.state = turn.state.settling(why);
        turn.effect(new Effect.Save());
        if (turn.state.linkBefore() == null) {
            undecided(turn, Messages.RequestTexts_linkUnknown());
            return;
        }
        turn.log(Messages.RequestTexts_lookingAtDevice(why));
        boolean keepsSome = turn.plan.options().onDoubt() == OnDoubt.RESEND;
        Duration left = keepsSome ? turn.left().dividedBy(2) : turn.left();
        Looks.begin(turn, Durations.longer(atLeast, Durations.shorter(MAX_TIME, left)), FIRST_DELAY, Priority.DECIDING);
    }

    static void on(Turn turn, Event event) {
        if (event instanceof Event.Read read) {
            if (read.device().link().isNewSince(turn.state.linkBefore())) {
                turn.state = turn.state
                        .withDevice(
                                read.device().details().id(),
                                read.device().details().name())
                        .withLinkFound(read.device().link().digest());
                Sending.accept(turn, true);
            } else if (Looks.isOverWithout(turn, Messages.RequestTexts_noNewLink())) {
                undecided(turn);
            } else {
                lengthenDelay(turn);
            }
        } else if (event instanceof Event.Troubled troubled) {
            Trouble told = troubled.trouble();
            if (Looks.isOver(turn, told.in(Messages.RequestTexts_notLookedAt(told.words())), Priority.DECIDING)) {
                undecided(turn);
            } else {
                lengthenDelay(turn);
            }
        } else if (event instanceof Event.Woke && Looks.isOver(turn, Priority.DECIDING)) {
            undecided(turn);
        }
    }

    private static void lengthenDelay(Turn turn) {
        turn.live.delay = Durations.shorter(MAX_DELAY, turn.live.delay.multipliedBy(2));
    }

    /** The device showed nothing new, or nothing at all. */
    private static void undecided(Turn turn) {
        String note = turn.live.note;
        undecided(turn, note.isEmpty() ? Messages.RequestTexts_notLookedAt(Messages.RequestTexts_notInTime()) : note);
    }

    private static void undecided(Turn turn, String note) {
        boolean again = turn.plan.options().onDoubt() == OnDoubt.RESEND
                && turn.left().compareTo(MIN_RESEND) > 0
                && turn.state.sent().resends() < MAX_RESENDS;
        if (again) {
            turn.log(Messages.RequestTexts_resending(note));
            turn.state = turn.state.resending();
            turn.live.tries = CallPolicy.FRESH;
            turn.proceed();
            turn.effect(new Effect.Save());
        } else {
            turn.finish(Outcome.IN_DOUBT, turn.texts.doubt(turn.state, note), null);
        }
    }
}
