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
    static void onChecked(Transition transition, String lacking) {
        Connector connector = transition.live.connector;
        if (!lacking.isEmpty()) {
            transition.fail(transition.texts.unsent(transition.state, lacking));
        } else if (connector.isMissing()) {
            transition.fail(transition.texts.unsent(transition.state, connector.advice()));
        } else {
            if (connector == Connector.UNKNOWN) {
                transition.log(connector.advice());
            }
            transition.proceed();
        }
    }

    /** Everything is known, perhaps except the device. */
    static void proceed(Transition transition) {
        if (transition.live.details == null) {
            Leaving.read(transition);
            return;
        }
        List<String> concerns = transition.live.details.concerns();
        transition.effect(new Effect.Announce());
        transition.finish(
                Outcome.WOULD_ASK, concerns.isEmpty() ? null : transition.texts.told(Sentences.join(concerns)), null);
    }

    /** The same build has asked the device, so a request would go on with that one. */
    static void endAskedBefore(Transition transition, RequestReport earlier) {
        RequestState before = transition.state.goingOnWith(earlier);
        String text = transition.texts.told(
                before.isInDoubt() ? transition.texts.inDoubtBefore(before) : transition.texts.acceptedBefore(before));
        transition.log(text);
        transition.finish(Outcome.DUPLICATE, text, null);
    }
}
