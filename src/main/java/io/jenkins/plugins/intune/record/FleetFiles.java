package io.jenkins.plugins.intune.record;

import hudson.model.Run;
import io.jenkins.plugins.intune.fleet.FleetJournal;
import io.jenkins.plugins.intune.journal.FileStorage;
import io.jenkins.plugins.intune.journal.Storage;
import io.jenkins.plugins.intune.links.SessionLinks;
import io.jenkins.plugins.intune.request.RequestReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** The journals of a build's fleets: files in the build's folder, which are not read with the build. */
@Restricted(NoExternalUse.class)
public final class FleetFiles {

    /**
     * Lets four at a time read a whole journal: each takes memory for all of a fleet's devices, and whoever sees a
     * build can ask.
     */
    private static final Semaphore READERS = new Semaphore(4, true);

    private FleetFiles() {}

    /**
     * The journal of a fleet, to be written to.
     *
     * @param key tells one fleet of the build from another
     * @param disk where it may block
     */
    public static FleetJournal journal(Run<?, ?> run, String key, Executor disk) {
        return new FleetJournal(storage(run, key), SessionLinks.get(), disk);
    }

    /** What is left of a fleet's requests that may have reached somebody, by their place in the fleet. Reads from disk. */
    static Map<Integer, FleetJournal.Asked> asked(Run<?, ?> run, String key) throws IOException {
        return FleetJournal.asked(storage(run, key));
    }

    /**
     * What a fleet's journal says of each device, the session links sealed. Reads from disk, and waits while as many others do
     * as may at a time.
     */
    static List<RequestReport> reports(Run<?, ?> run, String key) throws IOException {
        READERS.acquireUninterruptibly();
        try {
            return FleetJournal.reports(storage(run, key));
        } finally {
            READERS.release();
        }
    }

    private static Storage storage(Run<?, ?> run, String key) {
        // The job, or a folder around it, may be renamed or moved while the build runs.
        return new FileStorage(() -> path(run, key));
    }

    static Path path(Run<?, ?> run, String key) {
        return run.getRootDir().toPath().resolve("intune-remote-assistance-" + key + ".jsonl");
    }
}
