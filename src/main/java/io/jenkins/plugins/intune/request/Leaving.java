package io.jenkins.plugins.intune.request;

import io.jenkins.plugins.intune.graph.DeviceAddress;
import io.jenkins.plugins.intune.graph.DeviceReading;
import io.jenkins.plugins.intune.graph.SessionLink;
import io.jenkins.plugins.intune.retry.Backoff;
import io.jenkins.plugins.intune.retry.CallPolicy;
import io.jenkins.plugins.intune.retry.Trouble;
import io.jenkins.plugins.intune.throttle.Priority;
import io.jenkins.plugins.intune.values.Durations;
import java.time.Duration;

/**
 * A request whose turn is near, until the action leaves: the device's present link is read, the permit is taken, the state is
 * saved. The permit comes last, so that nobody holds one while waiting for something else; and what was read is never older
 * than {@link #FRESH} when the action leaves, because only a link that was not there right before can be this request's.
 */
final class Leaving {

    /** Longest time from reading the device until the action leaves. */
    static final Duration FRESH = Duration.ofSeconds(2);

    /** Longest time that a permit is kept for a disk that was slow before. */
    private static final Duration MAX_SLOW_SAVE = Duration.ofMinutes(2);

    /** How often a device is read in all before a request that waits for its session is given up. */
    private static final int MAX_READS = 3;

    private Leaving() {}

    static void on(Turn turn, Event event) {
        switch (turn.phase()) {
            case READING -> onRead(turn, event);
            case TAKING -> onTake(turn, event);
            case SAVING -> onSave(turn, event);
            default -> throw new IllegalStateException(turn.phase().name());
        }
    }

    static void read(Turn turn) {
        turn.enter(Phase.READING);
        Duration time =
                Durations.shorter(turn.callTime(), turn.left().dividedBy(4).plusMillis(1));
        if (turn.live.permitted) {
            // A permit that is kept for long no longer knows what Graph has told the app since.
            // The call ends by itself; the wait is for what comes before it: the credential and the token.
            time = Durations.shorter(time, FRESH);
            turn.effect(new Effect.Wait(FRESH.plus(time)));
        }
        turn.effect(new Effect.ReadDevice(Priority.DECIDING, time));
    }

    private static void onRead(Turn turn, Event event) {
        if (event instanceof Event.Read read) {
            if (settlesDoubt(turn, read.device())) {
                turn.state = turn.state.withLinkFound(read.device().link().digest());
                Sending.accept(turn, true);
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
        } else if (event instanceof Event.Woke && turn.live.permitted) {
            turn.giveBack();
            turn.backOff(Backoff.after(1, turn.now.chance()), Messages.RequestTexts_readTooLate());
        }
    }

    private static void unreadable(Turn turn, Trouble trouble) {
        // A device has to tell its id, because it may have been asked by another name.
        boolean dryRun = turn.plan.options().dryRun();
        boolean waits = turn.plan.options().waitsForSession() && !dryRun;
        boolean needed = waits || dryRun || !turn.live.claimed || !trouble.atGraph();
        CallPolicy.Verdict verdict =
                turn.verdict(trouble, trouble.atGraph() ? needed ? MAX_READS : 1 : Turn.MAX_TOKENS);
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
            turn.again(told, verdict);
        } else {
            // Any other request needs it only in case of a later doubt, so it goes on without what cannot be read.
            // What Graph tells the app is as new as with a link.
            turn.live.readAt = turn.now.nanos();
            // Which link was there before a doubt stays known: a new one tells what became of that.
            if (!turn.state.doubted()) {
                turn.live.saved = turn.live.saved && turn.state.linkBefore() == null;
                turn.state = turn.state.withBefore(null, null);
            }
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
            turn.waitInLine();
        }
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
        turn.backOffWithin(turn.patience(), turn.now.held(), Messages.RequestTexts_throttle());
    }
}
