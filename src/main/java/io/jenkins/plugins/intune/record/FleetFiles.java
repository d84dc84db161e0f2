package io.jenkins.plugins.intune.record;

import hudson.model.Run;
import hudson.util.Secret;
import io.jenkins.plugins.intune.fleet.FleetJournal;
import io.jenkins.plugins.intune.fleet.Sealing;
import io.jenkins.plugins.intune.graph.RequestReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;

/** The journals of a build's fleets: files in the build's folder, which are not read with the build. */
public final class FleetFiles {

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

    private FleetFiles() {}

    /**
     * The journal of a fleet, to be written to.
     *
     * @param key tells one fleet of the build from another
     * @param disk where it may block
     */
    public static FleetJournal journal(Run<?, ?> run, String key, Executor disk) {
        return new FleetJournal(path(run, key), SEALING, disk);
    }

    /** What a fleet's journal says of each device. Reads from disk. */
    static List<RequestReport> reports(Run<?, ?> run, String key) throws IOException {
        return FleetJournal.reports(path(run, key), SEALING);
    }

    static Path path(Run<?, ?> run, String key) {
        return run.getRootDir().toPath().resolve("intune-remote-assistance-" + key + ".jsonl");
    }
}
