package io.jenkins.plugins.intune.request;

import java.time.Duration;

/**
 * The device is claimed for this request, so that a build asks it once: whoever comes second waits, or goes on with the
 * first.
 */
final class Claiming {

    private Claiming() {}

    static void on(Transition transition, Event event) {
        if (event instanceof Event.Claimed claimed) {
            Claim claim = claimed.claim();
            transition.othersHaveEnded();
            transition.live.claimed = true;
            if (claim instanceof Claim.Earlier earlier
                    && transition.plan.options().dryRun()) {
                DryRun.endAskedBefore(transition, earlier.report());
            } else if (claim instanceof Claim.Earlier earlier) {
                goOnWith(transition, earlier.report());
            } else if (claim instanceof Claim.Refused refused) {
                transition.fail(refused.outcome(), refused.why());
            } else if (claim instanceof Claim.Granted granted) {
                transition.state = transition.state.claimedAs(granted.ordinal());
                transition.deviceId().ifPresent(id -> transition.state = transition.state.withDevice(id, ""));
                transition.proceed();
            }
        } else if (event instanceof Event.ReadFailed failed) {
            // The credential may come back. But without knowing whether somebody was asked, nobody is asked.
            transition.againWithoutToken(failed.failure());
        } else if (event instanceof Event.Busy) {
            transition.waitForOther();
        } else if (event instanceof Event.Free) {
            transition.otherHasEnded();
            transition.effect(new Effect.Wait(Transitions.SOON));
        } else if (event instanceof Event.Woke) {
            transition.log(Messages.Waiting_claim());
        }
    }

    /** The same build asked the device before: nobody is asked again, and this request finds out what became of that one. */
    private static void goOnWith(Transition transition, RequestReport earlier) {
        transition.state = transition.state.goingOnWith(earlier);
        // If it has to be sent again, whoever decides that must know.
        transition.live.claimed = false;
        if (earlier.acceptedAt() != null) {
            transition.log(transition.texts.acceptedBefore(transition.state));
            Watching.enter(transition);
        } else {
            transition.log(transition.texts.inDoubtBefore(transition.state));
            String reason = transition.state.reason();
            Settling.enter(transition, reason == null ? Messages.RequestTexts_restarted() : reason, Duration.ZERO);
        }
    }
}
