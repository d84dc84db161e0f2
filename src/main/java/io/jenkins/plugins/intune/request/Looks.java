package io.jenkins.plugins.intune.request;

import io.jenkins.plugins.intune.retry.CallPolicy;
import io.jenkins.plugins.intune.retry.Trouble;
import io.jenkins.plugins.intune.throttle.Priority;
import io.jenkins.plugins.intune.values.Durations;
import java.time.Duration;

/**
 * Looking at a device again and again until something is there or the time is up: what settling a doubt and watching for a
 * session have in common.
 */
final class Looks {

    private Looks() {}

    /** Begins. */
    static void begin(Turn turn, Duration time, Duration firstDelay, Priority priority) {
        turn.live.tries = CallPolicy.FRESH;
        turn.live.until = turn.now.plus(time);
        turn.live.delay = firstDelay;
        turn.live.newsAt = turn.now.plus(Transitions.NEWS);
        turn.live.note = "";
        look(turn, priority);
    }

    private static void look(Turn turn, Priority priority) {
        turn.live.looking = true;
        Duration left = left(turn);
        turn.effect(new Effect.ReadDevice(
                priority, Durations.longer(Duration.ofMillis(1), Durations.shorter(Transitions.MAX_READ, left))));
        // However long the look takes, the whole ends in time.
        turn.effect(new Effect.Wait(left));
    }

    static Duration left(Turn turn) {
        return turn.now.until(turn.live.until);
    }

    /**
     * A wait is over.
     *
     * @return whether the time is up; if not, the next look is under way
     */
    static boolean isOver(Turn turn, Priority priority) {
        if (turn.live.looking || left(turn).isZero()) {
            return true;
        }
        look(turn, priority);
        return false;
    }

    /**
     * The look did not come to anything.
     *
     * @return whether the time is up; if not, there will be another look
     */
    static boolean isOver(Turn turn, Trouble trouble, Priority priority) {
        CallPolicy.Verdict verdict = turn.live.tries.after(trouble, Integer.MAX_VALUE, left(turn), turn.now.chance());
        turn.live.tries = verdict.tries();
        if (verdict.step() == CallPolicy.Step.RENEW) {
            look(turn, priority);
            return false;
        }
        turn.live.note = trouble.words();
        turn.live.tries = verdict.tries().forAnotherCall();
        return isOverAfter(turn, Durations.longer(verdict.delay(), turn.live.delay));
    }

    /**
     * The look showed nothing new.
     *
     * @return whether the time is up; if not, there will be another look
     */
    static boolean isOverWithout(Turn turn, String note) {
        turn.live.tries = CallPolicy.FRESH;
        turn.live.note = note;
        return isOverAfter(turn, turn.live.delay);
    }

    private static boolean isOverAfter(Turn turn, Duration delay) {
        turn.live.looking = false;
        if (delay.compareTo(left(turn)) >= 0) {
            return true;
        }
        turn.live.nextLookAt = turn.now.wall().plus(delay);
        turn.effect(new Effect.Wait(delay));
        return false;
    }
}
