package io.jenkins.plugins.intune.log;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.intune.index.AuditEntry;
import io.jenkins.plugins.intune.record.AssistanceOutcome;
import io.jenkins.plugins.intune.request.Outcome;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** How a request ended as far as the log knows, for people. Immutable. */
@Restricted(NoExternalUse.class)
public final class LogOutcome {

    private final Outcome outcome;

    /** @param outcome {@code null} if none is recorded */
    LogOutcome(@CheckForNull Outcome outcome) {
        this.outcome = outcome;
    }

    /** The name in addresses, downloads and the REST API. */
    public String getId() {
        return outcome == null ? AuditEntry.PENDING : outcome.id();
    }

    /** The name for people. */
    public String getText() {
        return outcome == null ? Messages.LogOutcome_pending() : new AssistanceOutcome(outcome).getText();
    }

    /** The symbol of Jenkins that stands for it. */
    public String getIcon() {
        return outcome == null ? "symbol-status-nobuilt" : new AssistanceOutcome(outcome).getIcon();
    }
}
