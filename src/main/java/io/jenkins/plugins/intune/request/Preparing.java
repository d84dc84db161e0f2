package io.jenkins.plugins.intune.request;

import io.jenkins.plugins.intune.graph.DeviceDetails;
import io.jenkins.plugins.intune.retry.Backoff;
import io.jenkins.plugins.intune.retry.CallPolicy;
import io.jenkins.plugins.intune.values.Durations;
import java.time.Duration;

/** Everything before a request's turn: the device is looked up, the app is checked, a place under the limit is waited for. */
final class Preparing {

    /** How often a look-up is made in all while it fails without being throttled. */
    private static final int MAX_LOOK_UPS = 5;

    private Preparing() {}

    static void on(Transition transition, Event event) {
        switch (transition.phase()) {
            case LOOKING_UP -> onLookUp(transition, event);
            case CHECKING -> onCheck(transition, event);
            case QUEUEING -> onQueue(transition, event);
            case BACKING_OFF -> onBackOff(transition, event);
            default -> throw new IllegalStateException(transition.phase().name());
        }
    }

    private static void onLookUp(Transition transition, Event event) {
        if (event instanceof Event.Found found) {
            DeviceDetails device = found.device();
            transition.live.tries = CallPolicy.FRESH;
            transition.state = transition.state.withDevice(device.id(), device.name());
            transition.live.details = device;
            transition.log(transition.texts.found(device));
            transition.warn(found.warnings());
            transition.warn(device.concerns());
            transition.live.warned = true;
            transition.proceed();
        } else if (event instanceof Event.NotFound none) {
            transition.fail(transition.texts.unsent(transition.state, none.why()));
        } else if (event instanceof Event.ReadFailed failed) {
            CallPolicy.Verdict verdict = transition.verdict(failed.failure(), MAX_LOOK_UPS);
            if (verdict.step() == CallPolicy.Step.RENEW) {
                transition.log(Messages.RequestTexts_renewing(failed.failure().words()));
                transition.effect(new Effect.LookUp(transition.callTime()));
            } else {
                transition.again(failed.failure(), verdict);
            }
        }
    }

    private static void onCheck(Transition transition, Event event) {
        if (event instanceof Event.Checked checked) {
            transition.live.checked = true;
            transition.live.connector = checked.connector();
            if (transition.plan.options().dryRun()) {
                DryRun.onChecked(transition, checked.lacking());
                return;
            }
            if (checked.connector().isMissing()) {
                transition.log(Messages.RequestTexts_warning(checked.connector().advice()));
            }
            transition.proceed();
        } else if (event instanceof Event.ReadFailed failed) {
            transition.againWithoutToken(failed.failure());
        }
    }

    private static void onQueue(Transition transition, Event event) {
        if (event instanceof Event.Queued) {
            transition.live.queued = true;
            transition.effect(new Effect.Wait(Transitions.SOON));
        } else if (event instanceof Event.Called) {
            transition.live.queued = true;
            if (transition.live.claimed || transition.deviceId().isEmpty()) {
                Leaving.read(transition);
            } else {
                transition.claim(transition.deviceId().get());
            }
        } else if (event instanceof Event.ReadFailed failed) {
            transition.againWithoutToken(failed.failure());
        } else if (event instanceof Event.Woke) {
            transition.waitInLine();
        }
    }

    private static void onBackOff(Transition transition, Event event) {
        Duration rest = transition.now.until(transition.live.until);
        if (event instanceof Event.NotSaved) {
            // A crash would forget what Graph has said: that the attempt was not processed, and how long the
            // whole app has to wait. As long as this request waits, there is time to save that after all.
            Duration pause = Backoff.after(++transition.live.notSaved, transition.now.chance());
            transition.effect(new Effect.Wait(Durations.shorter(pause, rest)));
        } else if (event instanceof Event.Woke && transition.live.notSaved > 0 && !rest.isZero()) {
            transition.effect(new Effect.Save());
            transition.effect(new Effect.Wait(rest));
        } else if (event instanceof Event.Woke) {
            transition.proceed();
        }
    }
}
