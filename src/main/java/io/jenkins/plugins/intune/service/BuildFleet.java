package io.jenkins.plugins.intune.service;

import hudson.model.Run;
import io.jenkins.plugins.intune.driver.Operation;
import io.jenkins.plugins.intune.fleet.Fleet;
import io.jenkins.plugins.intune.fleet.FleetPlan;
import io.jenkins.plugins.intune.fleet.FleetResult;
import io.jenkins.plugins.intune.record.FleetFiles;
import io.jenkins.plugins.intune.record.FleetRecord;
import io.jenkins.plugins.intune.record.RemoteAssistanceAction;
import io.jenkins.plugins.intune.values.Failures;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** A build's fleet, and what it leaves with the build: a journal, and an entry on the build's page. */
@Restricted(NoExternalUse.class)
public final class BuildFleet {

    private BuildFleet() {}

    /**
     * A fleet that begins, or goes on from its journal. Writes to disk.
     *
     * @param resumed whether Jenkins was restarted since it began
     */
    public static Operation<FleetResult> begin(FleetPlan plan, BuildHost host, boolean resumed) {
        RemoteAssistanceAction.record(host.run(), FleetRecord.begun(host.key(), plan.size()));
        return new Fleet(
                plan,
                host,
                FleetFiles.journal(
                        host.run(), host.key(), RemoteAssistanceService.get().disk()),
                RemoteAssistanceService.get().platform(),
                resumed);
    }

    /** Notes the end of a fleet with the build. Writes to disk. */
    public static void ended(Run<?, ?> run, String key, FleetResult result) {
        RemoteAssistanceAction.record(run, FleetRecord.ended(key, result), result.reports());
    }

    /** Notes with the build that a fleet could not even begin. Writes to disk. */
    public static void failed(Run<?, ?> run, String key, Throwable failure) {
        RemoteAssistanceAction.record(run, FleetRecord.failed(key, Failures.reason(failure)));
    }
}
