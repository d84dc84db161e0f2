package io.jenkins.plugins.intune.log;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.intune.index.AuditEntry;
import io.jenkins.plugins.intune.record.AssistanceOutcome;
import io.jenkins.plugins.intune.request.Outcome;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** How a request ended as far as the log knows, for people. Immutable. */
@Restricted(NoExternalUse.class)
public final class LogOutcome {

    /** Outcomes of what was never sent, which is not in the log. */
    private static final Set<Outcome> UNSENT = EnumSet.of(Outcome.DUPLICATE, Outcome.NOT_ASKED);

    private final Outcome outcome;

    /** @param outcome {@code null} if none is recorded */
    LogOutcome(@CheckForNull Outcome outcome) {
        this.outcome = outcome;
    }

    /** All that an entry can have, to choose from. */
    static List<LogOutcome> all() {
        return Stream.concat(
                        Stream.of(new LogOutcome(null)),
                        Arrays.stream(Outcome.values())
                                .filter(outcome -> outcome.canEnd(false) && !UNSENT.contains(outcome))
                                .map(LogOutcome::new))
                .toList();
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
