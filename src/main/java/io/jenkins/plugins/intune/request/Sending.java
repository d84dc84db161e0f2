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
    static void send(Turn turn) {
        turn.enter(Phase.SENDING);
        turn.live.permitted = false;
        turn.live.saved = false;
        Duration left = turn.left();
        boolean canSettle = turn.state.linkBefore() != null;
        Duration time =
                canSettle ? Durations.longer(left.minus(turn.plan.options().reserve()), left.dividedBy(2)) : left;
        turn.live.until = turn.now.plus(time);
        turn.effect(new Effect.Announce());
        turn.effect(new Effect.Send(Durations.longer(Duration.ofMillis(1), time)));
    }

    static void on(Turn turn, Event event) {
        if (event instanceof Event.Answered answered) {
            answered(turn, answered.reply(), answered.action());
        } else if (event instanceof Event.Unanswered unanswered) {
            unanswered(turn, unanswered.failure());
        }
    }

    private static void answered(Turn turn, HttpReply reply, URI action) {
        Disposition disposition = Disposition.of(reply);
        turn.state = turn.state.answered(GraphError.requestId(reply).orElse(null));
        if (disposition != Disposition.TOKEN_REFUSED) {
            // By the time of the next attempt the new token can be old as well.
            turn.state = turn.state.withTokenRenewed(false);
        }
        switch (disposition) {
            case ACCEPTED -> accept(turn, false);
            case NOT_PROCESSED -> throttled(turn, reply, action);
            case TOKEN_REFUSED -> {
                if (turn.live.aborting) {
                    endAbortedUnsent(turn);
                } else if (turn.state.tokenRenewed() || turn.left().isZero()) {
                    // The timeout fires once, so nothing would bound what begins after it.
                    turn.fail(turn.texts.refused(action, turn.state, reply, ""));
                } else {
                    turn.log(Messages.RequestTexts_renewing(Messages.RequestTexts_answered(reply.statusLine())));
                    turn.state = turn.state.withTokenRenewed(true);
                    turn.proceed();
                    // A restart must not take for a doubt what Graph has refused.
                    turn.effect(new Effect.Save());
                }
            }
            case IN_DOUBT -> doubt(turn, turn.texts.graphSaid(reply));
            default -> turn.fail(turn.texts.refused(action, turn.state, reply, ""));
        }
    }

    private static void throttled(Turn turn, HttpReply reply, URI action) {
        Duration asked = RetryAfter.of(reply, turn.now.wall()).orElse(Duration.ZERO);
        if (!asked.isZero()) {
            // As long as the throttle holds the app: a restart must not begin that anew.
            Duration held = Durations.shorter(asked, Permit.MAX_HOLD);
            turn.state = turn.state.heldUntil(turn.now.wall().plus(held));
        }
        Duration wait = CallPolicy.wait(asked, turn.state.sent().attempts(), turn.now.chance());
        if (turn.live.aborting) {
            endAbortedUnsent(turn);
            return;
        }
        turn.getInLine();
        if (wait.compareTo(turn.patience()) < 0) {
            turn.backOff(wait, Messages.RequestTexts_answered(reply.statusLine()));
        } else {
            turn.fail(turn.texts.refused(action, turn.state, reply, turn.texts.tooLong(wait)));
        }
    }

    private static void unanswered(Turn turn, Throwable failure) {
        String why = Failures.reason(failure);
        Disposition disposition = Disposition.of(failure);
        if (disposition == Disposition.IN_DOUBT) {
            doubt(turn, why);
            return;
        }
        turn.state = turn.state.neverLeft();
        if (turn.live.aborting) {
            endAbortedUnsent(turn);
        } else if (disposition == Disposition.NEVER_SENT && ++turn.live.unsent < MAX_UNSENT) {
            turn.backOffWithin(turn.left(), Backoff.after(turn.live.unsent, turn.now.chance()), why);
        } else {
            turn.fail(turn.texts.unsent(turn.state, why));
        }
    }

    private static void doubt(Turn turn, String why) {
        if (turn.live.aborting) {
            turn.state = turn.state.settling(why);
            endAbortedInDoubt(turn);
        } else {
            Settling.enter(turn, why, Duration.ZERO);
        }
    }

    /**
     * Intune accepted.
     *
     * @param byLink whether a new session link showed that, and not an answer
     */
    static void accept(Turn turn, boolean byLink) {
        turn.giveBack();
        turn.state = turn.state.accepted(turn.now.wall(), byLink);
        turn.log(turn.texts.accepted(turn.state, byLink));
        if (turn.live.aborting) {
            Watching.endAborted(turn);
        } else {
            Watching.enter(turn);
        }
    }

    /** Nothing is under way; what was throttled or refused before had left all the same. */
    static void endAbortedUnsent(Turn turn) {
        if (turn.state.doubted()) {
            endAbortedInDoubt(turn);
        } else {
            String text = turn.texts.abortedUnsent();
            turn.log(text);
            turn.finish(turn.state.sent().attempts() == 0 ? Outcome.NOT_ASKED : Outcome.FAILED, text, null);
        }
    }

    static void endAbortedInDoubt(Turn turn) {
        String text = turn.texts.abortedInDoubt(turn.state);
        turn.log(text);
        turn.finish(Outcome.IN_DOUBT, text, null);
    }
}
