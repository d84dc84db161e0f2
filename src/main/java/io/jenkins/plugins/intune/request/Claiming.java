package io.jenkins.plugins.intune.request;

import java.time.Duration;

/**
 * The device is claimed for this request, so that a build asks it once: whoever comes second waits, or goes on with the
 * first.
 */
final class Claiming {

    private Claiming() {}

    static void on(Turn turn, Event event) {
        if (event instanceof Event.Claimed claimed) {
            Claim claim = claimed.claim();
            turn.othersHaveEnded();
            turn.live.claimed = true;
            if (claim instanceof Claim.Earlier earlier && turn.plan.options().dryRun()) {
                DryRun.endAskedBefore(turn, earlier.report());
            } else if (claim instanceof Claim.Earlier earlier) {
                goOnWith(turn, earlier.report());
            } else if (claim instanceof Claim.Refused refused) {
                turn.fail(refused.outcome(), refused.why());
            } else if (claim instanceof Claim.Granted granted) {
                turn.state = turn.state.claimedAs(granted.ordinal());
                turn.deviceId().ifPresent(id -> turn.state = turn.state.withDevice(id, ""));
                turn.proceed();
            }
        } else if (event instanceof Event.Troubled troubled) {
            // The credential may come back. But without knowing whether somebody was asked, nobody is asked.
            turn.againWithoutToken(troubled.trouble());
        } else if (event instanceof Event.Busy) {
            turn.waitForOther();
        } else if (event instanceof Event.Free) {
            turn.otherHasEnded();
            turn.effect(new Effect.Wait(Transitions.SOON));
        } else if (event instanceof Event.Woke) {
            turn.log(Messages.RequestTexts_waitingForClaim());
        }
    }

    /** The same build asked the device before: nobody is asked again, and this request finds out what became of that one. */
    private static void goOnWith(Turn turn, RequestReport earlier) {
        turn.state = turn.state.goingOnWith(earlier);
        // If it has to be sent again, whoever decides that must know.
        turn.live.claimed = false;
        if (earlier.acceptedAt() != null) {
            turn.log(turn.texts.acceptedBefore(turn.state));
            Watching.enter(turn);
        } else {
            turn.log(turn.texts.inDoubtBefore(turn.state));
            String reason = turn.state.reason();
            Settling.enter(turn, reason == null ? Messages.RequestTexts_restarted() : reason, Duration.ZERO);
        }
    }
}
