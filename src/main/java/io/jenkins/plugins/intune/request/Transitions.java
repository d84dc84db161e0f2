package io.jenkins.plugins.intune.request;

import io.jenkins.plugins.intune.values.Durations;
import java.time.Duration;

/**
 * What follows an event, in each phase: the whole life of a request as a pure function. The drawing in {@code
 * docs/architecture.md} shows the same, and a test holds them to each other.
 *
 * <p>{@link Preparing}, {@link Claiming}, {@link Leaving}, {@link Sending}, {@link Settling} (a doubt) and {@link Watching}
 * (for the session) have what an event means in a phase. Here is what holds in all of them.
 */
public final class Transitions {

    /** Longest time for one call that reads. */
    static final Duration MAX_READ = Duration.ofSeconds(10);

    /** How long an end waits for the disk, and a permit is kept for it, at first: longer if the disk has been slow. */
    static final Duration MAX_SAVE = Duration.ofSeconds(10);

    /** Longest wait that is not logged. */
    static final Duration SOON = Duration.ofSeconds(3);

    /** How often the log says that a wait continues. */
    static final Duration NEWS = Duration.ofMinutes(1);

    /** Shortest time for looking at the device after a restart, even if the timeout was up in the meantime. */
    static final Duration AFTER_RESTART = Duration.ofSeconds(30);

    /** Longest time that another request of the build is waited for: longer than any takes. */
    static final Duration MAX_FOR_OTHER = Duration.ofDays(7);

    private Transitions() {}

    /**
     * What follows.
     *
     * @param now when the event happened
     */
    public static Step next(RequestPlan plan, Situation before, Event event, Moment now) {
        Transition transition = new Transition(plan, before, now);
        if (event instanceof Event.Begun begun) {
            begin(transition, begun.resumed());
        } else if (event instanceof Event.TimedOut) {
            timeOut(transition);
        } else if (event instanceof Event.Aborted) {
            abort(transition);
        } else {
            switch (transition.phase()) {
                case LOOKING_UP, CHECKING, QUEUEING, BACKING_OFF -> Preparing.on(transition, event);
                case CLAIMING -> Claiming.on(transition, event);
                case READING, TAKING, SAVING -> Leaving.on(transition, event);
                case SENDING -> Sending.on(transition, event);
                case SETTLING -> Settling.on(transition, event);
                case WATCHING -> Watching.on(transition, event);
                case FINISHING -> finish(transition, event);
                case NEW, ENDED -> {}
            }
        }
        return transition.step();
    }

    private static void begin(Transition transition, boolean resumed) {
        RequestState state = transition.state;
        Duration timeout = transition.plan.options().timeout();
        Duration passed = Duration.between(state.timedFrom(), transition.now.wall());
        // How long the timeout stood still is unknown for one of many, which may have been in line, and for a request
        // that was never sent, which may have waited for another one of its build.
        boolean unknown = transition.plan.oneOfMany() || state.sent().attempts() == 0;
        // A clock that was set may give impossible times, so they are bounded.
        Duration left = !resumed || unknown || passed.isNegative() ? timeout : timeout.minus(passed);
        transition.live.deadline = transition.now.plus(Durations.longer(Duration.ZERO, left));
        transition.effect(new Effect.SetDeadline(transition.left()));
        switch (state.phase()) {
            case NEW, LOOKING_UP, CLAIMING, CHECKING, QUEUEING, READING, TAKING -> transition.proceed();
            case BACKING_OFF -> {
                Duration rest = Duration.between(transition.now.wall(), state.wakeAt());
                if (passed.isNegative() || rest.isNegative() || rest.isZero()) {
                    transition.proceed();
                } else {
                    // That wait was within bounds when it began.
                    transition.getInLine();
                    boolean asked = state.heldUntil().isAfter(transition.now.wall());
                    String why = asked ? Messages.RequestTexts_throttle() : Messages.RequestTexts_waitedBefore();
                    transition.log(transition.texts.waiting(why, rest));
                    transition.standBackFor(rest);
                }
            }
            case SAVING, SENDING -> Settling.enter(transition, Messages.RequestTexts_restarted(), AFTER_RESTART);
            case SETTLING -> Settling.enter(transition, state.reason(), AFTER_RESTART);
            case WATCHING -> Watching.resume(transition);
            case FINISHING, ENDED -> transition.end(null);
        }
    }

    private static void timeOut(Transition transition) {
        if (transition.phase().isBeforeSending()) {
            transition.giveBack();
            transition.fail(transition.texts.timedOut(transition.situation(), transition.now));
        }
    }

    private static void abort(Transition transition) {
        switch (transition.phase()) {
            case SENDING -> {
                // The call's end tells whether it had left.
                transition.live.aborting = true;
                transition.effect(new Effect.Cancel());
            }
            case SETTLING -> Sending.endAbortedInDoubt(transition);
            case WATCHING -> Watching.endAborted(transition);
            case FINISHING, ENDED -> {}
            default -> {
                transition.giveBack();
                Sending.endAbortedUnsent(transition);
            }
        }
    }

    /** The end is on disk, or the disk had its time. */
    private static void finish(Transition transition, Event event) {
        if (event instanceof Event.Saved || event instanceof Event.NotSaved || event instanceof Event.Woke) {
            transition.end(null);
        }
    }

    /**
     * The last state of a request that an error in this plugin or a library has ended.
     *
     * @param leftNow whether the attempt that is on its way has left
     */
    public static RequestState broken(RequestPlan plan, RequestState state, boolean leftNow, Throwable mistake) {
        RequestTexts texts = new RequestTexts(plan);
        String what = mistake.toString();
        if (state.acceptedAt() != null) {
            Outcome outcome = plan.options().waitsForSession() ? Outcome.NO_SESSION : Outcome.ACCEPTED;
            return state.finishing(outcome, texts.broken(state, what), null);
        }
        if (leftNow || state.mayHaveLeft()) {
            RequestState doubted = state.settling(what);
            return doubted.finishing(Outcome.IN_DOUBT, texts.doubt(doubted, ""), null);
        }
        return state.isInDoubt()
                ? state.finishing(Outcome.IN_DOUBT, texts.doubt(state, what), null)
                : state.finishing(plan.options().failure(), texts.told(texts.unsent(state, what)), null);
    }
}
