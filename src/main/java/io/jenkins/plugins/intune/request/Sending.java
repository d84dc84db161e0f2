package io.jenkins.plugins.intune.request;

import io.jenkins.plugins.intune.graph.GraphError;
import io.jenkins.plugins.intune.http.HttpReply;
import io.jenkins.plugins.intune.http.RetryAfter;
import io.jenkins.plugins.intune.retry.Backoff;
import io.jenkins.plugins.intune.retry.CallPolicy;
import io.jenkins.plugins.intune.retry.Disposition;
import io.jenkins.plugins.intune.throttle.Permit;
import io.jenkins.plugins.intune.values.Durations;
import io.jenkins.plugins.intune.values.Failures;
import java.net.URI;
import java.time.Duration;

/** The action on its way, and what its answer means. Only what was certainly not processed is sent again. */
final class Sending {

    /** How often the action is tried in all while connections cannot be made. */
    private static final int MAX_UNSENT = 5;

    private Sending() {}

    /** The permit goes with the call. */
    static void send(Transition transition) {
        transition.enter(Phase.SENDING);
        transition.live.permitted = false;
        transition.live.saved = false;
        Duration left = transition.left();
        boolean canSettle = transition.state.linkBefore() != null;
        Duration time = canSettle
                ? Durations.longer(left.minus(transition.plan.options().reserve()), left.dividedBy(2))
                : left;
        transition.live.until = transition.now.plus(time);
        transition.effect(new Effect.Announce());
        transition.effect(new Effect.Send(Transition.positive(time)));
    }

    static void on(Transition transition, Event event) {
        if (event instanceof Event.Answered answered) {
            answered(transition, answered.reply(), answered.action());
        } else if (event instanceof Event.Unanswered unanswered) {
            unanswered(transition, unanswered.failure());
        }
    }

    private static void answered(Transition transition, HttpReply reply, URI action) {
        Disposition disposition = Disposition.of(reply);
        transition.state = transition.state.answered(GraphError.requestId(reply).orElse(null));
        if (disposition != Disposition.TOKEN_REFUSED) {
            // By the time of the next attempt the new token can be old as well.
            transition.state = transition.state.withTokenRenewed(false);
        }
        switch (disposition) {
            case ACCEPTED -> accept(transition, false);
            case NOT_PROCESSED -> throttled(transition, reply, action);
            case TOKEN_REFUSED -> {
                if (transition.live.aborting) {
                    endAbortedUnsent(transition);
                } else if (transition.state.tokenRenewed() || transition.left().isZero()) {
                    // The timeout fires once, so nothing would bound what begins after it.
                    transition.fail(transition.texts.refused(action, transition.state, reply, ""));
                } else {
                    transition.log(Messages.RequestTexts_renewing(Messages.RequestTexts_answered(reply.statusLine())));
                    transition.state = transition.state.withTokenRenewed(true);
                    transition.proceed();
                    // A restart must not take for a doubt what Graph has refused.
                    transition.effect(new Effect.Save());
                }
            }
            case IN_DOUBT -> doubt(transition, transition.texts.graphSaid(reply));
            default -> transition.fail(transition.texts.refused(action, transition.state, reply, ""));
        }
    }

    private static void throttled(Transition transition, HttpReply reply, URI action) {
        Duration asked = RetryAfter.of(reply, transition.now.wall()).orElse(Duration.ZERO);
        if (!asked.isZero()) {
            // As long as the throttle holds the app: a restart must not begin that anew.
            Duration held = Durations.shorter(asked, Permit.MAX_HOLD);
            transition.state = transition.state.heldUntil(transition.now.wall().plus(held));
        }
        Duration wait = CallPolicy.wait(asked, transition.state.sent().attempts(), transition.now.chance());
        if (transition.live.aborting) {
            endAbortedUnsent(transition);
            return;
        }
        transition.getInLine();
        if (wait.compareTo(transition.patience()) < 0) {
            transition.backOff(wait, Messages.RequestTexts_answered(reply.statusLine()));
        } else {
            transition.fail(transition.texts.refused(action, transition.state, reply, transition.texts.tooLong(wait)));
        }
    }

    private static void unanswered(Transition transition, Throwable failure) {
        String why = Failures.reason(failure);
        Disposition disposition = Disposition.of(failure);
        if (disposition == Disposition.IN_DOUBT) {
            doubt(transition, why);
            return;
        }
        transition.state = transition.state.neverLeft();
        if (transition.live.aborting) {
            endAbortedUnsent(transition);
        } else if (disposition == Disposition.NEVER_SENT && ++transition.live.unsent < MAX_UNSENT) {
            transition.backOffWithin(
                    transition.left(), Backoff.after(transition.live.unsent, transition.now.chance()), why);
        } else {
            transition.fail(transition.texts.unsent(transition.state, why));
        }
    }

    private static void doubt(Transition transition, String why) {
        if (transition.live.aborting) {
            transition.state = transition.state.settling(why);
            endAbortedInDoubt(transition);
        } else {
            Settling.enter(transition, why, Duration.ZERO);
        }
    }

    /**
     * Intune accepted.
     *
     * @param byLink whether a new session link showed that, and not an answer
     */
    static void accept(Transition transition, boolean byLink) {
        transition.giveBack();
        transition.state = transition.state.accepted(transition.now.wall(), byLink);
        transition.log(transition.texts.accepted(transition.state, byLink));
        if (transition.live.aborting) {
            Watching.endAborted(transition);
        } else {
            Watching.enter(transition);
        }
    }

    /** Nothing is under way; what was throttled or refused before had left all the same. */
    static void endAbortedUnsent(Transition transition) {
        if (transition.state.isInDoubt()) {
            endAbortedInDoubt(transition);
        } else {
            String text = transition.texts.abortedUnsent();
            transition.log(text);
            transition.finish(transition.state.sent().attempts() == 0 ? Outcome.NOT_ASKED : Outcome.FAILED, text, null);
        }
    }

    static void endAbortedInDoubt(Transition transition) {
        String text = transition.texts.abortedInDoubt(transition.state);
        transition.log(text);
        transition.finish(Outcome.IN_DOUBT, text, null);
    }
}
