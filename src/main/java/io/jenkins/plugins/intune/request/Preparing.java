package io.jenkins.plugins.intune.request;

import io.jenkins.plugins.intune.graph.DeviceAddress;
import io.jenkins.plugins.intune.graph.DeviceDetails;
import io.jenkins.plugins.intune.graph.DeviceReading;
import io.jenkins.plugins.intune.graph.SessionLink;
import io.jenkins.plugins.intune.retry.Backoff;
import io.jenkins.plugins.intune.retry.CallPolicy;
import io.jenkins.plugins.intune.retry.Trouble;
import io.jenkins.plugins.intune.throttle.Priority;
import io.jenkins.plugins.intune.values.Durations;
import java.time.Duration;

/**
 * Everything before the action leaves: the device is looked up, a place under the limit is waited for, the device's present
 * link is read, the permit is taken, the state is saved. The permit comes last, so that nobody holds one while waiting for
 * something else; and what was read is never older than {@link #FRESH} when the action leaves, because only a link that was
 * not there right before can be this request's.
 */
final class Preparing {

    /** Longest time from reading the device until the action leaves. */
    static final Duration FRESH = Duration.ofSeconds(2);

    /** Longest time that a permit is kept for a disk that was slow before. */
    private static final Duration MAX_SLOW_SAVE = Duration.ofMinutes(2);

    /** How often a look-up is made in all while it fails without being throttled. */
    private static final int MAX_LOOK_UPS = 5;

    /** How often a token is requested in all while that fails for a moment. */
    private static final int MAX_TOKENS = 5;

    /** How often a device is read in all before a request that waits for its session is given up. */
    private static final int MAX_READS = 3;

    private Preparing() {}

    static void on(Turn turn, Event event) {
        switch (turn.phase()) {
            case LOOKING_UP -> onLookUp(turn, event);
            case CLAIMING -> Claiming.on(turn, event);
            case CHECKING -> onCheck(turn, event);
            case QUEUEING -> onQueue(turn, event);
            case READING -> onRead(turn, event);
            case TAKING -> onTake(turn, event);
            case SAVING -> onSave(turn, event);
            case BACKING_OFF -> onBackOff(turn, event);
            default -> throw new IllegalStateException(turn.phase().name());
        }
    }

    private static void onLookUp(Turn turn, Event event) {
        if (event instanceof Event.Found found) {
            DeviceDetails device = found.device();
            turn.live.tries = CallPolicy.FRESH;
            turn.state = turn.state.withDevice(device.id(), device.name());
            turn.live.details = device;
            turn.log(turn.texts.found(device));
            turn.warn(found.warnings());
            turn.warn(device.concerns());
            turn.live.warned = true;
            turn.proceed();
        } else if (event instanceof Event.NotFound none) {
            turn.fail(turn.texts.unsent(turn.state, none.why()));
        } else if (event instanceof Event.Troubled troubled) {
            CallPolicy.Verdict verdict = verdict(turn, troubled.trouble(), MAX_LOOK_UPS);
            if (verdict.step() == CallPolicy.Step.RENEW) {
                turn.log(Messages.RequestTexts_renewing(troubled.trouble().words()));
                turn.effect(new Effect.LookUp(turn.callTime()));
            } else {
                again(turn, troubled.trouble(), verdict);
            }
        }
    }

    private static void onCheck(Turn turn, Event event) {
        if (event instanceof Event.Checked checked) {
            turn.live.checked = true;
            turn.live.connector = checked.connector();
            if (turn.plan.options().dryRun()) {
                DryRun.onChecked(turn, checked.lacking());
                return;
            }
            if (checked.connector().isMissing()) {
                turn.log(Messages.RequestTexts_warning(checked.connector().advice()));
            }
            turn.proceed();
        } else if (event instanceof Event.Troubled troubled) {
            againWithoutToken(turn, troubled.trouble());
        }
    }

    private static void onQueue(Turn turn, Event event) {
        if (event instanceof Event.Queued) {
            turn.live.queued = true;
            turn.effect(new Effect.Wait(Transitions.SOON));
        } else if (event instanceof Event.Called) {
            turn.live.queued = true;
            if (turn.live.claimed || turn.deviceId().isEmpty()) {
                read(turn);
            } else {
                turn.claim(turn.deviceId().get());
            }
        } else if (event instanceof Event.Troubled troubled) {
            againWithoutToken(turn, troubled.trouble());
        } else if (event instanceof Event.Woke) {
            waitLonger(turn);
        }
    }

    static void read(Turn turn) {
        turn.enter(Phase.READING);
        Duration time =
                Durations.shorter(turn.callTime(), turn.left().dividedBy(4).plusMillis(1));
        // A permit that is kept for long no longer knows what Graph has told the app since.
        time = turn.live.permitted ? Durations.shorter(time, FRESH) : time;
        turn.effect(new Effect.ReadDevice(Priority.DECIDING, time));
    }

    private static void onRead(Turn turn, Event event) {
        if (event instanceof Event.Read read) {
            if (settlesDoubt(turn, read.device())) {
                turn.state = turn.state.withLinkFound(read.device().link().digest());
                Sending.accept(turn, null, true);
                return;
            }
            learn(turn, read.device());
            if (turn.live.claimed && turn.plan.options().dryRun()) {
                turn.proceed();
            } else if (turn.live.claimed) {
                readEnough(turn);
            } else {
                turn.giveBack();
                turn.claim(turn.state.deviceId());
            }
        } else if (event instanceof Event.Troubled troubled) {
            unreadable(turn, troubled.trouble());
        }
    }

    private static void unreadable(Turn turn, Trouble trouble) {
        // A device has to tell its id, because it may have been asked by another name.
        boolean dryRun = turn.plan.options().dryRun();
        boolean waits = turn.plan.options().waitsForSession() && !dryRun;
        boolean needed = waits || dryRun || !turn.live.claimed || !trouble.atGraph();
        CallPolicy.Verdict verdict = verdict(turn, trouble, trouble.atGraph() ? needed ? MAX_READS : 1 : MAX_TOKENS);
        boolean worthWaiting = verdict.step() == CallPolicy.Step.RETRY;
        if (verdict.step() == CallPolicy.Step.RENEW) {
            turn.log(Messages.RequestTexts_renewing(trouble.words()));
            read(turn);
        } else if (needed || worthWaiting) {
            // Without the link before, a new one could not be recognized; and without a token nothing can be sent at
            // all. What is final, such as an unknown device, would end the request all the same.
            boolean forTheLink = trouble.atGraph() && trouble.kind() != Trouble.Kind.FINAL;
            Trouble told =
                    forTheLink && waits ? trouble.in(Messages.RequestTexts_unreadable(trouble.words())) : trouble;
            turn.giveBack();
            again(turn, told, verdict);
        } else {
            // Any other request needs it only in case of a later doubt, so it goes on without what cannot be read.
            turn.live.saved = turn.live.saved && turn.state.linkBefore() == null;
            // What Graph tells the app is as new as with a link.
            turn.live.readAt = turn.now.nanos();
            turn.state = turn.state.withBefore(null, null);
            readEnough(turn);
        }
    }

    /** An earlier attempt is in doubt, and the device has a link that it did not have before that. */
    private static boolean settlesDoubt(Turn turn, DeviceReading device) {
        return turn.state.doubted()
                && turn.state.linkBefore() != null
                && device.link().isNewSince(turn.state.linkBefore());
    }

    private static void learn(Turn turn, DeviceReading device) {
        turn.live.tries = CallPolicy.FRESH;
        String link = device.link().digest();
        String error = SessionLink.digest(device.error());
        boolean same = link.equals(turn.state.linkBefore()) && error.equals(turn.state.errorBefore());
        turn.live.saved = turn.live.saved && same;
        turn.live.readAt = turn.now.nanos();
        turn.live.details = device.details();
        // The id that was asked for counts; only a script's device is known by what was read.
        String id = turn.plan
                .address(turn.state)
                .flatMap(DeviceAddress::deviceId)
                .orElse(device.details().id());
        turn.state = turn.state.withDevice(id, device.details().name()).withBefore(link, error);
        if (turn.plan.options().waitsForSession() && !turn.live.warned) {
            turn.live.warned = true;
            turn.warn(device.details().concerns());
        }
    }

    private static void readEnough(Turn turn) {
        if (turn.live.saved) {
            leave(turn);
        } else if (turn.live.permitted) {
            save(turn);
        } else {
            turn.enter(Phase.TAKING);
            turn.effect(new Effect.Wait(Transitions.SOON));
            turn.effect(new Effect.Take());
        }
    }

    private static boolean isStale(Turn turn) {
        return turn.now.since(turn.live.readAt).compareTo(FRESH) > 0;
    }

    private static void onTake(Turn turn, Event event) {
        if (event instanceof Event.Permitted permitted) {
            if (isStale(turn) || !turn.live.claimed || turn.now.isHeld()) {
                turn.enter(Phase.QUEUEING);
                turn.effect(new Effect.Wait(Transitions.SOON));
                turn.effect(new Effect.Postpone());
            } else {
                turn.live.permitted = true;
                turn.state = turn.state.attempting(turn.now.wall(), permitted.clientRequestId());
                save(turn);
            }
        } else if (event instanceof Event.Woke) {
            waitLonger(turn);
        }
    }

    /** Whoever is far back in line, or held up by Graph, holds no device, for nobody knows how long that takes. */
    private static void waitLonger(Turn turn) {
        turn.tellOfLine();
        turn.standBack();
    }

    private static void save(Turn turn) {
        turn.enter(Phase.SAVING);
        turn.live.savingSince = turn.now.nanos();
        turn.effect(new Effect.Save());
        turn.effect(new Effect.Wait(turn.live.saveTime));
    }

    private static void onSave(Turn turn, Event event) {
        if (event instanceof Event.Saved && !turn.live.permitted) {
            // So that a disk that is always slow keeps nobody from being asked: the next save may wait for one before
            // it. Bounded, because nobody of the app leaves while the branches of a large build hold all permits.
            Duration twice = turn.now.since(turn.live.savingSince).multipliedBy(2);
            turn.live.saveTime = Durations.shorter(twice, MAX_SLOW_SAVE);
            turn.backOff(Backoff.after(1, turn.now.chance()), Messages.RequestTexts_savedTooLate());
        } else if (event instanceof Event.Saved) {
            turn.live.saved = true;
            turn.live.saveTime = Transitions.MAX_SAVE;
            if (isStale(turn) && !turn.now.isHeld()) {
                read(turn);
            } else {
                leave(turn);
            }
        } else if (event instanceof Event.NotSaved failed) {
            turn.giveBack();
            turn.fail(turn.texts.unsent(turn.state, Messages.RequestTexts_notSaved(failed.why())));
        } else if (event instanceof Event.Woke && turn.live.permitted) {
            // Others can leave meanwhile, from builds whose disk is in order; and nobody knows how long that takes.
            turn.giveBack();
            turn.standBack();
        }
    }

    /** It leaves, unless Graph has asked the whole app to wait since the permit was taken. */
    private static void leave(Turn turn) {
        if (!turn.now.isHeld()) {
            Sending.send(turn);
            return;
        }
        turn.giveBack();
        turn.getInLine();
        Duration wait = turn.now.held();
        if (wait.compareTo(turn.patience()) < 0) {
            turn.backOff(wait, Messages.RequestTexts_throttle());
        } else {
            turn.fail(turn.texts.unsent(turn.state, Messages.RequestTexts_throttle(), wait));
        }
    }

    private static void onBackOff(Turn turn, Event event) {
        if (event instanceof Event.Woke) {
            turn.proceed();
        }
    }

    private static CallPolicy.Verdict verdict(Turn turn, Trouble trouble, int maxFailures) {
        Duration left = trouble.isThrottled() ? turn.patience() : turn.left();
        CallPolicy.Verdict verdict = turn.live.tries.after(trouble, maxFailures, left, turn.now.chance());
        turn.live.tries = verdict.tries();
        return verdict;
    }

    /** What needs a token could not be done. */
    static void againWithoutToken(Turn turn, Trouble trouble) {
        again(turn, trouble, verdict(turn, trouble, MAX_TOKENS));
    }

    /** Tries again later, or gives up. */
    private static void again(Turn turn, Trouble trouble, CallPolicy.Verdict verdict) {
        switch (verdict.step()) {
            case RETRY, RENEW -> {
                if (!trouble.isThrottled()) {
                    turn.leaveLine();
                }
                turn.backOff(verdict.delay(), trouble.words());
            }
            case TOO_LONG -> turn.fail(turn.texts.unsent(turn.state, trouble.words(), verdict.delay()));
            case GIVE_UP -> turn.fail(turn.texts.unsent(turn.state, trouble.words()));
        }
    }
}
