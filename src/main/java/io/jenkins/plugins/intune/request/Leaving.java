package io.jenkins.plugins.intune.request;

import io.jenkins.plugins.intune.graph.DeviceAddress;
import io.jenkins.plugins.intune.graph.DeviceReading;
import io.jenkins.plugins.intune.graph.SessionLink;
import io.jenkins.plugins.intune.retry.Backoff;
import io.jenkins.plugins.intune.retry.CallPolicy;
import io.jenkins.plugins.intune.retry.ReadFailure;
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

    static void on(Transition transition, Event event) {
        switch (transition.phase()) {
            case READING -> onRead(transition, event);
            case TAKING -> onTake(transition, event);
            case SAVING -> onSave(transition, event);
            default -> throw new IllegalStateException(transition.phase().name());
        }
    }

    static void read(Transition transition) {
        transition.enter(Phase.READING);
        Duration time = Durations.shorter(
                transition.callTime(), transition.left().dividedBy(4).plusMillis(1));
        if (transition.live.permitted) {
            // A permit that is kept for long no longer knows what Graph has told the app since.
            // The call ends by itself; the wait is for what comes before it: the credential and the token.
            time = Durations.shorter(time, FRESH);
            transition.effect(new Effect.Wait(FRESH.plus(time)));
        }
        transition.effect(new Effect.ReadDevice(Priority.DECIDING, time));
    }

    private static void onRead(Transition transition, Event event) {
        if (event instanceof Event.Read read) {
            if (settlesDoubt(transition, read.device())) {
                transition.state =
                        transition.state.withLinkFound(read.device().link().digest());
                Sending.accept(transition, true);
                return;
            }
            learn(transition, read.device());
            if (transition.live.claimed && transition.plan.options().dryRun()) {
                transition.proceed();
            } else if (transition.live.claimed) {
                readEnough(transition);
            } else {
                transition.giveBack();
                transition.claim(transition.state.deviceId());
            }
        } else if (event instanceof Event.ReadFailed failed) {
            unreadable(transition, failed.failure());
        } else if (event instanceof Event.Woke && transition.live.permitted) {
            transition.giveBack();
            transition.backOff(Backoff.after(1, transition.now.chance()), Messages.RequestTexts_readTooLate());
        }
    }

    private static void unreadable(Transition transition, ReadFailure failure) {
        // A device has to tell its id, because it may have been asked by another name.
        boolean dryRun = transition.plan.options().dryRun();
        boolean waits = transition.plan.options().waitsForSession() && !dryRun;
        boolean needed = waits || dryRun || !transition.live.claimed || !failure.atGraph();
        CallPolicy.Verdict verdict =
                transition.verdict(failure, failure.atGraph() ? needed ? MAX_READS : 1 : Transition.MAX_TOKENS);
        boolean worthWaiting = verdict.step() == CallPolicy.Step.RETRY;
        if (verdict.step() == CallPolicy.Step.RENEW) {
            transition.log(Messages.RequestTexts_renewing(failure.words()));
            read(transition);
        } else if (needed || worthWaiting) {
            // Without the link before, a new one could not be recognized; and without a token nothing can be sent at
            // all. What is final, such as an unknown device, would end the request all the same.
            boolean forTheLink = failure.atGraph() && failure.kind() != ReadFailure.Kind.FINAL;
            ReadFailure told =
                    forTheLink && waits ? failure.in(Messages.RequestTexts_unreadable(failure.words())) : failure;
            transition.giveBack();
            transition.again(told, verdict);
        } else {
            // Any other request needs it only in case of a later doubt, so it goes on without what cannot be read.
            // What Graph tells the app is as new as with a link.
            transition.live.readAt = transition.now.nanos();
            // Which link was there before a doubt stays known: a new one tells what became of that.
            if (!transition.state.isInDoubt()) {
                transition.live.saved = transition.live.saved && transition.state.linkBefore() == null;
                transition.state = transition.state.withBefore(null, null);
            }
            readEnough(transition);
        }
    }

    /** An earlier attempt is in doubt, and the device has a link that it did not have before that. */
    private static boolean settlesDoubt(Transition transition, DeviceReading device) {
        return transition.state.isInDoubt()
                && transition.state.linkBefore() != null
                && device.link().isNewSince(transition.state.linkBefore());
    }

    private static void learn(Transition transition, DeviceReading device) {
        transition.live.tries = CallPolicy.FRESH;
        String link = device.link().digest();
        String error = SessionLink.digest(device.error());
        boolean same = link.equals(transition.state.linkBefore()) && error.equals(transition.state.errorBefore());
        transition.live.saved = transition.live.saved && same;
        transition.live.readAt = transition.now.nanos();
        transition.live.details = device.details();
        // The id that was asked for counts; only a script's device is known by what was read.
        String id = transition
                .plan
                .address(transition.state)
                .flatMap(DeviceAddress::deviceId)
                .orElse(device.details().id());
        transition.state =
                transition.state.withDevice(id, device.details().name()).withBefore(link, error);
        if (transition.plan.options().waitsForSession() && !transition.live.warned) {
            transition.live.warned = true;
            transition.warn(device.details().concerns());
        }
    }

    private static void readEnough(Transition transition) {
        if (transition.live.saved) {
            leave(transition);
        } else if (transition.live.permitted) {
            save(transition);
        } else {
            transition.enter(Phase.TAKING);
            transition.effect(new Effect.Wait(Transitions.SOON));
            transition.effect(new Effect.Take());
        }
    }

    private static boolean isStale(Transition transition) {
        return transition.now.since(transition.live.readAt).compareTo(FRESH) > 0;
    }

    private static void onTake(Transition transition, Event event) {
        if (event instanceof Event.Permitted permitted) {
            if (isStale(transition) || !transition.live.claimed || transition.now.isHeld()) {
                transition.enter(Phase.QUEUEING);
                transition.effect(new Effect.Wait(Transitions.SOON));
                transition.effect(new Effect.Postpone());
            } else {
                transition.live.permitted = true;
                transition.state = transition.state.attempting(transition.now.wall(), permitted.clientRequestId());
                save(transition);
            }
        } else if (event instanceof Event.Woke) {
            transition.waitInLine();
        }
    }

    private static void save(Transition transition) {
        transition.enter(Phase.SAVING);
        transition.live.savingSince = transition.now.nanos();
        transition.effect(new Effect.Save());
        transition.effect(new Effect.Wait(transition.live.saveTime));
    }

    private static void onSave(Transition transition, Event event) {
        if (event instanceof Event.Saved) {
            // The next save may take twice as long, so that a disk that is always slow only delays. Bounded, or else
            // the branches of a large build would hold all of the app's permits.
            Duration twice = transition.now.since(transition.live.savingSince).multipliedBy(2);
            transition.live.saveTime = Durations.longer(Transitions.MAX_SAVE, Durations.shorter(twice, MAX_SLOW_SAVE));
        }
        if (event instanceof Event.Saved && !transition.live.permitted) {
            transition.backOff(Backoff.after(1, transition.now.chance()), Messages.RequestTexts_savedTooLate());
        } else if (event instanceof Event.Saved) {
            transition.live.saved = true;
            if (isStale(transition) && !transition.now.isHeld()) {
                read(transition);
            } else {
                leave(transition);
            }
        } else if (event instanceof Event.NotSaved failed) {
            transition.giveBack();
            transition.fail(transition.texts.unsent(transition.state, Messages.RequestTexts_notSaved(failed.why())));
        } else if (event instanceof Event.Woke && transition.live.permitted) {
            // Other builds with a working disk may leave meanwhile; nobody knows how long this one takes.
            transition.giveBack();
            transition.standBack();
        }
    }

    /** It leaves, unless Graph has told the whole app to wait since the permit was taken. */
    private static void leave(Transition transition) {
        if (!transition.now.isHeld()) {
            Sending.send(transition);
            return;
        }
        transition.giveBack();
        transition.getInLine();
        transition.backOffWithin(transition.patience(), transition.now.held(), Messages.RequestTexts_throttle());
    }
}
