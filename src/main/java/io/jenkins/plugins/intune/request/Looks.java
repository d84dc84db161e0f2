package io.jenkins.plugins.intune.request;

import io.jenkins.plugins.intune.retry.CallPolicy;
import io.jenkins.plugins.intune.retry.ReadFailure;
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
    static void begin(Transition transition, Duration time, Duration firstDelay, Priority priority) {
        transition.live.tries = CallPolicy.FRESH;
        transition.live.until = transition.now.plus(time);
        transition.live.delay = firstDelay;
        transition.live.newsAt = transition.now.plus(Transitions.NEWS);
        transition.live.note = "";
        look(transition, priority);
    }

    private static void look(Transition transition, Priority priority) {
        transition.live.looking = true;
        Duration left = left(transition);
        transition.effect(new Effect.ReadDevice(priority, Transition.callTime(left)));
        // However long the look takes, the whole ends in time.
        transition.effect(new Effect.Wait(left));
    }

    static Duration left(Transition transition) {
        return transition.now.until(transition.live.until);
    }

    /**
     * A wait is over.
     *
     * @return whether the time is up; if not, the next look is under way
     */
    static boolean isOver(Transition transition, Priority priority) {
        if (transition.live.looking || left(transition).isZero()) {
            return true;
        }
        look(transition, priority);
        return false;
    }

    /**
     * The look did not come to anything.
     *
     * @return whether the time is up; if not, there will be another look
     */
    static boolean isOver(Transition transition, ReadFailure failure, Priority priority) {
        CallPolicy.Verdict verdict =
                transition.live.tries.after(failure, Integer.MAX_VALUE, left(transition), transition.now.chance());
        transition.live.tries = verdict.tries();
        if (verdict.step() == CallPolicy.Step.RENEW) {
            look(transition, priority);
            return false;
        }
        transition.live.note = failure.words();
        transition.live.tries = verdict.tries().forAnotherCall();
        return isOverAfter(transition, Durations.longer(verdict.delay(), transition.live.delay));
    }

    /**
     * The look showed nothing new.
     *
     * @return whether the time is up; if not, there will be another look
     */
    static boolean isOverWithout(Transition transition, String note) {
        transition.live.tries = CallPolicy.FRESH;
        transition.live.note = note;
        return isOverAfter(transition, transition.live.delay);
    }

    private static boolean isOverAfter(Transition transition, Duration delay) {
        transition.live.looking = false;
        if (delay.compareTo(left(transition)) >= 0) {
            return true;
        }
        transition.live.nextLookAt = transition.now.wall().plus(delay);
        transition.effect(new Effect.Wait(delay));
        return false;
    }
}
