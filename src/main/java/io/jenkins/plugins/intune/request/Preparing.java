package io.jenkins.plugins.intune.request;

import io.jenkins.plugins.intune.graph.DeviceDetails;
import io.jenkins.plugins.intune.retry.CallPolicy;

/** Everything before a request's turn: the device is looked up, the app is checked, a place under the limit is waited for. */
final class Preparing {

    /** How often a look-up is made in all while it fails without being throttled. */
    private static final int MAX_LOOK_UPS = 5;

    private Preparing() {}

    static void on(Turn turn, Event event) {
        switch (turn.phase()) {
            case LOOKING_UP -> onLookUp(turn, event);
            case CHECKING -> onCheck(turn, event);
            case QUEUEING -> onQueue(turn, event);
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
            CallPolicy.Verdict verdict = turn.verdict(troubled.trouble(), MAX_LOOK_UPS);
            if (verdict.step() == CallPolicy.Step.RENEW) {
                turn.log(Messages.RequestTexts_renewing(troubled.trouble().words()));
                turn.effect(new Effect.LookUp(turn.callTime()));
            } else {
                turn.again(troubled.trouble(), verdict);
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
            turn.againWithoutToken(troubled.trouble());
        }
    }

    private static void onQueue(Turn turn, Event event) {
        if (event instanceof Event.Queued) {
            turn.live.queued = true;
            turn.effect(new Effect.Wait(Transitions.SOON));
        } else if (event instanceof Event.Called) {
            turn.live.queued = true;
            if (turn.live.claimed || turn.deviceId().isEmpty()) {
                Leaving.read(turn);
            } else {
                turn.claim(turn.deviceId().get());
            }
        } else if (event instanceof Event.Troubled troubled) {
            turn.againWithoutToken(troubled.trouble());
        } else if (event instanceof Event.Woke) {
            turn.waitInLine();
        }
    }

    private static void onBackOff(Turn turn, Event event) {
        if (event instanceof Event.Woke) {
            turn.proceed();
        }
    }
}
