package io.jenkins.plugins.intune.request;

import java.time.Instant;
import java.util.Optional;

/**
 * What a request waits for, for people who watch it. Immutable.
 *
 * @param device the device's name, or in words as long as that is not known
 * @param cause what has to come
 * @param since when it began to wait for that
 * @param until when the wait is over at the latest; {@code null} if not known
 * @param why what has led to the wait, in words; empty for nothing
 */
public record Waiting(String device, Cause cause, Instant since, Instant until, String why) {

    /** What a request can wait for. */
    public enum Cause {
        /** The device is being looked up. */
        LOOK_UP,
        /** Whom the build and others have asked; that tells whether the device may be asked. */
        CLAIM,
        /** The end of another request of the build, which asks the same device. */
        OTHER,
        /** How far the tenant's connector is set up. */
        CONNECTOR,
        /** The credential and a token. */
        TOKEN,
        /** Its place under Intune's limit. */
        LINE,
        /** Graph has told all requests of the app to wait. */
        HOLD,
        /** The build is being saved before the request leaves. */
        SAVE,
        /** Intune's answer. */
        ANSWER,
        /** The next attempt. */
        RETRY,
        /** A new session link, which would settle a doubt. */
        DOUBT,
        /** The session link. */
        SESSION,
        /** The end is being saved. */
        END;

        /** A sentence for people. */
        public String words() {
            return switch (this) {
                case LOOK_UP -> Messages.Waiting_lookUp();
                case CLAIM -> Messages.Waiting_claim();
                case OTHER -> Messages.Waiting_other();
                case CONNECTOR -> Messages.Waiting_connector();
                case TOKEN -> Messages.Waiting_token();
                case LINE -> Messages.Waiting_line();
                case HOLD -> Messages.Waiting_hold();
                case SAVE, END -> Messages.Waiting_save();
                case ANSWER -> Messages.Waiting_answer();
                case RETRY -> Messages.Waiting_retry();
                case DOUBT -> Messages.Waiting_doubt();
                case SESSION -> Messages.Waiting_session();
            };
        }
    }

    /**
     * What a request waits for.
     *
     * @param now this moment
     * @return empty if it has not begun, or has ended
     */
    public static Optional<Waiting> of(RequestPlan plan, Situation situation, Moment now) {
        RequestState state = situation.state();
        return cause(situation, now).map(cause -> {
            Instant until = cause == Cause.HOLD ? now.wall().plus(now.held()) : until(cause, situation, now);
            String name = state.deviceName() == null ? plan.target().toString() : state.deviceName();
            String why = cause == Cause.RETRY ? situation.live().note : "";
            return new Waiting(name, cause, since(state, situation.live()), until, why);
        });
    }

    static Optional<Cause> cause(Situation situation, Moment now) {
        return cause(situation).map(cause -> cause == Cause.LINE && now.isHeld() ? Cause.HOLD : cause);
    }

    /** The same, whether or not Graph has told the app to wait. */
    static Optional<Cause> cause(Situation situation) {
        Cause cause =
                switch (situation.state().phase()) {
                    case NEW, ENDED -> null;
                    case LOOKING_UP -> Cause.LOOK_UP;
                    case CLAIMING -> situation.live().busy > 0 ? Cause.OTHER : Cause.CLAIM;
                    case CHECKING -> Cause.CONNECTOR;
                    case QUEUEING -> situation.live().queued ? Cause.LINE : Cause.TOKEN;
                    case READING, TAKING -> Cause.LINE;
                    case SAVING -> Cause.SAVE;
                    case SENDING -> Cause.ANSWER;
                    case BACKING_OFF -> Cause.RETRY;
                    case SETTLING -> Cause.DOUBT;
                    case WATCHING -> Cause.SESSION;
                    case FINISHING -> Cause.END;
                };
        return Optional.ofNullable(cause);
    }

    /** After a restart it waits for the same thing as before. */
    private static Instant since(RequestState state, Live live) {
        if (live.waitingSince != null) {
            return live.waitingSince;
        }
        return switch (state.phase()) {
            case WATCHING -> state.watchedSince();
            case SETTLING -> state.sent().sentAt();
            default -> state.startedAt();
        };
    }

    private static Instant until(Cause cause, Situation situation, Moment now) {
        return switch (cause) {
            case RETRY -> situation.state().wakeAt();
            case ANSWER, DOUBT, SESSION -> now.wall().plus(now.until(situation.live().until));
            case END, OTHER -> null;
            default -> now.wall().plus(now.until(situation.live().deadline));
        };
    }
}
