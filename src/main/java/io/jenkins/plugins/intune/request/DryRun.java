package io.jenkins.plugins.intune.request;

import io.jenkins.plugins.intune.graph.Connector;
import io.jenkins.plugins.intune.values.Sentences;
import java.util.List;

/**
 * Where a dry run parts from a request: the device is looked up, judged and read as for one, and the app is checked;
 * then, instead of getting in line, it ends and says what it found. It takes no permit, so nothing can leave.
 */
final class DryRun {

    private DryRun() {}

    /** The app was checked. Without the permission Intune refuses the action, and without a connector nobody is asked. */
    static void onChecked(Turn turn, String lacking) {
        Connector connector = turn.live.connector;
        if (!lacking.isEmpty()) {
            turn.fail(turn.texts.unsent(turn.state, lacking));
        } else if (connector.isMissing()) {
            turn.fail(turn.texts.unsent(turn.state, connector.advice()));
        } else {
            if (connector == Connector.UNKNOWN) {
                turn.log(connector.advice());
            }
            turn.proceed();
        }
    }

    /** Everything is known, perhaps except the device. */
    static void proceed(Turn turn) {
        if (turn.live.details == null) {
            Leaving.read(turn);
            return;
        }
        List<String> concerns = turn.live.details.concerns();
        turn.effect(new Effect.Announce());
        turn.finish(Outcome.WOULD_ASK, concerns.isEmpty() ? null : turn.texts.told(Sentences.join(concerns)), null);
    }

    /** The same build has asked the device, so a request would go on with that one. */
    static void endAskedBefore(Turn turn, RequestReport earlier) {
        RequestState before = turn.state.goingOnWith(earlier);
        String text = turn.texts.told(
                before.doubted() ? turn.texts.inDoubtBefore(before) : turn.texts.acceptedBefore(before));
        turn.log(text);
        turn.finish(Outcome.DUPLICATE, text, null);
    }
}
