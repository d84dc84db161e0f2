package io.jenkins.plugins.intune;

import hudson.model.Run;
import hudson.util.Secret;
import io.jenkins.plugins.intune.fleet.Fleet;
import io.jenkins.plugins.intune.fleet.FleetJournal;
import io.jenkins.plugins.intune.fleet.FleetPlan;
import io.jenkins.plugins.intune.fleet.FleetResult;
import io.jenkins.plugins.intune.fleet.Sealing;
import io.jenkins.plugins.intune.values.Failures;
import java.nio.file.Path;

/**
 * What a fleet leaves with its build: a journal in the build's folder, which is not read with the build, and an entry on
 * the build's page.
 */
final class BuildFleet {

    /** Encrypts with Jenkins' own key. */
    static final Sealing SEALING = new Sealing() {
        @Override
        public String seal(String link) {
            return Secret.fromString(link).getEncryptedValue();
        }

        @Override
        public String unseal(String sealed) {
            Secret secret = Secret.decrypt(sealed);
            return secret == null ? null : secret.getPlainText();
        }
    };

    private BuildFleet() {}

    /** A fleet that begins, or goes on from its journal. */
    static Fleet begin(FleetPlan plan, BuildHost host, String key) {
        RemoteAssistanceAction.record(host.run(), FleetRecord.begun(key, plan.size()));
        FleetJournal journal = new FleetJournal(
                journal(host.run(), key), SEALING, RemoteAssistanceService.get().blocking());
        return new Fleet(plan, host, journal);
    }

    static void ended(Run<?, ?> run, String key, FleetResult result) {
        RemoteAssistanceAction.record(run, FleetRecord.ended(key, result));
    }

    static void failed(Run<?, ?> run, String key, Throwable failure) {
        RemoteAssistanceAction.record(run, FleetRecord.failed(key, Failures.reason(failure)));
    }

    /** Where the journal of a fleet is. */
    static Path journal(Run<?, ?> run, String key) {
        return run.getRootDir().toPath().resolve("intune-remote-assistance-" + key + ".jsonl");
    }
}
