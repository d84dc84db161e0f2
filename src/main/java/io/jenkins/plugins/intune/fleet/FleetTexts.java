package io.jenkins.plugins.intune.fleet;

import io.jenkins.plugins.intune.graph.DeviceAddress;
import io.jenkins.plugins.intune.graph.DeviceQuery;
import io.jenkins.plugins.intune.graph.DeviceTarget;
import io.jenkins.plugins.intune.request.Outcome;
import io.jenkins.plugins.intune.request.RequestPlan;
import io.jenkins.plugins.intune.request.RequestReport;
import io.jenkins.plugins.intune.request.RequestTexts;
import io.jenkins.plugins.intune.values.Sentences;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a fleet tells people about its end. */
final class FleetTexts {

    private FleetTexts() {}

    /** A sentence on what was accepted, and one more for each kind of failure that there was. */
    static String summary(FleetCounts counts, boolean dryRun) {
        List<String> said = new ArrayList<>();
        said.add(
                dryRun
                        ? Messages.FleetTexts_wouldAsk(counts.wouldAsk(), counts.total())
                        : Messages.FleetTexts_accepted(counts.accepted(), counts.total()));
        addIfAny(said, counts.wouldFail(), Messages.FleetTexts_wouldFail(counts.wouldFail()));
        addIfAny(said, counts.sessions(), Messages.FleetTexts_sessions(counts.sessions()));
        addIfAny(said, counts.withoutSession(), Messages.FleetTexts_withoutSession(counts.withoutSession()));
        addIfAny(said, counts.failed(), Messages.FleetTexts_failed(counts.failed()));
        addIfAny(said, counts.inDoubt(), Messages.FleetTexts_inDoubt(counts.inDoubt()));
        addIfAny(said, counts.duplicates(), Messages.FleetTexts_duplicates(counts.duplicates()));
        addIfAny(said, counts.recentlyAsked(), Messages.FleetTexts_recentlyAsked(counts.recentlyAsked()));
        return Sentences.join(said);
    }

    /** What became of a fleet that was aborted. */
    static String aborted(FleetCounts counts, boolean dryRun) {
        return dryRun
                ? Messages.FleetTexts_dryRunAborted(counts.notAsked(), counts.total())
                : Messages.Fleet_aborted(counts.accepted(), counts.inDoubt(), counts.notAsked());
    }

    /** What is left of a device whose state only a newer version of the plugin can tell. */
    static RequestReport unknown(DeviceTarget device, Instant now) {
        return report(device, Outcome.IN_DOUBT, Messages.Fleet_unknown(device), now);
    }

    /** What is left of a device that was never begun. */
    static RequestReport notAsked(DeviceTarget device, Instant now) {
        return report(device, Outcome.NOT_ASKED, Messages.Fleet_notAsked(), now);
    }

    /** What is left of a device that could not be asked. */
    static RequestReport unsent(RequestPlan plan, String why, Instant now) {
        return report(plan.target(), plan.options().failure(), new RequestTexts(plan).unsent(why), now);
    }

    private static RequestReport report(DeviceTarget device, Outcome outcome, String message, Instant now) {
        String id = device instanceof DeviceAddress address ? address.deviceId().orElse(null) : null;
        String lookUp = device instanceof DeviceQuery query ? query.line() : null;
        return new RequestReport(
                device.toString(),
                id,
                null,
                lookUp,
                outcome,
                message,
                now,
                null,
                null,
                null,
                0,
                null,
                null,
                null,
                null);
    }

    private static void addIfAny(List<String> said, int count, String sentence) {
        if (count > 0) {
            said.add(sentence);
        }
    }
}
