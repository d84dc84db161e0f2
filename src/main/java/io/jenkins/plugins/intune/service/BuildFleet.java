package io.jenkins.plugins.intune.service;

import hudson.model.Run;
import io.jenkins.plugins.intune.driver.Operation;
import io.jenkins.plugins.intune.fleet.Fleet;
import io.jenkins.plugins.intune.fleet.FleetPlan;
import io.jenkins.plugins.intune.fleet.FleetResult;
import io.jenkins.plugins.intune.record.BuildRecords;
import io.jenkins.plugins.intune.record.FleetFiles;
import io.jenkins.plugins.intune.record.FleetRecord;
import io.jenkins.plugins.intune.values.Failures;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** A build's fleet, its journal in the build's folder, and its entry on the build's page. */
@Restricted(NoExternalUse.class)
public final class BuildFleet {

    private BuildFleet() {}

    /**
     * Notes with the build that a fleet begins, so that what it asks can be found.
     *
     * @return completes when that is on disk, and never fails
     */
    public static CompletableFuture<Void> begun(Run<?, ?> run, String key, FleetPlan plan) {
        return BuildRecords.record(
                run, FleetRecord.begun(key, plan.size(), plan.options().dryRun()), disk(run));
    }

    /**
     * A fleet that begins, or resumes from its journal. To be started when {@link #begun} has completed.
     *
     * @param resumed whether Jenkins was restarted since it began
     */
    public static Operation<FleetResult> begin(FleetPlan plan, BuildHost host, boolean resumed) {
        return new Fleet(
                plan,
                host,
                FleetFiles.journal(host.run(), host.key(), disk(host.run())),
                RemoteAssistanceService.get().platform(),
                resumed);
    }

    /** Notes the end of a fleet with the build, as {@link #begun} notes the beginning. */
    public static CompletableFuture<Void> ended(Run<?, ?> run, String key, FleetPlan plan, FleetResult result) {
        FleetRecord record = FleetRecord.ended(key, result, plan.options().dryRun());
        return BuildRecords.record(run, record, result.reports(), disk(run));
    }

    /** Notes with the build, in the same way, that a fleet could not even begin. */
    public static CompletableFuture<Void> failed(Run<?, ?> run, String key, FleetPlan plan, Throwable failure) {
        FleetRecord record = FleetRecord.failed(
                key, plan.size(), Failures.reason(failure), plan.options().dryRun());
        return BuildRecords.record(run, record, disk(run));
    }

    private static Executor disk(Run<?, ?> run) {
        return RemoteAssistanceService.get().disk(run);
    }
}
