package io.jenkins.plugins.intune.record;

import io.jenkins.plugins.intune.request.Outcome;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** How a request ended, for people. Immutable. */
@Restricted(NoExternalUse.class)
public final class AssistanceOutcome {

    private final Outcome outcome;

    /** @param outcome how it ended */
    public AssistanceOutcome(Outcome outcome) {
        this.outcome = outcome;
    }

    /** Whether only a dry run ends in this way. */
    boolean isOfDryRun() {
        return !outcome.canEnd(false);
    }

    /** The name in results, downloads and the REST API. */
    public String getId() {
        return outcome.id();
    }

    /** The name for people. */
    public String getText() {
        return switch (outcome) {
            case ACCEPTED -> Messages.AssistanceOutcome_accepted();
            case SESSION -> Messages.AssistanceOutcome_session();
            case NO_SESSION -> Messages.AssistanceOutcome_noSession();
            case IN_DOUBT -> Messages.AssistanceOutcome_inDoubt();
            case FAILED -> Messages.AssistanceOutcome_failed();
            case DUPLICATE -> Messages.AssistanceOutcome_duplicate();
            case RECENTLY_ASKED -> Messages.AssistanceOutcome_recentlyAsked();
            case NOT_ASKED -> Messages.AssistanceOutcome_notAsked();
            case WOULD_ASK -> Messages.AssistanceOutcome_wouldAsk();
            case WOULD_FAIL -> Messages.AssistanceOutcome_wouldFail();
        };
    }

    /** The symbol of Jenkins that stands for it. */
    public String getIcon() {
        return switch (outcome) {
            case ACCEPTED, SESSION, WOULD_ASK -> "symbol-status-blue";
            case NO_SESSION, IN_DOUBT -> "symbol-status-yellow";
            case FAILED, WOULD_FAIL -> "symbol-status-red";
            case DUPLICATE, RECENTLY_ASKED, NOT_ASKED -> "symbol-status-nobuilt";
        };
    }
}
