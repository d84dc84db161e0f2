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

    /** Longest time that an end waits for the disk, and that a permit is kept for it at first. */
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
        Turn turn = new Turn(plan, before, now);
        if (event instanceof Event.Begun begun) {
            begin(turn, begun.resumed());
        } else if (event instanceof Event.TimedOut) {
            timeOut(turn);
        } else if (event instanceof Event.Aborted) {
            abort(turn);
        } else {
            switch (turn.phase()) {
                case LOOKING_UP, CHECKING, QUEUEING, BACKING_OFF -> Preparing.on(turn, event);
                case CLAIMING -> Claiming.on(turn, event);
                case READING, TAKING, SAVING -> Leaving.on(turn, event);
                case SENDING -> Sending.on(turn, event);
                case SETTLING -> Settling.on(turn, event);
                case WATCHING -> Watching.on(turn, event);
                case FINISHING -> finish(turn, event);
                case NEW, ENDED -> {}
            }
        }
        return turn.step();
    }

    private static void begin(Turn turn, boolean resumed) {
        RequestState state = turn.state;
        Duration timeout = turn.plan.options().timeout();
        Duration passed = Duration.between(state.timedFrom(), turn.now.wall());
        // For how long its time stood still is not known of one of many, which may have been in line, and of what was
        // not sent yet, which may have waited for another request of the build.
        boolean unknown = turn.plan.oneOfMany() || state.sent().attempts() == 0;
        // A clock that was set may give impossible times, so they are bounded.
        Duration left = !resumed || unknown || passed.isNegative() ? timeout : timeout.minus(passed);
        turn.live.deadline = turn.now.plus(Durations.longer(Duration.ZERO, left));
        turn.effect(new Effect.SetDeadline(turn.left()));
        switch (state.phase()) {
            case NEW, LOOKING_UP, CLAIMING, CHECKING, QUEUEING, READING, TAKING -> turn.proceed();
            case BACKING_OFF -> {
                Duration rest = Duration.between(turn.now.wall(), state.wakeAt());
                if (passed.isNegative() || rest.isNegative() || rest.isZero()) {
                    turn.proceed();
                } else {
                    // That wait was within bounds when it began.
                    turn.getInLine();
                    boolean asked = state.heldUntil().isAfter(turn.now.wall());
                    String why = asked ? Messages.RequestTexts_throttle() : Messages.RequestTexts_waitedBefore();
                    turn.log(turn.texts.waiting(why, rest));
                    turn.standBack();
                    turn.effect(new Effect.Wait(rest));
                }
            }
            case SAVING, SENDING -> Settling.enter(turn, Messages.RequestTexts_restarted(), AFTER_RESTART);
            case SETTLING -> Settling.enter(turn, state.reason(), AFTER_RESTART);
            case WATCHING -> Watching.resume(turn);
            case FINISHING, ENDED -> turn.end(null);
        }
    }

    private static void timeOut(Turn turn) {
        if (turn.phase().isBeforeSending()) {
            turn.giveBack();
            turn.fail(turn.texts.timedOut(turn.situation(), turn.now));
        }
    }

    private static void abort(Turn turn) {
        switch (turn.phase()) {
            case SENDING -> {
                // The call's end tells whether it had left.
                turn.live.aborting = true;
                turn.effect(new Effect.Cancel());
            }
            case SETTLING -> Sending.endAbortedInDoubt(turn);
            case WATCHING -> Watching.endAborted(turn);
            case FINISHING, ENDED -> {}
            default -> {
                turn.giveBack();
                Sending.endAbortedUnsent(turn);
            }
        }
    }

    /** The end is on disk, or the disk had its time. */
    private static void finish(Turn turn, Event event) {
        if (event instanceof Event.Saved || event instanceof Event.NotSaved || event instanceof Event.Woke) {
            turn.end(null);
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
        return state.doubted()
                ? state.finishing(Outcome.IN_DOUBT, texts.doubt(state, what), null)
                : state.finishing(plan.options().failure(), texts.told(texts.unsent(state, what)), null);
    }
}
